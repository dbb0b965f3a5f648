import { expect, test } from "vitest";
import { findCovers } from "./covers.ts";
import { deriveIncident } from "./derive.ts";
import { findLineages } from "./lineage.ts";
import { sampleClaim, samplePlace, SAMPLE_DAY } from "./sample-claim.ts";
import type { Claim, CountRange } from "./claim.ts";

const DAY = 86_400_000;

function derived(...claims: readonly Claim[]) {
  return deriveIncident(claims, findLineages(claims));
}

const killed = (least: number, most = least): { readonly killed: CountRange } => ({ killed: { least, most } });

test("the dead are a span over all voices, with the number that two of them reach", () => {
  const result = derived(
    sampleClaim("a", killed(2, 5)),
    sampleClaim("b", killed(4)),
    sampleClaim("c", killed(7, Number.POSITIVE_INFINITY)),
  );
  expect(result.killed).toEqual({ low: 2, high: Infinity, floorHeldByTwo: 4, voices: 3, isDisputed: true });
});

test("what is not said is no zero, and one voice holds no floor with itself", () => {
  const told = { killed: undefined };
  expect(derived(sampleClaim("a", told), sampleClaim("b", told)).killed).toBeUndefined();
  expect(derived(sampleClaim("a", killed(4)), sampleClaim("b", told)).killed?.floorHeldByTwo).toBeUndefined();
});

test("a copy is no second voice", () => {
  const url = "https://example.org/wire";
  const result = derived(sampleClaim("a", { url, ...killed(4) }), sampleClaim("b", { url, ...killed(4) }));
  expect(result).toMatchObject({ voices: 1, killed: { floorHeldByTwo: undefined, voices: 1 } });
});

test("a source that corrects itself says what it said last", () => {
  const result = derived(
    sampleClaim("b", { source: "wire", publishedAt: 2, ...killed(6) }),
    sampleClaim("a", { source: "wire", publishedAt: 1, ...killed(3) }),
  );
  expect(result.killed).toMatchObject({ low: 6, high: 6, voices: 1, isDisputed: false });
});

const by = (actor: string, parent?: string): Pick<Claim, "actors"> => ({
  actors: [{ side: "first", actor, parent, isGeneric: false, name: actor }],
});

test("who is named by whom is a table, and disputed where independent voices name others", () => {
  const result = derived(sampleClaim("a", by("army")), sampleClaim("b", by("army")), sampleClaim("c", by("rebels")));
  expect(result.actors.map(({ actor, voices }) => [actor, voices])).toEqual([
    ["army", 2],
    ["rebels", 1],
  ]);
  expect(result.isAttributionDisputed).toBe(true);
  expect(derived(sampleClaim("a", by("army")), sampleClaim("b", by("brigade", "army"))).isAttributionDisputed).toBe(
    false,
  );
});

test("a claim that sums a district's day covers what happened there then, and nothing else", () => {
  const place = { ...samplePlace(35, 37), units: ["Hama", "Muhradah"] };
  const aggregate = sampleClaim("sum", {
    isAggregate: true,
    where: { ...place, precision: 3, radiusKm: 30 },
  });
  const week = { from: SAMPLE_DAY - 3 * DAY, to: SAMPLE_DAY + 4 * DAY, precision: 4 } as const;
  const covers = findCovers(
    [aggregate],
    [
      { id: "here", claims: [sampleClaim("a", { where: place })] },
      { id: "perhaps", claims: [sampleClaim("b", { where: place, when: week })] },
      { id: "elsewhere", claims: [sampleClaim("c", { where: { ...place, units: ["Hama", "Salamiyah"] } })] },
      { id: "other kind", claims: [sampleClaim("d", { where: place, kind: ["coercion", "persons"] })] },
      { id: "nowhere", claims: [sampleClaim("e", { where: undefined })] },
    ],
  );
  expect(covers.map(({ incident }) => incident)).toEqual(["here", "perhaps"]);
  expect(covers[0]!.probability).toBe(1);
  expect(covers[1]!.probability).toBeCloseTo(1 / 7);
});
