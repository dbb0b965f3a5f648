import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

export type DryRunAnswer = AnswerOf<Endpoints["dryRunText"]>;
export type Compared = NonNullable<DryRunAnswer["compared"]>;
type Change = Compared["changes"][number];
export type Outcome = Change["from"];
type Incident = Compared["items"][number];

/** What changes under one reading of one rule. Each incident has one verdict there, so it is counted once. */
export interface ChangesUnder {
  readonly reading: string;
  readonly rule: string;
  readonly count: number;
  readonly kinds: readonly KindOfChange[];
}

export interface KindOfChange {
  readonly from: Outcome;
  readonly to: Outcome;
  readonly count: number;
  /** Those of the page of incidents that is there. */
  readonly incidents: readonly Incident[];
}

/** The changes by reading and rule: the reading that is looked at first, then where most changes. */
export function changesByReading({ changes, items }: Compared, shown: string): readonly ChangesUnder[] {
  const found = new Map<string, { reading: string; rule: string; kinds: KindOfChange[] }>();
  for (const { reading, rule, from, to, count } of changes) {
    const incidents = items.filter(({ cells }) =>
      cells.some((cell) => cell.reading === reading && cell.rule === rule && isSame(cell, { from, to })),
    );
    const group = found.get(`${reading} ${rule}`) ?? { reading, rule, kinds: [] };
    group.kinds.push({ from, to, count, incidents });
    found.set(`${reading} ${rule}`, group);
  }
  return [...found.values()]
    .map((one) => ({ ...one, count: one.kinds.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((a, b) => Number(b.reading === shown) - Number(a.reading === shown) || b.count - a.count);
}

interface FromTo {
  readonly from: Outcome;
  readonly to: Outcome;
}

function isSame(a: FromTo, b: FromTo): boolean {
  return keyOf(a.from) === keyOf(b.from) && keyOf(a.to) === keyOf(b.to);
}

function keyOf({ verdict, possible }: Outcome): string {
  return [verdict, ...possible].join("|");
}

/** The verdicts that an outcome names: one if it is decided, else all that are possible. */
export function namedIn({ verdict, possible }: Outcome): readonly string[] {
  return verdict === "undetermined" && possible.length > 0 ? possible : [verdict];
}
