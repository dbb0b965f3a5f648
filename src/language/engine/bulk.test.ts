import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAgreement, parseAgreement } from "../index.ts";
import { verdictsOf } from "./compiled.ts";

const text = `---
truce: 1
id: example
title: Example
zone: UTC
---
\`\`\`truce
use common
party a "A"
party b "B"
party c "C" part of a
list listed
  names x, y
  or designated by un as at the incident
in force from 2016-01-01
measure calibre mm "Calibre?"
fact threat "Threat?"
rule one
  who a or b
  must not attack
  against any bound
  outside listed: target in listed
  unless large: threat and calibre >= 100 mm
    but not huge: calibre > 150 mm
rule two
  who c
  must not shelling
  outside listed: target is x
rule three
  who a
  may shelling
  when threat
statement s
  by b on 2016-02-01 kind interpretation
  reads one.listed as target in listed or not threat
\`\`\`
`;

describe("a whole table", () => {
  const program = compileAgreement(parseAgreement(text).agreement);
  const arbitraryRow = fc.array(fc.constantFrom(0, 1, 2), {
    minLength: program.atoms.length,
    maxLength: program.atoms.length,
  });

  it("gets the verdicts that its rows get one by one, contradictions included", () => {
    fc.assert(
      fc.property(fc.array(arbitraryRow, { minLength: 1, maxLength: 40 }), fc.constantFrom(1, 2, 5), (some, times) => {
        // Often enough that rows which say the same are judged as one, and too seldom for that.
        const rows = Array.from({ length: times }, () => some).flat();
        const columns = program.atoms.map((_, atom) => Uint8Array.from(rows, (row) => row[atom]!));
        const bulk = program.judgeTable(columns, rows.length);
        program.rules.forEach(({ name }, rule) =>
          program.readings.forEach(({ id }, reading) => {
            const one = rows.map((row) => program.possible(name, id, Uint8Array.from(row)));
            expect(Array.from(bulk.verdict(rule, reading), verdictsOf)).toEqual(one);
          }),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("may be empty", () => {
    const bulk = program.judgeTable(
      program.atoms.map(() => new Uint8Array(0)),
      0,
    );
    expect(bulk.verdict(0, 0)).toHaveLength(0);
  });
});
