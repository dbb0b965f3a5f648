/** Instants at which something became known, the earliest first, each once. */
export function momentsOf(
  entries: readonly { readonly at: string }[],
  others: readonly (string | null)[],
): readonly string[] {
  const all = [...entries.map(({ at }) => at), ...others.flatMap((at) => (at === null ? [] : [at]))];
  const byInstant = new Map(all.map((at) => [Date.parse(at), at]));
  return [...byInstant].toSorted(([a], [b]) => a - b).map(([, at]) => at);
}

/** The place of what is shown among the moments; behind the last is the present. */
export function placeOf(moments: readonly string[], asOf: string | undefined): number {
  if (asOf === undefined) return moments.length;
  const at = Date.parse(asOf);
  const later = moments.findIndex((moment) => Date.parse(moment) > at);
  return later === -1 ? moments.length - 1 : Math.max(0, later - 1);
}
