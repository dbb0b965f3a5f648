import { expect, test } from "vitest";
import type { Claim } from "./claim.ts";
import { explainIncident, explainPair } from "./explain.ts";
import { Matcher } from "./matcher.ts";
import { sampleClaim, samplePlace, SAMPLE_DAY } from "./sample-claim.ts";
import { sampleModel } from "./sample-model.ts";

const HOUR = 3_600_000;
const BOT = { by: "matcher", at: 0 };
const PERSON = { by: "a person", at: 1 };

function freshMatcher(): Matcher {
  let ids = 0;
  return new Matcher({ model: sampleModel(), newId: () => `i${ids++}` });
}

/** Told to the minute and the village: one of these is enough to be sure. */
function exact(id: string, hour: number, given: Partial<Claim> = {}): Claim {
  const at = SAMPLE_DAY + hour * HOUR;
  return sampleClaim(id, { when: { from: at, to: at, precision: 0 }, ...given });
}

function incidentsOf(matcher: Matcher): readonly (readonly string[])[] {
  return matcher.ledger
    .incidents()
    .map((id) => [...matcher.ledger.claimsOf(id)].sort())
    .sort(([a], [b]) => (a! < b! ? -1 : 1));
}

function filled(...claims: readonly Claim[]): Matcher {
  const matcher = freshMatcher();
  for (const claim of claims) matcher.add(claim, BOT);
  return matcher;
}

test("reports of one hour and village become one incident, and those of the evening another, with stable ids", () => {
  const matcher = filled(exact("a", 9), exact("b", 9.1), exact("c", 20), exact("d", 20.1));
  expect(incidentsOf(matcher)).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(matcher.ledger.entries.map(({ deed }) => deed)).toEqual(["create", "attach", "create", "attach"]);
  const before = matcher.ledger.incidentOf("a");
  matcher.add(exact("e", 9.05), BOT);
  expect(matcher.ledger.incidentOf("e")).toBe(before);
});

test("one source tells of an incident once", () => {
  const matcher = filled(exact("a", 9, { source: "wire" }), exact("b", 9.6, { source: "wire" }));
  expect(incidentsOf(matcher)).toEqual([["a"], ["b"]]);
});

test("an update of a source stays with what it updates", () => {
  const update = exact("b", 9.6, { source: "wire", updates: "a", killed: { least: 5, most: 5 } });
  expect(incidentsOf(filled(exact("a", 9, { source: "wire" }), update))).toEqual([["a", "b"]]);
});

test("nothing joins or leaves a pinned incident, and what would have is proposed", () => {
  const matcher = filled(exact("a", 9), exact("b", 9.1));
  const incident = matcher.ledger.incidentOf("a")!;
  matcher.pin(incident, PERSON);
  const { proposals } = matcher.add(exact("c", 9.05), BOT);
  expect(proposals).toMatchObject([{ incident, claims: ["c"] }]);
  expect(proposals[0]!.logOdds).toBeGreaterThan(0);
  expect(incidentsOf(matcher)).toEqual([["a", "b"], ["c"]]);
  matcher.withdraw("a", BOT);
  expect(matcher.ledger.incidentOf("b")).toBe(incident);
});

test("what people say binds the matcher, and can be taken back", () => {
  const matcher = filled(exact("a", 9), exact("b", 9.1), exact("c", 20));
  matcher.assert("different", ["a", "b"], PERSON);
  matcher.assert("same", ["b", "c"], PERSON);
  expect(incidentsOf(matcher)).toEqual([["a"], ["b", "c"]]);
  matcher.add(exact("d", 9.05), BOT);
  expect(matcher.ledger.incidentOf("a")).not.toBe(matcher.ledger.incidentOf("b"));
  expect(matcher.ledger.incidentOf("b")).toBe(matcher.ledger.incidentOf("c"));
});

