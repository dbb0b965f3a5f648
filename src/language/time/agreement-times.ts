import type { Instant, Problem } from "../../kit/index.ts";
import type { Agreement, Duration, InForce, Mark, Name, Phase, Rule, Span, Statement, Time } from "../ir.ts";
import { printDuration } from "../print/formula.ts";
import { sayEnd, sayInstant, shiftInstant } from "./calendar.ts";
import { stretchesOf, type Prolonging, type Stretch } from "./renewals.ts";
import { resolveTime, restsOn, type Edge, type ResolvedTime, type TimeContext } from "./resolve.ts";

/** The clocks of a rule as far as the text and the marks given fix them. Ends are exclusive. */
export interface RuleTimes {
  /** From when the rule speaks: `from`, else the start of its phase, else entry into force. */
  readonly from?: Instant;
  readonly until?: Instant;
  /** The latest lawful start of `starting by`. */
  readonly startingBy?: Instant;
  /** The latest lawful completion: of `complete by`, else of `must achieve … by`. */
  readonly completeBy?: Instant;
}

export interface Period {
  readonly from?: Instant;
  readonly until?: Instant;
}

/** Something about the times of the text that cannot be meant; `name` is the rule, phase or acceptance concerned. */
export interface TimeProblem extends Problem {
  readonly code: TimeProblemCode;
  readonly name?: Name;
}

export type TimeProblemCode = keyof typeof SEVERITIES;

const SEVERITIES = {
  "unreadable-time": "error",
  "unknown-rule": "error",
  "circular-clock": "error",
  "impossible-deadline": "error",
  "clock-change": "warning",
} as const;

/** What is recorded to have happened that the clocks of a text rest on. */
export interface Happened extends Prolonging {
  /** By `entry`, `RULE.start` and `RULE.complete`. A mark that is not there stands at its latest lawful moment. */
  readonly marks?: ReadonlyMap<string, Instant>;
}

/** A stretch of the text being in force, and the statement that says so. */
export interface InForceStretch extends Stretch {
  readonly statement: InForce;
  /** Fixed by what is recorded about renewals and notices, not by the words of the text alone. */
  readonly isRenewed: boolean;
}

/** All times that follow from an agreement alone, and from the marks that are known to have happened. */
export interface AgreementTimes extends TimeContext {
  readonly marks: ReadonlyMap<string, Instant>;
  readonly markDays: ReadonlyMap<string, string>;
  /** From entry into force to the last end that is known. Between them there may be gaps. */
  readonly inForce: Period;
  /** When the text is in force, renewals included, in the order of time. Empty: it does not say, and always is. */
  readonly stretches: readonly InForceStretch[];
  readonly rules: ReadonlyMap<Name, RuleTimes>;
  readonly phases: ReadonlyMap<Name, Period>;
  /** Deadline of each acceptance that has one. */
  readonly accepts: ReadonlyMap<Name, Instant>;
  readonly problems: readonly TimeProblem[];
}

/**
 * The times of an agreement. `happened` holds the marks that are recorded (`withdraw-ua.start`); a mark that is not
 * stands at its latest lawful moment, so that a later duty has a clock even while an earlier one is not done.
 */
export function agreementTimes(agreement: Agreement, happened: Happened = {}): AgreementTimes {
  const table = newTable(agreement, happened.marks ?? new Map());
  const stretches = readStretches(table, happened);
  for (const phase of table.phases.keys()) readPhase(phase, table);
  for (const rule of table.rules.values()) readRule(rule, table);
  for (const statement of statementsOf(agreement)) {
    if (statement.kind !== "accept" || !statement.by) continue;
    const deadline = read(statement.by, "end", { table, name: statement.name });
    if (deadline !== undefined) table.accepts.set(statement.name, deadline);
    const adopted = table.context.adopted === undefined ? undefined : adoption(table);
    flagOrder(
      { table, name: statement.name, at: statement.by.at },
      [adopted, "the text is adopted"],
      [deadline, "the deadline to accept"],
    );
  }
  const { context, phaseTimes, ruleTimes, accepts, problems } = table;
  return {
    ...context,
    inForce: wholeOf(stretches),
    stretches,
    rules: ruleTimes,
    phases: phaseTimes,
    accepts,
    problems,
  };
}

