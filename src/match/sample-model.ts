import { FIELDS } from "./fields.ts";
import type { Model } from "./score.ts";

/** A model for tests, in which the first level of each tier speaks for a match and each later one less so. */
export function sampleModel(): Model {
  const logs = FIELDS.map(({ id, levels }) =>
    levels.map(({ tier }, n) => {
      if (n === 0) return 0;
      const place = n - levels.findIndex((level) => level.tier === tier);
      const size = levels.filter((level) => level.tier === tier).length;
      return (id === "time" ? 5 : 2) * (1 - (2 * place) / Math.max(1, size - 1));
    }),
  );
  // Crowding speaks neither way, and one source seldom tells of an incident twice.
  FIELDS.forEach(({ id, levels }, f) => {
    if (id === "crowding") logs[f] = levels.map(() => 0);
    if (id === "relation") logs[f] = [0, 5, -8, 0];
  });
  const nothing = FIELDS.map(({ levels }) => levels.map(() => 0));
  return {
    version: "sample",
    weights: {
      match: { name: "one incident", share: 0.1, logs },
      others: [{ name: "nothing in common", share: 0.9, logs: nothing }],
      origin: "learnt",
    },
    terms: { actors: new Map(), killed: new Map() },
    lags: new Map(),
    habits: new Map(),
  };
}
