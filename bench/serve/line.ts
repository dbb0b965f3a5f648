import { Agent, request } from "node:http";

/** One browser's connection to the server, with its cookie and the address that a proxy would give it. */
export interface Line {
  readonly address: string;
  /** The `x-forwarded-for` of a proxy: limits by address are for each user. */
  readonly from: string;
  cookie: string;
}

export interface Sent {
  readonly method?: "GET" | "POST";
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  /** 0: there was none. */
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
  /** Milliseconds from asking to the last byte. */
  readonly ms: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Lighter than `fetch`: who asks and who answers share the machine. */
export function ask(line: Line, path: string, { method = "GET", body, headers = {} }: Sent = {}): Promise<Answer> {
  const begun = performance.now();
  const all = {
    cookie: line.cookie,
    origin: line.address,
    "x-forwarded-for": line.from,
    ...(body === undefined
      ? {}
      : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  return new Promise((done) => {
    const lost = (): void => done({ status: 0, text: "", cookies: [], ms: performance.now() - begun });
    const sent = request(new URL(path, line.address), { method, headers: all, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", lost);
      response.on("end", () => {
        const { statusCode: status = 0, headers: got } = response;
        const text = Buffer.concat(chunks).toString();
        done({ status, text, cookies: got["set-cookie"] ?? [], ms: performance.now() - begun });
      });
    });
    sent.on("error", lost);
    sent.end(body);
  });
}

/** Listens to what changes until it is told to stop; counts what it hears. */
export class LiveLine {
  heard = 0;
  /** The server let go of it. */
  isCut = false;
  private readonly sent: ReturnType<typeof request>;
  private isStopping = false;

  constructor(line: Line) {
    const headers = { cookie: line.cookie, "x-forwarded-for": line.from, accept: "text/event-stream" };
    this.sent = request(new URL("/api/events", line.address), { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) this.isCut = true;
      response.setEncoding("utf8").on("data", (text: string) => {
        this.heard += text.split("event: change").length - 1;
      });
      response.on("close", () => (this.isCut ||= !this.isStopping));
    });
    this.sent.on("error", () => (this.isCut ||= !this.isStopping));
    this.sent.end();
  }

  stop(): void {
    this.isStopping = true;
    this.sent.destroy();
  }
}
