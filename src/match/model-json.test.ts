import { expect, it } from "vitest";
import { decodeModel, encodeModel, matchAll, shippedModel, type Claim } from "./index.ts";
import { SAMPLE_DAY, sampleClaim, samplePlace } from "./sample-claim.ts";

const HOUR = 3_600_000;

/** Two sources tell of forty incidents, each at its own place. */
const CLAIMS: readonly Claim[] = Array.from({ length: 40 }, (_, n) =>
  ["a", "b"].map((source) =>
    sampleClaim(`${source}${n}`, {
      source,
      where: samplePlace(35 + n / 4, 37),
      publishedAt: SAMPLE_DAY + (source === "a" ? 20 : 30) * HOUR,
      killed: { least: n % 7, most: n % 7 },
    }),
  ),
).flat();

it("a model that was kept as JSON and read again groups and scores as before", () => {
  const { model } = matchAll(CLAIMS);
  const kept = decodeModel(JSON.parse(JSON.stringify(encodeModel(model))) as ReturnType<typeof encodeModel>);
  expect(kept).toEqual(model);
  const [before, after] = [matchAll(CLAIMS, { model }), matchAll(CLAIMS, { model: kept })];
  expect(after.incidents).toEqual(before.incidents);
  expect(after.book.oddsOf(1).each).toEqual(before.book.oddsOf(1).each);
});

it("the shipped model puts together what two sources tell of forty places, and nothing else", () => {
  const { incidents, book } = matchAll(CLAIMS, { model: shippedModel() });
  const ids = incidents.map((members) => members.map((i) => book.table.claims[i]!.id.slice(1)));
  expect(ids.every(([one, other, ...rest]) => one === other && rest.length === 0)).toBe(true);
});
