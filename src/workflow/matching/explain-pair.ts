import { Refusal } from "../../kit/index.ts";
import {
  JOIN_ABOVE,
  explainPair,
  type Bar,
  type Batch,
  type Claim,
  type PairExplanation,
  type Turn,
} from "../../match/index.ts";

/** Why two reports are, or are not, taken for one incident. */
export interface PairReasons {
  readonly reports: readonly [string, string];
  readonly sources: readonly [string, string];
  readonly isOneIncident: boolean;
  /** The two as a pair; unset if they were never compared, or one copies the other. */
  readonly pair: PairExplanation | undefined;
  /** In sentences. */
  readonly because: readonly string[];
}

export interface Compared {
  readonly book: Batch["book"];
  readonly lineages: Pick<Batch["lineages"], "copies">;
  /** Whatever an incident is called; `undefined` of a claim that is in none. */
  readonly incidentOf: (claim: string) => string | undefined;
}

/** @throws Refusal where an id is not that of a report. */
export function pairReasons({ book, lineages, incidentOf }: Compared, ids: readonly [string, string]): PairReasons {
  const [a, b] = ids.map((id) => claimNamed(book, id)) as [Claim, Claim];
  if (a.id === b.id) throw new Refusal("match.one-report", `${a.id} and ${b.id} are one report`, "name two reports");
  const { numbers } = book.table;
  const pair = explainPair(book, numbers.get(a.id)!, numbers.get(b.id)!);
  const isOneIncident = incidentOf(a.id) !== undefined && incidentOf(a.id) === incidentOf(b.id);
  const copy = lineages.copies.find(
    ({ claim, origin }) => (claim === a.id && origin === b.id) || (claim === b.id && origin === a.id),
  );
  const copied =
    copy && `${copy.claim} is a copy of ${copy.origin} (${COPIED[copy.by]}), so it has no voice of its own.`;
  const because = copied === undefined ? (pair ? sayPair(pair, isOneIncident) : [notCompared(book, a, b)]) : [copied];
  return {
    reports: [a.id, b.id],
    sources: [a.source, b.source],
    isOneIncident,
    pair: copy ? undefined : pair,
    because,
  };
}

function claimNamed({ table }: Batch["book"], id: string): Claim {
  const found = table.numbers.get(id);
  if (found !== undefined) return table.claims[found]!;
  const longer = table.claims.filter((claim) => claim.id.startsWith(`${id}/`)).map((claim) => claim.id);
  throw new Refusal(
    "match.no-report",
    `there is no report ${id}`,
    longer.length > 0
      ? `the documents cited for it are ${longer.slice(0, 8).join(", ")}`
      : "the ids are in the list of incidents that the same command writes without --explain",
  );
}

const COPIED = { repeat: "the same item again", address: "the same address", wording: "the same words" } as const;

function notCompared(book: Batch["book"], a: Claim, b: Claim): string {
  const [i, j] = [book.table.numbers.get(a.id)!, book.table.numbers.get(b.id)!];
  for (const one of [a, b]) {
    if (book.leftOut.has(book.table.numbers.get(one.id)!))
      return `They were not compared: ${one.id} is a copy, and goes where what it copies goes.`;
    if (!one.when) return `They were not compared: ${one.id} does not say when it happened.`;
    if (!one.where) return `They were not compared: ${one.id} does not say where it happened, as far as can be drawn.`;
  }
  const apart = book.table.distanceKm(i, j);
  const hours = Math.max(0, Math.max(a.when!.from, b.when!.from) - Math.min(a.when!.to, b.when!.to)) / 3_600_000;
  return `They were not compared: by what they say they are ${apart.toFixed(0)} km and ${hours.toFixed(0)} hours apart, which is farther than their precision allows for.`;
}

const EPSILON = 0.05;

function sayPair({ total, probability, bars, wouldTurn }: PairExplanation, isOneIncident: boolean): readonly string[] {
  const [forIt, against] = [strongest(bars, 1), strongest(bars, -1)];
  return [
    `The two alone: ${sayBits(total)} bits, so ${Math.round(probability * 100)} in 100 that they are one incident.`,
    ...(forIt.length > 0 ? [`For it speaks most: ${forIt.map(sayBar).join("; ")}.`] : []),
    ...(against.length > 0 ? [`Against it speaks most: ${against.map(sayBar).join("; ")}.`] : []),
    isOneIncident
      ? "Taken together with all other reports near them, they are put into one incident."
      : total > JOIN_ABOVE / Math.LN2
        ? `Reports are put together from ${sayBits(JOIN_ABOVE / Math.LN2)} bits on. These two would be, but not with the other reports of their two incidents, or a source would tell of one incident twice.`
        : `Reports are put together from ${sayBits(JOIN_ABOVE / Math.LN2)} bits on, over all pairs of an incident. That is not reached.`,
    ...(wouldTurn.length === 0 ? ["No single fact, told otherwise, would turn this."] : wouldTurn.map(sayTurn)),
  ];
}

function strongest(bars: readonly Bar[], sign: 1 | -1): readonly Bar[] {
  return bars
    .filter(({ bits }) => bits * sign > EPSILON)
    .sort((a, b) => (b.bits - a.bits) * sign)
    .slice(0, 2);
}

function sayBar({ field, says, bits }: Bar): string {
  return `${FIELD_WORDS[field] ?? field} – ${says} (${sayBits(bits)})`;
}

function sayTurn({ field, from, to, total }: Turn): string {
  return `It would turn if, instead of “${from}”, ${FIELD_WORDS[field] ?? field} were “${to}”: ${sayBits(total)} bits.`;
}

/** What a bar is about, in words. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  start: "the start",
  space: "the place",
  time: "the time",
  actors: "who",
  kind: "what",
  killed: "the dead",
  injured: "the injured",
  relation: "the sources",
  published: "when it was told",
  crowding: "what else was told near",
  neighbours: "neighbouring incidents",
  limit: "the limit",
  share: "one report of a source",
};

export function sayBits(bits: number): string {
  return `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}`;
}
