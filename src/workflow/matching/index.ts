export { corroborationOf, followIncident, type Corroboration } from "./corroboration.ts";
export {
  detachReport,
  mergeIncidents,
  splitIncident,
  type Arranged,
  type DetachReport,
  type MergeIncidents,
  type SplitIncident,
} from "./arrange.ts";
export {
  acceptProposal,
  pinIncident,
  rejectProposal,
  sayOfReports,
  unpinIncident,
  unsureOfProposal,
  type Decided,
  type DecideProposal,
  type PinIncident,
  type Pinned,
  type SaidOfReports,
  type SayOfReports,
} from "./decide.ts";
export { explainInRecord } from "./explain-in-record.ts";
export { FIELD_WORDS, pairReasons, sayBits, type PairReasons } from "./explain-pair.ts";
export type { KnownAnswer, PairCounts } from "./known-answer.ts";
export {
  matchFolder,
  type MatchCounts,
  type MatchedFolder,
  type MatchedIncident,
  type MatchFolderOptions,
} from "./match-folder.ts";
export {
  askToMatch,
  MATCH_REPORTS,
  matchAgain,
  matchJob,
  matchNewReports,
  type MatchedAgain,
  type MatchJobOptions,
  type ReportsMatched,
} from "./match-record.ts";
export { matchedCsv, matchedJson } from "./matched-json.ts";
export { learnMatchModel, modelOfRecord, type LearnModel, type ModelLearnt } from "./model.ts";
export { ARRANGING_ACTS, undoMatching, type Undone, type UndoMatching } from "./undo.ts";
export {
  proposalsAbout,
  proposalsWaiting,
  WAIT_REASONS,
  type ProposalKind,
  type ProposalsWaiting,
  type ProposalWaiting,
  type WaitReason,
} from "./waiting.ts";
