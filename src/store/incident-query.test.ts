import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Viewer } from "../domain/index.ts";
import { idOf, rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import { searchWords } from "../kit/index.ts";
import { Reading, type IncidentQuery, type Said, type Store } from "./index.ts";

const INSIDE: Viewer = { tier: "internal" };
const PUBLIC: Viewer = { tier: "public" };

/** Incidents with these names to be found by; the number of each is its place. */
async function named(store: Store, names: readonly string[], more: Partial<Said<"incident">> = {}): Promise<void> {
  await changed(store, (change) => {
    for (const [i, name] of names.entries()) {
      const words = searchWords({ names: [name] });
      const said = rowOf("incident", i, { words, public_words: "", sides: [name], latitude: null, ...more });
      change.add("incident", { id: idOf(i), audience: ["public", "guarantors"] }, said);
    }
  });
}

async function found(store: Store, query: IncidentQuery, viewer = INSIDE): Promise<readonly string[]> {
  const reading = new Reading(store, viewer);
  const { items } = await reading.incidents(query, { limit: 1000 });
  expect(await reading.countIncidents(query)).toBe(items.length);
  return items.map(({ sides }) => sides[0]!).sort();
}

onEachServer("a search", (records) => {
  test("finds a name by every spelling of it, in either script, and not by another", async () => {
    const store = await records.open();
    const army = ["Jaysh al-Islam", "Jaish al Islam", "جيش الإسلام", "جَيْشُ الإِسْلَامِ", "جيش الاسلام", "جــيش الإسلام"];
    const others = ["Jaysh al-Fatah", "لواء ٣١", "الرقة", "Homs", "Hama", "Damascus"];
    await named(store, [...army, ...others]);
    for (const spelling of army) expect(await found(store, { text: spelling }), spelling).toEqual([...army].sort());
    for (const spelling of ["31", "لواء 31", "لواء ٣١", "لوا ۳۱"])
      expect(await found(store, { text: spelling }), spelling).toEqual(["لواء ٣١"]);
    for (const spelling of ["Raqqa", "ar-Raqqah", "الرقه", "رقة", "Rakka"])
      expect(await found(store, { text: spelling }), spelling).toEqual(["الرقة"]);
    expect(await found(store, { text: "Homs" })).toEqual(["Homs"]);
    expect(await found(store, { text: "Damas" })).toEqual(["Damascus"]);
    expect(await found(store, { text: "Homs Hama" })).toEqual([]);
    expect(await found(store, { text: "Islam fatah" })).toEqual([]);
    expect(await found(store, { text: "..." })).toHaveLength(army.length + others.length);
  });

  test("takes whatever is typed for words, never for a part of the question", async () => {
    const store = await records.open();
    await named(store, ["alpha", "beta"]);
    const typed = [
      "alpha') | ('beta",
      "alpha' | 'beta",
      "alpha | beta",
      "alpha <-> beta",
      "!alpha",
      "alpha:* & !beta",
      "alpha\\' or true --",
      "'; drop table truce.incident; --",
      "alpha\0beta",
      "\ud800 alpha \udc00",
      "%",
      "(((",
      ":*",
      "\\",
    ];
    for (const text of typed)
      for (const viewer of [INSIDE, PUBLIC])
        expect(Array.isArray(await found(store, { text }, viewer)), text).toBe(true);
    expect(await found(store, { text: "alpha | beta" })).toEqual([]);
    expect(await found(store, { text: "!alpha" })).toEqual(["alpha"]);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.constantFrom("text", "area", "side", "act", "occurrence", "attribution", "source"),
        async (written, by) => {
          const all = await found(store, { [by]: written });
          if (by !== "text") expect(all).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
    expect(await found(store, {})).toEqual(["alpha", "beta"]);
  });

  test("keeps and finds what has words beyond what the database can index", async () => {
    const store = await records.open();
    const long = "ج".repeat(4000);
    const many = Array.from({ length: 120_000 }, (_, i) => `كلمة${i}`).join(" ");
    await named(store, ["alpha"], { words: searchWords({ names: ["alpha", long], texts: [many] }) });
    for (const text of ["alpha", long, "كلمة1"])
      expect(await found(store, { text }), text.slice(0, 9)).toEqual(["alpha"]);
    expect(await found(store, { text: "beta" })).toEqual([]);
  });

  test("by the public goes by public words alone, and by a box finds nothing", async () => {
    const store = await records.open();
    await named(store, ["alpha"], { public_words: "east", label: "a secret label", latitude: 36, longitude: 37 });
    const box = [36.9, 35.9, 37.1, 36.1] as const;
    expect(await found(store, { box })).toEqual(["alpha"]);
    expect(await found(store, { text: "alpha" }, { tier: "guarantors" })).toEqual(["alpha"]);
    expect(await found(store, { text: "east" }, PUBLIC)).toEqual(["alpha"]);
    for (const query of [{ box }, { box: [-180, -90, 180, 90] as const }, { text: "alpha" }, { text: "secret" }])
      expect(await found(store, query, PUBLIC), JSON.stringify(query)).toEqual([]);
  });

  test("finds an incident by what its reports say, for those who may read that report, and for nobody else", async () => {
    const store = await records.open();
    const outside = ["guarantors", "party:a", "humanitarians", "public"];
    await changed(store, (change) => {
      const said = (texts: string): Partial<Said<"report">> => ({
        words: searchWords({ texts: [texts] }),
        source: null,
      });
      const add = (n: number, name: string, reports: readonly string[]): void => {
        const words = searchWords({ names: [name] });
        const row = rowOf("incident", n, { words, public_words: words, sides: [name] });
        const incident = change.add("incident", { id: idOf(n), audience: outside }, row);
        for (const report of reports)
          change.add("incident_member", { audience: outside }, { incident, report, standing: "account", reason: "" });
      };
      const open = change.add(
        "report",
        { audience: outside },
        rowOf("report", 50, said("Mortars fell on the bakery.")),
      );
      const inside = change.add("report", { audience: [] }, rowOf("report", 51, said("The baker's cousin saw it")));
      const gone = change.add("report", { audience: outside, withdrawn: true }, rowOf("report", 52, said("withdrawn")));
      const other = change.add("report", { audience: outside }, rowOf("report", 53, said("قصف المدرسة")));
      add(1, "alpha", [open, inside, gone]);
      add(2, "beta", [other]);
      add(3, "gamma", []);
    });
    const guarantors: Viewer = { tier: "guarantors" };
    for (const viewer of [INSIDE, guarantors]) {
      expect(await found(store, { text: "mortar bakery" }, viewer)).toEqual(["alpha"]);
      // One word is of the incident, the other of its report.
      expect(await found(store, { text: "alpha bakery" }, viewer)).toEqual(["alpha"]);
      expect(await found(store, { text: "المدرسه" }, viewer)).toEqual(["beta"]);
      expect(await found(store, { text: "beta bakery" }, viewer)).toEqual([]);
      expect(await found(store, { text: "withdrawn" }, viewer)).toEqual([]);
    }
    expect(await found(store, { text: "cousin" })).toEqual(["alpha"]);
    expect(await found(store, { text: "cousin" }, guarantors)).toEqual([]);
    for (const viewer of [{ tier: "party", party: "a" }, { tier: "humanitarians" }, PUBLIC] as const)
      for (const text of ["bakery", "المدرسه", "cousin"]) expect(await found(store, { text }, viewer)).toEqual([]);
  });

  test("finds by the words of reports the same whether few or many have the word", async () => {
    const store = await records.open();
    await changed(store, (change) => {
      for (let n = 0; n < 1300; n++) {
        const words = searchWords({ texts: [n % 400 === 0 ? "shells a bakery" : "shells"] });
        const report = change.add("report", { audience: [] }, rowOf("report", n, { words, source: null }));
        const incident = change.add(
          "incident",
          { id: idOf(n), audience: [] },
          rowOf("incident", n, { earliest: n * 1000 }),
        );
        change.add("incident_member", { audience: [] }, { incident, report, standing: "account", reason: "" });
      }
    });
    const reading = new Reading(store, INSIDE);
    const ids = async (text: string): Promise<readonly string[]> =>
      (await reading.incidents({ text }, { limit: 20 })).items.map(({ id }) => id);
    expect(await ids("bakery")).toEqual([1200, 800, 400, 0].map(idOf));
    expect(await ids("shells")).toEqual(Array.from({ length: 20 }, (_, i) => idOf(1299 - i)));
    expect([await reading.countIncidents({ text: "bakery" }), await reading.countIncidents({ text: "shell" })]).toEqual(
      [4, 1300],
    );
    const exported: string[] = [];
    for await (const { id } of reading.exportIncidents({ text: "bakery" })) exported.push(id);
    expect(exported).toEqual([1200, 800, 400, 0].map(idOf));
  });

  test("by a box goes across the antimeridian and counts its edges", async () => {
    const store = await records.open();
    const places: readonly (readonly [string, number, number])[] = [
      ["fiji", 179.5, -17],
      ["samoa", -172, -13.5],
      ["pole", 0, 90],
    ];
    for (const [name, longitude, latitude] of places)
      await changed(store, (change) =>
        change.add("incident", { audience: [] }, rowOf("incident", 1, { sides: [name], longitude, latitude })),
      );
    expect(await found(store, { box: [170, -20, -170, 0] })).toEqual(["fiji", "samoa"]);
    expect(await found(store, { box: [-170, -20, 170, 0] })).toEqual([]);
    expect(await found(store, { box: [0, 90, 0, 90] })).toEqual(["pole"]);
    expect(await found(store, { box: [-180, -90, 180, 90] })).toEqual(["fiji", "pole", "samoa"]);
  });

  test("goes through all it finds, page by page, however rare and however old", async () => {
    const store = await records.open();
    const names = Array.from({ length: 120 }, (_, i) => (i % 37 === 0 ? "alpha" : "beta"));
    await changed(store, (change) => {
      for (const [i, name] of names.entries())
        change.add(
          "incident",
          { id: idOf(i), audience: ["public"] },
          rowOf("incident", i, { sides: [name], area: "east", earliest: i % 50 === 0 ? null : i * 1000 }),
        );
    });
    const queries: readonly IncidentQuery[] = [
      { side: "alpha" },
      { side: "beta", area: "east" },
      { side: "alpha", from: 40_000 },
      { side: "nobody" },
    ];
    for (const viewer of [INSIDE, PUBLIC]) {
      const reading = new Reading(store, viewer);
      for (const query of queries) {
        const all = (await reading.incidents(query, { limit: 1000 })).items.map(({ id }) => id);
        expect(all).toHaveLength(await reading.countIncidents(query));
        for (const limit of [1, 2, 3, 7]) {
          const paged: string[] = [];
          for (let after: string | undefined, isMore = true; isMore; isMore = after !== undefined) {
            const page = await reading.incidents(query, { limit, ...(after === undefined ? {} : { after }) });
            paged.push(...page.items.map(({ id }) => id));
            after = page.next;
          }
          expect(paged, `${JSON.stringify(query)} by ${limit}`).toEqual(all);
        }
      }
    }
  });

  test("refuses a box or a place in a list that is none, in the same words whatever the record holds", async () => {
    const [full, empty] = [await records.open(), await records.open()];
    await named(full, ["alpha", "beta"]);
    const boxes = [
      [0, 0, 181, 0],
      [0, 1, 0, 0],
      [0, -91, 0, 0],
      [Number.NaN, 0, 1, 1],
      [0, Number.NaN, 1, 1],
    ] as const;
    const cursors = [
      "",
      "x",
      "bm90IGpzb24",
      ...[null, [], {}, [1], [1, "x"], ["1", idOf(1)], [1.5, idOf(1)], [1, "-".repeat(36)], [1e308, idOf(1)]].map(
        (one) => Buffer.from(JSON.stringify(one)).toString("base64url"),
      ),
    ];
    for (const viewer of [INSIDE, PUBLIC]) {
      const readings = [full, empty].map((store) => new Reading(store, viewer));
      for (const box of boxes)
        for (const reading of readings)
          await expect(reading.countIncidents({ box }), String(box)).rejects.toMatchObject({ code: "bad-box" });
      for (const after of cursors) {
        const refusals = await Promise.all(
          readings.map((reading) => reading.incidents({}, { after }).catch((error: unknown) => String(error))),
        );
        expect(refusals[0], after).toMatch(/this is not a place in a list/u);
        expect(refusals[1]).toBe(refusals[0]);
      }
    }
  });

  test("takes times and limits beyond all bounds for the nearest there are", async () => {
    const store = await records.open();
    await named(store, ["alpha", "beta", "gamma"]);
    expect(await found(store, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY })).toHaveLength(3);
    expect(await found(store, { from: 8.64e15 })).toEqual([]);
    expect(await found(store, { to: -8.64e15 })).toEqual([]);
    const reading = new Reading(store, INSIDE);
    for (const [limit, length] of [
      [0, 1],
      [-5, 1],
      [2.9, 2],
      [Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 3],
      [1e9, 3],
    ] as const)
      expect((await reading.incidents({}, { limit })).items, String(limit)).toHaveLength(length);
    expect(await new Reading(store, INSIDE, 8.64e15).countIncidents({})).toBe(3);
    expect(await new Reading(store, INSIDE, -8.64e15).countIncidents({})).toBe(0);
  });
});
