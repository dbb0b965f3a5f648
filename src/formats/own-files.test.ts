import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, pieces } from "../../test/formats/reading.ts";
import type { Problem } from "../kit/index.ts";
import {
  parseAccounts,
  parseActors,
  parseAreas,
  parseCoverage,
  parseDiary,
  parseListEntries,
  parseMapping,
} from "./index.ts";

type Read = (bytes: Uint8Array) => Promise<readonly Problem[]>;

const SYRIA = "examples/syria-2016";
const VILLAGES = "examples/two-villages";
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
/** Nothing has a name, so that each line is a problem. */
const NAMES = { rules: [], procedures: new Map<string, readonly string[]>() };

const AREA = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { id: "east", name: "East", name_ar: "الشرق", since: "2016-01-01" },
      geometry: { type: "Polygon", coordinates: [[[36, 33], [37, 33], [37, 34], [36, 33]]] }, // prettier-ignore
    },
  ],
});

/** Files of a folder that are read whole, each with a good one to damage. */
const FILES: readonly (readonly [string, Uint8Array, Read])[] = [
  ["actors.yaml", readFileSync(`${VILLAGES}/actors.yaml`), async (b) => parseActors(text(b), "x").problems],
  ["accounts.yaml", readFileSync(`${VILLAGES}/accounts.yaml`), async (b) => parseAccounts(text(b), "x").problems],
  ["diary.yaml", readFileSync(`${VILLAGES}/diary.yaml`), async (b) => parseDiary(text(b), NAMES, "x").problems],
  ["areas", bytesOf(AREA), async (b) => parseAreas(text(b), "x").problems],
  [
    "a list",
    readFileSync(`${SYRIA}/un-list.csv`),
    async (b) => (await parseListEntries(pieces(b, 65_536), "x")).problems,
  ],
  [
    "coverage.csv",
    readFileSync(`${VILLAGES}/coverage.csv`),
    async (b) => (await parseCoverage(pieces(b, 65_536), "x")).problems,
  ],
  [
    "a mapping",
    bytesOf('{"truce":"column-mapping/1","name":"n","columns":[{"column":"id","from":["No"]}]}'),
    async (b) => parseMapping(text(b), "x").problems,
  ],
];

/** Reads it within a second, whatever it is. */
async function bounded(read: Read, bytes: Uint8Array, most = 1000): Promise<readonly Problem[]> {
  const begun = performance.now();
  const problems = await read(bytes);
  expect(performance.now() - begun).toBeLessThan(most);
  for (const { at, message, hint } of problems) {
    expect(at.file).toBe("x");
    // What is quoted of a file is short.
    expect(message.length + (hint?.length ?? 0)).toBeLessThan(2000);
  }
  return problems;
}

describe.each(FILES)("%s", (name, good, read) => {
  it.skipIf(name === "diary.yaml")("that is good has no error", async () => {
    expect((await read(good)).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("is read or has located problems, however it is damaged", async () => {
    const insert = fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        ",",
        "\n",
        "\r\n",
        ": ",
        "- ",
        "&a ",
        "*a",
        "{",
        "]",
        "\0",
        "\ufeff",
        "\u202e",
        "إ",
        "1e999",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    const damage = fc.record({ at: fc.nat({ max: good.length }), remove: fc.nat({ max: 30 }), insert });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const bytes = damages.reduce(
          (whole, one) =>
            Uint8Array.from([
              ...whole.subarray(0, one.at),
              ...bytesOf(one.insert),
              ...whole.subarray(one.at + one.remove),
            ]),
          Uint8Array.from(good),
        );
        await bounded(read, bytes);
      }),
      { numRuns: 60 },
    );
  });

  it("of noise, of brackets without end and of one endless word has a problem, in bounded time", async () => {
    const noise = Uint8Array.from({ length: 200_000 }, (__, i) => (Math.imul(i + 7, 2_654_435_761) >>> 13) & 0xff);
    const hostile = [
      noise,
      bytesOf("[".repeat(100_000)),
      bytesOf("{a: ".repeat(20_000)),
      bytesOf("? ".repeat(20_000)),
      bytesOf("- ".repeat(20_000)),
      bytesOf("? [a]\n".repeat(1000)),
      bytesOf("x".repeat(3_000_000)),
    ];
    for (const bytes of hostile) expect((await bounded(read, bytes, 5000)).length).toBeGreaterThan(0);
  });

  it("that unfolds to more than it is, by aliases of aliases, has a problem in bounded time", async () => {
    const lines = Array.from(
      { length: 30 },
      (__, i) =>
        `  a${i}: &a${i} [${
          i === 0
            ? "x"
            : Array<string>(9)
                .fill(`*a${i - 1}`)
                .join(", ")
        }]`,
    );
    expect((await bounded(read, bytesOf(`actors:\n${lines.join("\n")}\n`))).length).toBeGreaterThan(0);
  });
});
