/** The verdicts in the order in which they are drawn everywhere, with the class that gives them colour and pattern. */
export const VERDICTS = ["breach", "undetermined", "permitted", "outside", "conflict", "error"] as const;

export type VerdictName = (typeof VERDICTS)[number];

/** A word that the server said, as one of them; else nothing was found. */
export function verdictNamed(word: string | null | undefined): VerdictName | "none" {
  return VERDICTS.find((one) => one === word) ?? "none";
}

/**
 * A shape for each, so that none is told by its colour alone: those of the map's points too. `M` of a square of 16.
 */
export const VERDICT_SHAPES: Readonly<Record<VerdictName | "none", string>> = {
  breach: "M8 1 15 15H1Z",
  undetermined: "M8 1 15 8 8 15 1 8Z",
  permitted: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13Z",
  outside: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13ZM8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6Z",
  conflict: "M2 1 8 6 14 1 15 2 10 8 15 14 14 15 8 10 2 15 1 14 6 8 1 2Z",
  error: "M2 2H14V14H2Z",
  none: "M6 6h4v4H6Z",
};
