import type { DutyState } from "../../src/language/ir.ts";

/**
 * The reference for duties: a short discrete time, every history that the record allows, and the state that the duty has in
 * each, by the table of states. It shares nothing with the engine but the names of the states.
 *
 * Moments are 0, 1, 2 …; a stretch is `[first, end)`, a moment known only vaguely `[first, last]`.
 */

export type Stretch = readonly [first: number, end: number];
export type Vague = readonly [first: number, last: number];

export interface Observed {
  readonly stretch: Stretch;
  readonly state: "true" | "false" | "unknown";
  /** Seen once, at some moment of the stretch. Unset: throughout it. */
  readonly once?: boolean;
}

/** What is recorded about a duty. */
export interface Notes {
  readonly observed: readonly Observed[];
  readonly started?: Vague;
  readonly completed?: Vague;
  readonly triggered: readonly Vague[];
  readonly done: readonly Vague[];
  readonly covered: readonly Stretch[];
  readonly suspended: readonly Stretch[];
}

export const NOTHING: Notes = { observed: [], triggered: [], done: [], covered: [], suspended: [] };

export type DutyShape =
  | { readonly shape: "keep"; readonly from: number; readonly until?: number }
  /** `within`: so long after the start; else `by` a moment; else without a deadline. */
  | { readonly shape: "achieve"; readonly startingBy?: number; readonly within?: number; readonly by?: number }
  | { readonly shape: "whenever"; readonly within?: number };

const isIn = (moment: number, [first, end]: Stretch): boolean => first <= moment && moment < end;
const isAny = (moment: number, stretches: readonly Stretch[]): boolean => stretches.some((one) => isIn(moment, one));
const could = (moment: number, [first, last]: Vague): boolean => first <= moment && moment <= last;
const upTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, t) => t);

/** The states that some history has; for `whenever` those of each occasion, and those of the worst of them. */
export function possibleStates(
  duty: DutyShape,
  notes: Notes,
  now: number,
): { readonly all: ReadonlySet<DutyState>; readonly each: readonly ReadonlySet<DutyState>[] } {
  if (duty.shape === "whenever") return ofOccasions(duty, notes, now);
  const all = duty.shape === "keep" ? ofKeeping(duty, notes, now) : ofAchieving(duty, notes, now);
  return { all, each: [all] };
}

// ——— Histories of a state ———

type History = readonly boolean[];

/**
 * Every history of a state up to now that the record allows. What is told both ways is open, and so is what is told to be
 * unknown. Where coverage is closed, and nothing told, it was not `telling`: that would have been recorded.
 */
function historiesOf(notes: Notes, telling: boolean, now: number): readonly History[] {
  const word = String(telling);
  const choices = upTo(now).map((moment): readonly boolean[] => {
    const told = notes.observed.filter(({ stretch, once }) => !once && isIn(moment, stretch)).map(({ state }) => state);
    const [so, not] = [told.includes("true"), told.includes("false")];
    if (so !== not) return [so];
    const isSaid = told.length > 0 || notes.observed.some((one) => one.state === word && isIn(moment, one.stretch));
    return isAny(moment, notes.covered) && !isSaid ? [!telling] : [true, false];
  });
  const histories = choices.reduce<readonly (readonly boolean[])[]>(
    (found, values) => found.flatMap((history) => values.map((value) => [...history, value])),
    [[]],
  );
  const seen = notes.observed.filter(({ once, state }) => once && state !== "unknown");
  return histories.filter((history) =>
    seen.every(({ stretch, state }) => history.some((so, moment) => isIn(moment, stretch) && String(so) === state)),
  );
}

/** Kept if it was so at every moment that counts; one at which it was not is a lapse for good. */
function ofKeeping(duty: DutyShape & { shape: "keep" }, notes: Notes, now: number): ReadonlySet<DutyState> {
  const { from, until = Infinity } = duty;
  if (now < from) return new Set(["pending"]);
  const isSuspended = (moment: number): boolean => isAny(moment, notes.suspended);
  const counts = upTo(now).filter((moment) => from <= moment && moment < until && !isSuspended(moment));
  return new Set(
    historiesOf(notes, false, now).map((history): DutyState => {
      if (counts.some((moment) => !history[moment]!)) return "lapsed";
      if (counts.length === 0 || (now < until && isSuspended(now))) return "suspended";
      return now >= until || until === Infinity ? "fulfilled" : "pending";
    }),
  );
}

// ——— Achieving ———

interface Course {
  readonly history: History;
  /** When it was begun; infinite: not yet. */
  readonly started: number;
}

type Clock = "met" | "missed" | "running";

type Achieving = DutyShape & { readonly shape: "achieve" };

function ofAchieving(duty: Achieving, notes: Notes, now: number): ReadonlySet<DutyState> {
  const courses = coursesOf(notes, now);
  const deadline = ({ started }: Course): number => {
    if (duty.within === undefined) return duty.by ?? Infinity;
    // Of a start that is not recorded nobody counts: then the last lawful one is where the clock starts.
    return (notes.started ? started : (duty.startingBy ?? Infinity)) + duty.within;
  };
  const isAchieved = ({ history }: Course, limit: number): boolean =>
    history.some((so, moment) => so && moment <= limit);
  // Before its deadline a duty is pending unless it is known to be done, and so while the clock may have stopped.
  const isSure = courses.every((course) => isAchieved(course, Math.min(now, deadline(course))));
  const isStopped = (limit: number): boolean => isAny(now, notes.suspended) && isAny(limit, notes.suspended);
  const states = courses.flatMap((course): readonly DutyState[] => {
    const { startingBy } = duty;
    const end = deadline(course);
    const first: Clock =
      startingBy === undefined || course.started <= startingBy ? "met" : now >= startingBy ? "missed" : "running";
    const isOpen = now < end || (isStopped(end) && !notes.completed);
    const second: Clock = isOpen ? (isSure ? "met" : "running") : isAchieved(course, end) ? "met" : "missed";
    return combined(
      ofClock(first, { deadline: startingBy ?? Infinity, notes, now }),
      ofClock(second, { deadline: end, notes, now }),
    );
  });
  return new Set(states);
}

