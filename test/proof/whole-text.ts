import type { Agreement, Leaf, Mark, Name, Rule, Statement, TaxonomyDeclaration, Time } from "../../src/language/ir.ts";
import { printLeaf, printTime } from "../../src/language/print/formula.ts";
import { metresOf, momentOf, type Clock, type Moment } from "./units.ts";

/**
 * An agreement as the reference reads it: with the vocabularies it uses written out among its own declarations, and with
 * the marks of duties that are recorded, as `withdraw.start`.
 */
export interface WholeText extends Agreement {
  readonly happened?: ReadonlyMap<string, number>;
}

/** What stands outside the text and goes into its meaning. */
export interface Surroundings {
  readonly vocabularies: Readonly<Record<Name, readonly TaxonomyDeclaration[]>>;
  readonly happened: ReadonlyMap<string, number>;
}

/** A declaration of the text goes before one of the same name in a vocabulary, and an earlier vocabulary before a later. */
export function wholeText(agreement: Agreement, { vocabularies, happened }: Surroundings): WholeText {
  const known = new Set(
    (["act", "weapon"] as const).flatMap((kind) => statementsIn(agreement, kind).map(({ name }) => `${kind} ${name}`)),
  );
  const taken = statementsIn(agreement, "use")
    .flatMap(({ vocabulary }) => vocabularies[vocabulary] ?? [])
    .filter(({ kind, name }) => !known.has(`${kind} ${name}`) && known.add(`${kind} ${name}`));
  return { ...agreement, happened, parts: [...agreement.parts, { kind: "block", statements: taken }] };
}

export function statementsIn<K extends Statement["kind"]>(
  agreement: Agreement,
  kind: K,
): readonly (Statement & { kind: K })[] {
  return agreement.parts
    .flatMap((part) => (part.kind === "block" ? part.statements : []))
    .filter((statement): statement is Statement & { kind: K } => statement.kind === kind);
}

// ——— Clocks ———

/** A time of a rule and whose `start` and `complete` it means. */
interface Source {
  readonly time: Time;
  readonly edge: "start" | "end";
  readonly owner: Name | undefined;
}

export function clockOf(text: WholeText): Clock {
  const clock = (asking: readonly string[]): Clock => ({
    zone: text.meta.zone,
    dayOne: statementsIn(text, "day-one")[0]?.date,
    adopted: text.meta.adopted,
    markOf: (mark, rule) => standingOf(mark, rule, asking),
  });
  const standingOf = (mark: Mark, rule: Name | undefined, asking: readonly string[]): Moment | undefined => {
    const key = mark === "entry" ? "entry" : `${rule}.${mark}`;
    const recorded = text.happened?.get(key);
    if (recorded !== undefined) return momentAt(recorded, clock([]));
    // A mark that waits for itself never comes.
    if (asking.includes(key)) return undefined;
    const source = sourceOf(text, mark, rule);
    return source && momentOf(ownedBy(source.time, source.owner), source.edge, clock([...asking, key]));
  };
  return clock([]);
}

function momentAt(instant: number, { zone }: Clock): Moment {
  const local = new Date(instant).toISOString().slice(0, 16).replace("T", " ");
  return { ...momentOf({ kind: "instant", local, zone: "UTC" }, "start", { zone, dayOne: undefined })!, instant };
}

/** What says where a mark stands while it is not recorded: the latest lawful start, the latest lawful completion. */
function sourceOf(text: WholeText, mark: Mark, name: Name | undefined): Source | undefined {
  if (mark === "entry") {
    const [first] = statementsIn(text, "in-force");
    return first && { time: first.from, edge: "start", owner: undefined };
  }
  const rule = statementsIn(text, "rule").find((one) => one.name === name);
  if (!rule) return undefined;
  if (mark === "start") return startOf(text, rule);
  return mark === "complete" ? completionOf(text, rule) : undefined;
}

function startOf(text: WholeText, rule: Rule): Source | undefined {
  const owner = rule.name;
  if (rule.duty.shape === "must-achieve" && rule.duty.startingBy)
    return { time: rule.duty.startingBy, edge: "end", owner };
  if (rule.from) return { time: rule.from, edge: "start", owner };
  const phase = phaseOf(text, rule);
  if (phase) return { time: phase.from, edge: "start", owner: undefined };
  return statementsIn(text, "in-force").length > 0
    ? { time: { kind: "mark", mark: "entry" }, edge: "start", owner: undefined }
    : undefined;
}

