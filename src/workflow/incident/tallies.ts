import type { SaidOfRule } from "../../domain/index.ts";
import { saidByPlace, WITH_ANSWERS, type IncidentGroup, type IncidentQuery, type Reading } from "../../store/index.ts";

/** How many incidents have each verdict; those that were not judged are `not judged`, and all add up to the incidents. */
export type VerdictCounts = Readonly<Record<string, number>>;

/** How many certainly have a verdict, and how many can have it. */
export interface Bounds {
  readonly certain: number;
  readonly possible: number;
}

export interface Tally {
  readonly verdicts: VerdictCounts;
  /** Of each verdict that an incident can have. */
  readonly bounds: Readonly<Record<string, Bounds>>;
  /** For each pair of `pairs`, and what is left: both add up to `verdicts`. */
  readonly byPair: readonly VerdictCounts[];
  readonly others: VerdictCounts;
}

export interface TalliesFound {
  /** Unset: the viewer sees none. */
  readonly agreement: string | undefined;
  readonly incidents: number;
  /** Sides that are together in most incidents, and in how many. */
  readonly pairs: readonly { readonly sides: readonly string[]; readonly incidents: number }[];
  readonly others: { readonly pairs: number; readonly incidents: number };
  readonly tallies: readonly {
    readonly reading: string;
    readonly rule: string;
    /** By the reports alone, and with what was found out besides. */
    readonly reports: Tally;
    readonly withAnswers: Tally;
  }[];
}

const NOT_JUDGED = "not judged";

interface Judged {
  readonly sides: string;
  readonly said: ReadonlyMap<string, SaidOfRule>;
  readonly count: number;
}

/** Verdicts of a selection under every reading and rule at once, as far as the viewer sees incidents and findings. */
export async function talliesOf(
  reading: Reading,
  query: IncidentQuery,
  { agreement: wanted, pairs: most }: { readonly agreement?: string; readonly pairs: number },
): Promise<TalliesFound> {
  const { agreement, groups } = await reading.incidentGroups(query, wanted);
  const judged = await saidOf(reading, groups);
  const all = pairsIn(groups);
  const shown = all.slice(0, most);
  const rest = all.slice(most);
  const names = shown.map(([sides]) => sides);
  return {
    agreement,
    incidents: total(all),
    pairs: shown.map(([sides, incidents]) => ({ sides: JSON.parse(sides) as readonly string[], incidents })),
    others: { pairs: rest.length, incidents: total(rest) },
    tallies: placesIn(judged).map((place) => {
      const [under = "", rule = ""] = place.split("|");
      const answered = `${under}${WITH_ANSWERS}|${rule}`;
      return {
        reading: under,
        rule,
        reports: tallyOf(judged, names, (said) => said.get(place)),
        withAnswers: tallyOf(judged, names, (said) => said.get(answered) ?? said.get(place)),
      };
    }),
  };
}

type PairCounted = readonly [sides: string, count: number];

/** Those in most incidents first. */
function pairsIn(groups: readonly IncidentGroup[]): readonly PairCounted[] {
  const bySides = new Map<string, number>();
  for (const { sides, count } of groups) bySides.set(sides, (bySides.get(sides) ?? 0) + count);
  return [...bySides].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function total(pairs: readonly PairCounted[]): number {
  return pairs.reduce((sum, [, count]) => sum + count, 0);
}

async function saidOf(reading: Reading, groups: readonly IncidentGroup[]): Promise<readonly Judged[]> {
  const cells = new Set(groups.flatMap((group) => group.cells?.split(" ") ?? []));
  const keys = await reading.keysOfCells([...cells]);
  const known = new Map<string, ReadonlyMap<string, SaidOfRule>>();
  return groups.map(({ sides, cells: ids, count }) => {
    const place = ids ?? "";
    let said = known.get(place);
    if (!said) known.set(place, (said = saidByPlace(place.split(" ").flatMap((id) => keys.get(id) ?? []))));
    return { sides, said, count };
  });
}

/** `reading|rule`, without those that are with answers: where there are answers there is the other too. */
function placesIn(judged: readonly Judged[]): readonly string[] {
  const places = new Set(judged.flatMap(({ said }) => [...said.keys()]));
  return [...places].filter((place) => !place.includes(`${WITH_ANSWERS}|`)).toSorted();
}

function tallyOf(
  judged: readonly Judged[],
  pairs: readonly string[],
  of: (said: Judged["said"]) => SaidOfRule | undefined,
): Tally {
  const verdicts = new Counter();
  const possible = new Counter();
  const byPair = new Map(pairs.map((sides) => [sides, new Counter()]));
  const others = new Counter();
  for (const { sides, said, count } of judged) {
    const found = of(said);
    const verdict = found?.verdict ?? NOT_JUDGED;
    verdicts.add(verdict, count);
    (byPair.get(sides) ?? others).add(verdict, count);
    if (found) for (const one of new Set([verdict, ...found.possible])) possible.add(one, count);
  }
  const bounds = Object.entries(possible.counts()).flatMap(([verdict, can]) =>
    verdict === "undetermined" ? [] : [[verdict, { certain: verdicts.of(verdict), possible: can }] as const],
  );
  return {
    verdicts: verdicts.counts(),
    bounds: Object.fromEntries(bounds),
    byPair: [...byPair.values()].map((counter) => counter.counts()),
    others: others.counts(),
  };
}

class Counter {
  private readonly found = new Map<string, number>();

  add(name: string, count: number): void {
    this.found.set(name, this.of(name) + count);
  }

  of(name: string): number {
    return this.found.get(name) ?? 0;
  }

  counts(): VerdictCounts {
    return Object.fromEntries([...this.found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}
