import type { Instant } from "../../kit/index.ts";
import type { Name, Procedure, ProcedureStep, Selector } from "../ir.ts";
import { printSelector } from "../print/formula.ts";
import { sayEnd, sayInstant, sayLength } from "../time/calendar.ts";
import { resolveTime } from "../time/resolve.ts";

/** Something that moved a procedure on: it is in state `to` from `at`. The first event opens it in its first state. */
export interface ProcedureEvent {
  readonly to: Name;
  readonly at: Instant;
  readonly by?: Name;
  readonly learnt?: Instant;
}

/** A clock that runs in a state, and where it leads if it runs out. */
export interface ProcedureClock {
  readonly deadline: Instant;
  /** The state to be reached before it runs out. */
  readonly to: Name;
  readonly otherwise?: Name;
}

export interface ProcedurePosition {
  /** Unset: nothing has opened it. */
  readonly state?: Name;
  readonly since?: Instant;
  /** The clock of the present state that runs out first, also if it has run out and leads nowhere. */
  readonly clock?: ProcedureClock;
  readonly ended: boolean;
  /** Every state entered, and whether by an event or because a clock ran out. */
  readonly path: readonly { readonly state: Name; readonly at: Instant; readonly how: "event" | "clock" }[];
  /** In words: steps that the text does not provide for, made by the wrong body, or too late. */
  readonly problems: readonly string[];
}

export interface ProcedureOptions {
  readonly now: Instant;
  /** Cut-off of what is known; unset: now. */
  readonly known?: Instant;
  readonly zone: string;
  /** Whether an actor is one of those a selector names; unset: it is named there itself. */
  readonly isBy?: (selector: Selector, actor: Name) => boolean;
}

/**
 * Follows a procedure through its events. A clock that runs out moves it to `otherwise` at the deadline; an event that
 * the present state does not provide for changes nothing and is a problem.
 */
export function runProcedure(
  procedure: Procedure,
  events: readonly ProcedureEvent[],
  options: ProcedureOptions,
): ProcedurePosition {
  const { now, known = now } = options;
  const run: Run = { procedure, options, path: [], problems: [] };
  const visible = events.filter(({ at, learnt }) => at <= now && (learnt === undefined || learnt <= known));
  for (const event of visible.toSorted((a, b) => a.at - b.at)) {
    runClocks(run, event.at);
    apply(run, event);
  }
  runClocks(run, now);
  const last = run.path.at(-1);
  const clock = last && clockOf(run, last);
  return {
    ...(last && { state: last.state, since: last.at }),
    ...(clock && { clock }),
    ended: last !== undefined && procedure.ends.includes(last.state),
    path: run.path,
    problems: run.problems,
  };
}

interface Run {
  readonly procedure: Procedure;
  readonly options: ProcedureOptions;
  readonly path: { readonly state: Name; readonly at: Instant; readonly how: "event" | "clock" }[];
  readonly problems: string[];
}

/** A step is in time at its deadline itself, so a clock has run out only after it. */
function runClocks(run: Run, upTo: Instant): void {
  for (;;) {
    const last = run.path.at(-1);
    const clock = last && clockOf(run, last, (step) => step.otherwise !== undefined);
    if (!last || clock?.otherwise === undefined || clock.deadline >= upTo) return;
    if (clock.deadline <= last.at) {
      run.problems.push(`the clock of ${last.state} leaves no time: ${sayEnd(clock.deadline, run.options.zone)}`);
      return;
    }
    run.path.push({ state: clock.otherwise, at: clock.deadline, how: "clock" });
  }
}

function apply(run: Run, event: ProcedureEvent): void {
  const { procedure, path, problems, options } = run;
  const last = path.at(-1);
  const at = sayInstant(event.at, options.zone);
  if (!last) {
    if (event.to === procedure.starts) path.push({ state: event.to, at: event.at, how: "event" });
    else problems.push(`${event.to} at ${at}: the procedure begins with ${procedure.starts}`);
    return;
  }
  const step = procedure.steps.find(({ from, to }) => from === last.state && to === event.to);
  if (!step) {
    problems.push(
      `${event.to} at ${at}: the text has no step from ${last.state} to ${event.to}${sayMissed(run, event)}`,
    );
    return;
  }
  if (step.by && !mayStep(step.by, event, options)) {
    problems.push(
      `${event.to} at ${at}: by ${event.by ?? "nobody recorded"}, but the step belongs to ${printSelector(step.by)}`,
    );
    // Unknown authorship is a gap in the record; a step by another is none at all.
    if (event.by !== undefined) return;
  }
  const deadline = stepDeadline(step, last.at, options);
  if (deadline !== undefined && event.at > deadline) {
    problems.push(
      `${event.to} at ${at}: late by ${sayLength(event.at - deadline)}, the deadline was ${sayEnd(deadline, options.zone)}`,
    );
  }
  path.push({ state: event.to, at: event.at, how: "event" });
}

function mayStep(selector: Selector, { by }: ProcedureEvent, { isBy }: ProcedureOptions): boolean {
  if (by === undefined) return false;
  if (isBy) return isBy(selector, by);
  return selector.kind !== "names" || selector.names.includes(by);
}

/** If a clock has just overtaken the event: by how much it came too late. */
function sayMissed({ procedure, path, options }: Run, event: ProcedureEvent): string {
  const last = path.at(-1);
  const before = path.at(-2);
  if (last?.how !== "clock" || !before) return "";
  if (!procedure.steps.some(({ from, to }) => from === before.state && to === event.to)) return "";
  return ` (late by ${sayLength(event.at - last.at)}: the clock of ${before.state} ran out at ${sayEnd(last.at, options.zone)})`;
}

/** The clock that runs out first in a state entered at a moment. */
function clockOf(
  { procedure, options }: Run,
  { state, at }: { readonly state: Name; readonly at: Instant },
  counts: (step: ProcedureStep) => boolean = () => true,
): ProcedureClock | undefined {
  let first: ProcedureClock | undefined;
  for (const step of procedure.steps) {
    const deadline = step.from === state && counts(step) ? stepDeadline(step, at, options) : undefined;
    if (deadline === undefined || (first && first.deadline <= deadline)) continue;
    first = { deadline, to: step.to, ...(step.otherwise !== undefined && { otherwise: step.otherwise }) };
  }
  return first;
}

/** Counted from the entry into the state: whole local days for calendar durations, elapsed time for hours. */
function stepDeadline({ within }: ProcedureStep, since: Instant, { zone }: ProcedureOptions): Instant | undefined {
  if (!within) return undefined;
  const from = { kind: "mark", mark: "entry" } as const;
  const context = { zone, entry: since, marks: new Map<string, Instant>() };
  const resolved = resolveTime({ kind: "offset", duration: within, direction: "after", from }, "end", context);
  return resolved.kind === "instant" ? resolved.instant : undefined;
}
