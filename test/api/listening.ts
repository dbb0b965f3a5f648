/** What comes of an event stream, as a browser would hear it. */
export interface Heard {
  readonly event: string;
  readonly data: Readonly<Record<string, string>>;
}

export class Listening {
  readonly heard: Heard[] = [];
  /** Everything that came, to the letter. */
  text = "";
  lastId: string | undefined;
  isOver = false;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private rest = "";

  constructor(response: Response) {
    this.reader = response.body!.getReader();
    void this.listen().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await this.reader.read();
      if (done) break;
      const text = decoder.decode(value, { stream: true });
      this.text += text;
      this.take(text);
    }
    this.isOver = true;
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split("\n\n");
    this.rest = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map(
        block.split("\n").map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]),
      );
      if (fields.has("id")) this.lastId = fields.get("id");
      if (fields.has("event"))
        this.heard.push({ event: fields.get("event")!, data: JSON.parse(fields.get("data")!) as Heard["data"] });
    }
  }

  async until(isSo: (heard: readonly Heard[]) => boolean, milliseconds = 20_000): Promise<void> {
    const begun = performance.now();
    while (!isSo(this.heard)) {
      if (performance.now() - begun > milliseconds) throw new Error(`not heard: ${JSON.stringify(this.heard)}`);
      await new Promise((wait) => setTimeout(wait, 20));
    }
  }

  async stop(): Promise<void> {
    await this.reader.cancel().catch(() => undefined);
  }
}