export function statementsOf(agreement: Agreement): readonly Statement[] {
  return agreement.parts.flatMap((part) => (part.kind === "block" ? part.statements : []));
}

// ——— The table that is filled while times are looked up in one another ———

interface Table {
  /** The first is entry into force. */
  readonly inForce: readonly InForce[];
  readonly rules: ReadonlyMap<Name, Rule>;
  readonly phases: ReadonlyMap<Name, Phase>;
  /** Grows: entry is added as soon as it is known. */
  context: TimeContext & { readonly marks: Map<string, Instant>; readonly markDays: Map<string, string> };
  readonly phaseTimes: Map<Name, Period>;
  readonly ruleTimes: Map<Name, RuleTimes>;
  readonly accepts: Map<Name, Instant>;
  readonly problems: TimeProblem[];
  /** Marks being computed, in the order in which they asked for each other. */
  readonly asking: string[];
  /** Marks that were tried. */
  readonly settled: Set<string>;
}

function newTable(agreement: Agreement, happened: ReadonlyMap<string, Instant>): Table {
  const statements = statementsOf(agreement);
  const dayOne = statements.find((statement) => statement.kind === "day-one")?.date;
  const { zone, adopted } = agreement.meta;
  const entry = happened.get("entry");
  return {
    inForce: statements.filter((statement) => statement.kind === "in-force"),
    rules: byName(statements.filter((statement) => statement.kind === "rule")),
    phases: byName(statements.filter((statement) => statement.kind === "phase")),
    context: {
      zone,
      ...(adopted !== undefined && { adopted }),
      ...(dayOne !== undefined && { dayOne }),
      ...(entry !== undefined && { entry }),
      marks: new Map(happened),
      markDays: new Map(),
    },
    phaseTimes: new Map(),
    ruleTimes: new Map(),
    accepts: new Map(),
    problems: [],
    asking: [],
    settled: new Set(happened.keys()),
  };
}

function byName<T extends { readonly name: Name }>(all: readonly T[]): ReadonlyMap<Name, T> {
  return new Map(all.map((one) => [one.name, one]));
}

/** On whose behalf a time is read. */
interface Asker {
  readonly table: Table;
  readonly name?: Name | undefined;
  readonly at?: Span | undefined;
}

function addProblem({ table, name, at }: Asker, code: TimeProblemCode, message: string): void {
  if (table.problems.some((known) => known.message === message && known.name === name)) return;
  const severity = SEVERITIES[code];
  table.problems.push({ code, severity, message, at: { ...at }, ...(name !== undefined && { name }) });
}

/** The instant of a time, after the marks that it rests on; what cannot be read is a problem of the asker. */
function read(time: Time, edge: Edge, asker: Asker): Instant | undefined {
  const resolved = readFully(time, edge, asker);
  return resolved?.instant;
}

function readFully(time: Time, edge: Edge, asker: Asker): (ResolvedTime & { kind: "instant" }) | undefined {
  const { table, name } = asker;
  const here = { ...asker, at: time.at ?? asker.at };
  const mark = restsOn(time);
  if (mark) settle(mark.mark, mark.rule ?? name, here);
  const resolved = resolveTime(time, edge, { ...table.context, ...(name !== undefined && { rule: name }) });
  if (resolved.kind === "problem") addProblem(here, "unreadable-time", resolved.message);
  if (resolved.kind !== "instant") return undefined;
  if (resolved.note !== undefined) addProblem(here, "clock-change", resolved.note);
  return resolved;
}

/** Computes a mark and all it rests on; a mark that rests on itself stays open and is a problem. */
function settle(mark: Mark, rule: Name | undefined, asker: Asker): void {
  const { table } = asker;
  if (mark === "adoption" || mark === "trigger") return;
  // Outside a rule, whose start is meant is not said; that is a problem of reading it.
  if (mark !== "entry" && rule === undefined) return;
  const key = mark === "entry" ? "entry" : `${rule}.${mark}`;
  if (table.settled.has(key)) return;
  const circle = table.asking.indexOf(key);
  if (circle >= 0) {
    const path = [...table.asking.slice(circle), key].map(sayKey).join(", which waits for ");
    addProblem(asker, "circular-clock", `${path}: no clock ever starts`);
    return;
  }
  table.asking.push(key);
  if (mark === "entry") settleEntry(table);
  else settleRuleMark({ key, mark, rule: rule === undefined ? undefined : table.rules.get(rule) }, asker);
  table.asking.pop();
  table.settled.add(key);
}

