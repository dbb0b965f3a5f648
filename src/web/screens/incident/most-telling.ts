import { findingOf, type FindingShown } from "./findings.ts";

/** From what says most of an incident to what says least. */
const ORDER = ["conflict", "breach", "undetermined", "permitted", "error", "outside"];

/** What counts under a reading, rule by rule, the most telling first. */
export function mostTelling<F extends FindingShown>(cells: readonly F[], reading: string): readonly F[] {
  const rules = [...new Set(cells.map(({ rule }) => rule))];
  const found = rules.flatMap((rule) => findingOf(cells, { rule, reading }) ?? []);
  const place = ({ verdict }: F): number => ORDER.indexOf(verdict);
  return found.toSorted((a, b) => place(a) - place(b));
}
