import { afterEach, expect, test } from "vitest";
import { ColumnsReader, incidentIdAt, verdictColumn, type IncidentColumns } from "../../src/domain/index.ts";
import { Dice } from "../proof/dice.ts";
import { SEED } from "../property-seed.ts";
import { SHOW, World } from "../reading/world.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Answered, type Who } from "./served.ts";

const WHO: readonly Who[] = ["editor", "viewer", "liaison:a", "liaison:b", "humanitarian", "nobody"];

type Query = Readonly<Record<string, string>>;
type Listed = Answered<"listIncidents">["items"][number];

onEachServer("columns", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  async function columnsFor(who: Who, query: Query = {}): Promise<IncidentColumns> {
    const got = await served.ask(who, "listColumns", { query });
    const reader = new ColumnsReader();
    // In pieces that end anywhere.
    for (let at = 0; at < got.text.length; at += 1000) reader.take(got.text.slice(at, at + 1000));
    return reader.finish();
  }

  async function listFor(who: Who, query: Query): Promise<readonly Listed[]> {
    const items: Listed[] = [];
    for (let after: string | null = "", first = true; first || after !== null; first = false) {
      const page: Answered<"listIncidents"> = (
        await served.ask(who, "listIncidents", {
          query: { ...query, limit: "20", ...(first ? {} : { after: after! }) },
        })
      ).body;
      items.push(...page.items);
      after = page.next;
    }
    return items;
  }

  /** The same numbers as when each is asked for by itself, and all sums come to all. */
  async function holdTallies({ who, shown, incidents, verdicts }: Tallied): Promise<void> {
    const { rule, reading, ...selection } = shown;
    const { body } = await served.ask(who, "countTallies", { query: { ...selection, pairs: "2" } });
    expect(body.incidents).toBe(incidents);
    expect(sum(body.pairs.map((pair) => pair.incidents)) + body.others.incidents).toBe(incidents);
    const found = body.tallies.find((one) => one.rule === rule && one.reading === reading);
    if (found) expect(found.reports.verdicts).toEqual(verdicts);
    else expect(Object.keys(verdicts).filter((verdict) => verdict !== "not judged")).toEqual([]);
    for (const { reports, withAnswers } of body.tallies)
      for (const tally of [reports, withAnswers]) {
        expect(sum(Object.values(tally.verdicts))).toBe(incidents);
        for (const [i, pair] of body.pairs.entries()) expect(sum(Object.values(tally.byPair[i]!))).toBe(pair.incidents);
        expect(sum(Object.values(tally.others))).toBe(body.others.incidents);
        for (const [verdict, { certain, possible }] of Object.entries(tally.bounds)) {
          expect(certain).toBe(tally.verdicts[verdict] ?? 0);
          expect(possible).toBeGreaterThanOrEqual(certain);
        }
      }
  }

  test("say of every incident what the list says of it, in its order, to every viewer, at every moment, and so do tallies", async () => {
    const dice = new Dice(SEED);
    served = await Served.open(records);
    const world = new World(dice);
    for (let i = 0; i < 4; i++) await world.grow(served.store);
    const moments = [undefined, dice.pick(world.moments)];
    const keys = world.current("agreement").map(({ said }) => String(said["key"]));
    let judged = 0;
    for (const who of WHO)
      for (const moment of moments) {
        const selection: Query = moment === undefined ? {} : { asOf: new Date(moment).toISOString() };
        const columns = await columnsFor(who, selection);
        for (const agreement of keys) {
          const shown = { ...selection, ...SHOW, agreement };
          const listed = await listFor(who, shown);
          expect(rowsOf(columns, agreement)).toEqual(listed.map(inRow));
          const { verdicts } = (await served.ask(who, "countVerdicts", { query: shown })).body;
          expect(countsOf(columns, agreement)).toEqual(verdicts);
          await holdTallies({ who, shown, incidents: listed.length, verdicts });
          judged += Object.keys(verdicts).filter((verdict) => verdict !== "not judged").length;
        }
      }
    expect(judged).toBeGreaterThan(10);
  });

  test("are of the selection that was asked for, and so are ids alone", async () => {
    served = await Served.open(records);
    const world = new World(new Dice(SEED));
    for (let i = 0; i < 3; i++) await world.grow(served.store);
    for (const query of [{ text: "bakery" }, { area: "east" }, { from: "2016-03-02T00:00:00Z" }] as const) {
      const listed = (await listFor("editor", query)).map(({ id }) => id);
      expect(listed.length).toBeGreaterThan(0);
      expect(idsOf(await columnsFor("editor", query))).toEqual(listed);
      const only = await columnsFor("editor", { ...query, only: "ids" });
      expect(idsOf(only)).toEqual(listed);
      expect(only.earliest).toHaveLength(0);
    }
  });

  test("that were cut off are not taken for whole", async () => {
    served = await Served.open(records);
    const world = new World(new Dice(SEED));
    await world.grow(served.store);
    const { text } = await served.ask("editor", "listColumns");
    for (const cut of [0, 10, text.length - 2, text.lastIndexOf("\n", text.length - 2) + 1]) {
      const reader = new ColumnsReader();
      reader.take(text.slice(0, cut));
      expect(() => reader.finish()).toThrow(/cut off/u);
    }
  });
});

interface Tallied {
  readonly who: Who;
  readonly shown: Query;
  readonly incidents: number;
  readonly verdicts: Readonly<Record<string, number>>;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function idsOf(columns: IncidentColumns): readonly string[] {
  return Array.from({ length: columns.count }, (_, i) => incidentIdAt(columns, i));
}

function time(value: number): string | null {
  return Number.isNaN(value) ? null : new Date(value).toISOString();
}

function rowsOf(columns: IncidentColumns, agreement: string): readonly unknown[] {
  const verdicts = verdictColumn(columns, { agreement, ...SHOW });
  return idsOf(columns).map((id, i) => {
    const word = (name: keyof IncidentColumns["words"]): unknown =>
      columns.words[name].words[columns.words[name].codes[i]!];
    const number = (name: keyof IncidentColumns["numbers"]): number | null => {
      const value = columns.numbers[name][i]!;
      return Number.isNaN(value) ? null : value;
    };
    return {
      id,
      earliest: time(columns.earliest[i]!),
      latest: time(columns.latest[i]!),
      ...Object.fromEntries(WORDS.map((name) => [name, word(name)])),
      ...Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
      verdict: columns.said[verdicts[i]!]?.verdict ?? null,
    };
  });
}

const WORDS = ["label", "sides", "acts", "area", "country", "occurrence", "attribution"] as const;
const NUMBERS = ["latitude", "longitude", "radiusM", "deadLeast", "deadBest", "deadMost"] as const;

function inRow(listed: Listed): unknown {
  const { id, earliest, latest, verdict } = listed;
  const named = [...WORDS, ...NUMBERS].map((name) => [name, listed[name]] as const);
  return { id, earliest, latest, ...Object.fromEntries(named), verdict };
}

function countsOf(columns: IncidentColumns, agreement: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of verdictColumn(columns, { agreement, ...SHOW })) {
    const verdict = columns.said[code]?.verdict ?? "not judged";
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}