/** Every start and every history of the state; what was achieved had been begun. */
function coursesOf(notes: Notes, now: number): readonly Course[] {
  return historiesOf(notes, true, now).flatMap((history) => {
    const first = history.indexOf(true);
    const achieved = first < 0 ? Infinity : first;
    if (notes.completed && !could(achieved, notes.completed)) return [];
    const starts = [...upTo(now), Infinity].filter((start) => {
      if (start > achieved) return false;
      if (notes.started) return could(start, notes.started);
      // Where coverage is closed a start would be recorded, unless it is what it led to at once.
      return start === Infinity || start === achieved || !isAny(start, notes.covered);
    });
    return starts.map((started) => ({ history, started }));
  });
}

interface AtClock {
  readonly deadline: number;
  readonly notes: Notes;
  readonly now: number;
}

/**
 * The states that a clock gives. A deadline in a suspension: the text does not say whether the clock stopped, so while it
 * lasts nothing is held against anybody, and afterwards either is possible.
 */
function ofClock(clock: Clock, { deadline, notes, now }: AtClock): readonly DutyState[] {
  const waiting = isAny(now, notes.suspended) ? "suspended" : "pending";
  if (clock === "met") return ["fulfilled"];
  if (clock === "running") return [waiting];
  if (!isAny(deadline, notes.suspended)) return ["lapsed"];
  if (notes.completed) return ["lapsed", "fulfilled"];
  return waiting === "suspended" ? [waiting] : ["lapsed", waiting];
}

/** A lapse of either is a lapse; else it is as the second is. */
function combined(first: readonly DutyState[], second: readonly DutyState[]): readonly DutyState[] {
  return first.flatMap((a) => second.map((b) => (a === "lapsed" ? a : b)));
}

// ——— Answering ———

/** From the worst. */
const WORST: readonly DutyState[] = ["lapsed", "undetermined", "suspended", "pending", "fulfilled"];

/** What happened: when each call came, and when it was done, as recorded and besides. */
interface Exchange {
  readonly calls: readonly number[];
  readonly told: readonly number[];
  readonly untold: readonly number[];
}

/**
 * Calls and answers. Where coverage is closed every answer is recorded. One answer may serve several calls, and whoever is
 * recorded as answering late has not answered in time before without its being recorded, if no other call lies between.
 */
function ofOccasions(
  { within = Infinity }: DutyShape & { shape: "whenever" },
  notes: Notes,
  now: number,
): ReturnType<typeof possibleStates> {
  const isInTime = (call: number, answer: number): boolean => call <= answer && answer <= call + within;
  const isAnswered = (call: number, { told, untold }: Exchange): boolean =>
    [...told, ...untold].some((answer) => isInTime(call, answer));
  const isLikely = ({ calls, told, untold }: Exchange): boolean =>
    !calls.some(
      (call) =>
        untold.some((answer) => isInTime(call, answer)) &&
        !told.some((answer) => isInTime(call, answer)) &&
        told.some((late) => late > call + within && !calls.some((other) => call < other && other <= late)),
    );
  const exchanges = exchangesOf(notes, now).filter(isLikely);
  // Before its deadline a call is pending unless it is known to be answered.
  const sure = notes.triggered.map((_, i) =>
    exchanges.every((one) => now >= one.calls[i]! + within || isAnswered(one.calls[i]!, one)),
  );
  const waiting = isAny(now, notes.suspended) ? "suspended" : "pending";
  const states = exchanges.map((one) =>
    one.calls.map((call, i): DutyState => {
      if (now < call + within) return sure[i]! ? "fulfilled" : waiting;
      return isAnswered(call, one) ? "fulfilled" : "lapsed";
    }),
  );
  return {
    all: new Set(states.map((those) => WORST.find((state) => those.includes(state)) ?? "pending")),
    each: notes.triggered.map((_, i) => new Set(states.map((those) => those[i]!))),
  };
}

function exchangesOf(notes: Notes, now: number): readonly Exchange[] {
  const untold = subsets(upTo(now).filter((moment) => !isAny(moment, notes.covered)));
  return combinations(notes.triggered).flatMap((calls) =>
    combinations(notes.done).flatMap((told) => untold.map((those) => ({ calls, told, untold: those }))),
  );
}

function combinations(moments: readonly Vague[]): readonly (readonly number[])[] {
  return moments.reduce<readonly (readonly number[])[]>(
    (found, [first, last]) => found.flatMap((one) => upTo(last - first).map((step) => [...one, first + step])),
    [[]],
  );
}

function subsets(moments: readonly number[]): readonly (readonly number[])[] {
  return moments.reduce<readonly (readonly number[])[]>(
    (found, moment) => found.flatMap((one) => [one, [...one, moment]]),
    [[]],
  );
}
