export { agreementStanding, type AgreementStanding } from "./agreement-standing.ts";
export { waitingGraph, type WaitingGraph } from "./waiting-graph.ts";
export { provisionsOf, type Provisions } from "./provisions.ts";
export { coverageSummary, type CoverageSummary } from "./coverage-summary.ts";
