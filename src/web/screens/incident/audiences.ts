/** Audiences besides the inside, in the order in which they are offered; each party is one of its own. */
export const AUDIENCES = ["guarantors", "humanitarians", "public"] as const;

export function audiencesFor(parties: readonly string[]): readonly string[] {
  return [...AUDIENCES, ...parties.map((party) => `party:${party}`)];
}

/** Those that are there already and are offered by nobody stay: a form changes what it shows, and nothing else. */
export function withKept(offered: readonly string[], there: readonly string[]): readonly string[] {
  return [...offered, ...there.filter((one) => !offered.includes(one))];
}
