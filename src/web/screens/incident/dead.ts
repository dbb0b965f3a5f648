/** How many were killed, as far as it is told: least, best and most, none of which is ever taken from another. */
export interface DeadTold {
  readonly deadLeast: number | null;
  readonly deadBest: number | null;
  readonly deadMost: number | null;
}

export type Dead =
  | { readonly key: "deadUnknown" }
  | { readonly key: "deadCount"; readonly count: number }
  | { readonly key: "deadBetween"; readonly least: number; readonly most: number; readonly best: number }
  | { readonly key: "deadRange"; readonly least: number; readonly most: number }
  | { readonly key: "deadAtLeast"; readonly count: number }
  | { readonly key: "deadAtMost"; readonly count: number };

export function deadOf({ deadLeast: least, deadBest: best, deadMost: most }: DeadTold): Dead {
  if (least !== null && most !== null && best !== null)
    return least === most && best === least
      ? { key: "deadCount", count: best }
      : { key: "deadBetween", least, most, best };
  if (least !== null && most !== null)
    return least === most ? { key: "deadCount", count: least } : { key: "deadRange", least, most };
  if (best !== null) return { key: "deadCount", count: best };
  if (least !== null) return { key: "deadAtLeast", count: least };
  return most === null ? { key: "deadUnknown" } : { key: "deadAtMost", count: most };
}