function sayKey(key: string): string {
  const dot = key.lastIndexOf(".");
  return dot < 0 ? "entry into force" : `${key.slice(dot + 1)} of ${key.slice(0, dot)}`;
}

function settleEntry(table: Table): void {
  const [first] = table.inForce;
  if (!first) return;
  const entry = readFully(first.from, "start", { table, at: first.at });
  if (!entry) return;
  table.context = { ...table.context, entry: entry.instant };
  table.context.markDays.set("entry", entry.day);
}

interface RuleMark {
  readonly key: string;
  readonly mark: "start" | "complete";
  readonly rule: Rule | undefined;
}

function settleRuleMark({ key, mark, rule }: RuleMark, asker: Asker): void {
  const { table } = asker;
  if (!rule) {
    addProblem(asker, "unknown-rule", `${sayKey(key)}: there is no such rule`);
    return;
  }
  const source = mark === "start" ? startOf(rule, table) : completionOf(rule, table);
  if (!source) return;
  const resolved = readFully(source.time, source.edge, { table, name: source.owner, at: rule.at });
  if (!resolved) return;
  table.context.marks.set(key, resolved.instant);
  table.context.markDays.set(key, resolved.day);
}

interface Source {
  readonly time: Time;
  readonly edge: Edge;
  /** Whose `start` and `complete` the time means. */
  readonly owner?: Name;
}

/** Where the start of a duty stands while none is recorded: at the latest lawful start, else where the rule begins. */
function startOf(rule: Rule, table: Table): Source | undefined {
  const { duty, name } = rule;
  if (duty.shape === "must-achieve" && duty.startingBy) return { time: duty.startingBy, edge: "end", owner: name };
  return beginningOf(rule, table);
}

function beginningOf(rule: Rule, table: Table): Source | undefined {
  if (rule.from) return { time: rule.from, edge: "start", owner: rule.name };
  const phase = rule.during === undefined ? undefined : table.phases.get(rule.during);
  if (phase) return { time: phase.from, edge: "start" };
  return table.inForce.length > 0 ? { time: { kind: "mark", mark: "entry" }, edge: "start" } : undefined;
}

function completionOf({ name, duty, until, during }: Rule, table: Table): Source | undefined {
  if (duty.shape === "must-achieve") {
    const deadline = duty.completeBy ?? duty.by;
    return deadline && { time: deadline, edge: "end", owner: name };
  }
  if (until) return { time: until, edge: "end", owner: name };
  const phase = during === undefined ? undefined : table.phases.get(during);
  return phase?.until && { time: phase.until, edge: "end" };
}

// ——— Periods and deadlines ———

