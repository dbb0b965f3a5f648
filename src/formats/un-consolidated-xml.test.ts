import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listingHistory, wasListed, wasListedAs } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
import {
  formatUnConsolidated,
  namesIn,
  parseUnConsolidated,
  type ParsedUnList,
  type UnEntry,
  type UnSnapshot,
} from "./un-consolidated-xml.ts";

const encoder = new TextEncoder();

async function* bytesOf(xml: string | Uint8Array, piece = 4096): AsyncGenerator<Uint8Array> {
  const bytes = typeof xml === "string" ? encoder.encode(xml) : xml;
  for (let from = 0; from < bytes.length; from += piece) yield bytes.slice(from, from + piece);
}

const parse = (xml: string | Uint8Array, piece?: number): Promise<ParsedUnList> =>
  parseUnConsolidated(bytesOf(xml, piece), "un.xml");

const fixture = (date: string): string =>
  readFileSync(new URL(`fixtures/un-consolidated-${date}.xml`, import.meta.url), "utf8");

const dates = ["2017-07-03", "2018-10-29", "2020-11-30", "2025-04-19"];

async function fixtures(): Promise<readonly UnSnapshot[]> {
  const read = await Promise.all(dates.map((date) => parse(fixture(date))));
  return read.map(({ snapshot }) => snapshot!);
}

function list(...entities: readonly string[]): string {
  return `<CONSOLIDATED_LIST dateGenerated="2017-07-03T20:27:45.483-04:00"><INDIVIDUALS></INDIVIDUALS><ENTITIES>
${entities.map((parts) => `<ENTITY>${parts}</ENTITY>`).join("\n")}
</ENTITIES></CONSOLIDATED_LIST>`;
}

const named = (reference: string, more = ""): string =>
  `<FIRST_NAME>Group ${reference}</FIRST_NAME><REFERENCE_NUMBER>${reference}</REFERENCE_NUMBER><LISTED_ON>2016-02-29</LISTED_ON>${more}`;

const codes = (problems: readonly Problem[]): string[] => problems.map(({ severity, code }) => `${severity} ${code}`);
const references = ({ snapshot }: ParsedUnList): string[] => snapshot!.entries.map(({ reference }) => reference);

