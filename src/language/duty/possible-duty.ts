import type { Instant } from "../../kit/index.ts";
import type { Declarations } from "../engine/declarations.ts";
import type { ReadingPlan } from "../engine/overlays.ts";
import type { DutyState, Name, Rule } from "../ir.ts";
import { printLeaf } from "../print/formula.ts";
import type { AgreementTimes } from "../time/agreement-times.ts";
import { sayInstant } from "../time/calendar.ts";
import { intersection, minus, union, type Moments } from "../time/intervals.ts";
import type { DutyFinding } from "../verdict.ts";
import { clockStartOf, conditionsOf, type Bearer, type ClockStart, type Condition } from "./conditions.ts";
import { diaryOf, type Clocks, type DutyDiary, type DutyNote, type Suspension } from "./diary.ts";
import { WORST_FIRST } from "./finding.ts";
import { judgeDuty, type DutyJudgement } from "./judge-duty.ts";
import { readObservations } from "./keep.ts";
import { overlayRule, type OverlaidRule } from "./overlay-rule.ts";
import { doubtsOf, type Look, type Truth } from "./truth.ts";

/** What is recorded about a condition of the text, in the words of its leaf. */
export interface ConditionNote {
  readonly leaf: string;
  readonly isSo: boolean;
  readonly interval: { readonly earliest: Instant; readonly latest: Instant };
  readonly learnt?: Instant;
  readonly claimedBy?: Name;
}

/** One duty of one bearer, and all that is recorded about it. */
export interface DutyQuestion extends Clocks {
  readonly rule: Rule;
  readonly reading: ReadingPlan;
  readonly declared: Declarations;
  /** Times of the text with the marks that are recorded of this bearer. */
  readonly times: AgreementTimes;
  /** Unset: everybody whom the rule names, as one. */
  readonly bearer?: Bearer;
  readonly notes: readonly DutyNote[];
  readonly conditions: readonly ConditionNote[];
  /** What else the record says of a condition over time. */
  readonly look: Look;
}

/**
 * A duty under a reading, from what is recorded. What is claimed may be right or not, a condition of which nothing is
 * recorded may have been so or not: a state is possible if some completion of the record has it.
 */
export function judgeDutyIn(question: DutyQuestion): DutyJudgement {
  const { rule, reading, declared, now } = question;
  const overlaid = overlayRule(rule, declared, reading);
  if (overlaid.error !== undefined) return failed(question, overlaid.error);
  const versions = overlaid.versions.filter(({ from }) => from <= now);
  return versions.reduce<DutyJudgement | undefined>((before, version, i) => {
    const until = versions[i + 1]?.from;
    const at = until === undefined ? now : until - 1;
    const found = judgeVersion(version.rule, overlaid, { ...question, now: at, known: question.known ?? now });
    return before ? persisting(before, found, { since: version.from, zone: declared.times.zone }) : found;
  }, undefined)!;
}

function failed({ rule, reading }: DutyQuestion, message: string): DutyJudgement {
  const finding: DutyFinding = {
    rule: rule.name,
    reading: reading.id,
    state: "error",
    possible: [],
    instants: {},
    because: [message],
    missing: [],
  };
  return { ...finding, each: [finding] };
}

/** A text that is changed does not undo what had lapsed under it. */
function persisting(
  before: DutyJudgement,
  after: DutyJudgement,
  { since, zone }: { readonly since: Instant; readonly zone: string },
): DutyJudgement {
  if (!before.possible.includes("lapsed")) return after;
  const isSure = before.state === "lapsed";
  const said = `the text was changed on ${sayInstant(since, zone)}; by the earlier one it ${isSure ? "had" : "may have"} lapsed`;
  const possible = isSure ? (["lapsed"] as const) : inOrder(["lapsed", ...after.possible]);
  const missing = isSure ? [] : [...new Set([...before.missing, ...after.missing])];
  return { ...after, ...stateOf(possible), because: [said, ...before.because, ...after.because], missing };
}

// ——— Completions of the record ———

/** One completion: what was chosen of everything open, and the finding then. */
interface Outcome {
  readonly choices: ReadonlyMap<string, boolean>;
  readonly finding: DutyJudgement;
}

/** Something open: how to ask for it, and what is the case if it is so and if it is not. */
interface Open {
  readonly asks: string;
  readonly ifSo: string;
  readonly ifNot: string;
}

/** More open things than these are taken together: all of them so, or none. */
const MOST_CLAIMANTS = 4;
const MOST_CONDITIONS = 5;

function judgeVersion(rule: Rule, overlaid: OverlaidRule, question: DutyQuestion): DutyJudgement {
  const open = new Map<string, Open>();
  const outcomes = beliefs(claimantsOf(question)).flatMap((believed): Outcome[] => {
    const chosen = new Map<string, boolean>();
    for (const [claimant, isBelieved] of believed) {
      chosen.set(`claim ${claimant}`, isBelieved);
      open.set(`claim ${claimant}`, openClaim(claimant));
    }
    return completions(rule, overlaid, { question, open, chosen, believed: trusted(believed, question) });
  });
  return summary(outcomes, open);
}

