// `node bench/match/ship-weights.ts`: learns the weights that Truce ships on the simulated set B and writes them to
// src/match/shipped-weights.ts. Matching starts from them where there is too little to learn from.

import { writeFile } from "node:fs/promises";
import { matchAll } from "../../src/match/index.ts";
import { drawSetting } from "./setting.ts";

const FILE = new URL("../../src/match/shipped-weights.ts", import.meta.url);

const told = await drawSetting({ events: 1500, seed: 1, noise: 1, siblings: 0.25 });
const { match, others } = matchAll(told.map(({ claim }) => claim)).model.weights;
const rounded = JSON.stringify({ match, others }, (_, value: unknown) =>
  typeof value === "number" ? Number(value.toFixed(4)) : value,
);
await writeFile(
  FILE,
  `import type { PairClass } from "./pair-class.ts";

/**
 * Weights learnt on simulated reports of real events (set B of the benchmark, made by bench/match/ship-weights.ts), for a record
 * with too little to learn from. What sources are like, and which values are common, is not among them: that is each record's own.
 */
export const SHIPPED_WEIGHTS: { readonly match: PairClass; readonly others: readonly PairClass[] } = ${rounded};
`,
);
