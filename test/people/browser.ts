import { createHmac } from "node:crypto";
import type { Accounts, AccountEvent, Caller } from "../../src/accounts/index.ts";

export const ADDRESS = "http://localhost:8080";

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** What a browser does for one person: keeps cookies, says which page it asks from, and comes from one address. */
export class Browser {
  readonly accounts: Accounts;
  readonly from: string;
  origin: string | undefined = ADDRESS;
  private readonly cookies = new Map<string, string>();

  constructor(accounts: Accounts, from = "192.0.2.1") {
    this.accounts = accounts;
    this.from = from;
  }

  /** The same browser, taken elsewhere. */
  at(address: string): Browser {
    const moved = new Browser(this.accounts, address);
    for (const [name, value] of this.cookies) moved.cookies.set(name, value);
    return moved;
  }

  get headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({
      ...(cookie === "" ? {} : { cookie }),
      ...(this.origin === undefined ? {} : { origin: this.origin }),
    });
  }

  get(path: string): Promise<Answer> {
    return this.ask(path, { method: "GET", headers: this.headers });
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    const headers = this.headers;
    headers.set("content-type", "application/json");
    return this.ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  signIn(email: string, password: string): Promise<Answer> {
    return this.post("/sign-in/email", { email, password });
  }

  caller(): Promise<Caller | undefined> {
    return this.accounts.callerOf(this.headers);
  }

  private async ask(path: string, init: RequestInit): Promise<Answer> {
    const request = new Request(`${ADDRESS}/api/auth${path}`, init);
    const response = await this.accounts.handle(request, { address: this.from });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    const body = (text === "" ? {} : JSON.parse(text)) as Answer["body"];
    return { status: response.status, body, headers: response.headers };
  }

  private keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
    if (name === undefined || value === undefined) return;
    if (value === "" || /;\s*max-age=0/iu.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** RFC 6238 with SHA-1, six digits and thirty seconds, from the address that an authenticator scans. */
export function codeOf(totpUri: string, at = Date.now()): string {
  const key = base32(new URL(totpUri).searchParams.get("secret") ?? "");
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const offset = mac[19]! & 15;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, "0");
}

/** RFC 4648, 6. */
function base32(text: string): Buffer {
  const bits = Array.from(text.replaceAll("=", ""), (letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  ).join("");
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Everything that was told of the door. */
export class Log {
  readonly events: AccountEvent[] = [];
  readonly tell = (event: AccountEvent): void => void this.events.push(event);
}
