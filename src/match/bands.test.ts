import { describe, expect, it } from "vitest";
import { bandsOf, matchAll, type Band, type Claim } from "./index.ts";
import { SAMPLE_DAY, sampleClaim, samplePlace } from "./sample-claim.ts";
import { sampleModel } from "./sample-model.ts";

const HOUR = 3_600_000;
const at = (hours: number): Partial<Claim> => ({
  when: { from: SAMPLE_DAY + hours * HOUR, to: SAMPLE_DAY + hours * HOUR + HOUR / 4, precision: 0 },
});

function bands(claims: readonly Claim[]): readonly (readonly [string, Band])[] {
  const batch = matchAll(claims, { model: sampleModel() });
  const found = bandsOf(batch);
  return batch.incidents.map((members, n) => [
    members.map((i) => batch.book.table.claims[i]!.id).join(" "),
    found[n]!.band,
  ]);
}

describe("how sure an incident is", () => {
  it("is solid where every member fits, and alone where nothing else tells of it", () => {
    const far = { ...at(9), where: samplePlace(36, 38) };
    const claims = [sampleClaim("a", at(9)), sampleClaim("b", at(9)), sampleClaim("c", at(9)), sampleClaim("z", far)];
    expect(bands(claims)).toEqual([
      ["a b c", "solid"],
      ["z", "alone"],
    ]);
  });

  it("is the same in whatever order claims come", () => {
    const claims = ["a", "b", "c", "d"].map((id, n) => sampleClaim(id, at(9 + n)));
    expect(bands(claims.toReversed())).toEqual(bands(claims));
  });

  it("is not contested by what one source tells twice", () => {
    const claims = [sampleClaim("a", { ...at(9), source: "s" }), sampleClaim("b", { ...at(10), source: "s" })];
    expect(bands(claims)).toEqual([
      ["a", "alone"],
      ["b", "alone"],
    ]);
  });

  it("leaves copies out of the reckoning", () => {
    const copy = { ...at(9), url: "https://example.org/1", publishedAt: SAMPLE_DAY + 12 * HOUR };
    const claims = [sampleClaim("a", copy), sampleClaim("b", { ...copy, publishedAt: SAMPLE_DAY + 13 * HOUR })];
    expect(bands(claims)).toEqual([["a b", "alone"]]);
  });
});
