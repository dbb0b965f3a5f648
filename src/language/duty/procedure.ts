import type { Instant, Interval, Kleene } from "../../kit/index.ts";
import type { Name, Procedure, ProcedureStep, Selector } from "../ir.ts";
import { printSelector } from "../print/formula.ts";
import { sayEnd, sayInstant, sayLength } from "../time/calendar.ts";
import { lastOf } from "../time/intervals.ts";
import { resolveTime } from "../time/resolve.ts";

/** Something that moved a procedure on: it is in state `to` from `at`. The first event opens it in its first state. */
export interface ProcedureEvent {
  readonly to: Name;
  /** The moments at which it may have been; a single moment is known to the millisecond. */
  readonly at: Interval | Instant;
  readonly by?: Name;
  readonly learnt?: Instant;
}

/** A deadline that may rest on a vague moment: the earliest and the latest that it can be. */
export interface StepDeadline {
  readonly earliest: Instant;
  readonly latest: Instant;
}

/** What may come next, who must do it, and by when. */
export interface NextStep {
  readonly to: Name;
  /** Unset: the text does not say whose step it is. */
  readonly by?: Selector;
  readonly deadline?: StepDeadline;
  /** Where it goes by itself if the clock runs out. */
  readonly otherwise?: Name;
  /** The deadline has passed and the step is not recorded. */
  readonly overdue: Kleene;
}

export interface ProcedurePosition {
  /** Unset: nothing has opened it. */
  readonly state?: Name;
  readonly since?: Interval;
  /** The step of the present state whose clock runs out first, also if it has run out and leads nowhere. */
  readonly clock?: NextStep & { readonly deadline: StepDeadline };
  /** In the order of the text; none if it has ended. */
  readonly next: readonly NextStep[];
  readonly ended: boolean;
  /** Every state entered, and whether by an event or because a clock ran out. */
  readonly path: readonly PathStep[];
  /** In words: steps that the text does not provide for, made by the wrong body, or too late. */
  readonly problems: readonly string[];
  /** In words: what cannot be said because a moment is only vaguely known. */
  readonly doubts: readonly string[];
}

export interface PathStep {
  readonly state: Name;
  readonly at: Interval;
  readonly how: "event" | "clock";
  readonly by?: Name;
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
  const run: Run = { procedure, options, path: [], problems: [], doubts: [] };
  const visible = events
    .map((event) => ({ ...event, at: intervalOf(event.at) }))
    .filter(({ at, learnt = at.earliest }) => at.earliest <= now && learnt <= known)
    .toSorted((a, b) => a.at.earliest - b.at.earliest);
  for (const event of visible) {
    runClocks(run, event.at, event.to);
    apply(run, event);
  }
  runClocks(run, intervalOf(now));
  return positionOf(run);
}

function intervalOf(at: Interval | Instant): Interval {
  return typeof at === "number" ? { earliest: at, latest: at + 1 } : at;
}

type PlacedEvent = ProcedureEvent & { readonly at: Interval };

interface Run {
  readonly procedure: Procedure;
  readonly options: ProcedureOptions;
  readonly path: PathStep[];
  readonly problems: string[];
  readonly doubts: string[];
}

function positionOf({ procedure, options, path, problems, doubts }: Run): ProcedurePosition {
  const last = path.at(-1);
  const ended = last !== undefined && procedure.ends.includes(last.state);
  const next = last && !ended ? nextSteps(procedure, last, options) : [];
  const clocks = next.filter((step) => step.deadline !== undefined) as (NextStep & { deadline: StepDeadline })[];
  const [clock] = clocks.toSorted((a, b) => a.deadline.latest - b.deadline.latest);
  return {
    ...(last && { state: last.state, since: last.at }),
    ...(clock && { clock }),
    next,
    ended,
    path,
    problems,
    doubts,
  };
}

function nextSteps(procedure: Procedure, { state, at }: PathStep, options: ProcedureOptions): readonly NextStep[] {
  return procedure.steps
    .filter(({ from }) => from === state)
    .map((step): NextStep => {
      const deadline = stepDeadline(step, at, options);
      return {
        to: step.to,
        ...(step.by && { by: step.by }),
        ...(deadline && { deadline }),
        ...(step.otherwise !== undefined && { otherwise: step.otherwise }),
        overdue: deadline ? isAfter(intervalOf(options.now), deadline) : "false",
      };
    });
}

/** A step is in time at its deadline itself. */
function isAfter(moment: Interval, deadline: StepDeadline): Kleene {
  if (lastOf(moment) <= deadline.earliest) return "false";
  return moment.earliest > deadline.latest ? "true" : "unknown";
}

