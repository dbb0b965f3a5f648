import { once } from "node:events";
import * as net from "node:net";
import * as tls from "node:tls";
import type { MailServer } from "./mail-server.ts";

/** A letter as it goes over the line: bytes of RFC 5322 in ASCII. */
export interface Letter {
  readonly to: string;
  readonly bytes: Uint8Array;
}

/** What a server says that refuses: the code alone, for its words quote addresses. */
export class SmtpRefusal extends Error {
  readonly code: string;

  constructor(status: string) {
    super("the mail server refused");
    this.code = `smtp-${status}`;
  }
}

/**
 * Hands one letter to a mail server (RFC 5321; STARTTLS, RFC 3207; AUTH PLAIN, RFC 4616). A password goes over TLS alone, whose
 * certificate has to be good.
 * @throws SmtpRefusal, or the error of the connection.
 */
export async function sendBySmtp(server: MailServer, { to, bytes }: Letter, signal: AbortSignal): Promise<void> {
  const { host, port, security, user, password, from } = server;
  const isTls = security === "tls";
  const socket = isTls ? tls.connect({ host, port, servername: nameOf(host) }) : net.connect({ host, port });
  let line = new Conversation(await connected(socket, isTls ? "secureConnect" : "connect", signal), signal);
  try {
    await line.expect("220");
    await line.say(HELLO, "250");
    if (security === "starttls") {
      await line.say("STARTTLS", "220");
      line.leave();
      const safe = tls.connect({ socket, servername: nameOf(host) });
      line = new Conversation(await connected(safe, "secureConnect", signal), signal);
      await line.say(HELLO, "250");
    }
    if (user !== undefined) await line.say(`AUTH PLAIN ${base64(`\0${user}\0${password ?? ""}`)}`, "235");
    await line.say(`MAIL FROM:<${checked(from)}>`, "250");
    await line.say(`RCPT TO:<${checked(to)}>`, "250");
    await line.say("DATA", "354");
    await line.say(`${stuffed(bytes)}\r\n.`, "250");
    // It has the letter now, whatever becomes of the line.
    await line.say("QUIT", "221").catch(() => undefined);
  } finally {
    line.leave();
    line.socket.on("error", () => undefined).destroy();
  }
}

/** Our own name is nobody's business. */
const HELLO = "EHLO [127.0.0.1]";

/** A number is no name for a certificate. */
function nameOf(host: string): string {
  return net.isIP(host) === 0 ? host : "";
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** @throws RangeError for what would become a line of its own, or another command. */
function checked(address: string): string {
  if (/^[^\s<>\p{Cc}]+@[^\s<>\p{Cc}]+$/u.test(address)) return address;
  throw new RangeError("no address of mail");
}

/** RFC 5321, 4.5.2. */
function stuffed(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/\r?\n$/u, "")
    .replace(/^\./gmu, "..");
}

async function connected<S extends net.Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.on("error", () => undefined).destroy();
    throw error;
  }
}

const LONGEST_REPLY = 64 * 1024;

/** Commands and replies, one after the other. */
class Conversation {
  readonly socket: net.Socket;
  private readonly signal: AbortSignal;
  private heard = "";
  private ended: Error | undefined;
  private wake = (): void => undefined;

  constructor(socket: net.Socket, signal: AbortSignal) {
    this.socket = socket;
    this.signal = signal;
    socket.on("data", this.hear).on("error", this.end).on("close", this.end);
    signal.addEventListener("abort", this.end, { once: true });
  }

  async say(command: string, status: string): Promise<void> {
    this.socket.write(`${command}\r\n`, "latin1");
    await this.expect(status);
  }

  async expect(status: string): Promise<void> {
    for (;;) {
      // The last line of a reply has a space after its number.
      const found = /^(\d{3}) [^\n]*\n/mu.exec(this.heard);
      if (found) {
        this.heard = this.heard.slice(found.index + found[0].length);
        if (found[1] === status) return;
        throw new SmtpRefusal(found[1]!);
      }
      if (this.ended) throw this.ended;
      await new Promise<void>((woken) => (this.wake = woken));
    }
  }

  /** Hears no more: what follows is for somebody else. */
  leave(): void {
    this.socket.off("data", this.hear).off("error", this.end).off("close", this.end);
    this.signal.removeEventListener("abort", this.end);
  }

  private readonly hear = (piece: Buffer): void => {
    this.heard += piece.toString("latin1");
    if (this.heard.length > LONGEST_REPLY) this.end(new SmtpRefusal("reply"));
    this.wake();
  };

  private readonly end = (why: unknown): void => {
    this.ended ??= why instanceof Error ? why : new SmtpRefusal(this.signal.aborted ? "late" : "closed");
    this.wake();
  };
}
