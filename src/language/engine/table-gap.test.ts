import { describe, expect, it } from "vitest";
import { compileAgreement, parseAgreement, type Account, type Cell, type Program } from "../index.ts";

const textWith = (clauses: string): string => `---
truce: 1
id: x
title: X
zone: UTC
---

\`\`\`truce
use common
measure calibre mm "What was the calibre?"
line contact "line of contact" fixed
table width pick one
  | artillery with calibre >= 100 mm | 50 km |
  | mlrs | 70 km |
rule stay-out
  who any bound
  must keep each heavy-weapon beyond width from contact
${clauses}
statement all-is-in-it
  by sar on 2015-02-13 kind interpretation
  reads stay-out.no-row as false
\`\`\`
`;

const without = compileAgreement(parseAgreement(textWith("")).agreement);
const withEscape = compileAgreement(
  parseAgreement(textWith("  outside no-row: not (weapon is artillery and calibre >= 100 mm or weapon is mlrs)"))
    .agreement,
);

type Facts = Readonly<Record<string, boolean>>;
const NEAR: Facts = {
  "actor bound": true,
  "weapon is heavy-weapon": true,
  "beyond 50 km from contact": false,
  "beyond 70 km from contact": false,
};
const TANK: Facts = { ...NEAR, "weapon is artillery": false, "weapon is mlrs": false };
const HOWITZER: Facts = { ...NEAR, "weapon is artillery": true, "weapon is mlrs": false, "calibre >= 100 mm": true };

/** The facts of an occurrence, or of each part of a joint one. */
function judge(program: Program, parts: readonly Facts[], { reading = "text" } = {}): Cell {
  const scenarios = [{ choice: [], parts: parts.map((facts, i) => partOf(program, facts, i)) }];
  const account: Account = { id: "one", dimensions: [], scenarios };
  return program.judge("stay-out", reading, account);
}

function partOf(program: Program, facts: Facts, i: number) {
  return { label: `part ${i}`, actor: `actor ${i}`, target: "", states: statesOf(program, facts) };
}

function statesOf(program: Program, facts: Facts): Uint8Array {
  return Uint8Array.from(program.atoms, ({ key }) => (facts[key] === undefined ? 0 : facts[key] ? 1 : 2));
}

describe("where no row of a table applies and the verdict rests on it", () => {
  it("the finding is an error that names the table, neither a breach nor outside", () => {
    const { verdict, possible, error } = judge(without, [TANK]);
    expect([verdict, possible]).toEqual(["error", ["error"]]);
    expect(error).toContain("no row of width applies");
  });

  it("everything else is judged, and what could be either is undetermined and asks", () => {
    expect(judge(without, [HOWITZER]).verdict).toBe("breach");
    const { "weapon is mlrs": _, ...unknown } = TANK;
    const { verdict, possible, relevant } = judge(without, [unknown]);
    expect([verdict, possible]).toEqual(["undetermined", ["breach", "error"]]);
    expect(relevant.map((question) => question.kind === "fact" && question.atom)).toEqual(["weapon is mlrs"]);
  });

  it("it is no error where the verdict is the same either way", () => {
    expect(judge(without, [{ ...TANK, "actor bound": false }]).verdict).toBe("outside");
    expect(judge(without, [{ ...TANK, "weapon is heavy-weapon": false }]).verdict).toBe("outside");
  });

  it("an escape leaves it outside, and a reading that takes the escape away brings the error back", () => {
    expect(judge(withEscape, [TANK]).verdict).toBe("outside");
    expect(judge(withEscape, [HOWITZER]).verdict).toBe("breach");
    expect(judge(withEscape, [TANK], { reading: "all-is-in-it" }).verdict).toBe("error");
  });

  it("a breach by one part of a joint act stays a breach, and what is outside does not hide the error", () => {
    expect(judge(without, [TANK, HOWITZER]).verdict).toBe("breach");
    expect(judge(without, [TANK, { ...HOWITZER, "beyond 50 km from contact": true }]).verdict).toBe("error");
  });

  it("a whole table and Kleene's logic say so too", () => {
    const [tank, howitzer] = [statesOf(without, TANK), statesOf(without, HOWITZER)];
    const columns = without.atoms.map((_, i) => Uint8Array.of(tank[i]!, howitzer[i]!));
    expect([...without.judgeTable(columns, 2).verdict(0, 0)]).toEqual([16, 4]);
    expect(without.kleeneVerdict("stay-out", "text", tank)).toContain("error");
    expect(without.kleeneVerdict("stay-out", "text", howitzer)).toEqual(["breach"]);
  });
});
