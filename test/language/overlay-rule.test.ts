import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  overlayRule,
  readDeclarations,
  vocabularies,
  type Agreement,
  type PartyStatement,
  type Replacement,
  type Rule,
  type Statement,
} from "../../src/language/index.ts";
import { statements } from "./arbitrary-agreement.ts";

const agreementOf = (all: readonly Statement[]): Agreement => ({
  truce: 1,
  meta: { id: "x", title: "X", zone: "Europe/Kyiv", adopted: "2015-02-12" },
  parts: [{ kind: "block", statements: all }],
});
const declaredWith = (...all: readonly Statement[]) => readDeclarations(agreementOf(all), vocabularies);
const reading = (...names: readonly string[]) => ({ id: "r", title: "r", statements: names });

const withdraw: Rule = {
  kind: "rule",
  name: "withdraw",
  who: { kind: "names", names: ["ua"], each: false },
  duty: {
    shape: "must-achieve",
    holds: {
      kind: "each",
      thing: "mlrs",
      holds: { kind: "distance", op: "beyond", quantity: { kind: "table", table: "width" }, line: "front" },
    },
    startingBy: { kind: "day", n: 2, edge: "end" },
    completeBy: { kind: "date", date: "2015-03-02" },
  },
  escapes: [
    {
      kind: "outside",
      label: "small",
      when: { kind: "fact", fact: "small", of: [] },
      butNot: [{ label: "near", when: { kind: "in", term: { role: "actor" }, name: "listed" }, butNot: [] }],
    },
  ],
  prevailsOver: [],
  yieldsTo: [],
};

function statement(name: string, label: readonly [string, string?], as: Replacement): PartyStatement {
  const [of, at] = label;
  const reference = at === undefined ? { name: of } : { name: of, label: at };
  return {
    kind: "statement",
    name,
    by: ["ua"],
    on: "2015-02-12",
    statementKind: "interpretation",
    operation: { kind: "reads", label: reference, as },
    responses: [],
  };
}

const line = { kind: "place", shape: "line", name: "front", title: "Front", reference: { kind: "fixed" } } as const;
const list = { kind: "list", name: "listed", names: ["x"] } as const;

describe("a rule under a reading", () => {
  it("is the rule itself where nothing is laid over it", () => {
    fc.assert(
      fc.property(statements.rule, fc.array(statements.statement, { maxLength: 2 }), (rule, others) => {
        const overlaid = overlayRule(rule, declaredWith(rule, ...others), reading());
        expect(overlaid).toEqual({ versions: [{ from: -Infinity, rule }], startsWhen: [], bindsWhile: [] });
      }),
    );
  });

  const by: Replacement = { kind: "time", time: { kind: "date", date: "2015-04-01" } };
  const day5: Replacement = { kind: "time", time: { kind: "day", n: 5, edge: "end" } };
  const always: Replacement = { kind: "formula", formula: { kind: "constant", value: true } };
  const start = statement("s1", ["withdraw", "start"], day5);
  const complete = statement("s2", ["withdraw", "complete"], by);
  const small = statement("s3", ["withdraw", "small"], always);
  const moved = statement("s4", ["front"], { kind: "name", name: "other" });
  const incident = statement("s5", ["front"], { kind: "reference", reference: { kind: "incident" } });
  const near = statement("s6", ["listed"], always);

  const ruleUnder = (...all: readonly PartyStatement[]): Rule => {
    const declared = declaredWith(withdraw, line, list, ...all);
    const { versions, error } = overlayRule(withdraw, declared, reading(...all.map(({ name }) => name)));
    expect(error).toBeUndefined();
    return versions[0]!.rule;
  };

  it("has the deadlines, conditions, lines and lists that the statements put at its labels", () => {
    expect(ruleUnder(start).duty).toMatchObject({
      startingBy: { kind: "day", n: 5 },
      completeBy: { date: "2015-03-02" },
    });
    expect(ruleUnder(complete).duty).toMatchObject({ completeBy: { date: "2015-04-01" } });
    expect(ruleUnder(small).escapes[0]).toMatchObject({ when: { kind: "constant" }, butNot: [{ label: "near" }] });
    expect(ruleUnder(moved).duty).toMatchObject({ holds: { holds: { line: "other" } } });
    expect(ruleUnder(incident).duty).toMatchObject({ holds: { holds: { line: "front@incident" } } });
    expect(ruleUnder(near).escapes[0]?.butNot[0]?.when).toEqual({ kind: "constant", value: true });
  });

  it("is the same in whatever order statements on different labels are made", () => {
    const all = [start, complete, small, moved, near];
    fc.assert(
      fc.property(fc.shuffledSubarray(all), (some) => {
        expect(ruleUnder(...some)).toEqual(ruleUnder(...all.filter((one) => some.includes(one))));
      }),
    );
  });

  it("is an error where two statements are on one label, or something cannot stand where it is put", () => {
    const declared = declaredWith(withdraw, start);
    expect(overlayRule(withdraw, declared, { ...reading("s1"), clash: "s1 and s9 both say" }).error).toContain("s9");
    const wrong = statement("s7", ["withdraw", "complete"], always);
    expect(overlayRule(withdraw, declaredWith(withdraw, wrong), reading("s7")).error).toBe(
      "withdraw.complete cannot be replaced by this",
    );
  });

  it("has a version for each amendment; a statement is about the words that stood on its day", () => {
    const amendment = {
      kind: "amend",
      label: { name: "withdraw", label: "complete" },
      from: { kind: "date", date: "2015-02-20" },
      as: { kind: "time", time: { kind: "date", date: "2015-05-01" } },
    } as const;
    const declared = declaredWith(withdraw, amendment, complete);
    const dates = (...names: readonly string[]) =>
      overlayRule(withdraw, declared, reading(...names)).versions.map(({ rule }) =>
        rule.duty.shape === "must-achieve" && rule.duty.completeBy?.kind === "date" ? rule.duty.completeBy.date : "",
      );
    expect(dates()).toEqual(["2015-03-02", "2015-05-01"]);
    expect(dates("s2")).toEqual(["2015-04-01", "2015-05-01"]);
    expect(overlayRule(withdraw, declared, reading()).versions[1]?.from).toBe(Date.UTC(2015, 1, 19, 22));
  });
});
