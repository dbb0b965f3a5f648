import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scriptOf, type Division, type GazetteerPlace, type PlaceName } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import { formatGazetteer, parseGazetteer, type GazetteerOptions } from "./gazetteer-csv.ts";

interface Read {
  readonly places: readonly GazetteerPlace[];
  readonly problems: readonly Problem[];
  readonly rows: number;
}

async function read(csv: string | Uint8Array, options: GazetteerOptions = {}): Promise<Read> {
  const bytes = typeof csv === "string" ? new TextEncoder().encode(csv) : csv;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += 1000) yield bytes.slice(from, from + 1000);
  }
  const places: GazetteerPlace[] = [];
  const problems: Problem[] = [];
  let rows = 0;
  for await (const items of parseGazetteer(pieces(), { file: "places.csv", ...options })) {
    for (const item of items) {
      if (item.kind === "problem") problems.push(item.problem);
      else {
        rows++;
        problems.push(...item.problems);
        if (item.place !== undefined) places.push(item.place);
        expect(item.place === undefined).toBe(item.problems.some(({ severity }) => severity === "error"));
      }
    }
  }
  return { places, problems, rows };
}

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const codes = ({ problems }: Read): string[] => problems.map(({ severity, code }) => `${severity} ${code}`);

describe("a gazetteer of OCHA", () => {
  it("is places with names in two scripts, a point and the divisions around it", async () => {
    const { places, problems } = await read(fixture("ocha-communities-2015.csv"), {
      known: "2015-06-01",
      source: "OCHA",
    });
    expect(problems).toEqual([]);
    expect(places).toHaveLength(12);
    const en = (text: string): PlaceName => ({ text, role: "main", lang: "en", cut: false });
    const ar = (text: string): PlaceName => ({ text, role: "main", lang: "ar", cut: false });
    expect(places.find(({ id }) => id === "ocha:C1250")).toEqual({
      id: "ocha:C1250",
      names: [en("Ar-Ra'ee"), { ...en("Ar-Raee"), role: "reference" }, ar("الراعي")],
      point: { latitude: 36.6113945, longitude: 37.4475488 },
      parents: [
        { level: 3, code: "SY020203", names: [en("Ar-Ra'ee"), ar("الراعي")] },
        { level: 2, code: "SY0202", names: [en("Al Bab"), ar("الباب")] },
        { level: 1, code: "SY02", names: [en("Aleppo"), ar("حلب")] },
      ],
      seatOf: 3,
      kind: undefined,
      population: undefined,
      zone: undefined,
      known: "2015-06-01",
      source: "OCHA",
    });
  });

  it("has places that share a name, and names of which only the beginning is there", async () => {
    const { places } = await read(fixture("ocha-communities-2015.csv"));
    const named = places.filter(({ names }) => names.some(({ text }) => text === "Tal Ahmar"));
    expect(new Set(named.map(({ id }) => id)).size).toBe(3);
    expect(places.flatMap(({ names }) => names).filter(({ cut }) => cut)).toHaveLength(2);
  });

  it("is understood under the column names of other releases, with dates of its own", async () => {
    const csv =
      "ADM4_EN,ADM4_AR,ADM4_PCODE,ADM3_PCODE,ADM3_EN,LATITUDE,LONGITUDE,date,validOn,validTo\nAzaz,أعزاز,C1564,SY020400,A'zaz,36.58,37.04,2019-01-01,2019-02-01,\n";
    const { places, problems } = await read(csv, { known: "2015-06-01" });
    expect(problems).toEqual([]);
    expect(places).toMatchObject([{ id: "ocha:C1564", known: "2019-01-01", since: "2019-02-01" }]);
    expect(places[0]).not.toHaveProperty("until");
  });
});

