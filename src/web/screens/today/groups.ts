import type { IncidentColumns } from "../../../domain/index.ts";

/** What the incidents of a selection come to, for people who want to know where a number comes from. */

export interface Group {
  /** Between whom, as the sources have it; or the one side that all of these incidents have. */
  readonly sides: readonly string[];
  readonly verdict: string;
  readonly count: number;
  /** Incidents of these sides, whatever their verdict. */
  readonly all: number;
  /** One of them, to ask why. */
  readonly row: number;
}

interface Tally {
  readonly counts: Map<string, number>;
  readonly first: Map<string, number>;
  all: number;
}

export interface Shown {
  readonly columns: IncidentColumns;
  readonly rows: Uint32Array;
  readonly verdicts: Int32Array;
}

/**
 * The largest groups of one verdict each, the largest first: by one side where all of that side's incidents have it, else by
 * both. No incident is in two of them, so that they can be subtracted from the whole.
 */
export function largestGroups(shown: Shown, count: number): readonly Group[] {
  let free: Iterable<Kind> = kindsOf(shown);
  const groups: Group[] = [];
  while (groups.length < count) {
    const kinds = [...free];
    const [largest] = [...wholeSides(kinds, shown.rows.length), ...pairs(kinds)].toSorted(larger);
    if (!largest) break;
    groups.push(largest);
    free = kinds.filter((kind) => !isIn(kind, largest));
  }
  return groups;
}

/** Incidents of the same sides with the same verdict: what there is to tell apart, however many they are. */
interface Kind {
  readonly sides: readonly string[];
  readonly verdict: string;
  readonly count: number;
  readonly row: number;
}

function kindsOf({ columns, rows, verdicts }: Shown): readonly Kind[] {
  const { codes } = columns.words.sides;
  const width = columns.said.length + 1;
  const counts = new Map<number, { count: number; readonly row: number }>();
  for (const row of rows) {
    const key = codes[row]! * width + verdicts[row]! + 1;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { count: 1, row });
  }
  return Array.from(counts.values(), ({ count, row }) => ({
    sides: sidesOf(columns, row),
    verdict: verdictOf(columns, verdicts[row]!),
    count,
    row,
  }));
}

function larger(one: Group, other: Group): number {
  // Of two of one size, the one that says more.
  return other.count - one.count || other.sides.length - one.sides.length;
}

function isIn(kind: Kind, { sides, verdict }: Group): boolean {
  const isSame = sides.length === 1 ? kind.sides.includes(sides[0]!) : keyOf(kind.sides) === keyOf(sides);
  return isSame && kind.verdict === verdict;
}

/** Sides all of whose incidents have one verdict, while not all there are have it. */
function wholeSides(kinds: readonly Kind[], all: number): readonly Group[] {
  const groups = groupsOf(tallied(kinds, (sides) => sides.map((side) => [side])));
  return groups.filter((group) => group.count === group.all && group.count < all);
}

function pairs(kinds: readonly Kind[]): readonly Group[] {
  return groupsOf(tallied(kinds, (sides) => [sides]));
}

function tallied(
  kinds: readonly Kind[],
  of: (sides: readonly string[]) => readonly (readonly string[])[],
): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { sides: own, verdict, count, row } of kinds) {
    for (const sides of of(own)) {
      const key = keyOf(sides);
      const tally = tallies.get(key) ?? { counts: new Map(), first: new Map(), all: 0 };
      tally.counts.set(verdict, (tally.counts.get(verdict) ?? 0) + count);
      if (!tally.first.has(verdict)) tally.first.set(verdict, row);
      tally.all += count;
      tallies.set(key, tally);
    }
  }
  return tallies;
}

function groupsOf(tallies: ReadonlyMap<string, Tally>): readonly Group[] {
  return [...tallies].flatMap(([key, { counts, first, all }]) =>
    [...counts].map(([verdict, count]) => ({
      sides: JSON.parse(key) as readonly string[],
      verdict,
      count,
      all,
      row: first.get(verdict)!,
    })),
  );
}

function sidesOf({ words: { sides } }: IncidentColumns, row: number): readonly string[] {
  return sides.words[sides.codes[row]!] ?? [];
}

/** Who is named first says nothing about who did what. */
function keyOf(sides: readonly string[]): string {
  return JSON.stringify([...new Set(sides)].toSorted());
}

export function verdictOf({ said }: IncidentColumns, code: number): string {
  return code < 0 ? "none" : said[code]!.verdict;
}

export interface Bounds {
  readonly counts: Readonly<Record<string, number>>;
  readonly judged: number;
  /** At least: those that are; at most: those that are and those that may be. */
  readonly breach: { readonly least: number; readonly most: number };
}

/** Counts by verdict, and how many breaches there are at least and at most. */
export function boundsOf({ columns, rows, verdicts }: Shown): Bounds {
  const byCode = new Uint32Array(columns.said.length);
  let judged = 0;
  for (const row of rows) {
    const code = verdicts[row]!;
    if (code < 0) continue;
    byCode[code]!++;
    judged++;
  }
  const counts: Record<string, number> = {};
  let [least, most] = [0, 0];
  for (const [code, { verdict, possible }] of columns.said.entries()) {
    const count = byCode[code]!;
    if (count === 0) continue;
    counts[verdict] = (counts[verdict] ?? 0) + count;
    if (verdict === "breach") least += count;
    if (verdict === "breach" || possible.includes("breach")) most += count;
  }
  return { counts, judged, breach: { least, most } };
}

/** Of several sides the one that is in the fewest incidents: what is left if one filters by it is the nearest to the group. */
export function rarest({ columns, rows }: Shown, sides: readonly string[]): string | undefined {
  const { codes, words } = columns.words.sides;
  const counts = sides.map((side) => {
    const has = words.map((names) => names.includes(side));
    return { side, count: rows.reduce((sum, row) => sum + (has[codes[row]!] ? 1 : 0), 0) };
  });
  return counts.toSorted((one, other) => one.count - other.count)[0]?.side;
}
