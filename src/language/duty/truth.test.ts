import * as fc from "fast-check";
import { expect, test } from "vitest";
import { and, not, or, type Kleene } from "../../kit/index.ts";
import type { Formula, Leaf } from "../ir.ts";
import { agreementTimes } from "../time/agreement-times.ts";
import { includes } from "../time/intervals.ts";
import { speaksOfOccurrence, truthOf, type Truth } from "./truth.ts";

const times = agreementTimes({ truce: 1, meta: { id: "x", title: "X", zone: "UTC" }, parts: [] });
const fact = (name: string): Leaf => ({ kind: "fact", fact: name, of: [] });
const NAMES = ["a", "b", "c"] as const;

const moments = fc.array(
  fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 20 })).map(([from, n]) => ({ earliest: from, latest: from + n })),
  { maxLength: 2 },
);
/** Nothing is both so and not so. */
const truth: fc.Arbitrary<Truth> = fc.tuple(moments, moments).map(([so, denied]) => ({
  so: so.filter((one) => !denied.some((other) => one.earliest < other.latest && other.earliest < one.latest)),
  notSo: denied,
}));
const formula = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...NAMES).map(fact),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), of: fc.array(tie("formula"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("formula") }),
  ),
})).formula;

function stateAt({ so, notSo }: Truth, at: number): Kleene {
  if (includes(so, at)) return "true";
  return includes(notSo, at) ? "false" : "unknown";
}

function evaluate(one: Formula, state: (name: string) => Kleene): Kleene {
  if (one.kind === "and") return and(...one.of.map((part) => evaluate(part, state)));
  if (one.kind === "or") return or(...one.of.map((part) => evaluate(part, state)));
  if (one.kind === "not") return not(evaluate(one.of, state));
  return one.kind === "fact" ? state(one.fact) : "unknown";
}

test("at every moment a condition is what the connectives make of its parts then", () => {
  fc.assert(
    fc.property(formula, fc.tuple(truth, truth, truth), fc.nat(80), (one, told, at) => {
      const of = (name: string): Truth => told[NAMES.findIndex((known) => known === name)]!;
      const whole = truthOf(one, { times, look: (leaf) => of(leaf.kind === "fact" ? leaf.fact : "") });
      expect(stateAt(whole, at)).toBe(evaluate(one, (name) => stateAt(of(name), at)));
    }),
  );
});

test("what is asked of a thing or of who did it is no condition of the time", () => {
  const ofRole: Formula = { kind: "bound", term: { role: "actor" } };
  expect(speaksOfOccurrence({ kind: "and", of: [fact("a"), ofRole] })).toBe(true);
  expect(speaksOfOccurrence({ kind: "not", of: { kind: "bound", term: { name: "ua" } } })).toBe(false);
  expect(speaksOfOccurrence({ kind: "each", thing: "mlrs", holds: fact("a") })).toBe(true);
});
