import type { Claim } from "./claim.ts";

const DAY = 86_400_000;
/** A day on which the samples happen. */
export const SAMPLE_DAY = Date.UTC(2016, 2, 1);

/** A claim for tests: mortar fire near a village on a day, as one source tells it; what matters is given. */
export function sampleClaim(id: string, given: Partial<Claim> = {}): Claim {
  return {
    id,
    report: `report ${id}`,
    source: `source of ${id}`,
    when: { from: SAMPLE_DAY, to: SAMPLE_DAY + DAY, precision: 2 },
    publishedAt: undefined,
    where: samplePlace(35, 37),
    actors: [],
    kind: ["force", "shelling", "mortar"],
    killed: { least: 3, most: 3 },
    injured: undefined,
    text: undefined,
    url: undefined,
    updates: undefined,
    isAggregate: false,
    ...given,
  };
}

export function samplePlace(latitude: number, longitude: number): NonNullable<Claim["where"]> {
  return { latitude, longitude, radiusKm: 3, precision: 1, name: undefined, units: [], country: "Syria" };
}