const TOGETHER = "all who claim something";

function claimantsOf({ notes, conditions }: DutyQuestion): readonly Name[] {
  const found = [...notes, ...conditions].flatMap(({ claimedBy }) => (claimedBy === undefined ? [] : [claimedBy]));
  const claimants = [...new Set(found)];
  return claimants.length > MOST_CLAIMANTS ? [TOGETHER] : claimants;
}

function trusted(believed: ReadonlyMap<Name, boolean>, { notes, conditions }: DutyQuestion): ReadonlySet<Name> {
  if (believed.get(TOGETHER) === true)
    return new Set([...notes, ...conditions].flatMap(({ claimedBy }) => (claimedBy === undefined ? [] : [claimedBy])));
  return new Set([...believed].filter(([, isBelieved]) => isBelieved).map(([name]) => name));
}

/** Nobody believed first, then every other combination. */
function beliefs(names: readonly string[]): readonly ReadonlyMap<string, boolean>[] {
  return Array.from(
    { length: 1 << names.length },
    (_, bits) => new Map(names.map((name, i) => [name, ((bits >> i) & 1) === 1])),
  );
}

function openClaim(claimant: Name): Open {
  const what = `what ${claimant} claims`;
  return { asks: `whether ${what} is right`, ifSo: `${what} is right`, ifNot: `${what} is left aside` };
}

interface Completing {
  readonly question: DutyQuestion;
  readonly open: Map<string, Open>;
  readonly chosen: ReadonlyMap<string, boolean>;
  readonly believed: ReadonlySet<Name>;
}

function completions(rule: Rule, overlaid: OverlaidRule, completing: Completing): Outcome[] {
  const { question, open, chosen, believed } = completing;
  const { declared, times, bearer, notes, now, known = now, reading } = question;
  const context = { declared, times, bearer, look: lookWith(question, believed) };
  const conditions = conditionsOf(rule, overlaid, context);
  const doubtful = together(conditions.filter(({ truth }) => upTo(doubtsOf(truth), now).length > 0));
  for (const { says } of doubtful) open.set(says, openCondition(says));
  const clock = clockStartOf(rule, overlaid, context);
  const isClockOpen = clock !== undefined && clock.earliest !== clock.latest;
  if (isClockOpen) open.set(CLOCK, openClock(clock));
  const sure = conditions.flatMap(({ says, truth }) => suspensions(truth.notSo, says));
  const diary = diaryOf(notes, { now, known }, believed);
  const judged = (suspended: readonly Suspension[], clockStart: Instant | undefined): DutyJudgement => {
    const options = { now, known, context: times, reading: reading.id };
    const whole = { ...diary, suspended: [...diary.suspended, ...sure, ...suspended] };
    if (clockStart === undefined || !clock) return judgeDuty(rule, whole, options);
    return saidOfClock(judgeDuty(rule, whole, { ...options, clockStart }), clockStart, { clock, times });
  };
  const keys = [...doubtful.map(({ says }) => says), ...(isClockOpen ? [CLOCK] : [])];
  return beliefs(keys).flatMap((denied): Outcome[] => {
    const clockStart = denied.get(CLOCK) === true ? clock?.latest : clock?.earliest;
    const choices = new Map([...chosen, ...[...denied].map(([key, value]) => [key, !value] as const)]);
    const off = doubtful.filter(({ says }) => denied.get(says) === true);
    return waysOf(off, { rule, diary, now }).map((suspended) => ({ choices, finding: judged(suspended, clockStart) }));
  });
}

const CLOCK = "clock";

/**
 * How conditions can have failed at moments of which nothing is known: at all of them; or at all but the present; or,
 * where something was to be kept all the time, just when it was not.
 */
function waysOf(
  off: readonly Condition[],
  { rule, diary, now }: { readonly rule: Rule; readonly diary: DutyDiary; readonly now: Instant },
): readonly (readonly Suspension[])[] {
  if (off.length === 0) return [[]];
  const present = [{ earliest: now, latest: now + 1 }];
  const spared = rule.duty.shape === "must-keep" ? union(readObservations(diary).kept, present) : present;
  return [[], spared].map((except) =>
    off.flatMap(({ says, truth, isForGood }) => suspensions(minus(doubtsOf(truth), isForGood ? [] : except), says)),
  );
}

function openCondition(says: string): Open {
  return { asks: `whether ${says}`, ifSo: says, ifNot: `it is not so that ${says}` };
}

