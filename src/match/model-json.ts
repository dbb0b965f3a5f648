import type { Model } from "./score.ts";
import { SHIPPED_WEIGHTS } from "./shipped-weights.ts";
import type { PairClass } from "./pair-class.ts";
import type { Weights } from "./weights.ts";

/** A model as JSON has it: maps as lists of pairs. */
export interface ModelJson {
  readonly version: string;
  readonly weights: {
    readonly match: PairClass;
    readonly others: readonly PairClass[];
    readonly origin: Weights["origin"];
    readonly notice: string | null;
  };
  readonly actors: readonly (readonly [string, number])[];
  readonly killed: readonly (readonly [number, number])[];
  readonly lags: readonly (readonly [string, number, number])[];
  readonly habits: readonly (readonly [string, readonly (readonly number[])[]])[];
}

export function encodeModel({ version, weights, terms, lags, habits }: Model): ModelJson {
  const { match, others, origin, notice = null } = weights;
  return {
    version,
    weights: { match, others, origin, notice },
    actors: [...terms.actors],
    killed: [...terms.killed],
    lags: [...lags].map(([source, { median, spread }]) => [source, median, spread]),
    habits: [...habits],
  };
}

export function decodeModel({ version, weights, actors, killed, lags, habits }: ModelJson): Model {
  const { notice, ...rest } = weights;
  return {
    version,
    weights: { ...rest, ...(notice === null ? {} : { notice }) },
    terms: { actors: new Map(actors), killed: new Map(killed) },
    lags: new Map(lags.map(([source, median, spread]) => [source, { median, spread }])),
    habits: new Map(habits),
  };
}

/** What a record is matched by until somebody has a model learnt on it. It knows nothing of its sources, names and numbers. */
export function shippedModel(): Model {
  return {
    version: "shipped 1",
    weights: { ...SHIPPED_WEIGHTS, origin: "shipped" },
    terms: { actors: new Map(), killed: new Map() },
    lags: new Map(),
    habits: new Map(),
  };
}
