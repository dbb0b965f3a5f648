import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, damaged, pieces } from "../../test/formats/reading.ts";
import { parseJsonElements, parseJsonLines, type JsonItem } from "./json-elements.ts";

async function all(batches: AsyncIterable<readonly JsonItem[]>): Promise<JsonItem[]> {
  const items: JsonItem[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

function elements(text: string | Uint8Array, piece = 7): Promise<JsonItem[]> {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  return all(parseJsonElements(pieces(bytes, piece), { file: "x.json", keys: ["features", "results"] }));
}

function lines(text: string | Uint8Array, piece = 7): Promise<JsonItem[]> {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  return all(parseJsonLines(pieces(bytes, piece), { file: "x.jsonl" }));
}

const valuesOf = (items: readonly JsonItem[]): unknown[] =>
  items.flatMap((item) => (item.kind === "value" ? [item.value] : []));
const codesOf = (items: readonly JsonItem[]): string[] =>
  items.flatMap((item) => (item.kind === "value" ? [] : [`${item.problem.code} ${item.problem.at.line}`]));

const json = fc.jsonValue({ maxDepth: 4 });

describe("the elements of a JSON array", () => {
  it("are those that JSON.parse finds, in pieces of any length, alone or as a member", async () => {
    const shape = fc.constantFrom(
      (text: string) => text,
      (text: string) => `\uFEFF\n ${text} \n`,
      (text: string) => `{"type":"x","n":{"features":[1]},"features" : ${text},"more":[{}]}`,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(json, { maxLength: 6 }),
        shape,
        fc.constantFrom(0, 2),
        fc.integer({ min: 1, max: 40 }),
        async (values, wrap, ...[indent, piece]) => {
          const items = await elements(wrap(JSON.stringify(values, null, indent)), piece);
          expect(codesOf(items)).toEqual([]);
          expect(JSON.stringify(valuesOf(items))).toBe(JSON.stringify(values));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("are numbered and have their lines", async () => {
    expect(await elements('[\n{"a":1},\n\n{"b":\n2}]')).toEqual([
      { kind: "value", value: { a: 1 }, line: 2, row: 1 },
      { kind: "value", value: { b: 2 }, line: 4, row: 2 },
    ]);
  });

  it("are one, if the file is an object without the member looked for", async () => {
    expect(valuesOf(await elements('{"type":"Feature","a":"features"}'))).toEqual([{ type: "Feature", a: "features" }]);
  });

  it("that cannot be read are located, and the others go on", async () => {
    const items = await elements('[{"a":1},\n{"a":tru},\n{"a":3}]');
    expect([valuesOf(items).length, codesOf(items)]).toEqual([2, ["json-broken 2"]]);
  });

  it.each([
    ["", "json-not-an-array 1"],
    ["hello", "json-not-an-array 1"],
    ['[{"a":1}', "json-cut 1"],
    ['[{"a":1},{"a"', "json-cut 1"],
    ['[{}\n{"a":1}]', "json-stray-text 2"],
    ["[{}]\n[{}]", "json-stray-text 2"],
    ["[,{}]", "json-stray-text 1"],
    ["[".repeat(200), "json-too-deep 1"],
    [`["${"x".repeat(9_000_000)}"]`, "json-too-long 1"],
  ])("of %.20j are not read further, which is said", async (text, code) => {
    expect(codesOf(await elements(text, 1 << 16))).toEqual([code]);
  });

  it("are values or located problems, whatever is damaged", async () => {
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 9 }), insert: fc.uint8Array({ maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(json), fc.array(damage, { minLength: 1, maxLength: 4 }), async (values, damages) => {
        const bytes = damaged(bytesOf(JSON.stringify(values, null, 1)), damages);
        for (const item of [...(await elements(bytes)), ...(await lines(bytes))])
          expect(item.kind === "value" ? item.line : item.problem.at.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe("JSON Lines", () => {
  it("are one value a line, in pieces of any length", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(json),
        fc.constantFrom("\n", "\r\n", "\n\n"),
        fc.integer({ min: 1, max: 40 }),
        async (values, end, piece) => {
          const text = values.map((value) => JSON.stringify(value) + end).join("");
          expect(JSON.stringify(valuesOf(await lines(text, piece)))).toBe(JSON.stringify(values));
        },
      ),
    );
  });

  it("that cannot be read are located, and the others go on", async () => {
    const items = await lines(`{"a":1}\nnull null\n"${"x".repeat(9_000_000)}"\n{"a":2}`, 1 << 16);
    expect(valuesOf(items)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(codesOf(items)).toEqual(["json-broken 2", "json-too-long 3"]);
    expect(codesOf(await lines(Uint8Array.of(0x22, 0xff, 0x22)))).toEqual(["json-not-utf8 1"]);
  });
});
