export * from "./ir.ts";
export * from "./verdict.ts";
export * from "./aggregate.ts";
export { checkAgreement, type CheckOptions } from "./checks/index.ts";
export * from "./clause.ts";
export * from "./duty/judge-duty.ts";
export * from "./duty/diary.ts";
export * from "./duty/procedure.ts";
export * from "./engine/index.ts";
export * from "./print/formula.ts";
export * from "./time/agreement-times.ts";
export * from "./time/calendar.ts";
export * from "./time/resolve.ts";
export { printAgreement, printBlock } from "./print/document.ts";
export { printStatement } from "./print/statement.ts";
export { formatAgreement, parseAgreement } from "./read-agreement.ts";
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
export { vocabularies } from "./vocabulary/index.ts";