/** Moves on wherever a clock that leads somewhere ran out before something happened, or before now. */
function runClocks(run: Run, upTo: Interval, event?: Name): void {
  const { procedure, options, path, problems, doubts } = run;
  for (;;) {
    const last = path.at(-1);
    const clock = last && forcedStep(procedure, last, options);
    if (!last || !clock) return;
    const ranOut = isAfter(upTo, clock.deadline);
    const moment = sayDeadline(clock.deadline, options.zone);
    if (ranOut === "unknown") {
      const what = event === undefined ? "it may have moved on already" : `whether ${event} came in time is not known`;
      doubts.push(`${what}: the clock of ${last.state} ran out ${moment}, and led to ${clock.otherwise}`);
    }
    if (ranOut !== "true") return;
    if (clock.deadline.latest <= last.at.earliest) {
      problems.push(`the clock of ${last.state} leaves no time: ${moment}`);
      return;
    }
    const at = { earliest: clock.deadline.earliest, latest: clock.deadline.latest + 1 };
    path.push({ state: clock.otherwise, at, how: "clock" });
  }
}

interface Forced {
  readonly deadline: StepDeadline;
  readonly otherwise: Name;
}

/** The first clock of a state that leads somewhere by itself. */
function forcedStep(procedure: Procedure, entered: PathStep, options: ProcedureOptions): Forced | undefined {
  const forced = procedure.steps.flatMap((step): Forced[] => {
    if (step.from !== entered.state || step.otherwise === undefined) return [];
    const deadline = stepDeadline(step, entered.at, options);
    return deadline ? [{ deadline, otherwise: step.otherwise }] : [];
  });
  return forced.toSorted((a, b) => a.deadline.latest - b.deadline.latest)[0];
}

function apply(run: Run, event: PlacedEvent): void {
  const { procedure, path, problems, doubts, options } = run;
  const last = path.at(-1);
  const at = `${event.to} ${sayWhen(event.at, options.zone)}`;
  const entered: PathStep = {
    state: event.to,
    at: event.at,
    how: "event",
    ...(event.by !== undefined && { by: event.by }),
  };
  if (!last) {
    if (event.to === procedure.starts) path.push(entered);
    else problems.push(`${at}: the procedure begins with ${procedure.starts}`);
    return;
  }
  const step = procedure.steps.find(({ from, to }) => from === last.state && to === event.to);
  if (!step) {
    problems.push(`${at}: the text has no step from ${last.state} to ${event.to}${sayMissed(run, event)}`);
    return;
  }
  if (step.by && !mayStep(step.by, event, options)) {
    problems.push(`${at}: by ${event.by ?? "nobody recorded"}, but the step belongs to ${printSelector(step.by)}`);
    // Unknown authorship is a gap in the record; a step by another is none at all.
    if (event.by !== undefined) return;
  }
  const deadline = stepDeadline(step, last.at, options);
  const late = deadline ? isAfter(event.at, deadline) : "false";
  if (deadline && late === "true")
    problems.push(
      `${at}: late by ${sayLength(event.at.earliest - deadline.latest)}, the deadline was ${sayDeadline(deadline, options.zone)}`,
    );
  if (deadline && late === "unknown" && step.otherwise === undefined)
    doubts.push(`${at}: whether in time is not known, the deadline was ${sayDeadline(deadline, options.zone)}`);
  path.push(entered);
}

function mayStep(selector: Selector, { by }: ProcedureEvent, { isBy }: ProcedureOptions): boolean {
  if (by === undefined) return false;
  if (isBy) return isBy(selector, by);
  return selector.kind !== "names" || selector.names.includes(by);
}

/** If a clock has just overtaken the event: by how much it came too late. */
function sayMissed({ procedure, path, options }: Run, event: PlacedEvent): string {
  const last = path.at(-1);
  const before = path.at(-2);
  if (last?.how !== "clock" || !before) return "";
  if (!procedure.steps.some(({ from, to }) => from === before.state && to === event.to)) return "";
  const ranOut = lastOf(last.at);
  return ` (late by ${sayLength(event.at.earliest - ranOut)}: the clock of ${before.state} ran out at ${sayEnd(ranOut, options.zone)})`;
}

/** Counted from the entry into the state: whole local days for calendar durations, elapsed time for hours. */
function stepDeadline(
  { within }: ProcedureStep,
  since: Interval,
  { zone }: ProcedureOptions,
): StepDeadline | undefined {
  if (!within) return undefined;
  const from = { kind: "mark", mark: "entry" } as const;
  const [earliest, latest] = [since.earliest, lastOf(since)].map((entry) => {
    const context = { zone, entry, marks: new Map<string, Instant>() };
    const resolved = resolveTime({ kind: "offset", duration: within, direction: "after", from }, "end", context);
    return resolved.kind === "instant" ? resolved.instant : undefined;
  });
  return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
}

function sayDeadline({ earliest, latest }: StepDeadline, zone: string): string {
  if (latest - earliest < 60_000) return sayEnd(latest, zone);
  return `between ${sayEnd(earliest, zone)} and ${sayEnd(latest, zone)}`;
}

function sayWhen(at: Interval, zone: string): string {
  if (at.latest - at.earliest <= 60_000) return `at ${sayInstant(at.earliest, zone)}`;
  return `between ${sayInstant(at.earliest, zone)} and ${sayEnd(at.latest, zone)}`;
}
