import type { Problem } from "../../kit/index.ts";
import type { CheckAsked } from "./check-text.ts";

/** Checks texts in a worker. */
export class Checker {
  readonly #worker = new Worker(new URL("./check-worker.ts", import.meta.url), { type: "module" });
  readonly #waiting = new Map<number, (problems: readonly Problem[]) => void>();
  #last = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<{ id: number; problems: readonly Problem[] }>) => {
      this.#waiting.get(data.id)?.(data.problems);
      this.#waiting.delete(data.id);
    });
  }

  check(text: string, actors: readonly string[]): Promise<readonly Problem[]> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      this.#worker.postMessage({ id, text, actors } satisfies CheckAsked);
    });
  }

  end(): void {
    this.#worker.terminate();
  }
}