describe("the UN list", () => {
  it("is entries with their names in every script, dates and own words", async () => {
    const { snapshot, problems } = await parse(fixture("2018-10-29"));
    expect(codes(problems)).toEqual(["note un-not-kept"]);
    expect(snapshot).toMatchObject({
      generated: Date.UTC(2018, 9, 29, 23, 9, 49, 856),
      complete: true,
      unreadable: [],
    });
    const nusra = snapshot!.entries.find(({ reference }) => reference === "QDe.137")!;
    expect(nusra).toMatchObject({
      kind: "entity",
      name: "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT",
      originalScript: "جبهة النصرة لأهل الشام",
      listedOn: "2014-05-14",
      amendedOn: ["2017-06-07", "2018-06-05"],
      regime: "Al-Qaida",
      comments: undefined,
    });
    for (const name of ["جبهة النصرة", "Jabhat al-Nusrah", "HTS", "هيئة تحرير الشام", "Ansar al-Mujahideen Network"])
      expect(nusra.otherNames).toContain(name);
    expect(nusra.aliases.find(({ names }) => names.includes("HTS"))).toMatchObject({ quality: "a.k.a." });
    expect(snapshot!.entries.find(({ reference }) => reference === "QDe.115")?.comments).toMatch(
      /^Review pursuant to/u,
    );
  });

  it("has individuals too, whose name is in up to four parts and whose aliases have a quality", async () => {
    const person = `<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME> A </FIRST_NAME><SECOND_NAME>B</SECOND_NAME><THIRD_NAME/>
      <UN_LIST_TYPE>GB</UN_LIST_TYPE><REFERENCE_NUMBER>GBi.001 </REFERENCE_NUMBER><LISTED_ON>2012-05-18-04:00</LISTED_ON>
      <LAST_DAY_UPDATED><VALUE/></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>C (ج)</ALIAS_NAME><NOTE>x</NOTE></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS></INDIVIDUAL>`;
    const xml = list(named("QDe.1")).replace("<INDIVIDUALS>", `<INDIVIDUALS>${person}`);
    const { snapshot } = await parse(xml);
    expect(snapshot!.entries[0]).toEqual({
      reference: "GBi.001",
      name: "A B",
      otherNames: ["C", "ج"],
      listedOn: "2012-05-18",
      amendedOn: [],
      dataId: "1",
      kind: "individual",
      nameParts: ["A", "B"],
      originalScript: undefined,
      aliases: [{ quality: "Low", asWritten: "C (ج)", names: ["C", "ج"] }],
      regime: "GB",
      comments: undefined,
    });
  });

  it.each(dates)("of %s comes back from what is written of it", async (date) => {
    const { snapshot } = await parse(fixture(date));
    const written = formatUnConsolidated(snapshot!);
    const again = await parse(written.ok ? written.xml : "", 7);
    expect(again.snapshot).toEqual(snapshot);
    expect(codes(again.problems)).toEqual([]);
  });

  it("comes back whatever words are in it", async () => {
    const word = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom("&", "<", ">", '"', "'", "\n", "\r", "\t", "]]>", "ح", "é", "🕊️", " ", "(", ";"),
          fc.string({ unit: "grapheme", maxLength: 1 }),
        ),
        maxLength: 20,
      })
      .map((text) => text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").trim())
      .filter((text) => text !== "");
    const part = word.map((text) => text.replaceAll(/\s+/gu, " ").trim());
    const date = fc.constantFrom("2016-02-29", "2001-10-06", "2025-01-01");
    const entry = fc
      .record({
        kind: fc.constantFrom("individual", "entity"),
        nameParts: fc.array(part, { minLength: 1, maxLength: 4 }),
        originalScript: fc.option(word, { nil: undefined }),
        regime: word,
        dataId: word,
        comments: fc.option(word, { nil: undefined }),
        listedOn: date,
        amendedOn: fc.array(date),
        aliases: fc.array(fc.tuple(fc.option(word, { nil: undefined }), word)),
      })
      .map(({ aliases, ...rest }) => ({
        ...rest,
        aliases: aliases.map(([quality, asWritten]) => ({ quality, asWritten, names: namesIn(asWritten) })),
      }));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 5 }), async (made) => {
        const entries = made
          .toSorted((a, b) => b.kind.length - a.kind.length)
          .map((one, index): UnEntry => ({
            ...one,

            reference: `R.${index}`,
            name: "",
            otherNames: [],
          }));
        const snapshot = {
          list: "un-sc-consolidated",
          generated: 0,
          zone: "America/New_York",
          entries,
          unreadable: [],
          complete: true,
        };
        const written = formatUnConsolidated(snapshot);
        const again = await parse(written.ok ? written.xml : "", 13);
        const bare = (one: UnEntry) => ({ ...one, name: "", otherNames: [] });
        expect(again.snapshot?.entries.map(bare)).toEqual(entries);
        // What is derived is derived alike, so that the second time everything is the same.
        const second = formatUnConsolidated(again.snapshot!);
        expect(second).toEqual(written);
      }),
      { numRuns: 200 },
    );
  });

  it("that is not whole is not written, because its format could not say so", async () => {
    const { snapshot } = await parse(
      list(named("QDe.1"), "<FIRST_NAME>x</FIRST_NAME><REFERENCE_NUMBER>QDe.2</REFERENCE_NUMBER>"),
    );
    expect(formatUnConsolidated(snapshot!)).toMatchObject({ ok: false, problem: { code: "un-write-incomplete" } });
  });
});

