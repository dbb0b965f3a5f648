import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOfFieldForm } from "./field-form-cells.ts";
import { FIELD_FORM, FIELD_FORM_GROUPS, FORM_MARK } from "./field-form.ts";
import { formListXml, manifestXml, responseXml, xmlText } from "./openrosa-answers.ts";
import { fieldFormSheets, fieldFormXml } from "./openrosa-form.ts";
import { parseFormInstance, readFormInstance, type ParsedInstance } from "./openrosa-instance.ts";
import { readKoboJson } from "./kobo-json.ts";
import { answersOf } from "./kobo-json-answers.ts";
import { reportColumns, type ReportColumn } from "./report-columns.ts";
import { createXmlScanner, type XmlEvent } from "./xml-stream.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A filled-in form as ODK Collect writes it. */
function filledIn(answers: Readonly<Record<string, string>>, more = ""): string {
  const groups = FIELD_FORM_GROUPS.map(({ name, questions }) => {
    const each = questions.map((question) => {
      const answer = answers[question.name];
      return answer === undefined ? `<${question.name}/>` : `<${question.name}>${xmlText(answer)}</${question.name}>`;
    });
    return `<${name}>${each.join("")}</${name}>`;
  });
  return `<?xml version='1.0' ?><data id="ceasefire-report" version="1" xmlns:orx="http://openrosa.org/xforms"><truce_form>${FORM_MARK.value}</truce_form><start>2024-03-11T07:50:00.000+03:00</start><end>2024-03-11T08:15:21.123+03:00</end>${groups.join("")}${more}<orx:meta><orx:instanceID>uuid:5f3a</orx:instanceID></orx:meta></data>`;
}

const parse = (text: string): ParsedInstance => parseFormInstance(encode(text), { file: "s.xml" });

function report(answers: Readonly<Record<string, string>>) {
  const parsed = parse(filledIn(answers));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return readFormInstance(parsed.instance);
}

function draftOf(answers: Readonly<Record<string, string>>) {
  const { draft, problems } = report(answers).row;
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return draft!;
}

const codeOf = (text: string): string | undefined => {
  const parsed = parse(text);
  return parsed.ok ? undefined : parsed.problem.code;
};

function events(text: string): readonly XmlEvent[] {
  const scanner = createXmlScanner();
  const found = [...scanner.push(encode(text)), ...scanner.end()];
  expect(found.filter(({ kind }) => kind === "damage")).toEqual([]);
  return found;
}

