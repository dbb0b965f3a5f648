/** Who reports, how much of what happens, how exactly, how well and how late. The figures are arguments of the benchmark. */
export interface ReportingSource {
  readonly id: string;
  readonly coverage: number;
  /** Shares of place precisions 0–6. */
  readonly place: readonly number[];
  /** Shares of time precisions 0–5. */
  readonly time: readonly number[];
  /** canonical, alias, transliterated, child unit, generic, missing, wrong. */
  readonly actor: readonly number[];
  /** leaf, sibling leaf, coarser, wrong, missing. */
  readonly kind: readonly number[];
  /** exact, noisy, range, under, at least, missing. */
  readonly casualties: readonly number[];
  /** Factors that a party applies to its own and the other side's dead. */
  readonly bias?: readonly [number, number];
  readonly lagHours: readonly [median: number, sigma: number];
  readonly isParty?: "first" | "second";
}

const PARTY = {
  actor: [0.3, 0.3, 0.05, 0.1, 0.15, 0.02, 0.08],
  kind: [0.6, 0.15, 0.15, 0.1, 0],
  casualties: [0.25, 0.2, 0.05, 0.2, 0.1, 0.2],
  time: [0.3, 0.4, 0.3],
  lagHours: [6, 0.6],
} as const;

const WIRE_KIND = [0.45, 0.15, 0.33, 0.05, 0.02];
const WIRE_CASUALTIES = [0.4, 0.15, 0.1, 0.12, 0.15, 0.08];
const NO_CASUALTIES = [0, 0, 0, 0, 0, 1];

export const SOURCES: readonly ReportingSource[] = [
  {
    id: "mission_a",
    coverage: 0.16,
    place: [0.8, 0.18, 0.02],
    time: [0.85, 0.13, 0.02],
    actor: [0.7, 0.1, 0.02, 0.03, 0.02, 0.12, 0.01],
    kind: [0.8, 0.07, 0.11, 0.02, 0],
    casualties: [0.5, 0.1, 0.05, 0.1, 0.05, 0.2],
    lagHours: [10, 0.7],
  },
  {
    id: "mission_b",
    coverage: 0.1,
    place: [0.9, 0.1],
    time: [0.95, 0.05],
    actor: [0, 0, 0, 0, 0.05, 0.95, 0],
    kind: [0.6, 0.1, 0.28, 0.02, 0],
    casualties: NO_CASUALTIES,
    lagHours: [4, 0.6],
  },
  {
    id: "ngo_local",
    coverage: 0.35,
    place: [0.05, 0.72, 0.15, 0.06, 0.02],
    time: [0.12, 0.33, 0.5, 0.05],
    actor: [0.25, 0.45, 0.12, 0.07, 0.06, 0.04, 0.01],
    kind: [0.65, 0.12, 0.17, 0.04, 0.02],
    casualties: [0.5, 0.15, 0.1, 0.1, 0.08, 0.07],
    lagHours: [8, 0.8],
  },
  {
    id: "ngo_docs",
    coverage: 0.22,
    place: [0.02, 0.8, 0.12, 0.05, 0.01],
    time: [0.03, 0.12, 0.8, 0.05],
    actor: [0.5, 0.3, 0.05, 0.08, 0.05, 0.01, 0.01],
    kind: [0.7, 0.12, 0.14, 0.04, 0],
    casualties: [0.7, 0.08, 0.12, 0.03, 0.03, 0.04],
    lagHours: [200, 0.7],
  },
  {
    id: "hotline",
    coverage: 0.2,
    place: [0.35, 0.45, 0.15, 0, 0, 0.05],
    time: [0.6, 0.3, 0.1],
    actor: [0.02, 0.15, 0.13, 0.03, 0.2, 0.45, 0.02],
    kind: [0.4, 0.2, 0.3, 0.08, 0.02],
    casualties: [0.15, 0.2, 0.05, 0.05, 0.1, 0.45],
    lagHours: [1.5, 0.8],
  },
  { id: "party_a", coverage: 0.22, place: [0.25, 0.5, 0.2, 0.05], ...PARTY, bias: [0.6, 1.5], isParty: "first" },
  { id: "party_b", coverage: 0.18, place: [0.2, 0.5, 0.25, 0.05], ...PARTY, bias: [0.7, 1.4], isParty: "second" },
  {
    id: "wire_1",
    coverage: 0.25,
    place: [0, 0.5, 0.2, 0.2, 0.05, 0.03, 0.02],
    time: [0.05, 0.25, 0.62, 0.08],
    actor: [0.3, 0.45, 0.08, 0.05, 0.1, 0.01, 0.01],
    kind: WIRE_KIND,
    casualties: WIRE_CASUALTIES,
    lagHours: [9, 0.6],
  },
  {
    id: "wire_2",
    coverage: 0.2,
    place: [0, 0.45, 0.2, 0.22, 0.07, 0.03, 0.03],
    time: [0.03, 0.2, 0.67, 0.1],
    actor: [0.25, 0.45, 0.1, 0.05, 0.13, 0.01, 0.01],
    kind: WIRE_KIND,
    casualties: WIRE_CASUALTIES,
    lagHours: [11, 0.6],
  },
  {
    id: "aggregator",
    coverage: 0.04,
    place: [0, 0.5, 0.2, 0.2, 0.1],
    time: [0.02, 0.2, 0.7, 0.08],
    actor: [0.2, 0.5, 0.1, 0.05, 0.13, 0.01, 0.01],
    kind: [0.4, 0.15, 0.38, 0.05, 0.02],
    casualties: WIRE_CASUALTIES,
    lagHours: [14, 0.5],
  },
  {
    id: "machine",
    coverage: 0.22,
    place: [0, 0.35, 0.25, 0.15, 0.15, 0.05, 0.05],
    time: [0, 0, 0.9, 0.08, 0.02],
    actor: [0.15, 0.25, 0.05, 0.05, 0.35, 0.1, 0.05],
    kind: [0.2, 0.15, 0.45, 0.15, 0.05],
    casualties: NO_CASUALTIES,
    lagHours: [12, 0.5],
  },
  {
    id: "hist_db",
    coverage: 0.28,
    place: [0, 0.56, 0.35, 0.03, 0.04, 0.02],
    time: [0, 0, 0.934, 0.05, 0.003, 0.013],
    actor: [0.9, 0.05, 0.01, 0.02, 0.01, 0, 0.01],
    kind: [0.2, 0.1, 0.65, 0.05, 0],
    casualties: [0.65, 0.1, 0.15, 0.05, 0.02, 0.03],
    lagHours: [720, 0.4],
  },
];
