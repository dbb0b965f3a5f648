import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PMTiles, type Source } from "pmtiles";
import { describe, expect, it } from "vitest";
import { borderOf, isNamed } from "./boundary-policy.ts";
import { tileOf } from "./tiles-of.ts";

const ASSETS = join(import.meta.dirname, "../../src/web/map/assets");

function open(name: string): { archive: PMTiles; bytes: number } {
  const file = readFileSync(join(ASSETS, name));
  const source: Source = {
    getKey: () => name,
    getBytes: (offset, length) =>
      Promise.resolve({ data: Uint8Array.from(file.subarray(offset, offset + length)).buffer }),
  };
  return { archive: new PMTiles(source), bytes: file.length };
}

describe("the base map", () => {
  it("is small enough to be loaded whole", () => {
    expect(open("world.pmtiles").bytes + open("syria.pmtiles").bytes).toBeLessThan(3_000_000);
  });

  it("has land and names everywhere there are people, and districts of Syria", async () => {
    const world = open("world.pmtiles").archive;
    const syria = open("syria.pmtiles").archive;
    for (const [longitude, latitude] of [
      [36.3, 33.5],
      [37.8, 48],
      [-74, 4.6],
      [31.6, 4.85],
    ] as const) {
      const { x, y } = tileOf(5, longitude, latitude);
      expect(await world.getZxy(5, x, y)).toBeDefined();
    }
    const { x, y } = tileOf(9, 37.13, 36.2);
    const text = Buffer.from((await syria.getZxy(9, x, y))!.data).toString("utf8");
    for (const word of ["SY02", "Aleppo", "حلب", "adm2_line"]) expect(text).toContain(word);
  });

  it("tells nothing of the machine or the moment it was made on", async () => {
    for (const name of ["world.pmtiles", "syria.pmtiles"]) {
      const metadata = JSON.stringify(await open(name).archive.getMetadata());
      expect(metadata).not.toMatch(/\/|20\d\d-/u);
    }
  });
});

describe("what is said of borders and names", () => {
  it("a border that is contested anywhere is dashed, from whichever side it is looked at", () => {
    expect([borderOf("Israel", "Syria"), borderOf("Syria", "Israel")]).toEqual(["contested", "contested"]);
    expect(borderOf("Morocco", "W. Sahara")).toBe("contested");
    expect(borderOf("France", "Spain")).toBe("agreed");
    expect(borderOf("Cyprus", "Akrotiri")).toBe("undrawn");
  });

  it("a name is given only where the United Nations' maps give one", () => {
    expect([
      isNamed("Syria", "760"),
      isNamed("W. Sahara", "732"),
      isNamed("Kosovo", undefined),
      isNamed("Taiwan", "158"),
    ]).toEqual([true, true, false, false]);
  });
});
