import type { Viewer } from "../../src/domain/index.ts";
import { Reading, type IncidentQuery, type Store } from "../../src/store/index.ts";
import { randomOf } from "../random.ts";
import { READINGS, RULES, VERDICTS } from "./findings.ts";

export interface Times {
  readonly name: string;
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

export interface QueryRun {
  readonly lists: readonly Times[];
  readonly counts: Times;
  readonly records: Times;
  /** "As known at", against the same lists without it. */
  readonly asOfRatio: number;
  readonly slowest: string;
}

export const INSIDE: Viewer = { tier: "internal" };
const EVERYBODY: Viewer = { tier: "public" };

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2015, 9, 1);
const DAYS = 1500;

/** What people ask for together. */
type Filter = "time" | "area" | "side" | "text" | "box" | "verdict" | "possible" | "source";
export const MIXES: readonly (readonly Filter[])[] = [
  [],
  ["time"],
  ["area"],
  ["side"],
  ["text"],
  ["box"],
  ["verdict"],
  ["time", "area"],
  ["time", "box"],
  ["time", "side", "text"],
  ["area", "verdict"],
  ["time", "possible"],
  ["text", "box"],
  ["source", "time"],
  ["time", "area", "verdict", "side"],
  ["time", "area", "verdict", "side", "text", "box"],
];

/** Lists, counts, single records and "as known at", by whom the record has most for and by whom it has least. */
export class QueryBench {
  private readonly store: Store;
  private readonly random: () => number;
  private readonly values: Values;
  private slowest = { milliseconds: 0, what: "" };

  private constructor(store: Store, random: () => number, values: Values) {
    this.store = store;
    this.random = random;
    this.values = values;
  }

  static async of(store: Store, seed: number): Promise<QueryBench> {
    const names = async (text: string): Promise<readonly string[]> =>
      (await store.query<{ name: string }>(`${text} order by 1`)).map(({ name }) => name);
    const standing = "from incident where superseded_at is null";
    return new QueryBench(store, randomOf(seed), {
      area: await names(`select distinct area as name ${standing} and area is not null`),
      side: await names(`select side as name from (select unnest(sides) as side ${standing}) as s group by 1`),
      text: await names(`select distinct split_part(words, ' ', 3) as name ${standing} and words <> ''`),
      source: await names("select handle as name from source where superseded_at is null"),
      ids: await names(`select id::text as name ${standing} and row % 97 = 0`),
    });
  }

  /** `before`: a moment to ask as recorded at. */
  async run(rounds: number, before: number): Promise<QueryRun> {
    const plan = this.plan(rounds);
    // What the first queries pay for (connections, pages not yet in memory) is not what is asked.
    for (const { viewer, query } of plan.slice(0, MIXES.length)) await new Reading(this.store, viewer).incidents(query);
    const lists: Times[] = [];
    for (const viewer of [INSIDE, EVERYBODY])
      for (const isDeep of [false, true]) {
        const own = plan.filter((one) => one.viewer === viewer);
        const taken = await this.each(own, ({ query }) => this.list(viewer, query, isDeep));
        lists.push(timesOf(`list, ${viewer.tier}, ${isDeep ? "deep page" : "first page"}`, taken));
      }
    const counts = await this.each(plan, ({ viewer, query }) => new Reading(this.store, viewer).countIncidents(query));
    const ids = plan.map(({ viewer }) => ({ viewer, query: { id: this.pick("ids") } }));
    const records = await this.each(ids, ({ viewer, query }) => new Reading(this.store, viewer).incident(query.id));
    return {
      lists,
      counts: timesOf("count", counts),
      records: timesOf("one record in full", records),
      asOfRatio: await this.asOfRatio(plan, before),
      slowest: this.slowest.what,
    };
  }

  private plan(rounds: number): readonly { readonly viewer: Viewer; readonly query: IncidentQuery }[] {
    const each: { viewer: Viewer; query: IncidentQuery }[] = [];
    for (let round = 0; round < rounds; round++)
      for (const mix of MIXES) {
        const query = Object.assign({}, ...mix.map((filter) => this.filter(filter))) as IncidentQuery;
        for (const viewer of [INSIDE, EVERYBODY]) each.push({ viewer, query });
      }
    return each;
  }

  private filter(name: Filter): IncidentQuery {
    switch (name) {
      case "time": {
        const from = FIRST_DAY + Math.floor(this.random() * DAYS) * DAY;
        return { from, to: from + (1 + Math.floor(this.random() * 90)) * DAY };
      }
      case "box": {
        const [west, south] = [35.7 + this.random() * 5, 32.5 + this.random() * 3];
        return { box: [west, south, west + 0.2 + this.random(), south + 0.2 + this.random()] };
      }
      case "verdict":
        return { verdict: { ...this.ruleAndReading(), verdict: this.one(VERDICTS) } };
      case "possible":
        return { verdict: { ...this.ruleAndReading(), verdict: "?breach" } };
      default:
        return { [name]: this.pick(name) };
    }
  }

  private ruleAndReading(): { readonly rule: string; readonly reading: string } {
    return { rule: this.one(RULES), reading: this.one(READINGS) };
  }

  private pick(name: keyof Values): string {
    return this.one(this.values[name]);
  }

  private one<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)]!;
  }

  /** A page of 50 with a verdict beside each incident; a deep one from somewhere in the list, not from its beginning. */
  private async list(viewer: Viewer, query: IncidentQuery, isDeep: boolean): Promise<unknown> {
    const reading = new Reading(this.store, viewer);
    const show = { rule: RULES[0]!, reading: READINGS[0]! };
    const after = Buffer.from(JSON.stringify([FIRST_DAY + 700 * DAY, "80000000-0000-4000-8000-000000000000"]));
    return reading.incidents(query, { show, ...(isDeep ? { after: after.toString("base64url") } : {}) });
  }

  private async asOfRatio(
    plan: readonly { readonly viewer: Viewer; readonly query: IncidentQuery }[],
    before: number,
  ): Promise<number> {
    const sum = { now: 0, before: 0 };
    for (const { viewer, query } of plan) {
      // The quickest of three each, in turn, so that neither pays for what else the machine does.
      const best = { now: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY };
      for (const when of ["now", "before", "now", "before", "now", "before"] as const) {
        const reading = new Reading(this.store, viewer, when === "before" ? before : undefined);
        const begun = performance.now();
        await reading.incidents(query);
        best[when] = Math.min(best[when], performance.now() - begun);
      }
      sum.now += best.now;
      sum.before += best.before;
    }
    return sum.before / sum.now;
  }

  private async each<T>(all: readonly T[], ask: (one: T) => Promise<unknown>): Promise<readonly number[]> {
    const taken: number[] = [];
    for (const one of all) {
      const begun = performance.now();
      await ask(one);
      const milliseconds = performance.now() - begun;
      taken.push(milliseconds);
      if (milliseconds > this.slowest.milliseconds)
        this.slowest = { milliseconds, what: `${milliseconds.toFixed(0)} ms: ${JSON.stringify(one)}` };
    }
    return taken;
  }
}

interface Values {
  readonly area: readonly string[];
  readonly side: readonly string[];
  readonly text: readonly string[];
  readonly source: readonly string[];
  readonly ids: readonly string[];
}

function timesOf(name: string, taken: readonly number[]): Times {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { name, count: sorted.length, p50: at(0.5), p95: at(0.95) };
}
