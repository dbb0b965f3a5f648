import type { Cell, Name, VerdictWord } from "../language/index.ts";

export type Counts = Readonly<Record<VerdictWord, number>>;

export const NO_COUNTS: Counts = { outside: 0, permitted: 0, breach: 0, undetermined: 0, conflict: 0, error: 0 };

/** Counts of verdicts by reading, rule and label. Every incident is in exactly one of them, so they add up. */
export class VerdictTally {
  private readonly counts = new Map<string, Map<string, { -readonly [K in VerdictWord]: number }>>();

  add(label: string, cell: Cell): void {
    const key = `${cell.reading}\n${cell.rule}`;
    const byLabel = this.counts.get(key) ?? new Map<string, { -readonly [K in VerdictWord]: number }>();
    this.counts.set(key, byLabel);
    const counts = byLabel.get(label) ?? { ...NO_COUNTS };
    byLabel.set(label, counts);
    counts[cell.verdict] += 1;
  }

  /** All incidents under a rule and a reading. */
  total(reading: Name, rule: Name): Counts {
    const total = { ...NO_COUNTS };
    for (const counts of this.byLabel(reading, rule).values()) {
      for (const verdict of Object.keys(total) as VerdictWord[]) total[verdict] += counts[verdict];
    }
    return total;
  }

  byLabel(reading: Name, rule: Name): ReadonlyMap<string, Counts> {
    return this.counts.get(`${reading}\n${rule}`) ?? new Map();
  }
}