describe("A filled-in form", () => {
  it("is a report in the words of whoever filled it in, Arabic as well", () => {
    const draft = draftOf({
      when_from: "2024-03-10T23:00:00.000+03:00",
      when_to: "2024-03-10T23:30:00.000+03:00",
      when_sure: "times",
      point: "35.931 36.633 412.0 12.4",
      place_name: "معبر قرب «جسر الشغور»",
      place_sure: "m1000",
      acts: "shelling small-arms-fire other",
      what_words: "قصف ليلي",
      count_unit: "explosion",
      count_min: "٣",
      side_1: "مسلحون & آخرون",
      side_2: "Lower <Maro>",
      direction: "second-on-first",
      killed_min: "0",
      injured_max: "4",
      how_known: "told",
      told_by: "راعي غنم",
      narrative: "سمعنا ثلاثة انفجارات؛ ثم إطلاق نار.",
      photo_1: "1710.jpg",
      audio_1: "1711.m4a",
      may_name: "no",
    });
    expect(draft).toMatchObject({
      id: "5f3a",
      label: "قصف ليلي",
      sides: [{ name: "Lower <Maro>" }, { name: "مسلحون & آخرون" }],
      direction: "first-on-second",
      when: { zone: "+03:00", spread: "throughout", exact: true },
      where: {
        asStated: "معبر قرب «جسر الشغور»",
        precision: "near",
        drawnAt: { latitude: 35.931, longitude: 36.633 },
        circle: { radiusMetres: 1013 },
      },
      acts: ["shelling", "small-arms-fire"],
      counts: [{ unit: "explosion", least: 3, most: undefined }],
      casualties: { low: 0, high: undefined, best: undefined },
      harm: [{ what: "injured", whom: "people", least: undefined, most: 4 }],
      narrative: "سمعنا ثلاثة انفجارات؛ ثم إطلاق نار.",
      toldBy: "راعي غنم",
      attachments: ["1710.jpg", "1711.m4a"],
    });
    expect(draft.when.interval).toEqual({
      earliest: Date.parse("2024-03-10T20:00Z"),
      latest: Date.parse("2024-03-10T20:30Z"),
    });
    expect(draft.reported?.earliest).toBe(Date.parse("2024-03-11T05:15Z"));
  });

  it("that is blank says nothing: no number is 0, no direction known, no source named", () => {
    const { row, about } = report({});
    expect(row.draft).toMatchObject({
      sides: [],
      direction: "unknown",
      acts: [],
      counts: [],
      harm: [],
      attachments: [],
      narrative: undefined,
      where: { circle: undefined, drawnAt: undefined, precision: "unstated" },
    });
    expect(Object.values(row.draft!.casualties).every((number) => number === undefined)).toBe(true);
    expect(row.draft!.when.interval.earliest).toBe(Number.NEGATIVE_INFINITY);
    expect(about).toEqual({ howKnown: null, mayName: null });
  });

  it.each([
    ["2024-03-10T20:00Z/2024-03-10T20:01Z throughout", { when_sure: "times" }],
    ["2024-03-09T21:00Z/2024-03-10T21:00Z within", { when_sure: "day" }],
    ["2024-03-09T21:00Z/2024-03-10T21:00Z within", { when_sure: "unsure" }],
    ["2024-03-09T21:00Z/2024-03-10T21:00Z within", {}],
    // It was before it was told.
    ["2024-03-10T20:00Z/2024-03-11T05:15Z within", { when_sure: "between" }],
    ["2024-03-10T20:00Z/2024-03-10T20:30Z within", { when_sure: "between", when_to: "2024-03-10T23:30:00.000+03:00" }],
    [
      "2024-03-10T20:00Z/2024-03-11T22:00Z throughout",
      { when_sure: "times", when_to: "2024-03-12T01:00:00.000+03:00" },
    ],
  ])("was %s if its time is said as %o, and no more than that", (stretch, more) => {
    const { interval, spread } = draftOf({ when_from: "2024-03-10T23:00:00.000+03:00", ...more }).when;
    const [earliest, latest] = [interval.earliest, interval.latest].map((at) =>
      new Date(at).toISOString().slice(0, 16),
    );
    expect(`${earliest}Z/${latest}Z ${spread}`).toBe(stretch);
  });

  it("is certain of its day only where that was said", () => {
    const from = { when_from: "٢٠٢٤-٠٣-١٠T٢٣:٠٠:٠٠.٠٠٠+٠٣:٠٠" };
    expect(draftOf({ ...from, when_sure: "day" }).when.exact).toBe(true);
    expect(draftOf(from).when.exact).toBe(false);
  });

  it("whose numbers or times cannot be read is told so, and makes no report", () => {
    for (const answers of [
      { killed_min: "many" },
      { when_from: "yesterday" },
      { point: "95 200 0 0" },
      { count_min: "3" },
    ]) {
      const { draft, problems } = report(answers).row;
      expect(draft).toBeUndefined();
      expect(problems.some(({ severity }) => severity === "error")).toBe(true);
    }
    expect(report({ narrative: "x".repeat(50_001) }).row.problems[0]).toMatchObject({
      code: "form-long-answer",
      at: { field: "account/narrative" },
    });
  });

  it("comes out the same as JSON of KoboToolbox", async () => {
    const answers = { when_from: "2024-03-10T23:00:00.000+03:00", when_sure: "day", acts: "sniping", killed_max: "2" };
    const submission = {
      _uuid: "5f3a",
      truce_form: FORM_MARK.value,
      start: "2024-03-11T07:50:00.000+03:00",
      end: "2024-03-11T08:15:21.123+03:00",
      "when/when_from": answers.when_from,
      "when/when_sure": answers.when_sure,
      "what/acts": answers.acts,
      "harm/killed_max": answers.killed_max,
    };
    const bytes = (async function* () {
      yield encode(JSON.stringify(submission));
    })();
    for await (const [item] of readKoboJson(bytes))
      if (item?.kind === "row") expect(item.draft).toEqual(draftOf(answers));
  });

  it("of another form is read by the names of its questions", () => {
    const parsed = parse(
      `<x id="own"><narrative>Two shots</narrative><g><side_a>Riders</side_a></g><meta><instanceID>uuid:1</instanceID><deprecatedID>uuid:0</deprecatedID></meta></x>`,
    );
    if (!parsed.ok) throw new Error("not read");
    expect(readFormInstance(parsed.instance).row.draft).toMatchObject({
      id: "1",
      narrative: "Two shots",
      sides: [{ name: "Riders" }],
      regards: { relation: "corrects", report: "0" },
    });
  });

  it("keeps every text as it was written, whatever its letters", () => {
    const line = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(line, (text) => {
        const narrative = text.replace(/[\r\n\t]|[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "-");
        if (narrative.trim() === "") return;
        expect(draftOf({ narrative }).narrative).toBe(narrative);
      }),
    );
  });
});