function together(conditions: readonly Condition[]): readonly Condition[] {
  if (conditions.length <= MOST_CONDITIONS) return conditions;
  const says = conditions.map((condition) => condition.says).join(", and ");
  const so = conditions.reduce<Moments>((all, { truth }) => intersection(all, truth.so), conditions[0]!.truth.so);
  return [{ says, truth: { so, notSo: union(...conditions.map(({ truth }) => truth.notSo)) } }];
}

function suspensions(moments: Moments, says: string): readonly Suspension[] {
  // Conditions are not learnt here: what is known of them was decided by whoever looked.
  return moments.map((interval) => ({ interval, learnt: -Infinity, why: `it is not so that ${says}` }));
}

function upTo(moments: Moments, now: Instant): Moments {
  return intersection(moments, [{ earliest: -Infinity, latest: now + 1 }]);
}

function openClock({ says }: ClockStart): Open {
  return {
    asks: `whether ${says} was so, and since when`,
    ifSo: `${says} was so as early as the record allows`,
    ifNot: `${says} was not so before the record says that it was`,
  };
}

function saidOfClock(
  finding: DutyJudgement,
  clockStart: Instant,
  { clock, times }: { readonly clock: ClockStart; readonly times: AgreementTimes },
): DutyJudgement {
  const when =
    clockStart === Infinity ? "has not started" : `could not start before ${sayInstant(clockStart, times.zone)}`;
  const instants = clockStart === Infinity ? finding.instants : { ...finding.instants, clockStart };
  return { ...finding, instants, because: [`its clock ${when}: it waits for ${clock.says}`, ...finding.because] };
}

/** The record's own lines on a condition, and where it has none whatever else is known of it. */
function lookWith({ conditions, look, now, known = now }: DutyQuestion, believed: ReadonlySet<Name>): Look {
  return (leaf) => {
    const key = printLeaf(leaf);
    const told = conditions.filter(
      (note) =>
        note.leaf === key &&
        (note.learnt ?? note.interval.earliest) <= known &&
        (note.claimedBy === undefined || believed.has(note.claimedBy)),
    );
    return mergeTold(told, look(leaf));
  };
}

function mergeTold(told: readonly ConditionNote[], otherwise: Truth): Truth {
  if (told.length === 0) return otherwise;
  const so = union(told.filter(({ isSo }) => isSo).map(({ interval }) => interval));
  const denied = union(told.filter(({ isSo }) => !isSo).map(({ interval }) => interval));
  return {
    so: union(minus(so, denied), minus(otherwise.so, denied)),
    notSo: union(minus(denied, so), minus(otherwise.notSo, so)),
  };
}

// ——— The finding over all completions ———

function summary(outcomes: readonly Outcome[], open: ReadonlyMap<string, Open>): DutyJudgement {
  const base = outcomes[0]!.finding;
  const possible = inOrder(outcomes.flatMap(({ finding }) => finding.possible));
  if (possible.length === 1) return { ...base, ...stateOf(possible), missing: [] };
  const asked: string[] = [];
  const because = [...base.because];
  for (const [key, { asks, ifSo, ifNot }] of open) {
    const states = (value: boolean): readonly DutyState[] =>
      inOrder(outcomes.filter(({ choices }) => choices.get(key) === value).flatMap(({ finding }) => finding.possible));
    const [whenSo, whenNot] = [states(true), states(false)];
    const isTelling = whenSo.join() !== whenNot.join();
    if (!isTelling && !matters(key, outcomes)) continue;
    asked.push(asks);
    if (isTelling) because.push(`if ${ifSo}: ${whenSo.join(" or ")}`, `if ${ifNot}: ${whenNot.join(" or ")}`);
  }
  const missing = [...new Set([...asked, ...outcomes.flatMap(({ finding }) => finding.missing)])];
  return { ...base, ...stateOf(possible), because, missing };
}

/** Whether, with everything else the same, something turns on it. */
function matters(key: string, outcomes: readonly Outcome[]): boolean {
  const sides = new Map<string, readonly [Set<DutyState>, Set<DutyState>]>();
  for (const { choices, finding } of outcomes) {
    const value = choices.get(key);
    if (value === undefined) continue;
    const others = JSON.stringify([...choices].filter(([other]) => other !== key));
    const pair = sides.get(others) ?? [new Set<DutyState>(), new Set<DutyState>()];
    sides.set(others, pair);
    for (const state of finding.possible) pair[value ? 0 : 1].add(state);
  }
  return [...sides.values()].some(
    ([so, not]) => so.size > 0 && not.size > 0 && inOrder([...so]).join() !== inOrder([...not]).join(),
  );
}

function inOrder(states: readonly DutyState[]): readonly DutyState[] {
  return WORST_FIRST.filter((state) => states.includes(state));
}

function stateOf(possible: readonly DutyState[]): Pick<DutyFinding, "state" | "possible"> {
  const [only] = possible;
  return { state: possible.length === 1 && only !== undefined ? only : "undetermined", possible };
}
