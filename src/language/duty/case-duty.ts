import type { Instant, Interval } from "../../kit/index.ts";
import type { Program } from "../engine/program.ts";
import type { Case, Given, Leaf, Name, Rule, Time } from "../ir.ts";
import { printLeaf } from "../print/formula.ts";
import type { AgreementTimes, Happened } from "../time/agreement-times.ts";
import { lastOf } from "../time/intervals.ts";
import type { Renewal } from "../time/renewals.ts";
import { resolveTime, type Edge, type TimeContext } from "../time/resolve.ts";
import { diaryOf, marksOf, type DutyNote } from "./diary.ts";
import { changesOf, dutyTruth } from "./duty-truth.ts";
import { judgeDutyIn, type ConditionNote, type DutyQuestion } from "./possible-duty.ts";
import type { DutyJudgement } from "./judge-duty.ts";
import { ALWAYS_SO, UNSURE, type Truth } from "./truth.ts";

/** What a case records about a rule, and why some of its lines could not be read. */
export interface CaseNotes {
  readonly notes: readonly DutyNote[];
  readonly problems: readonly string[];
}

/** `record withdraw-ua started 2015-02-16 09:00`, `record stay-out-ua fails 2015-03-10 to 2015-03-12`. */
export function notesFromCase(written: Case, rule: Name, context: TimeContext): CaseNotes {
  const problems: string[] = [];
  const notes = written.record.flatMap((entry): readonly DutyNote[] => {
    if (entry.rule !== rule) return [];
    const at = { ...context, rule };
    const interval = readInterval(entry, at, problems);
    const learnt = entry.learnt && instantOf(entry.learnt, "start", at);
    return interval ? [{ what: entry.what, interval, ...(learnt !== undefined && { learnt }) }] : [];
  });
  return { notes, problems };
}

/** What a case records to have happened, and the notes that it rests on. */
export interface CaseHappened extends Happened {
  readonly notes?: readonly (DutyNote & { readonly rule: Name })[];
}

/** What the records of a case fix for the clocks of the text: marks for other rules to count from, and renewals. */
export function happenedInCase(written: Case, context: TimeContext): CaseHappened {
  const end = written.known && instantOf(written.known, "end", context);
  // What is learnt as the next day begins is not known at the end of this one.
  const known = end === undefined ? Infinity : end - 1;
  const rules = [...new Set(written.record.map(({ rule }) => rule))];
  const notes = rules.flatMap((rule) => notesFromCase(written, rule, context).notes.map((note) => ({ ...note, rule })));
  const marks = rules.flatMap((name) => {
    const own = notes.filter(({ rule }) => rule === name);
    return marksOf(name, diaryOf(own, { now: Infinity, known }));
  });
  const renewals: Renewal[] = [];
  const notices: Instant[] = [];
  for (const { what, on, until, learnt } of written.renewals ?? []) {
    const at = instantOf(on, "start", context);
    const toldAt = (learnt && instantOf(learnt, "start", context)) ?? at;
    if (at === undefined || toldAt === undefined || toldAt > known) continue;
    if (what === "notice") notices.push(at);
    else {
      const ends = until && instantOf(until, "end", context);
      renewals.push({ on: at, ...(ends !== undefined && { until: ends }) });
    }
  }
  return { marks: new Map(marks), renewals, notices, notes };
}

function instantOf(time: Time, edge: Edge, context: TimeContext): Instant | undefined {
  const resolved = resolveTime(time, edge, context);
  return resolved.kind === "instant" ? resolved.instant : undefined;
}

function readInterval(
  { from, until }: { readonly from: Time; readonly until?: Time },
  context: TimeContext,
  problems: string[],
): Interval | undefined {
  const start = resolveTime(from, "start", context);
  const isDate = from.kind === "date" || (from.kind === "offset" && from.duration.kind === "calendar");
  const end = until ? resolveTime(until, "end", context) : isDate ? resolveTime(from, "end", context) : start;
  for (const resolved of [start, end]) {
    if (resolved.kind === "problem") problems.push(resolved.message);
    if (resolved.kind === "open") problems.push(`${resolved.missing} is not recorded`);
  }
  if (start.kind !== "instant" || end.kind !== "instant") return undefined;
  if (end.instant < start.instant) {
    problems.push("a record ends before it begins");
    return undefined;
  }
  return { earliest: start.instant, latest: Math.max(end.instant, start.instant + 1) };
}

