import { type Place, type Problem, type Severity } from "../../kit/index.ts";

/** More than this nobody reads; the parser stops there. */
const MOST_SHOWN = 200;

export interface Finding {
  readonly code: string;
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: Severity;
}

/** Collects what is wrong with one file, and knows on which line an offset is. */
export class ProblemList {
  readonly #found: Problem[] = [];
  #stoppedAt: number | undefined;
  readonly #lineStarts: readonly number[];
  readonly #file: string | undefined;

  constructor(text: string, file: string | undefined) {
    this.#lineStarts = findLineStarts(text);
    this.#file = file;
  }

  add({ code, from, to, message, hint, severity = "error" }: Finding): void {
    if (this.isFull) {
      this.#stoppedAt ??= from;
      return;
    }
    const at = this.#place(from, to);
    this.#found.push({ code, severity, at, message, ...(hint === undefined ? {} : { hint }) });
  }

  /** Says that what stands from here on is not read. */
  stopAt(offset: number): void {
    this.#stoppedAt ??= offset;
  }

  /** From here on nothing is gained by reading on. */
  get isFull(): boolean {
    return this.#found.length >= MOST_SHOWN;
  }

  /** In the order of the text. */
  get problems(): readonly Problem[] {
    const sorted = this.#found.toSorted((a, b) => (a.at.from ?? 0) - (b.at.from ?? 0));
    if (this.#stoppedAt === undefined) return sorted;
    const at = this.#place(this.#stoppedAt, this.#stoppedAt);
    const message = `there are more than ${MOST_SHOWN} problems, and the text is not read further`;
    return [...sorted, { code: "syntax-more", severity: "error", at, message, hint: "put the first ones right" }];
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  #place(from: number, to: number): Place {
    const line = this.lineAt(from);
    const column = from - (this.#lineStarts[line - 1] ?? 0) + 1;
    return { ...(this.#file === undefined ? {} : { file: this.#file }), line, column, from, to };
  }
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
