import * as fc from "fast-check";
import { expect, test } from "vitest";
import { agglomerate } from "./agglomerate.ts";
import { matchAll } from "./batch.ts";
import type { Claim } from "./claim.ts";
import { sampleClaim, samplePlace, SAMPLE_DAY } from "./sample-claim.ts";
import { sampleModel } from "./sample-model.ts";

const DAY = 86_400_000;
const model = sampleModel();

function incidentsOf(claims: readonly Claim[]): readonly (readonly string[])[] {
  const { incidents, book } = matchAll(claims, { model });
  return incidents.map((members) => members.map((i) => book.table.claims[i]!.id));
}

const claims = fc
  .array(
    fc.record({
      source: fc.constantFrom("a", "b", "c", "d"),
      hour: fc.nat(60),
      latitude: fc.constantFrom(35, 35.02, 35.3),
      killed: fc.option(fc.nat(5), { nil: undefined }),
    }),
    { minLength: 2, maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ source, hour, latitude, killed }, n) => {
      const from = SAMPLE_DAY + hour * 3_600_000;
      return sampleClaim(`c${String(n).padStart(2, "0")}`, {
        source,
        when: { from, to: from, precision: 0 },
        where: samplePlace(latitude, 37),
        killed: killed === undefined ? undefined : { least: killed, most: killed },
      });
    }),
  );

test("the result does not depend on the order in which claims are given", () => {
  fc.assert(
    fc.property(claims, fc.array(fc.nat(), { minLength: 25, maxLength: 25 }), (drawn, order) => {
      const shuffled = drawn.map((claim, n) => ({ claim, at: order[n]! })).sort((x, y) => x.at - y.at);
      expect(incidentsOf(shuffled.map(({ claim }) => claim))).toEqual(incidentsOf(drawn));
    }),
  );
});

test("a chain of links is no incident: what is unlikely at its ends falls apart", () => {
  const chain = Array.from({ length: 9 }, (_, n) => ({ a: n, b: n + 1, logOdds: 4 }));
  const clusters = agglomerate({
    size: 10,
    pairs: chain,
    wasCapped: () => false,
    sourceOf: (n) => n,
    mayJoin: () => false,
    comesFirst: (a, b) => a < b,
  });
  expect(Math.max(...clusters.map(({ length }) => length))).toBeLessThanOrEqual(3);
});

test("wording alone joins nothing", () => {
  const text = "3 killed in mortar fire in Kafr Zita by gunmen";
  const elsewhere = { text, where: samplePlace(33, 36), when: undefined };
  expect(incidentsOf([sampleClaim("a", { text }), sampleClaim("b", elsewhere)])).toEqual([["a"], ["b"]]);
});

test("two sides of the antimeridian are near", () => {
  const east = { where: samplePlace(-16, 179.995), when: { from: SAMPLE_DAY, to: SAMPLE_DAY, precision: 0 } as const };
  const west = { ...east, where: samplePlace(-16, -179.999) };
  expect(incidentsOf([sampleClaim("a", east), sampleClaim("b", west)])).toEqual([["a", "b"]]);
});

test("points without extent, at the pole too, are places like others", () => {
  const when = { from: SAMPLE_DAY, to: SAMPLE_DAY, precision: 0 } as const;
  for (const latitude of [35, 90, -90]) {
    const where = { ...samplePlace(latitude, 37), radiusKm: 0, precision: 0 } as const;
    const same = { where, when };
    expect(incidentsOf([sampleClaim("a", same), sampleClaim("b", same)])).toEqual([["a", "b"]]);
  }
});

test("claims that tell nothing stay by themselves", () => {
  const nothing = { when: undefined, where: undefined, kind: [], killed: undefined };
  const all = Array.from({ length: 50 }, (_, n) => sampleClaim(`c${n}`, nothing));
  expect(incidentsOf(all)).toHaveLength(50);
  expect(matchAll(all).model.weights).toMatchObject({
    origin: "shipped",
    notice: expect.stringContaining("no candidate"),
  });
});

test("years are found by few buckets, and glue nothing together", () => {
  const year = { from: SAMPLE_DAY, to: SAMPLE_DAY + 365 * DAY, precision: 5 } as const;
  const far = { from: SAMPLE_DAY + 200 * DAY, to: SAMPLE_DAY + 201 * DAY, precision: 2 } as const;
  const all = [sampleClaim("a", { when: year }), sampleClaim("b", { when: far }), sampleClaim("c")];
  expect(incidentsOf(all).length).toBeGreaterThan(1);
});

test("one item delivered ten thousand times is one voice; ten thousand sources are not compared each with each", () => {
  const same = { source: "wire", publishedAt: SAMPLE_DAY };
  const repeated = Array.from({ length: 10_000 }, (_, n) => sampleClaim(`c${n}`, same));
  const { incidents, lineages } = matchAll(repeated, { model });
  expect(incidents).toHaveLength(1);
  expect(lineages.copies).toHaveLength(9_999);
  const many = matchAll(
    Array.from({ length: 600 }, (_, n) => sampleClaim(`c${String(n).padStart(5, "0")}`)),
    { model },
  );
  expect(many.book.rows.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(600 * 600);
});

test("reports of one source only are as many incidents", () => {
  const wire = Array.from({ length: 30 }, (_, n) => {
    const at = SAMPLE_DAY + n * 2 * 3_600_000;
    return sampleClaim(`c${n}`, { source: "wire", when: { from: at, to: at, precision: 0 } });
  });
  expect(incidentsOf(wire)).toHaveLength(30);
});
