import { foldName } from "../../src/kit/index.ts";
import { ActorNames, matchAll, type Batch, type Claim, type Model } from "../../src/match/index.ts";
import { Chance } from "./chance.ts";
import { loadGedRows, type GedRow } from "./ged-events.ts";
import type { PairScores } from "./metrics.ts";
import { GENERIC, makeNameBook } from "./names.ts";

export interface LinksMeasure {
  readonly reports: number;
  /** Pairs of reports that GED cites for one event. */
  readonly pairs: number;
  /** With the model learnt on the simulated set. */
  readonly scores: PairScores;
  /** With a model learnt on these claims. */
  readonly learntHere: PairScores;
  /** For comparison: whatever is of one day and one named place is one. */
  readonly samePlaceAndDay: PairScores;
}

const DAY = 86_400_000;

interface Cited {
  readonly outlet: string;
  readonly day: number;
  readonly headline: string;
  readonly events: Set<string>;
}

/** How far headlines alone lead: reports that GED cites, matched, against what GED cites together. */
export async function measureLinks(model: Model): Promise<LinksMeasure> {
  const rows = await loadGedRows();
  const cited = citations(rows);
  const outlets = outletsCitedTogether(cited);
  const reports = cited.filter(({ outlet }) => outlets.has(outlet));
  const reader = new HeadlineReader(rows);
  const claims = reports.map((report, n) => reader.claimOf(report, n));
  const eventOf = new Map(reports.map(({ events }, n) => [claims[n]!.id, [...events][0]!]));
  const score = ({ incidents, book }: Batch): PairScores =>
    scorePairs(incidents.map((members) => members.map((i) => eventOf.get(book.table.claims[i]!.id)!)));
  const placed = groupBy(claims, ({ id, when, where }) => (where?.name ? `${when!.from} ${where.name}` : id));
  return {
    reports: reports.length,
    pairs: pairsIn(groupBy([...eventOf.values()], (event) => event)),
    scores: score(matchAll(claims, { model })),
    learntHere: score(matchAll(claims)),
    samePlaceAndDay: scorePairs(placed.map((together) => together.map(({ id }) => eventOf.get(id)!))),
  };
}

function outletsCitedTogether(cited: readonly Cited[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const together of groupBy(cited, ({ events }) => [...events][0]!)) {
    const outlets = new Set(together.map(({ outlet }) => outlet));
    if (outlets.size > 1) for (const outlet of outlets) found.add(outlet);
  }
  return found;
}

/** Groups of reports, each as the event that it is cited for. */
function scorePairs(groups: readonly (readonly string[])[]): PairScores {
  const all = groupBy(groups.flat(), (event) => event);
  const right = groups.reduce((sum, group) => sum + pairsIn(groupBy(group, (event) => event)), 0);
  const found = pairsIn(groups);
  const [precision, recall] = [found === 0 ? 1 : right / found, right / pairsIn(all)];
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function pairsIn(groups: readonly (readonly unknown[])[]): number {
  return groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** Reports that are cited for one event only; the others are round-ups. */
function citations(rows: readonly GedRow[]): readonly Cited[] {
  const found = new Map<string, Cited>();
  for (const { id, sourceArticle } of rows) {
    for (const one of sourceArticle.split(/"\s*;\s*"/u)) {
      const [, outlet, date, headline] = /^"*([^,]+),(\d{4}-\d\d-\d\d),(.+?)"*$/u.exec(one.trim()) ?? [];
      if (outlet === undefined) continue;
      const key = `${outlet}|${date}|${headline}`;
      const known = found.get(key) ?? {
        outlet,
        day: Date.parse(date!),
        headline: headline!,
        events: new Set<string>(),
      };
      found.set(key, known);
      known.events.add(id);
    }
  }
  return [...found.values()].filter(({ events }) => events.size === 1);
}

class HeadlineReader {
  private readonly places = new Map<string, GedRow>();
  private readonly provinces = new Map<string, GedRow>();
  private readonly actors: ActorNames;
  private readonly aliases: readonly string[];

  constructor(rows: readonly GedRow[]) {
    for (const row of rows) {
      const name = foldName(row.place.replace(/ (?:village|town|city|neighbou?rhood|district|governorate)$/iu, ""));
      if (name.length >= 4 && row.wherePrec <= 2) this.places.set(name, row);
      const province = foldName(row.adm1.replace(/ governorate$/iu, ""));
      if (province.length >= 4) this.provinces.set(province, row);
    }
    const names = [...new Set(rows.flatMap(({ sideA, sideB }) => [sideA, sideB]))].filter(
      (name) => name !== "Civilians",
    );
    const { told } = makeNameBook(names, new Chance(1));
    this.actors = new ActorNames(told, GENERIC);
    this.aliases = told.map(({ text }) => foldName(text)).filter((text) => text.length >= 3);
  }

  claimOf({ outlet, day, headline }: Cited, n: number): Claim {
    const text = ` ${foldName(headline)} `;
    const id = `r${String(n).padStart(6, "0")}`;
    const killed = /(\d{1,3}) (?:\w+ ){0,3}(?:killed|dead|die)|(?:kill\w*|death of) (?:\w+ ){0,2}(\d{1,3})/u.exec(text);
    const dead = Number(killed?.[1] ?? killed?.[2] ?? Number.NaN);
    const named = this.aliases.filter((alias) => text.includes(` ${alias} `)).slice(0, 2);
    return {
      id,
      report: id,
      source: outlet,
      // Told on the day or the day after.
      when: { from: day - DAY, to: day + DAY, precision: 3 },
      publishedAt: undefined,
      where: this.placeOf(text),
      actors: named.map((name, side) => ({ side: side === 0 ? "first" : "second", ...this.actors.resolve(name) })),
      kind: kindOf(text),
      killed: Number.isNaN(dead) ? undefined : { least: dead, most: dead },
      injured: undefined,
      text: headline,
      url: undefined,
      updates: undefined,
      isAggregate: false,
    };
  }

  /** The longest name that the headline has; else a province; else the country. */
  private placeOf(text: string): Claim["where"] {
    const longest = (names: ReadonlyMap<string, GedRow>): [string, GedRow] | undefined =>
      [...names].filter(([name]) => text.includes(` ${name} `)).sort(([a], [b]) => b.length - a.length)[0];
    const place = longest(this.places);
    const found = place ?? longest(this.provinces);
    if (!found) return undefined;
    const [name, { latitude, longitude, adm1, adm2 }] = found;
    const precise = place !== undefined && !this.provinces.has(name);
    return {
      latitude,
      longitude,
      radiusKm: precise ? 3 : 90,
      precision: precise ? 1 : 4,
      name: precise ? name : undefined,
      units: (precise ? [adm1, adm2] : [adm1]).filter((unit) => unit !== ""),
      country: "Syria",
    };
  }
}

const KINDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/barrel/u, ["force", "air", "barrel-bomb"]],
  [/air ?strike|air ?raid|warplane|raids/u, ["force", "air"]],
  [/shell|mortar|rocket|bombard/u, ["force", "shelling"]],
  [/car bomb|suicide|mine|ied|explosi/u, ["force", "device"]],
  [/sniper|shot|gunfire/u, ["force", "firing"]],
  [/clash|battle|attack|assault|advance/u, ["force", "ground"]],
  [/execut|behead|abduct|kidnap/u, ["coercion", "persons"]],
];

function kindOf(text: string): readonly string[] {
  return KINDS.find(([words]) => words.test(text))?.[1] ?? [];
}
