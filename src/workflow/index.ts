export { compareDraft, compareReadings, type Change, type Comparison } from "./compare-draft.ts";
export { formattedText, textOfIr } from "./agreement-texts.ts";
export { loadChecked } from "./check-agreement-file.ts";
export { loadConditions, sayConditions } from "./conditions.ts";
export { explainIncident, sayExplanation, type Explanation } from "./explain-incident.ts";
export { judgeFolder, sayKnown, type JudgeOptions, type Judgement } from "./judge-folder.ts";
export { judgementJson, type JudgementJson } from "./judgement-json.ts";
export { loadAgreement, loadFolder } from "./load-folder.ts";
export { Refusal } from "./refusal.ts";
export { runCases, type CaseReport } from "./run-cases.ts";
export { mostTelling, type TellingIncident } from "./most-telling.ts";
export { typedInstant } from "./typed-instant.ts";
export {
  backupTo,
  describe,
  EXPORT_FORMATS,
  exportIncidents,
  importPaths,
  judgeRecord,
  openRecord,
  restoreFrom,
  signCheckpoint,
  verifyWithCheckpoints,
  writeExport,
  type ExportFormat,
  type ImportedFile,
  type OpenRecord,
  type RecordJudged,
  type VerifiedRecord,
} from "./record/index.ts";
