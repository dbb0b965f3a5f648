import type { Problem } from "../../kit/index.ts";
import { compileAgreement, type Declarations, type Vocabularies } from "../engine/index.ts";
import type { Agreement } from "../ir.ts";
import { isZone } from "../time/calendar.ts";
import { ambiguityCheck } from "./ambiguity.ts";
import { caseCheck } from "./case.ts";
import { findLineStarts, problemAt, type Check, type CheckContext } from "./check.ts";
import { circularKindCheck } from "./circular-kind.ts";
import { duplicateCheck } from "./duplicate.ts";
import { exceptionCheck } from "./exception.ts";
import { factArgumentsCheck } from "./fact-arguments.ts";
import { labelCheck } from "./label.ts";
import { noDeadlineCheck } from "./no-deadline.ts";
import { priorityCheck } from "./priority.ts";
import { procedureCheck } from "./procedure.ts";
import { readingCheck } from "./reading.ts";
import { referenceCheck } from "./reference.ts";
import { tableCheck } from "./table.ts";
import { textWithoutRuleCheck } from "./text-without-rule.ts";
import { timeCheck } from "./time.ts";
import { unitCheck } from "./unit.ts";
import { unusedCheck } from "./unused.ts";
import { Logic } from "./logic.ts";
import { usesIn } from "./uses.ts";
import { vocabularies as shared } from "../vocabulary/index.ts";
import { vocabularyCheck } from "./vocabulary.ts";
import { zoneCheck } from "./zone.ts";

export type { Check, CheckContext } from "./check.ts";

/** Every check, in the order in which a drafter would make them. */
export const CHECKS: readonly Check[] = [
  zoneCheck,
  vocabularyCheck,
  duplicateCheck,
  circularKindCheck,
  factArgumentsCheck,
  unitCheck,
  labelCheck,
  referenceCheck,
  timeCheck,
  noDeadlineCheck,
  exceptionCheck,
  priorityCheck,
  tableCheck,
  readingCheck,
  procedureCheck,
  textWithoutRuleCheck,
  unusedCheck,
  ambiguityCheck,
  caseCheck,
];

/** Every code that a check can give. */
export const CHECK_CODES: readonly string[] = [...new Set(CHECKS.flatMap(({ codes }) => codes)), "cannot-evaluate"];

export interface CheckOptions {
  readonly text: string;
  readonly file?: string;
  readonly knownActors?: ReadonlySet<string>;
  readonly vocabularies?: Vocabularies;
  /** As `parseAgreement` gives them. */
  readonly damaged?: ReadonlySet<string>;
}

/** What is wrong, doubtful or left open in an agreement that could be read, in the order of the text. Never throws. */
export function checkAgreement(agreement: Agreement, options: CheckOptions): readonly Problem[] {
  const { text, file, knownActors, vocabularies, damaged = new Set<string>() } = options;
  // Times cannot be computed in a zone that does not exist: that is said once, and the rest is checked in UTC.
  const { meta } = agreement;
  const inZone = isZone(meta.zone) ? agreement : { ...agreement, meta: { ...meta, zone: "UTC" } };
  const vocabularyNames = Object.keys(vocabularies ?? shared);
  const readable = using(
    inZone,
    vocabularyNames.filter((name) => damaged.has(name)),
  );
  const program = compileAgreement(readable, { vocabularies: vocabularies ?? shared });
  const declared: Declarations = program.declared;
  const context: CheckContext = {
    agreement,
    declared,
    program,
    text,
    lineStarts: findLineStarts(text),
    ...(file === undefined ? {} : { file }),
    ...(knownActors === undefined ? {} : { knownActors }),
    vocabularyNames,
    damaged,
    uses: usesIn(agreement),
    logic: new Logic(declared),
  };
  const found = CHECKS.flatMap((check) => check.check(context));
  // A clock may rest on a statement that could not be read: mend that first.
  const problems = damaged.size === 0 ? found : found.filter(({ code }) => code !== "unreadable-time");
  // What the engine cannot evaluate comes of a mistake that a check has found; if none has, the engine says it.
  const isExplained = damaged.size > 0 || problems.some(({ severity }) => severity === "error");
  return [...problems, ...(isExplained ? [] : unevaluated(context))].toSorted(
    (a, b) => (a.at.from ?? 0) - (b.at.from ?? 0),
  );
}

/** With vocabularies whose `use` could not be read: that their words are not declared is not another mistake. */
function using(agreement: Agreement, names: readonly string[]): Agreement {
  if (names.length === 0) return agreement;
  const statements = names.map((vocabulary) => ({ kind: "use" as const, vocabulary }));
  return { ...agreement, parts: [...agreement.parts, { kind: "block", statements }] };
}

function unevaluated(context: CheckContext): readonly Problem[] {
  return context.program.problems.map(({ code, message, at: { from, to } }) =>
    problemAt(context, {
      code,
      at: from === undefined || to === undefined ? undefined : { from, to },
      message,
      hint: "say it in another way",
    }),
  );
}
