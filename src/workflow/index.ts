export { compareDraft, compareReadings, type Change, type Comparison } from "./compare-draft.ts";
export { formattedText, textOfIr } from "./agreement-texts.ts";
export { loadChecked } from "./check-agreement-file.ts";
export { loadConditions, sayConditions } from "./conditions.ts";
export {
  explainDuty,
  loadDuties,
  rowsOfDuty,
  sayClocks,
  sayDuty,
  sayMoment,
  type DutiesOptions,
  type FolderDutiesAt,
} from "./explain-duty.ts";
export type { DutyRow } from "./folder-duties.ts";
export { loadProcedures, sayProcedures, type Procedures } from "./procedures.ts";
export { explainIncident, sayExplanation, type Explanation } from "./explain-incident.ts";
export {
  BrokenAgreement,
  judgeFolder,
  sayKnown,
  type JudgedIncident,
  type JudgeOptions,
  type Judgement,
  type Judging,
} from "./judge-folder.ts";
export { readingNames } from "./reading-names.ts";
export {
  dutyJson,
  headJson,
  incidentsAsJson,
  judgementJson,
  totalsJson,
  type JudgementJson,
} from "./judgement-json.ts";
export { loadAgreement, loadFolder } from "./load-folder.ts";
export { Refusal } from "./refusal.ts";
export { runCases, type CaseReport } from "./run-cases.ts";
export { mostTelling, type TellingIncident } from "./most-telling.ts";
export { typedInstant } from "./typed-instant.ts";
export {
  backupTo,
  describe,
  EXPORT_COLUMNS,
  EXPORT_FORMATS,
  exportIncidents,
  exportReports,
  REPORT_FORMATS,
  importPaths,
  previewFiles,
  judgeAll,
  judgeRecord,
  listedInRecord,
  loadMapping,
  proposeForFile,
  hasRecord,
  openRecord,
  partiesInRecord,
  restoreFrom,
  signCheckpoint,
  UN_LIST,
  verifyWithCheckpoints,
  writeExport,
  writeWhole,
  type ExportFormat,
  type ExportOptions,
  type FilePreviewed,
  type ImportedFile,
  type ListedAnswer,
  type OpenRecord,
  type RecordJudged,
  type VerifiedRecord,
} from "./record/index.ts";
export * from "./acts/index.ts";
export * from "./matching/index.ts";
export * from "./incident/index.ts";
export * from "./what-if/index.ts";
export * from "./standing/index.ts";
export * from "./letters.ts";