describe("an alias", () => {
  it.each([
    [
      "جبهة النصرة (the Victory Front; Jabhat al-Nusrah;\n   Jabhet al-Nusra)",
      ["جبهة النصرة", "the Victory Front", "Jabhat al-Nusrah", "Jabhet al-Nusra"],
    ],
    [
      "Hay’at Tahrir al-Sham (HTS) (هيئة تحرير الشام\n (original script); Hay’et Tahrir al-Sham) ",
      ["Hay’at Tahrir al-Sham", "HTS", "هيئة تحرير الشام", "Hay’et Tahrir al-Sham"],
    ],
    [
      "أنصار الشريعة بليبيا (Ansar al Charia in Libya (ASL))",
      ["أنصار الشريعة بليبيا", "Ansar al Charia in Libya", "ASL"],
    ],
    [
      "شبكة أنصار المجاهدين (Ansar al-Mujahideen Network -\n sub-unit name)",
      ["شبكة أنصار المجاهدين", "Ansar al-Mujahideen Network"],
    ],
    ["One; Another one", ["One", "Another one"]],
    ["A name (original script: Имя)", ["A name", "Имя"]],
    ["ACADEMY OF SCIENCES (KPE.018)", ["ACADEMY OF SCIENCES"]],
    // Brackets that are a part of the name, or never close.
    ["battalion of Shahids (martyrs)", ["battalion of Shahids (martyrs)"]],
    ["Leader (Hong Kong) International", ["Leader (Hong Kong) International"]],
    ["華信船務(香港)有限公司", ["華信船務(香港)有限公司"]],
    ["ROADS (NORTHERN AREA", ["ROADS (NORTHERN AREA"]],
    ["", []],
  ])("%j holds the names %j", (asWritten, names) => {
    expect(namesIn(asWritten)).toEqual(names);
  });

  it("of whatever text is names without blanks around them, in little time", () => {
    const text = fc.string({ unit: fc.constantFrom("(", ")", ";", " ", "A", "b", "ح", "-", ","), maxLength: 60 });
    fc.assert(
      fc.property(text, (asWritten) => {
        for (const name of namesIn(asWritten)) expect(name).toBe(name.trim());
      }),
      { numRuns: 2000 },
    );
    const started = performance.now();
    for (const part of ["(", "()", "(a;", "a (", " -", ", "]) namesIn(part.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("an entry that cannot be used", () => {
  it.each([
    ["un-bad-date", named("QDe.2").replace("2016-02-29", "2016-02-30"), ["QDe.2"]],
    ["un-bad-date", named("QDe.2").replace("2016-02-29", ""), ["QDe.2"]],
    ["un-no-name", named("QDe.2").replace("Group QDe.2", " "), ["QDe.2"]],
    ["un-duplicate-reference", named("QDe.1"), []],
    [
      "un-entry-too-long",
      named("QDe.2", `<COMMENTS1>${`<!-- -->${"x".repeat(1000)}`.repeat(1100)}</COMMENTS1>`),
      ["QDe.2"],
    ],
  ])(
    "because of %s is named with its line, is known to be there, and the others go on",
    async (code, broken, unreadable) => {
      const read = await parse(list(named("QDe.1"), broken, named("QDe.3")), 1 << 16);
      expect(read.problems).toMatchObject([{ code, severity: "error", at: { file: "un.xml", line: 3 } }]);
      expect(references(read)).toEqual(["QDe.1", "QDe.3"]);
      expect(read.snapshot).toMatchObject({ unreadable, complete: true });
    },
  );

  it("because it has no reference leaves open who is on the list", async () => {
    const read = await parse(list(named("QDe.1"), named("").replace("Group ", "Group"), named("QDe.3")));
    expect(codes(read.problems)).toEqual(["error un-no-reference"]);
    expect(references(read)).toEqual(["QDe.1", "QDe.3"]);
    expect(read.snapshot?.complete).toBe(false);
  });

  it.each([
    ["a stray &", named("QDe.2", "<COMMENTS1>A & B</COMMENTS1>")],
    ["a tag left open", named("QDe.2", "<COMMENTS1>A")],
  ])("because of %s is lost alone, and the list is not taken to be whole", async (_, broken) => {
    const read = await parse(list(named("QDe.1"), broken, named("QDe.3", "<COMMENTS1>x;</COMMENTS1>")), 11);
    expect(read.problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "xml-malformed", at: { file: "un.xml" } },
    ]);
    expect(references(read)).toEqual(["QDe.1", "QDe.3"]);
    expect(read.snapshot?.complete).toBe(false);
  });

  it("because it never closes is said at its own line", async () => {
    const xml = list(named("QDe.1"), named("QDe.2"), named("QDe.3")).replace(
      "QDe.2</REFERENCE_NUMBER><LISTED_ON>2016-02-29</LISTED_ON></ENTITY>",
      "QDe.2</REFERENCE_NUMBER>",
    );
    const read = await parse(xml);
    expect(read.problems[0]).toMatchObject({ code: "un-unclosed-entry", at: { line: 3 } });
    expect(references(read)).toEqual(["QDe.1", "QDe.3"]);
    expect(read.snapshot?.complete).toBe(false);
  });

  it("has doubts that are said although it is used", async () => {
    const more =
      "<LAST_DAY_UPDATED><VALUE>soon</VALUE></LAST_DAY_UPDATED><FIRST_NAME>again</FIRST_NAME><WEBSITE>x</WEBSITE>";
    const read = await parse(list(named("QDe.1", more)));
    expect(codes(read.problems)).toEqual([
      "warning un-bad-date",
      "warning un-element-twice",
      "warning un-unknown-element",
    ]);
    expect(read.snapshot?.entries[0]).toMatchObject({ name: "Group QDe.1", amendedOn: [] });
  });
});

describe("a file that is something else", () => {
  it.each([
    ["un-not-the-list", "<html><body/></html>"],
    ["un-no-date", list(named("QDe.1")).replace(/ dateGenerated="[^"]*"/u, "")],
    ["un-no-date", list(named("QDe.1")).replace("-04:00", "")],
    ["xml-malformed", "reference,name\nQDe.1,x\n"],
    ["xml-malformed", ""],
    ["xml-doctype", `<!DOCTYPE x [<!ENTITY a "b">]>${list(named("QDe.1"))}`],
  ])("is %s, said once, and no snapshot", async (code, xml) => {
    const { snapshot, problems } = await parse(xml);
    expect(snapshot).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it("or lists nobody is not taken for a list that everybody was taken off", async () => {
    const { snapshot, problems } = await parse(list());
    expect(codes(problems)).toEqual(["warning un-empty-list"]);
    expect(snapshot?.complete).toBe(false);
  });

  it("or is cut short is not whole, wherever it is cut", async () => {
    const bytes = encoder.encode(fixture("2017-07-03"));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 30 }), async (length) => {
        const { snapshot, problems } = await parse(bytes.slice(0, length));
        expect(snapshot?.complete ?? false).toBe(false);
        expect(problems.some(({ severity }) => severity === "error")).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("or has bytes changed in it never throws, and counts no entry that it cannot vouch for as absent", async () => {
    const bytes = encoder.encode(fixture("2017-07-03"));
    const whole = new Set(references(await parse(bytes)));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const damaged = bytes.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        const { snapshot, problems } = await parse(damaged, 999);
        for (const problem of problems) expect(problem.at.file).toBe("un.xml");
        if (snapshot?.complete !== true) return;
        const there = snapshot.entries.length + snapshot.unreadable.length;
        expect(there).toBeGreaterThanOrEqual(whole.size);
      }),
      { numRuns: 150 },
    );
  });
});

describe("four copies of the list", () => {
  const at = (text: string): number => Date.parse(text);
  const known = at("2026-01-01T00:00Z");

  it("tell the same in each of the 24 orders", async () => {
    const all = await fixtures();
    const orders = (rest: readonly UnSnapshot[]): UnSnapshot[][] =>
      rest.length === 0
        ? [[]]
        : rest.flatMap((first) => orders(rest.filter((one) => one !== first)).map((tail) => [first, ...tail]));
    const histories = orders(all).map(listingHistory);
    expect(histories).toHaveLength(24);
    for (const history of histories) expect(history).toEqual(histories[0]);
  });

  it("tell who was excluded when the cessation of hostilities in Syria began", async () => {
    const history = listingHistory(await fixtures());
    const ask = (reference: string, moment: string): string => {
      const { value, because } = wasListed(history, reference, { at: at(moment), known });
      return `${value} ${because}`;
    };
    const beginning = "2016-02-27T00:00+02:00";
    for (const reference of ["QDe.115", "QDe.137", "QDe.144", "QDe.148"])
      expect(ask(reference, beginning), reference).toBe("true listed");
    // Harakat Sham al-Islam was listed two days later.
    expect(ask("QDe.149", beginning)).toBe("false not-yet-listed");
    expect(ask("QDe.149", "2016-03-01T12:00+02:00")).toBe("true listed");
    for (const reference of ["QDe.155", "QDe.156"])
      expect(ask(reference, beginning), reference).toBe("false not-yet-listed");
    // Listed and in no copy: it may have been taken off before the first.
    expect(ask("QDe.999", beginning)).toBe("unknown before-first-copy");
    expect(ask("QDe.102", "2019-06-01T00:00Z")).toBe("unknown removed-between");
    expect(ask("QDe.102", "2021-01-01T00:00Z")).toBe("false removed");
    expect(ask("QDe.103", "2021-01-01T00:00Z")).toBe("unknown removed-between");
  });

  it("tell between which of them a name came, which the list itself does not date", async () => {
    const history = listingHistory(await fixtures());
    const named = (name: string, moment: string): string =>
      wasListedAs(history, { reference: "QDe.137", name }, { at: at(moment), known }).value;
    expect(named("Hay'at Tahrir al-Sham", "2017-07-01T00:00Z")).toBe("false");
    expect(named("Hay'at Tahrir al-Sham", "2018-06-06T00:00Z")).toBe("unknown");
    expect(named("Hay'at Tahrir al-Sham", "2018-11-01T00:00Z")).toBe("true");
    // The name was announced in July 2016: whether the list had it the month before, four copies cannot say.
    expect(named("Jabhat Fath al-Sham", "2016-06-01T00:00Z")).toBe("unknown");
    expect(named("Jabhat Fath al-Sham", "2017-07-05T00:00Z")).toBe("true");
  });
});