test("unsure changes nothing", () => {
  const matcher = filled(exact("a", 9), exact("b", 9.1));
  const { entries } = matcher.assert("unsure", ["a", "b"], PERSON);
  expect(entries.map(({ deed }) => deed)).toEqual(["assert"]);
  expect(incidentsOf(matcher)).toEqual([["a", "b"]]);
});

test("a verdict that contradicts others is refused, and nothing is entered", () => {
  const matcher = filled(exact("a", 9), exact("b", 9.1), exact("c", 20));
  matcher.assert("same", ["a", "b"], PERSON);
  matcher.assert("same", ["b", "c"], PERSON);
  const { length } = matcher.ledger.entries;
  expect(() => matcher.assert("different", ["a", "c"], PERSON)).toThrow(/said to be the same/u);
  expect(matcher.ledger.entries).toHaveLength(length);
  matcher.assert("different", ["a", "b"], PERSON);
  expect(() => matcher.assert("same", ["a", "c"], PERSON)).toThrow(/said to be different/u);
});

test("two incidents that a person joins leave the older id, and the other leads to it", () => {
  const matcher = filled(exact("a", 9), exact("b", 20));
  const [older, younger] = [matcher.ledger.incidentOf("a")!, matcher.ledger.incidentOf("b")!];
  matcher.assert("same", ["a", "b"], PERSON);
  expect(matcher.ledger.incidentOf("b")).toBe(older);
  expect(matcher.ledger.follow(younger)).toBe(older);
});

test("a claim that is withdrawn leaves its incident, and what copied it speaks for itself", () => {
  const url = "https://example.org/1";
  const matcher = filled(exact("a", 9, { url }), exact("b", 9, { url }), exact("c", 9.1));
  expect(matcher.lineages.originOf("b")).toBe("a");
  matcher.withdraw("a", BOT);
  expect(incidentsOf(matcher)).toEqual([["b", "c"]]);
  expect(matcher.lineages.originOf("b")).toBe("b");
});

test("a claim that sums several incidents is in none", () => {
  expect(incidentsOf(filled(exact("a", 9), exact("sum", 9, { isAggregate: true })))).toEqual([["a"]]);
});

test("the bars of a pair add up to its total, and say what would turn it", () => {
  const killed = { least: 3, most: 3 };
  const matcher = filled(
    exact("a", 9, { killed, source: "wire" }),
    exact("b", 9.2, { killed }),
    exact("c", 12, { killed: { least: 60, most: 60 }, source: "wire" }),
    sampleClaim("d", { kind: ["force", "air"], where: { ...samplePlace(35.01, 37), name: "x" } }),
  );
  const { table } = matcher.book;
  for (const [a, b] of [
    ["a", "b"],
    ["a", "c"],
    ["b", "d"],
  ] as const) {
    const { bars, total, probability } = explainPair(matcher.book, table.numbers.get(a)!, table.numbers.get(b)!)!;
    expect(Math.abs(bars.reduce((sum, { bits }) => sum + bits, 0) - total)).toBeLessThan(1e-9);
    expect(probability).toBeCloseTo(1 / (1 + 2 ** -total));
  }
  const close = explainPair(matcher.book, table.numbers.get("a")!, table.numbers.get("b")!)!;
  expect(close.total).toBeGreaterThan(0);
  expect(close.bars.map(({ field }) => field)).toEqual(expect.arrayContaining(["start", "space", "time", "share"]));
  expect(close.wouldTurn.map(({ field }) => field)).toContain("time");
});

test("an incident says how sure each member is, and what nearly was one with it", () => {
  const matcher = filled(exact("a", 9), exact("b", 9.1), exact("c", 14));
  const found = explainIncident(matcher.book, matcher.ledger, matcher.ledger.incidentOf("a")!);
  expect(found.members.map(({ claim }) => claim)).toEqual(["a", "b"]);
  expect(found.state).toBe("solid");
  expect(found.nearest).toMatchObject({ incident: matcher.ledger.incidentOf("c"), keptOutBy: "too unlikely" });
});
