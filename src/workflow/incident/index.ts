export { explainRecorded, type ExplainAsked, type IncidentExplained } from "./explanation.ts";
export type { AnswerableQuestion, PossibleAnswer, SaidFields } from "./answer-fields.ts";
export { historyOf, type EntryAbout, type ThingHappened } from "./history.ts";
export { talliesOf, type TalliesFound, type Tally } from "./tallies.ts";
