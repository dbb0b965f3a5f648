export * from "./ir.ts";
export * from "./verdict.ts";
export * from "./aggregate.ts";
export { checkAgreement, type CheckOptions } from "./checks/index.ts";
export { placeInText } from "./checks/check.ts";
export * from "./clause.ts";
export { happenedInCase, judgeCaseDuty, type CaseDutyOptions, type CaseHappened } from "./duty/case-duty.ts";
export type { Bearer } from "./duty/conditions.ts";
export * from "./duty/diary.ts";
export { changesOf, dutyTruth } from "./duty/duty-truth.ts";
export * from "./duty/judge-duty.ts";
export { overlayRule, type OverlaidRule } from "./duty/overlay-rule.ts";
export { judgeDutyIn, type ConditionNote, type DutyQuestion } from "./duty/possible-duty.ts";
export * from "./duty/procedure.ts";
export { ALWAYS_SO, NEVER_SO, UNSURE, type Look, type Truth } from "./duty/truth.ts";
export * from "./engine/index.ts";
export * from "./print/formula.ts";
export * from "./time/agreement-times.ts";
export * from "./time/calendar.ts";
export { includes, intersection, lastOf, liesIn, minus, union, type Moments } from "./time/intervals.ts";
export type { Prolonging, Renewal } from "./time/renewals.ts";
export * from "./time/resolve.ts";
export { formatAgreement, parseAgreement, printAgreement } from "./read-agreement.ts";
export {
  agreementFromYaml,
  agreementToJson,
  agreementToYaml,
  irFromJson,
  withoutSpans,
  type ReadData,
} from "./schema/ir-data.ts";
export { truceMarkdown, truceParser } from "./syntax/editor.ts";
export type { ParsedAgreement, ParseOptions } from "./syntax/parse.ts";
export { CONSTRUCTS, type Construct } from "./constructs.ts";
export type { SymbolKind } from "./syntax/name-places.ts";
export { vocabularies } from "./vocabulary/index.ts";
export * from "./writing/index.ts";