/** Each renewal and each notice is of the last `in force` that had begun by then. */
function readStretches(table: Table, { renewals = [], notices = [] }: Happened): readonly InForceStretch[] {
  settle("entry", undefined, { table });
  const { zone } = table.context;
  const firsts = table.inForce.map((statement, index) => ({ statement, first: readInForce(statement, index, table) }));
  const ownerAt = (at: Instant): InForce | undefined =>
    firsts.findLast(({ statement, first }) => statement.renewable && first.from !== undefined && first.from <= at)
      ?.statement;
  return firsts
    .flatMap(({ statement, first }) => {
      const lasting = {
        zone,
        renewals: renewals.filter(({ on }) => ownerAt(on) === statement),
        notices: notices.filter((at) => ownerAt(at) === statement),
      };
      return prolonged(statement, first, { lasting, table }).map((stretch) => ({
        ...stretch,
        statement,
        isRenewed: stretch.from !== first.from || stretch.until !== first.until,
      }));
    })
    .toSorted((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
}

function prolonged(
  statement: InForce,
  first: Period,
  { lasting, table }: { readonly lasting: Prolonging & { readonly zone: string }; readonly table: Table },
): readonly Stretch[] {
  try {
    return stretchesOf(statement, first, lasting);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    addProblem({ table, at: statement.at }, "unreadable-time", "its renewal leads outside the calendar");
    return [first];
  }
}

function readInForce(inForce: InForce, index: number, table: Table): Period {
  const asker = { table, at: inForce.at };
  const from = index === 0 ? table.context.entry : read(inForce.from, "start", asker);
  const until = inForce.until
    ? read(inForce.until, "end", asker)
    : from !== undefined && inForce.for
      ? lastingUntil(from, inForce.for, asker)
      : undefined;
  flagOrder(asker, [from, "entry into force"], [until, "its end"]);
  return period(from, until);
}

/** From the first beginning to the last end. */
function wholeOf(stretches: readonly InForceStretch[]): Period {
  const open = stretches.some(({ until }) => until === undefined);
  const until = Math.max(...stretches.map((stretch) => stretch.until ?? -Infinity));
  return period(stretches[0]?.from, stretches.length === 0 || open ? undefined : until);
}

/** The end of a period that lasts so long from its start, at the same time of day for calendar durations. */
function lastingUntil(from: Instant, duration: Duration, asker: Asker): Instant | undefined {
  try {
    return shiftInstant(from, duration, { zone: asker.table.context.zone, direction: 1 });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    addProblem(asker, "unreadable-time", `${printDuration(duration)} leads outside the calendar`);
    return undefined;
  }
}

function period(from: Instant | undefined, until: Instant | undefined): Period {
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
}

function readPhase(name: Name, table: Table): Period {
  const known = table.phaseTimes.get(name);
  const phase = table.phases.get(name);
  if (known || !phase) return known ?? {};
  const from = read(phase.from, "start", { table, at: phase.at });
  const until = phase.until
    ? read(phase.until, "end", { table, at: phase.at })
    : from !== undefined && phase.for
      ? lastingUntil(from, phase.for, { table, name, at: phase.at })
      : undefined;
  flagOrder({ table, name, at: phase.at }, [from, "the start of the phase"], [until, "its end"]);
  const result = period(from, until);
  table.phaseTimes.set(name, result);
  return result;
}

function readRule(rule: Rule, table: Table): void {
  const { name, duty } = rule;
  const asker = { table, name, at: rule.at };
  const beginning = beginningOf(rule, table);
  const from = beginning && read(beginning.time, beginning.edge, { ...asker, name: beginning.owner });
  const phase = rule.during === undefined ? undefined : readPhase(rule.during, table);
  const until = rule.until ? read(rule.until, "end", asker) : phase?.until;
  const achieve = duty.shape === "must-achieve" ? duty : undefined;
  const startingBy = achieve?.startingBy && read(achieve.startingBy, "end", asker);
  const deadline = achieve && (achieve.completeBy ?? achieve.by);
  const completeBy = deadline && read(deadline, "end", asker);
  settle("start", name, asker);
  settle("complete", name, asker);
  flagOrder(asker, [from, "the rule begins"], [until, "it ends"]);
  flagOrder(asker, [from, "the rule begins"], [startingBy, "the latest start"]);
  flagOrder(asker, [from, "the rule begins"], [completeBy, "the deadline"]);
  if (deadline && restsOn(deadline)?.mark !== "start") {
    flagOrder(asker, [startingBy, "the latest start"], [completeBy, "the deadline"]);
  }
  table.ruleTimes.set(name, {
    ...period(from, until),
    ...(startingBy !== undefined && { startingBy }),
    ...(completeBy !== undefined && { completeBy }),
  });
}

type Said = readonly [Instant | undefined, string];

/** A deadline at or before the moment it counts from leaves no time in which to meet it. */
function flagOrder(asker: Asker, [start, startWords]: Said, [end, endWords]: Said): void {
  if (start === undefined || end === undefined || end > start) return;
  const { zone } = asker.table.context;
  const message = `${endWords}, ${sayEnd(end, zone)}, is not after ${startWords}, ${sayInstant(start, zone)}`;
  addProblem(asker, "impossible-deadline", message);
}

function adoption(table: Table): Instant | undefined {
  const resolved = resolveTime({ kind: "mark", mark: "adoption" }, "start", table.context);
  return resolved.kind === "instant" ? resolved.instant : undefined;
}
