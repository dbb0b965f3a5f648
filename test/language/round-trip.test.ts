import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreementFromYaml,
  agreementToJson,
  agreementToYaml,
  formatAgreement,
  irFromJson,
  parseAgreement,
  printAgreement,
  withoutSpans,
  type Agreement,
  type Statement,
} from "../../src/language/index.ts";
import { arbitraryAgreement, statements } from "./arbitrary-agreement.ts";
import { leaves, NAMES } from "./arbitrary-terms.ts";

/** An agreement of one statement, after declarations of its names: one that stands nowhere else could be a slip. */
function alone(statement: Statement): Agreement {
  const meta = { id: "alone", title: "One statement", zone: "UTC" };
  const data = JSON.stringify(statement);
  const used = NAMES.filter((name) => data.includes(JSON.stringify(name)));
  const facts = used.map((name): Statement => ({ kind: "fact", name, about: [], question: "?" }));
  return { truce: 1, meta, parts: [{ kind: "block", statements: [...facts, statement] }] };
}

function expectSame(agreement: Agreement): void {
  const text = printAgreement(agreement);
  const { agreement: again, problems } = parseAgreement(text);
  expect(
    problems.map(
      ({ message, hint, at }) => `${at.line}: ${message} (${hint}) in: ${text.split("\n")[(at.line ?? 1) - 1]}`,
    ),
  ).toEqual([]);
  expect(withoutSpans(again)).toEqual(agreement);
  expect(printAgreement(again)).toBe(text);
}

describe("printing an agreement and reading it again gives the same data", () => {
  it.each(Object.entries(statements))("for any statement `%s`", (_, statement) => {
    fc.assert(
      fc.property(statement as fc.Arbitrary<Statement>, (one) => expectSame(alone(one))),
      { numRuns: 150 },
    );
  });

  it.each(Object.entries(leaves))("for any leaf `%s`, asked and given", (_, leaf) => {
    fc.assert(
      fc.property(leaf, fc.constantFrom("true", "false", "unknown"), (one, state) => {
        const given = [{ leaf: one, state }];
        const empty = { measures: [], distances: [], record: [], expect: [], under: [] };
        expectSame(alone({ kind: "case", name: "one", given, ask: [one, one], ...empty }));
      }),
      { numRuns: 150 },
    );
  });

  it("for any whole document with prose, comments and front matter", () => {
    fc.assert(fc.property(arbitraryAgreement, expectSame), { numRuns: 150 });
  });
});

describe("data of an agreement", () => {
  it("is understood again from JSON and from YAML", () => {
    fc.assert(
      fc.property(arbitraryAgreement, (agreement) => {
        expect(irFromJson(JSON.parse(JSON.stringify(agreementToJson(agreement))))).toEqual({ agreement, problems: [] });
        expect(agreementFromYaml(agreementToYaml(agreement))).toEqual({ agreement, problems: [] });
      }),
      { numRuns: 60 },
    );
  });
});

describe("formatting", () => {
  it("leaves a printed agreement as it is, and comments in place", () => {
    fc.assert(
      fc.property(arbitraryAgreement, (agreement) => {
        const text = printAgreement(agreement);
        expect(formatAgreement(text)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
