import { ProblemAnswer } from "../../../api/client.ts";
import type { AnswerOf, Endpoints, ProblemSaid } from "../../../api/contract.ts";
import { NotReached } from "../../record/index.ts";
import type { Received } from "./chosen.ts";

/** How far one request with files has come. */
export type Step =
  | { readonly state: "queued" }
  | { readonly state: "sending"; readonly sent: number; readonly size: number }
  /** All of it is there; from here on the server goes on by itself. */
  | { readonly state: "reading"; readonly file: string | undefined; readonly rows: number }
  /** The server cannot be reached, or is too busy: it is sent again, under the same key. */
  | { readonly state: "waiting" }
  | { readonly state: "done"; readonly files: readonly Received[] }
  | { readonly state: "refused"; readonly problem: ProblemSaid }
  | { readonly state: "cancelled" };

export type Progress = AnswerOf<Endpoints["getImport"]>;

export interface SendingParts {
  /** @throws ProblemAnswer, NotReached, AbortError */
  readonly post: (onBytes: (sent: number, size: number) => void) => Promise<unknown>;
  /** How far the server says that it has come. */
  readonly progress: () => Promise<Progress>;
  /** Comes back when it is worth trying again. */
  readonly patience: (tries: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onStep: (step: Step) => void;
  readonly every?: number;
}

const ASKED_MS = 700;

/** Sends until there is an answer: what breaks off for want of a network is sent again, and is there once all the same. */
export async function sendThrough(parts: SendingParts): Promise<Step> {
  for (let tries = 0; ; tries++) {
    const step = await sendOnce(parts);
    parts.onStep(step);
    if (step.state !== "waiting") return step;
    await parts.patience(tries);
    if (parts.signal.aborted) return told(parts, { state: "cancelled" });
  }
}

function told({ onStep }: SendingParts, step: Step): Step {
  onStep(step);
  return step;
}

async function sendOnce(parts: SendingParts): Promise<Step> {
  const { post, onStep } = parts;
  const watch = new Watch(parts);
  onStep({ state: "sending", sent: 0, size: 0 });
  try {
    const answer = await post((sent, size) => {
      if (sent < size) onStep({ state: "sending", sent, size });
      else watch.begin();
    });
    return { state: "done", files: filesOf(answer) };
  } catch (error) {
    return stepOf(error);
  } finally {
    watch.end();
  }
}

/** Of a folder there are several, of one file it is that one. */
function filesOf(answer: unknown): readonly Received[] {
  return typeof answer === "object" && answer !== null && "files" in answer
    ? (answer.files as readonly Received[])
    : [answer as Received];
}

/** Too many at once, or too busy: it is taken later. */
const LATER = new Set([429, 502, 503, 504]);

function stepOf(error: unknown): Step {
  if (error instanceof NotReached) return { state: "waiting" };
  if (error instanceof ProblemAnswer)
    return LATER.has(error.problem.status) ? { state: "waiting" } : { state: "refused", problem: error.problem };
  if (error instanceof DOMException && error.name === "AbortError") return { state: "cancelled" };
  throw error;
}

/** Asks the server how many rows it has read, for as long as it reads. */
class Watch {
  private readonly parts: SendingParts;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: SendingParts) {
    this.parts = parts;
  }

  begin(): void {
    if (this.timer !== undefined) return;
    const { onStep, every = ASKED_MS } = this.parts;
    onStep({ state: "reading", file: undefined, rows: 0 });
    this.timer = setInterval(() => void this.look(), every);
  }

  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const progress = await this.parts.progress().catch(() => undefined);
    if (this.timer === undefined || progress?.state !== "reading") return;
    this.parts.onStep({ state: "reading", file: progress.file ?? undefined, rows: progress.rows });
  }
}

const LONGEST_WAIT_MS = 15_000;

/** Until the network is back, or a while has passed; longer each time. */
export function untilReachable(tries: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** tries));
    addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}
