import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { canonicalJson, canonicalRow, columnsOf, verifyRecord, type Json, type NewRow, type Said } from "./index.ts";

const INSIDE: NewRow = { audience: [] };

/** What has broken text in transit before: quotes, escapes of COPY and of arrays, marks of direction, other planes. */
const AWKWARD = [
  "",
  " ",
  '"',
  "'",
  "\\",
  "\\N",
  "\\.",
  "\\x41",
  "NULL",
  "null",
  "{}",
  "{a,b}",
  ",",
  "a\tb",
  "a\nb",
  "a\rb",
  "\b\f\v\u0001\u007f\u0085\u2028\ufeff",
  "\u202bجيش الإسلام\u202c (\u2067قاف\u2069) \u200f\u200e\u200d",
  "e\u0301 \u00e9 ﷺ ｱ",
  "👩‍👩‍👧 𐎀 \u{10ffff} \uffff",
  "\\u0000 \\ud800",
  "'; drop table report; --",
];
const text = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: "binary" }).filter((made) => !made.includes("\0")),
  fc.tuple(fc.constantFrom(...AWKWARD), fc.constantFrom(...AWKWARD)).map(([a, b]) => a + b),
);

const NUMBERS = [0, -0, 1e-7, 1e21, 1e22, 0.1 + 0.2, 123_456_789_012_345_680_000, 5e-324, 2 ** 53, -(2 ** 53), 1 / 3];
const number = fc.oneof(
  fc.constantFrom(...NUMBERS, Number.MAX_VALUE, -Number.MAX_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { value: json } = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc
    .array(fc.tuple(fc.oneof(fc.constantFrom("__proto__", "constructor", "a", "A", "10", "9"), text), tie("value")), {
      maxLength: 4,
    })
    .map((entries) => Object.fromEntries(entries) as Json),
}));

