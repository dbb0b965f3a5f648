import * as fc from "fast-check";
import type {
  Duration,
  EventPattern,
  Formula,
  Leaf,
  Name,
  Quantity,
  Reference,
  Selector,
  Term,
  Time,
} from "../../src/language/index.ts";
import { CONSTRUCTS } from "../../src/language/constructs.ts";

// Any parts of a clause that the data format allows and a text can say.

type Arb<T> = fc.Arbitrary<T>;

/** Names as drafters choose them, words of the language, and what only backquotes can hold. */
export const NAMES: readonly Name[] = [
  "qusayr-7",
  "Zawr",
  "القوات-المسلحة",
  "Жовтень9",
  "x",
  "two words",
  "2nd.area",
  "--",
  'a"b|c(',
  ...new Set(CONSTRUCTS.flatMap(({ words }) => words)),
  "do",
  "hours",
  "end",
];

export const name: Arb<Name> = fc.constantFrom(...NAMES);
export const names: Arb<readonly Name[]> = fc.array(name, { minLength: 1, maxLength: 3 });

/** A record whose optional fields may be absent, never `undefined`. */
export function record<T, K extends keyof T>(
  needed: { readonly [P in K]: Arb<T[P]> },
  optional: { readonly [P in Exclude<keyof T, K | "at" | "clauses" | "comments">]?: Arb<NonNullable<T[P]>> } = {},
): Arb<T> {
  const all = { ...needed, ...optional } as Record<string, Arb<unknown>>;
  return fc.record(all, { requiredKeys: Object.keys(needed), noNullPrototype: true }) as Arb<unknown> as Arb<T>;
}

/** Text of one line, as it stands in quotation marks. */
export const line: Arb<string> = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom('say "no"', "C:\\x\\", "\\", "-- no comment", "بيان"),
  )
  .map((text) => text.replace(/[\n\r]/gu, " "));

