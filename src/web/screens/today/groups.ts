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
  const taken = new Uint8Array(shown.columns.count);
  const groups: Group[] = [];
  while (groups.length < count) {
    const free = shown.rows.filter((row) => taken[row] === 0);
    const [largest] = [...wholeSides(shown, free), ...pairs(shown, free)].toSorted(larger);
    if (!largest) break;
    groups.push(largest);
    for (const row of free) if (isIn(shown, row, largest)) taken[row] = 1;
  }
  return groups;
}

function larger(one: Group, other: Group): number {
  // Of two of one size, the one that says more.
  return other.count - one.count || other.sides.length - one.sides.length;
}

function isIn({ columns, verdicts }: Shown, row: number, { sides, verdict }: Group): boolean {
  const own = sidesOf(columns, row);
  const isSame = sides.length === 1 ? own.includes(sides[0]!) : keyOf(own) === keyOf(sides);
  return isSame && verdictOf(columns, verdicts[row]!) === verdict;
}

/** Sides all of whose incidents have one verdict, while not all there are have it. */
function wholeSides(shown: Shown, rows: Uint32Array): readonly Group[] {
  const tallies = tallied(shown, rows, (sides) => sides.map((side) => [side]));
  return groupsOf(tallies).filter(({ count, all }) => count === all && count < shown.rows.length);
}

function pairs(shown: Shown, rows: Uint32Array): readonly Group[] {
  return groupsOf(tallied(shown, rows, (sides) => [sides]));
}

function tallied(
  { columns, verdicts }: Shown,
  rows: Uint32Array,
  of: (sides: readonly string[]) => readonly (readonly string[])[],
): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    const verdict = verdictOf(columns, verdicts[row]!);
    for (const sides of of(sidesOf(columns, row))) {
      const key = keyOf(sides);
      const tally = tallies.get(key) ?? { counts: new Map(), first: new Map(), all: 0 };
      tally.counts.set(verdict, (tally.counts.get(verdict) ?? 0) + 1);
      if (!tally.first.has(verdict)) tally.first.set(verdict, row);
      tally.all += 1;
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