/** As `JSON.parse` gives it, which knows no -0 in the text that JSON.stringify writes. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const instant = fc.oneof(
  fc.constantFrom(0, -1, Date.UTC(2016, 1, 27), -62_135_596_800_000, 253_402_300_799_999),
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
);
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });

const said: fc.Arbitrary<Said<"report">> = fc.record({
  kind: text,
  data_set: fc.uuid(),
  external_id: text,
  item: maybe(digest),
  place: maybe(fc.nat(2 ** 31 - 1)),
  source: maybe(fc.uuid()),
  label: text,
  earliest: maybe(instant),
  latest: maybe(instant),
  latitude: maybe(number),
  longitude: maybe(number),
  radius_m: maybe(number),
  precision: maybe(text),
  within: fc.array(text, { maxLength: 4 }),
  country: maybe(text),
  sides: fc.array(text, { maxLength: 4 }),
  acts: fc.array(text, { maxLength: 4 }),
  dead_least: maybe(fc.nat(2 ** 31 - 1)),
  dead_best: maybe(fc.constant(0)),
  dead_most: maybe(fc.nat()),
  words: fc.constantFrom("", "one two"),
  content: digest,
  body: json.map((value) => ({ value })),
});

onEachServer("what is written", (records) => {
  test("is what is read: same values, same digests", async () => {
    const store = await records.open();
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 20, maxLength: 60 }), async (reports) => {
        const first = (await store.query<{ next: number }>("select next_row as next from ledger_head"))[0]!.next;
        await changed(store, (change) => reports.forEach((report) => change.add("report", INSIDE, report)));
        const rows = (await store.current("report")).slice(-reports.length) as unknown as Record<string, unknown>[];
        for (const [i, report] of reports.entries()) {
          expect(rows[i]!["row"]).toBe(first + i);
          for (const [name, value] of Object.entries(report)) {
            const found = rows[i]![name];
            const plain = found instanceof Uint8Array ? Buffer.from(found).toString("hex") : found;
            if (!isDeepStrictEqual(asJson(plain), asJson(value))) expect(plain, `column ${name}`).toEqual(value);
          }
        }
        expect((await verifyRecord(store)).discrepancies).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  test("of bytes, of audiences and of flags is what is read", async () => {
    const store = await records.open();
    const sealed = Uint8Array.from({ length: 256 }, (_, i) => i);
    const source = "0a8e4f7c-7d53-4c6b-9d0f-0f2f6b1c2d3e";
    await changed(store, (change) => {
      change.add("source_identity", { audience: [], withdrawn: true }, { source, sealed });
      change.add(
        "source_identity",
        { audience: ["party:b", "public", "party:b"] },
        { source, sealed: new Uint8Array() },
      );
    });
    const rows = await store.query<{ sealed: Buffer; audience: string[]; withdrawn: boolean }>(
      "select * from source_identity order by row",
    );
    expect(rows.map((row) => [...row.sealed])).toEqual([[...sealed], []]);
    expect(rows.map(({ audience }) => audience)).toEqual([[], ["party:b", "public"]]);
    expect(rows.map(({ withdrawn }) => withdrawn)).toEqual([true, false]);
    expect((await verifyRecord(store)).discrepancies).toEqual([]);
  });

  const area = (name: string, body: Json = {}): Said<"area"> => ({ key: "k", name, body });
  test.each<readonly [string, Said<"area">]>([
    ["U+0000 in a text", area("a\0b")],
    ["half of a pair in a text", area("a\ud83d")],
    ["the other half in a text", area("\udc69")],
    ["U+0000 deep in a body", area("a", { list: [{ text: "\0" }] })],
    ["half of a pair in a key of a body", area("a", { "\ud800": 1 })],
    ["a number that is none in a body", area("a", { x: Number.NaN })],
    ["a number beyond all in a body", area("a", { x: [Number.POSITIVE_INFINITY] })],
  ])("is refused with %s, and nothing of the change is written", async (_, broken) => {
    const store = await records.open();
    const attempt = changed(store, (change) => {
      change.add("place", INSIDE, { key: "p", name: "p", latitude: 1, longitude: 2, parents: [], words: "", body: {} });
      change.add("area", INSIDE, broken);
    });
    await expect(attempt).rejects.toThrow(RangeError);
    await expect(attempt).rejects.toThrow(/U\+0000 or half of a surrogate pair|not a number that can be kept/u);
    expect(await store.query("select * from ledger_entry")).toEqual([]);
    expect([...(await store.current("place")), ...(await store.current("area"))]).toEqual([]);
  });

  test("is refused with a coordinate or an element of a list that is none", async () => {
    const store = await records.open();
    const place: Said<"place"> = { key: "p", name: "p", latitude: 1, longitude: 2, parents: [], words: "", body: {} };
    const broken: readonly Said<"place">[] = [
      { ...place, latitude: Number.NaN },
      { ...place, longitude: Number.NEGATIVE_INFINITY },
      { ...place, parents: ["a", "\0"] },
      { ...place, parents: ["\udfff"] },
    ];
    for (const one of broken)
      await expect(changed(store, (change) => change.add("place", INSIDE, one))).rejects.toThrow(RangeError);
    expect(await store.current("place")).toEqual([]);
  });

  test("is refused with an id or a digest that the database would spell otherwise", async () => {
    const store = await records.open();
    const id = "0A8E4F7C-7D53-4C6B-9D0F-0F2F6B1C2D3E";
    const area: Said<"area"> = { key: "k", name: "n", body: {} };
    await expect(changed(store, (change) => change.add("area", { ...INSIDE, id }, area))).rejects.toThrow(RangeError);
    const cells = { content: "AB".repeat(32), keys: [], body: {} };
    await expect(changed(store, (change) => change.add("cells", INSIDE, cells))).rejects.toThrow(RangeError);
  });
});

describe("the canonical text of JSON", () => {
  test("is the same for the same value, whatever the order of its keys", () => {
    fc.assert(
      fc.property(json, (value) => {
        const turned = (inner: unknown): unknown =>
          Array.isArray(inner)
            ? inner.map(turned)
            : inner !== null && typeof inner === "object"
              ? Object.fromEntries(
                  Object.entries(inner)
                    .toReversed()
                    .map(([key, one]) => [key, turned(one)]),
                )
              : inner;
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
        expect(isDeepStrictEqual(JSON.parse(canonicalJson(value)), asJson(value))).toBe(true);
      }),
    );
  });

  test("sorts keys by code unit and has no spaces (RFC 8785, section 3.2.3)", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, ö: 7 };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  test("leaves out what is undefined in objects only", () => {
    expect(canonicalJson({ a: undefined, b: [undefined, null] })).toBe('{"b":[null,null]}');
  });

  test("of a row is the same as before its noun had more columns, as long as nothing stands in these", () => {
    const header = [7, "00000000-0000-4000-8000-000000000001", null, false, 5, []];
    const own = ["00000000-0000-4000-8000-000000000002", "a text", "breach", ["a", "b"], {}];
    const before = canonicalRow("determination", [...header, ...own, null, null, null]);
    expect(before).toBe(
      '["determination",7,"00000000-0000-4000-8000-000000000001",null,false,5,[],"00000000-0000-4000-8000-000000000002","a text","breach",["a","b"],{}]',
    );
    const later = [
      ["x", null, null],
      [null, "x", null],
      [null, null, "x"],
      ["x", "x", null],
    ];
    const texts = later.map((columns) => canonicalRow("determination", [...header, ...own, ...columns]));
    expect(new Set([before, ...texts]).size).toBe(5);
    expect(texts[1]).toBe(`${before.slice(0, -1)},{"reading":"x"}]`);
  });

  test("of rows tells every two rows apart that differ in one column", () => {
    const row = columnsOf("area").map((_, i) => `a${i}`);
    const texts = row.map((_, i) => canonicalRow("area", row.with(i, "b")));
    expect(new Set([...texts, canonicalRow("area", row), canonicalRow("actor", row)]).size).toBe(row.length + 2);
  });
});
