import { globSync, readFileSync } from "node:fs";
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
  type Formula,
  type Quantity,
  type Statement,
} from "../../src/language/index.ts";
import { arbitraryAgreement, statements } from "./arbitrary-agreement.ts";
import { formulaOf, leaves, NAMES } from "./arbitrary-terms.ts";

const ONE_KM: Quantity = { value: 1, unit: "km" };

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

/** What a text says, without its comments. */
function said(text: string): unknown {
  return JSON.parse(
    JSON.stringify(withoutSpans(parseAgreement(text).agreement), (key, value: unknown) =>
      key === "comments" ? undefined : value,
    ),
  );
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

  it("for any row of a table about weapons and acts that are declared, some of which are also facts", () => {
    const declared: readonly Statement[] = [
      ...["gun", "howitzer", "with"].map((name): Statement => ({ kind: "weapon", name, title: name, isA: [] })),
      ...["raid", "gun"].map((name): Statement => ({ kind: "act", name, title: name, isA: [] })),
      ...["raid", "lit"].map((name): Statement => ({ kind: "fact", name, about: [], question: "?" })),
    ];
    const thing = fc.record({
      kind: fc.constant("is" as const),
      term: fc.record({ role: fc.constantFrom("weapon", "act", "actor") }),
      name: fc.constantFrom("gun", "howitzer", "with", "raid", "mortar", "lit"),
    }) as fc.Arbitrary<Formula>;
    fc.assert(
      fc.property(formulaOf(thing), (when) => {
        const table: Statement = { kind: "table", name: "width", pick: "one", rows: [{ when, value: ONE_KM }] };
        expectSame({ ...alone(table), parts: [{ kind: "block", statements: [...declared, table] }] });
      }),
      { numRuns: 500 },
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

/** Comments put above and beside lines of the blocks of a text, and empty lines between them. */
function withComments(text: string, marks: readonly (readonly [line: number, kind: number])[]): string {
  const lines = text.split("\n");
  const first = lines.indexOf("```truce") + 1;
  marks.forEach(([line, kind], i) => {
    const at = first + (line % Math.max(1, lines.length - first));
    const isInBlock = lines.slice(0, at).filter((one) => one.startsWith("```")).length % 2 === 1;
    const isReason = lines[at]!.startsWith("no rule:");
    if (!isInBlock) return;
    if (kind === 0 && !lines[at]!.startsWith("```") && !isReason) lines[at] += ` -- mark ${i}`;
    else if (kind === 3) lines.splice(at, 0, "");
    else lines.splice(at, 0, `${"  ".repeat(kind)}-- mark ${i}`);
  });
  return lines.join("\n");
}

const commentsIn = (text: string): readonly string[] => [...text.matchAll(/-- mark \d+/gu)].map(([found]) => found);

describe("formatting", () => {
  it.each(globSync("examples/*/agreement.md"))("leaves %s as it is: it is in canonical form", (file) => {
    const text = readFileSync(file, "utf8");
    expect(formatAgreement(text)).toBe(text);
  });

  it("loses no comment, changes nothing that is said, and has nothing left to do the second time", () => {
    const marks = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 })), { maxLength: 12 });
    fc.assert(
      fc.property(arbitraryAgreement, marks, (agreement, where) => {
        const text = withComments(printAgreement(agreement), where);
        const formatted = formatAgreement(text) as string;
        expect(commentsIn(formatted).toSorted()).toEqual(commentsIn(text).toSorted());
        expect(said(formatted)).toEqual(said(text));
        expect(formatAgreement(formatted)).toBe(formatted);
      }),
      { numRuns: 200 },
    );
  });

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
