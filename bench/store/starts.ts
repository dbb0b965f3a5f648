import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openStore, Reading } from "../../src/store/index.ts";

export interface Starts {
  /** Milliseconds from an empty folder to the first answer; the median of several. */
  readonly cold: number;
  /** The same from a folder with a record in it. */
  readonly warm: number;
}

const TIMES = 3;

export async function measureStarts(folder: string): Promise<Starts> {
  const times = { cold: [] as number[], warm: [] as number[] };
  for (let n = 0; n < TIMES; n++) {
    const place = join(folder, `start-${n}`);
    times.cold.push(await untilAnswer(place));
    times.warm.push(await untilAnswer(place));
    await rm(place, { recursive: true });
  }
  const median = (all: number[]): number => all.sort((a, b) => a - b)[Math.floor(TIMES / 2)]!;
  return { cold: median(times.cold), warm: median(times.warm) };
}

async function untilAnswer(folder: string): Promise<number> {
  const begun = performance.now();
  const store = await openStore({ folder }, { purpose: "bench" });
  await new Reading(store, { tier: "public" }).incidents({});
  const taken = performance.now() - begun;
  await store.close();
  return taken;
}
