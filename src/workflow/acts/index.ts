export {
  BadInput,
  ChangedMeanwhile,
  NoSuchThing,
  type Acting,
  type Done,
  type Verb,
  type Version,
  type Words,
} from "./acting.ts";
export { recordAcceptance, type AcceptanceRecorded, type RecordAcceptance } from "./acceptances.ts";
export {
  askClarification,
  ruleOnClarification,
  type AskClarification,
  type RuleOnClarification,
} from "./clarifications.ts";
export {
  determinationStanding,
  dissent,
  proposeDetermination,
  signDetermination,
  withdrawProposal,
  type DeterminationStanding,
  type Dissent,
  type Proposed,
  type ProposeDetermination,
  type SignDetermination,
  type Signed,
} from "./determinations.ts";
export { type Enclosing, type Enclosure } from "./enclosures.ts";
export { evidenceOf } from "./evidence.ts";
export {
  findingsChanged,
  type ChangesAsked,
  type ChangesFound,
  type FindingChange,
  type SaidVerdict,
  type VerdictChange,
} from "./findings-changed.ts";
export { identifySource, type IdentifySource, type SourceIdentified } from "./identify-source.ts";
export { JUDGE_INCIDENTS, judgeAgain, type JudgedAgain } from "./judge-again.ts";
export { judgeApart } from "./judge-apart.ts";
export { judge, judgeJob, type Judge, type JudgedNow, type JudgeJobOptions } from "./judge-soon.ts";
export { mandateOf, setMandate, type MandateOf, type SetMandate } from "./mandate.ts";
export {
  acceptSubmissions,
  receiveSubmission,
  type AcceptSubmissions,
  type ReceiveSubmission,
  type SubmissionAccepted,
  type SubmissionReceived,
  type SubmittedFile,
} from "./receive-submission.ts";
export { named, receiveFiles, type ReceiveFiles } from "./receive-files.ts";
export { receiveItem, safeName, type ReceiveItem } from "./receive-item.ts";
export {
  recordPastedTable,
  recordReports,
  reportOwnAct,
  type RecordPasted,
  type RecordReports,
  type ReportsRecorded,
  type SelfReport,
} from "./record-reports.ts";
export { recordText, type RecordText, type TextRecorded } from "./record-text.ts";
export { releaseIncident, type ReleaseIncident } from "./release-incident.ts";
export {
  giveReply,
  recordReply,
  requestReply,
  type Reply,
  type ReplyRecorded,
  type ReplyRequested,
  type ReplyTaken,
  type RequestReply,
} from "./replies.ts";
export {
  checkRemedy,
  extendClock,
  withdrawRequest,
  type CheckRemedy,
  type ClockExtended,
  type ExtendClock,
  type WithdrawRequest,
} from "./reply-follow-up.ts";
export { withdrawReports, type ReportsWithdrawn, type WithdrawReports } from "./withdraw-reports.ts";
export { setAttribution, setOccurrence, type LevelSet, type SetAttribution, type SetOccurrence } from "./set-level.ts";
export { waitingFor, type Queue, type Waiting, type WaitingAsked } from "./waiting.ts";
export {
  recordAccount,
  withdrawAccount,
  type AccountRecorded,
  type RecordAccount,
  type WithdrawAccount,
} from "./tell-account.ts";