describe("a gazetteer of GeoNames", () => {
  it("is places with names in many scripts, codes of divisions and a population that is known", async () => {
    const { places, problems } = await read(fixture("geonames-syria.csv"));
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      Array(3).fill("note gazetteer-not-kept"),
    );
    const raqqa = places.find(({ id }) => id === "geonames:172955")!;
    expect(raqqa).toMatchObject({
      population: 177636,
      kind: "P.PPLA",
      seatOf: 1,
      zone: "Asia/Damascus",
      known: "2017-07-21",
    });
    expect(raqqa.parents).toEqual([
      { level: 1, code: "SY.04", names: [] },
      { level: 0, code: "SY", names: [] },
    ]);
    expect(raqqa.names.map(({ text }) => scriptOf(text))).toContain("Arab");
    expect(places.find(({ id }) => id === "geonames:2960")?.population).toBeUndefined();
  });
});

describe("the script of a name", () => {
  it.each([
    ["Jebel Saman", "Latn"],
    ["‘Ayn Ḩalāqīm", "Latn"],
    ["جبل سمعان", "Arab"],
    ["Алеппо", "Cyrl"],
    ["חלב", "Hebr"],
    ["ܚܠܒ", "Syrc"],
    ["阿勒颇", "Hani"],
    ["حلب Halab", "Zyyy"],
    ["123", "Zyyy"],
    ["", "Zyyy"],
  ])("of %j is %s", (name, script) => {
    expect(scriptOf(name)).toBe(script);
  });
});

describe("writing a gazetteer", () => {
  it.each([
    ["ocha-communities-2015.csv", "ocha"],
    ["geonames-syria.csv", "geonames"],
  ] as const)("gives %s back place by place", async (file, form) => {
    const { places } = await read(fixture(file), { source: "a source" });
    const written = formatGazetteer(places, form);
    expect(written.problems).toEqual([]);
    expect((await read(written.csv, { source: "a source" })).places).toEqual(places);
  });

  const text = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('"', ",", "\n", ";", "ح", "ا", " ", "é", "'", "="),
        fc.string({ unit: "grapheme", maxLength: 1 }),
      ),
      maxLength: 12,
    })
    .map((made) => made.replaceAll("\u0000", "").trim())
    .filter((made) => made !== "" && !/\p{Surrogate}/u.test(made));
  const name = (role: PlaceName["role"], lang: string | undefined): fc.Arbitrary<PlaceName[]> =>
    fc
      .option(fc.tuple(text, fc.boolean()))
      .map((made) =>
        made === null ? [] : [{ text: made[0], role, lang, cut: lang === "ar" && role === "main" && made[1] }],
      );
  const names = fc
    .tuple(name("main", "en"), name("reference", "en"), name("main", "ar"))
    .map((all) => all.flat())
    .filter((all) => all.length > 0);
  const division = (level: number): fc.Arbitrary<Division[]> =>
    fc.tuple(fc.boolean(), text, text).map(([isThere, en, ar]) =>
      isThere
        ? [
            {
              level,
              code: "SY0102".slice(0, 2 * level),
              names: [
                { text: en, role: "main", lang: "en", cut: false },
                { text: ar, role: "main", lang: "ar", cut: false },
              ],
            },
          ]
        : [],
    );
  const day = fc.constantFrom("2015-06-01", "2020-02-29");
  const place = fc.record(
    {
      names,
      point: fc
        .record({
          latitude: fc.double({ min: -90, max: 90, noNaN: true }),
          longitude: fc.double({ min: -180, max: 180, noNaN: true }),
        })
        .map(({ latitude, longitude }) => ({
          latitude: Number(latitude.toFixed(6)) + 0,
          longitude: Number(longitude.toFixed(6)) + 0,
        })),
      parents: fc.tuple(division(3), division(2), division(1)).map((all) => all.flat()),
      seatOf: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
      since: day,
      until: day,
      known: day,
    },
    { requiredKeys: ["names", "point", "parents", "seatOf"] },
  );

  it("gives back whatever OCHA's form has columns for, whatever is in the names", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(place, { maxLength: 4 }), async (made) => {
        const places = made.map((one, index): GazetteerPlace => ({
          id: `ocha:C${index}`,
          kind: undefined,
          population: undefined,
          zone: undefined,
          ...one,
        }));
        const written = formatGazetteer(places, "ocha");
        expect(written.problems).toEqual([]);
        const again = await read(written.csv);
        expect(again.problems.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(again.places).toEqual(places);
      }),
      { numRuns: 200 },
    );
  });

  it("says which place has what the form has no column for", async () => {
    const { places } = await read(fixture("geonames-syria.csv"));
    const { problems } = formatGazetteer(places, "ocha");
    expect(problems).toHaveLength(places.length);
    expect(problems[0]).toMatchObject({ code: "gazetteer-not-held", severity: "warning", at: { row: 1 } });
    const other = formatGazetteer((await read(fixture("ocha-communities-2015.csv"))).places, "geonames");
    expect(other.problems[0]?.message).toMatch(/no column for names, names of divisions/u);
  });
});