export interface CaseDutyOptions {
  /** The agreement, with what the case records to have happened. */
  readonly program: Program;
  readonly reading: Name;
  /** Infinite: as at the last moment of which the case speaks. */
  readonly now: Instant;
  /** What is given under the reading besides the case's own. */
  readonly given?: readonly Given[];
}

/** A duty judged on the records of a worked case; what could not be read of them is said first. */
export function judgeCaseDuty(written: Case, rule: Rule, options: CaseDutyOptions): DutyJudgement {
  const { program, given = [] } = options;
  const { times } = program.declared;
  const conditions = conditionsFrom([...written.given, ...given], times);
  const everything = written.record.flatMap(({ rule: other }) => notesFromCase(written, other, times).notes);
  const now = Number.isFinite(options.now) ? options.now : lastMoment([...everything, ...conditions], times);
  const { notes, problems } = notesFromCase(written, rule.name, times);
  const judgement = judgeDutyIn({
    rule,
    reading: program.reading(options.reading),
    declared: program.declared,
    times,
    now,
    notes,
    conditions,
    look: (leaf) => lookInCase(leaf, { written, conditions, ...options, now, asking: [rule.name] }),
  });
  return problems.length === 0 ? judgement : { ...judgement, because: [...problems, ...judgement.because] };
}

interface LookInCase extends CaseDutyOptions {
  readonly written: Case;
  readonly conditions: readonly ConditionNote[];
  /** Rules whose state is being asked: of one that rests on itself nothing is known. */
  readonly asking: readonly Name[];
}

/** Of other duties the case's own records speak; whoever the rule names is taken to be bound. */
function lookInCase(leaf: Leaf, context: LookInCase): Truth {
  if (leaf.kind === "bound") return ALWAYS_SO;
  const { program, written, conditions, asking, reading, now } = context;
  const rule = leaf.kind === "duty" ? program.declared.rules.find(({ name }) => name === leaf.rule) : undefined;
  if (leaf.kind !== "duty" || !rule || asking.includes(rule.name)) return UNSURE;
  if (rule.duty.shape === "must-not" || rule.duty.shape === "must-ensure") return UNSURE;
  const { times } = program.declared;
  const question: DutyQuestion = {
    rule,
    reading: program.reading(reading),
    declared: program.declared,
    times,
    now,
    notes: notesFromCase(written, rule.name, times).notes,
    conditions,
    look: (inner) => lookInCase(inner, { ...context, asking: [...asking, rule.name] }),
  };
  return dutyTruth(leaf.state, changesOf(question), (at) => judgeDutyIn({ ...question, now: at, known: now }));
}

function conditionsFrom(given: readonly Given[], times: AgreementTimes): readonly ConditionNote[] {
  return given.flatMap(({ leaf, state, since, until, learnt }) => {
    if (state === "unknown") return [];
    const toldAt = learnt && instantOf(learnt, "start", times);
    const interval = {
      earliest: (since && instantOf(since, "start", times)) ?? -Infinity,
      latest: (until && instantOf(until, "start", times)) ?? Infinity,
    };
    return [
      { leaf: printLeaf(leaf), isSo: state === "true", interval, ...(toldAt !== undefined && { learnt: toldAt }) },
    ];
  });
}

function lastMoment(notes: readonly { readonly interval: Interval }[], times: AgreementTimes): Instant {
  const said = notes.flatMap(({ interval }) => [interval.earliest, lastOf(interval)]).filter(Number.isFinite);
  return said.length > 0 ? Math.max(...said) : (times.inForce.from ?? 0);
}