function completionOf(text: WholeText, rule: Rule): Source | undefined {
  const owner = rule.name;
  if (rule.duty.shape === "must-achieve") {
    const time = rule.duty.completeBy ?? rule.duty.by;
    return time && { time, edge: "end", owner };
  }
  if (rule.until) return { time: rule.until, edge: "end", owner };
  const until = phaseOf(text, rule)?.until;
  return until && { time: until, edge: "end", owner: undefined };
}

const phaseOf = (text: WholeText, { during }: Rule): (Statement & { kind: "phase" }) | undefined =>
  statementsIn(text, "phase").find(({ name }) => name === during);

/** The same time with the rule named whose `start` and `complete` it means. */
export function ownedBy(time: Time, rule: Name | undefined): Time {
  if (time.kind === "offset") return { ...time, from: ownedBy(time.from, rule) };
  if (time.kind !== "mark" || time.rule !== undefined || rule === undefined) return time;
  return time.mark === "start" || time.mark === "complete" || time.mark === "trigger" ? { ...time, rule } : time;
}

// ——— Keys ———

/** The same question has the same key, in whatever unit or zone it was written. */
export function keyOf(leaf: Leaf, clock: Clock): string {
  if (leaf.kind === "time") {
    const moment = momentOf(leaf.time, leaf.op === "before" ? "start" : "end", clock);
    return moment ? `${leaf.op} ${Math.floor(moment.instant / 60_000) * 60_000}` : printLeaf(leaf);
  }
  if (leaf.kind === "compare") return `${leaf.measure} ${leaf.op} ${metresOf(leaf.quantity)}`;
  if (leaf.kind === "distance" && leaf.quantity.kind === "quantity")
    return `${leaf.op} ${metresOf(leaf.quantity.quantity)} from ${leaf.line}`;
  return printLeaf(leaf);
}

/** Whether the same words stand for one instant after `from` and for another after `by`, as days do and hours do not. */
export const isDay = (time: Time): boolean =>
  time.kind === "date" || (time.kind === "offset" && time.duration.kind === "calendar");

/** The mark on which an open time rests. */
const rootOf = (time: Time): Time => (time.kind === "offset" ? rootOf(time.from) : time);

type AtTime = Leaf & { readonly kind: "time" };

/** Wherever the mark came to stand: early or late in a day, before or after the clocks change. */
const TRIALS: readonly string[] = ["2016-01-31 00:00", "2016-03-24 23:59", "2016-03-25 12:00", "2016-10-27 23:30"];

/**
 * Whether one moment is never later than another: two that are known by comparing them, two that rest on the same mark
 * that is not known by trying. Days are compared with days and hours with hours only.
 */
export function isNeverLater(one: AtTime, other: AtTime, clock: Clock): boolean {
  const at = ({ op, time }: AtTime, with_: Clock): number | undefined =>
    momentOf(time, op === "before" ? "start" : "end", with_)?.instant;
  const [a, b] = [at(one, clock), at(other, clock)];
  if (a !== undefined && b !== undefined) return a <= b;
  if (a !== undefined || b !== undefined || !isComparable(one.time, other.time)) return false;
  return TRIALS.every((local) => {
    const stands = momentOf({ kind: "instant", local }, "start", clock)!;
    const tried = { ...clock, markOf: () => stands };
    return at(one, tried)! <= at(other, tried)!;
  });
}

function isComparable(a: Time, b: Time): boolean {
  if (printTime(rootOf(a)) !== printTime(rootOf(b))) return false;
  const unitOf = (time: Time): string | undefined => {
    if (time.kind !== "offset") return "";
    if (time.from.kind === "offset") return undefined;
    return { h: "clock", min: "clock", days: "days", weeks: "days", months: "months", years: "months" }[
      time.duration.unit
    ];
  };
  const [one, other] = [unitOf(a), unitOf(b)];
  return one !== undefined && other !== undefined && (one === "" || other === "" || one === other);
}
