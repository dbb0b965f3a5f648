import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** Somebody else's mail server, as far as RFC 5321 asks of one: it takes letters, or does not. */
export class PostOffice {
  readonly letters: { readonly from: string; readonly to: string; readonly data: string }[] = [];
  /** Everything that was said to it. */
  heard = "";
  /** What it answers to `RCPT TO`. */
  recipient = "250 OK";
  /** It says that it can do this, whatever comes of it. */
  readonly capabilities: string[] = ["8BITMIME"];
  private readonly server = createServer((socket) => this.serve(socket));

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, "close");
  }

  async until(count: number, milliseconds = 20_000): Promise<void> {
    const begun = performance.now();
    while (this.letters.length < count) {
      if (performance.now() - begun > milliseconds) throw new Error(`${this.letters.length} letters: ${this.heard}`);
      await new Promise((wait) => setTimeout(wait, 20));
    }
  }

  private serve(socket: Socket): void {
    let rest = "";
    let data: string | undefined;
    const about = { from: "", to: "" };
    const answer = (line: string): string => {
      if (data !== undefined) {
        if (line !== ".") return ((data += `${line.replace(/^\./u, "")}\r\n`), "");
        this.letters.push({ ...about, data });
        data = undefined;
        return "250 taken";
      }
      const [command = "", rest = ""] = line.split(/[ :](.*)/su);
      switch (command.toUpperCase()) {
        case "EHLO":
          return ["250-post.example", ...this.capabilities.map((one) => `250-${one}`), "250 SIZE"].join("\r\n");
        case "MAIL":
          about.from = rest.replace(/^FROM:/u, "");
          return "250 OK";
        case "RCPT":
          about.to = rest.replace(/^TO:/u, "");
          return this.recipient;
        case "DATA":
          data = "";
          return "354 go on";
        case "QUIT":
          return "221 bye";
        default:
          return "235 OK";
      }
    };
    // In two pieces, as a line may bring it.
    socket.write("220 post.");
    socket.write("example\r\n");
    socket
      .on("error", () => undefined)
      .on("data", (piece: Buffer) => {
        this.heard += piece.toString("latin1");
        const lines = (rest + piece.toString("latin1")).split("\r\n");
        rest = lines.pop()!;
        for (const line of lines) {
          const said = answer(line);
          if (said !== "") socket.write(`${said}\r\n`);
        }
      });
  }
}
