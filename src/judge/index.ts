export { AccountBuilder } from "./account.ts";
export { occurrenceOfCase, type ActorFinder } from "./from-case.ts";
export { occurrenceOf, type Resolver } from "./from-draft.ts";
export type { GivenFact, Occurrence, Place, Side } from "./occurrence.ts";
export { runCase, type CaseContext, type CaseResult } from "./run-case.ts";
export type { Situation, Told } from "./situation.ts";
export { NO_COUNTS, VerdictTally, type Counts } from "./tally.ts";
export { sayCell, sayClause, sayList, sayOtherLaw, sayQuestion, sayVerdict } from "./sentences.ts";
