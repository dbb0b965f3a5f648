import * as fc from "fast-check";
import { PMTiles, type Source } from "pmtiles";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../bench/random.ts";
import { writeArchive, type Tile } from "./pmtiles-archive.ts";

const bounds = [35, 32, 42.5, 37.5] as const;

function open(bytes: Uint8Array): PMTiles {
  const whole = bytes.slice().buffer;
  const source: Source = {
    getKey: () => "test",
    getBytes: (offset, length) => Promise.resolve({ data: whole.slice(offset, offset + length) }),
  };
  return new PMTiles(source);
}

const tile = fc.integer({ min: 0, max: 7 }).chain((z) =>
  fc.record({
    z: fc.constant(z),
    x: fc.nat(2 ** z - 1),
    y: fc.nat(2 ** z - 1),
    // Few different contents, so that some are stored once for many.
    bytes: fc.constantFrom("a", "bb", "a longer one").map((text) => new TextEncoder().encode(text)),
  }),
);
const tiles = fc.uniqueArray(tile, { minLength: 1, maxLength: 80, selector: ({ z, x, y }) => `${z}/${x}/${y}` });

describe("writeArchive", () => {
  it("another reader of PMTiles finds every tile in it, and no other", async () => {
    await fc.assert(
      fc.asyncProperty(tiles, async (written) => {
        const archive = open(writeArchive({ tiles: written, bounds, metadata: { name: "test" } }));
        for (const { z, x, y, bytes } of written) {
          const found = await archive.getZxy(z, x, y);
          expect(new Uint8Array(found!.data)).toEqual(new Uint8Array(bytes));
        }
        expect(await archive.getZxy(9, 0, 0)).toBeUndefined();
        expect(await archive.getMetadata()).toEqual({ name: "test" });
      }),
      { numRuns: 30 },
    );
  });

  it("needs leaves for many tiles, and they are found too", async () => {
    // Scattered, and of many sizes: a directory of them cannot be packed into little.
    const random = randomOf(1);
    const positions = new Set(Array.from({ length: 8000 }, () => Math.floor(random() * 2 ** 24)));
    const many: Tile[] = [...positions].map((at) => ({
      z: 12,
      x: at % 4096,
      y: Math.floor(at / 4096),
      bytes: Uint8Array.from({ length: 4 + Math.floor(random() * 120) }, () => random() * 256),
    }));
    const archive = open(writeArchive({ tiles: many, bounds, metadata: {} }));
    expect((await archive.getHeader()).leafDirectoryLength).toBeGreaterThan(0);
    for (const { z, x, y, bytes } of many.filter((_, at) => at % 997 === 0))
      expect(new Uint8Array((await archive.getZxy(z, x, y))!.data)).toEqual(new Uint8Array(bytes));
  });

  it("the same tiles in another order make the same bytes", () => {
    fc.assert(
      fc.property(tiles, (written) => {
        const archive = (list: readonly Tile[]) => writeArchive({ tiles: list, bounds, metadata: {} });
        expect(archive(written.toReversed())).toEqual(archive(written));
      }),
      { numRuns: 30 },
    );
  });
});