describe("What is no filled-in form", () => {
  it("is refused with what is wrong with it", () => {
    expect(codeOf("")).toBe("xml-malformed");
    expect(codeOf("<data/>")).toBe("form-no-id");
    expect(codeOf(`<data id="x"><meta/></data>`)).toBe("form-no-instance-id");
    expect(codeOf(`<data id="x"><meta><instanceID>a b</instanceID></meta></data>`)).toBe("form-no-instance-id");
    expect(codeOf(`<data id="x"><a></data>`)).toBe("xml-malformed");
    expect(codeOf(filledIn({}).slice(0, -4))).toBe("xml-malformed");
    expect(codeOf(`<data id="x">&eacute;</data>`)).toBe("xml-malformed");
  });

  it("opens no entity and no file, however it is asked to", () => {
    const bomb = `<!DOCTYPE data [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
    expect(codeOf(`${bomb}<data id="x">&b;</data>`)).toBe("xml-doctype");
    expect(codeOf(`<?xml version="1.0" encoding="UTF-16"?><data id="x"/>`)).toBe("xml-encoding");
  });

  it("is read no further than its limits", () => {
    expect(codeOf(`<data id="x">${"<a>".repeat(100_000)}`)).toBe("xml-too-deep");
    expect(codeOf(`<data id="x"><a>${"x".repeat(2 << 20)}</a></data>`)).toBe("xml-too-long");
    const many = Array.from({ length: 6000 }, (_, i) => `<a${i}>1</a${i}>`).join("");
    expect(codeOf(`<data id="x">${many}</data>`)).toBe("form-too-many-answers");
  });

  it("never throws, however a form is damaged", () => {
    const whole = encode(filledIn({ narrative: "قصف", acts: "shelling" }));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, cut) => {
        const bytes = whole.slice(0, cut);
        if (at < bytes.length) bytes[at] = byte;
        const parsed = parseFormInstance(bytes);
        if (parsed.ok) readFormInstance(parsed.instance);
      }),
    );
  });
});

describe("The form for field monitors", () => {
  const all = events(fieldFormXml());
  const opened = all.filter((event) => event.kind === "open");
  const refs = opened.flatMap(({ attributes }) => attributes["ref"] ?? []);

  it("has every question once in its instance, its binds and its body, and every text in both languages", () => {
    const paths = FIELD_FORM_GROUPS.flatMap(({ name, questions }) =>
      questions.map((one) => `/data/${name}/${one.name}`),
    );
    const bound = opened.flatMap(({ attributes }) => attributes["nodeset"] ?? []);
    for (const path of paths) {
      expect(
        bound.filter((one) => one === path),
        path,
      ).toHaveLength(1);
      expect(
        refs.filter((one) => one === path),
        path,
      ).toHaveLength(1);
      expect(
        opened.filter(({ name }) => name === path.split("/").at(-1)),
        path,
      ).toHaveLength(1);
    }
    const ids = opened.filter(({ name }) => name === "text").map(({ attributes }) => attributes["id"]!);
    const wanted = refs.flatMap((ref) => /^jr:itext\('(.*)'\)$/u.exec(ref)?.[1] ?? []);
    expect([...new Set(wanted)].sort()).toEqual(ids.slice(0, ids.length / 2).sort());
    expect(ids.slice(0, ids.length / 2).sort()).toEqual(ids.slice(ids.length / 2).sort());
    expect(opened.filter(({ name }) => name === "translation").map(({ attributes }) => attributes["lang"])).toEqual([
      "English (en)",
      "العربية (ar)",
    ]);
  });

  it("has its labels in Arabic letters where it is in Arabic", () => {
    for (const { label, questions } of FIELD_FORM_GROUPS)
      for (const { ar } of [
        label,
        ...questions.flatMap((one) => [one.label, ...(one.choices ?? []).map((c) => c.label)]),
      ])
        expect(ar).toMatch(/^[\p{Script=Arabic}\p{N}\p{P}\p{Zs}]+$/u);
  });

  it("asks nothing that is not read, and nothing is read that it does not ask", () => {
    const answers: Record<string, string> = {};
    const values: Record<string, string> = { dateTime: "2024-03-10T23:00:00.000+03:00", geopoint: "1 2 3 4", int: "1" };
    const blank = new Set(columnsSaid({}));
    for (const { questions } of FIELD_FORM_GROUPS)
      for (const { name, type, choices, columns } of questions) {
        answers[name] = choices?.[0]?.value ?? values[type] ?? "words";
        expect(
          columns.every((column: ReportColumn) => reportColumns.includes(column)),
          name,
        ).toBe(true);
      }
    const table = new Set(FIELD_FORM_GROUPS.flatMap(({ questions }) => questions.flatMap(({ columns }) => columns)));
    const said = columnsSaid(answers).filter((column) => !blank.has(column));
    expect(said.sort()).toEqual([...table].filter((column) => column !== "zone").sort());
  });

  it("is the same as an XLSForm", () => {
    const [survey, choices, settings] = fieldFormSheets();
    const names = survey!.rows.slice(1).map((row) => row[1]);
    for (const { questions } of FIELD_FORM_GROUPS) for (const { name } of questions) expect(names).toContain(name);
    const lists = new Set(choices!.rows.slice(1).map(([list]) => list));
    for (const [type = ""] of survey!.rows.slice(1))
      if (type.startsWith("select_")) expect(lists).toContain(type.split(" ")[1]);
    expect(settings!.rows[1]).toContain(FIELD_FORM.id);
    for (const { rows } of fieldFormSheets()) expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
  });
});

/** Columns that are not blank for a filled-in form. */
function columnsSaid(answers: Readonly<Record<string, string>>): string[] {
  const parsed = parse(filledIn(answers));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return Object.keys(cellsOfFieldForm(answersOf(Object.fromEntries(parsed.instance.answers))) ?? {});
}

describe("What a server answers", () => {
  it("is XML that nothing can be put into", () => {
    const evil = `"/><evil>&x;]]>\u0000`;
    const form = { id: evil, name: evil, version: evil, md5: "0", downloadUrl: evil, manifestUrl: evil };
    for (const text of [formListXml([form, form]), responseXml("submit_error", evil), manifestXml()]) {
      const names = events(text).flatMap((event) => (event.kind === "open" ? [event.name] : []));
      expect(names).not.toContain("evil");
    }
  });
});