const head = "pcode,name_en,name_ar,adm2_pcode,adm1_pcode,latitude,longitude,capital_level";
const good = (code: string): string => `${code},Name,اسم,SY0101,SY01,36,37,`;

describe("a row that cannot be used", () => {
  it.each([
    ["gazetteer-no-code", ",Name,,,,36,37,", "pcode"],
    ["gazetteer-no-name", "C2,,,,,36,37,", "name_en"],
    ["gazetteer-duplicate-code", "C1,Name,,,,36,37,", "pcode"],
    ["gazetteer-bad-coordinates", 'C2,Name,,,,"36,5",37,', "latitude"],
    ["gazetteer-bad-coordinates", "C2,Name,,,,,37,", "latitude"],
    ["gazetteer-bad-coordinates", "C2,Name,,,,0x24,37,", "latitude"],
    ["gazetteer-out-of-range", "C2,Name,,,,137,36,", "latitude"],
    ["csv-wrong-width", "C2,Name", undefined],
  ])("because of %s is named with row and column, and the others go on", async (code, row, field) => {
    const all = await read([head, good("C1"), row, good("C3")].join("\n"));
    expect(all.problems).toMatchObject([
      {
        code,
        severity: "error",
        at: { file: "places.csv", line: 3, row: 2, ...(field === undefined ? {} : { field }) },
      },
    ]);
    expect(all.places.map(({ id }) => id)).toEqual(["ocha:C1", "ocha:C3"]);
    expect(all.rows).toBe(3);
  });

  it("is not one whose codes do not nest or whose level is none: these are said", async () => {
    const all = await read([head, "C1,Name,,XX01,SY01,36,37,9"].join("\n"));
    expect(codes(all)).toEqual(["warning gazetteer-bad-level", "warning gazetteer-codes-do-not-nest"]);
    expect(all.places).toMatchObject([{ seatOf: undefined }]);
  });
});

describe("a file that is something else", () => {
  it.each([
    ["error gazetteer-empty", ""],
    ["error gazetteer-unknown-form", "a,b\n1,2\n"],
    ["error gazetteer-unknown-form", `${"a,".repeat(1000)}\n`],
    ["error gazetteer-not-commas", "pcode;name_en;a;b;c;d;e\n"],
    ["error gazetteer-missing-column", "pcode,name_en,latitude\n"],
    ["error gazetteer-column-twice", "pcode,pcode,name_en,latitude,longitude\n"],
    ["error csv-not-text", "\u0000\u0000\u0000\u0000"],
  ])("is %s", async (problem, csv) => {
    const all = await read(csv);
    expect(codes(all)).toContain(problem);
    expect(all.places).toEqual([]);
  });

  it("or has a misspelt column says what was meant", async () => {
    const all = await read("pcode,nmae_en,name_ar,latitude,longitude\nC1,x,y,1,2\n");
    expect(all.problems).toMatchObject([
      { code: "gazetteer-unknown-column", hint: "rename it to name_en if that is meant" },
    ]);
  });

  it("or is noise never throws, and every row comes out as a place or with an error", async () => {
    const bytes = new TextEncoder().encode(fixture("ocha-communities-2015.csv"));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const damaged = bytes.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        for (const { at } of (await read(damaged)).problems) expect(at.file).toBe("places.csv");
      }),
      { numRuns: 150 },
    );
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => void (await read(noise))));
  });
});
