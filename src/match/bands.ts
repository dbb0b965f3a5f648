import { CLAMP, JOIN_ABOVE, UNLIKELY } from "./agglomerate.ts";
import { SURE, type Batch } from "./batch.ts";
import { Links, type PairBook } from "./pair-book.ts";

/** How sure it is that the claims of an incident are one, and that no others are. */
export type Band = "solid" | "probable" | "contested" | "alone";

export interface IncidentBand {
  readonly band: Band;
  /** Of the member that fits least, over the others; `undefined` of one that is alone. */
  readonly probability: number | undefined;
  readonly weakest: number | undefined;
  /** The incident that came closest to being joined and might have been, by its place in the batch, and the mean log-odds between the two. */
  readonly nearest: { readonly incident: number; readonly logOdds: number } | undefined;
}

const SOLID = 0.8;
/** Within one bit of being joined. */
const NEARLY = JOIN_ABOVE - Math.LN2;

/** For each incident of a batch. Copies have no say in it. */
export function bandsOf({ book, incidents }: Batch): readonly IncidentBand[] {
  const links = new Links(book);
  const voices = incidents.map((members) => members.filter((i) => !book.leftOut.has(i)));
  const incidentOf = new Int32Array(book.table.size).fill(-1);
  voices.forEach((members, n) => members.forEach((i) => (incidentOf[i] = n)));
  return voices.map((members, n) => bandOf(book, { links, members, n, incidentOf, voices }));
}

interface Asked {
  readonly links: Links;
  readonly members: readonly number[];
  readonly n: number;
  readonly incidentOf: Int32Array;
  readonly voices: readonly (readonly number[])[];
}

function bandOf(book: PairBook, { links, members, n, incidentOf, voices }: Asked): IncidentBand {
  const means: number[] = [];
  const between = new Map<number, Between>();
  for (const i of members) {
    const { others, length } = book.rows[i]!;
    let [sum, met] = [0, 0];
    for (let at = 0; at < length; at++) {
      const other = incidentOf[others[at]!]!;
      if (other < 0) continue;
      const value = Math.max(UNLIKELY, Math.min(CLAMP, links.at(i, at)));
      if (other === n) [sum, met] = [sum + value, met + 1];
      else note(between, other, { value, isTwice: isOneSource(book, i, others[at]!) && value <= SURE });
    }
    means.push((sum + UNLIKELY * (members.length - 1 - met)) / (members.length - 1));
  }
  const nearest = nearestOf(between, (other) => voices[other]!.length * members.length);
  if (members.length < 2) {
    const isClose = nearest !== undefined && nearest.logOdds > NEARLY;
    return { band: isClose ? "contested" : "alone", probability: undefined, weakest: undefined, nearest };
  }
  const least = Math.min(...means);
  const probability = 1 / (1 + Math.exp(-least));
  const isClose = nearest !== undefined && nearest.logOdds > NEARLY;
  const band = isClose ? "contested" : probability >= SOLID ? "solid" : "probable";
  return { band, probability, weakest: members[means.indexOf(least)], nearest };
}

interface Between {
  sum: number;
  count: number;
  /** A source would tell of the joined incident twice, so they were never to be one. */
  isTwice: boolean;
}

function note(
  between: Map<number, Between>,
  other: number,
  pair: { readonly value: number; readonly isTwice: boolean },
): void {
  const known = between.get(other) ?? { sum: 0, count: 0, isTwice: false };
  between.set(other, known);
  known.sum += pair.value;
  known.count += 1;
  known.isTwice ||= pair.isTwice;
}

function isOneSource({ table }: PairBook, i: number, other: number): boolean {
  return table.source[i] === table.source[other];
}

function nearestOf(
  between: ReadonlyMap<number, Between>,
  pairsWith: (incident: number) => number,
): IncidentBand["nearest"] {
  let best: IncidentBand["nearest"];
  for (const [incident, { sum, count, isTwice }] of between) {
    if (isTwice) continue;
    const pairs = pairsWith(incident);
    const logOdds = (sum + UNLIKELY * (pairs - count)) / pairs;
    if (!best || logOdds > best.logOdds) best = { incident, logOdds };
  }
  return best;
}