export const day: Arb<string> = fc
  .date({ min: new Date("1901-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const number: Arb<number> = fc.oneof(
  fc.nat({ max: 1000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);

export const quantity: Arb<Quantity> = fc.record({
  value: number.map((value) => (Object.is(value, -0) ? 0 : value)),
  unit: fc.constantFrom("km", "m", "mm", "ft", "%", "count"),
});

export const duration: Arb<Duration> = fc.oneof(
  record<Duration & { kind: "calendar" }, "kind" | "n" | "unit">({
    kind: fc.constant("calendar"),
    n: fc.nat({ max: 400 }),
    unit: fc.constantFrom("days", "weeks", "months", "years"),
  }),
  record<Duration & { kind: "clock" }, "kind" | "n" | "unit">({
    kind: fc.constant("clock"),
    n: fc.nat({ max: 5000 }).map((n) => n / 4),
    unit: fc.constantFrom("h", "min"),
  }),
);

const clock = fc
  .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
  .map((parts) => parts.map((n) => String(n).padStart(2, "0")).join(":"));
const zone = fc.constantFrom(
  "UTC",
  "UTC+03:00",
  "UTC-04:30",
  "Asia/Damascus",
  "Europe/Kyiv",
  "America/Argentina/Buenos_Aires",
  "Etc/GMT-3",
);

type TimeOf<K extends Time["kind"]> = Extract<Time, { kind: K }>;

export const time: Arb<Time> = fc.letrec<{ time: Time }>((tie) => ({
  time: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    record<TimeOf<"instant">, "kind" | "local">(
      { kind: fc.constant("instant"), local: fc.tuple(day, clock).map((parts) => parts.join(" ")) },
      { zone },
    ),
    record<TimeOf<"date">, "kind" | "date">({ kind: fc.constant("date"), date: day }),
    record<TimeOf<"day">, "kind" | "n" | "edge">({
      kind: fc.constant("day"),
      n: fc.nat({ max: 99 }),
      edge: fc.constantFrom("start", "end"),
    }),
    record<TimeOf<"mark">, "kind" | "mark">({
      kind: fc.constant("mark"),
      mark: fc.constantFrom("adoption", "entry", "trigger"),
    }),
    record<TimeOf<"mark">, "kind" | "mark">(
      { kind: fc.constant("mark"), mark: fc.constantFrom("start", "complete") },
      { rule: name },
    ),
    record<TimeOf<"offset">, "kind" | "duration" | "direction" | "from">({
      kind: fc.constant("offset"),
      duration,
      direction: fc.constantFrom("after", "before"),
      from: tie("time"),
    }),
  ),
})).time;

export const selector: Arb<Selector> = fc.oneof(
  fc.constant<Selector>({ kind: "bound" }),
  fc.constant<Selector>({ kind: "anyone" }),
  fc.record({ kind: fc.constant("names" as const), names, each: fc.boolean() }),
);

export const event: Arb<EventPattern> = record<EventPattern, "acts">(
  { acts: names },
  { with: names, by: selector, against: selector, in: names },
);

/** What a text says of a line or a list; that it says nothing cannot stand where something is replaced. */
export const saidReference: Arb<Reference> = fc.oneof(
  fc.constant<Reference>({ kind: "incident" }),
  fc.constant<Reference>({ kind: "fixed" }),
  record<Extract<Reference, { kind: "to-be-defined" }>, "kind">(
    { kind: fc.constant("to-be-defined") },
    { by: names, deadline: time },
  ),
);

const term: Arb<Term> = fc.oneof(
  fc.record({ role: fc.constantFrom("actor", "target", "act", "weapon", "place") }),
  fc.record({ name }),
);

type LeafOf<K extends Leaf["kind"]> = Extract<Leaf, { kind: K }>;

/** One arbitrary a kind of leaf, so that none is forgotten. */
export const leaves: { readonly [K in Leaf["kind"]]: Arb<LeafOf<K>> } = {
  constant: record({ kind: fc.constant("constant"), value: fc.boolean() }),
  fact: record({ kind: fc.constant("fact"), fact: name, of: fc.array(term, { maxLength: 3 }) }),
  in: record({ kind: fc.constant("in"), term, name }),
  is: record({ kind: fc.constant("is"), term, name }),
  bound: record({ kind: fc.constant("bound"), term }),
  compare: record({
    kind: fc.constant("compare"),
    measure: name,
    op: fc.constantFrom("<", "<=", "=", "!=", ">=", ">"),
    quantity,
  }),
  distance: record({
    kind: fc.constant("distance"),
    op: fc.constantFrom("within", "beyond"),
    quantity: fc.oneof(
      fc.record({ kind: fc.constant("quantity" as const), quantity }),
      fc.record({ kind: fc.constant("table" as const), table: name }),
      fc.record({
        kind: fc.constant("table" as const),
        table: name,
        scale: fc.record({ op: fc.constantFrom("/", "*"), by: fc.integer({ min: 1, max: 9 }) }),
      }),
    ),
    line: name,
  }),
  time: record({ kind: fc.constant("time"), op: fc.constantFrom("before", "after"), time }),
  during: record({ kind: fc.constant("during"), phase: name }),
  confirmed: record<LeafOf<"confirmed">, "kind" | "accept">(
    { kind: fc.constant("confirmed"), accept: name },
    { by: name },
  ),
  none: record({ kind: fc.constant("none"), event, for: duration }),
  "at-least": record({ kind: fc.constant("at-least"), n: fc.nat({ max: 50 }), event, within: duration }),
  duty: record({
    kind: fc.constant("duty"),
    rule: name,
    state: fc.constantFrom("fulfilled", "lapsed", "pending", "suspended", "undetermined"),
  }),
};

export const leaf: Arb<Leaf> = fc.oneof(...(Object.values(leaves) as Arb<Leaf>[]));

/** Any formula over these leaves. */
export function formulaOf(one: Arb<Formula>): Arb<Formula> {
  return fc.letrec<{ formula: Formula; parts: readonly Formula[] }>((tie) => ({
    formula: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      one,
      fc.record({ kind: fc.constantFrom("and" as const, "or" as const), of: tie("parts") }),
      fc.record({ kind: fc.constant("not" as const), of: tie("formula") }),
      fc.record({ kind: fc.constant("each" as const), thing: name, holds: tie("formula") }),
    ),
    parts: fc.array(tie("formula"), { minLength: 2, maxLength: 3 }),
  })).formula;
}

export const formula: Arb<Formula> = formulaOf(leaf);
