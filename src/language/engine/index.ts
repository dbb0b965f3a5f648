import type { Agreement } from "../ir.ts";
import type { Happened } from "../time/agreement-times.ts";
import { vocabularies as shared } from "../vocabulary/index.ts";
import type { Vocabularies } from "./declarations.ts";
import type { Guard } from "./compiled.ts";
import { Program } from "./program.ts";

export type { BulkVerdicts } from "./bulk.ts";
export { readDeclarations, kindsOf, commandOf, type Declarations, type Vocabularies } from "./declarations.ts";
export { verdictsOf, type CompiledRule, type Guard } from "./compiled.ts";
export { Program } from "./program.ts";
export type { ReadingPlan } from "./overlays.ts";
export { baseOfList } from "./atoms.ts";
export { titleOf } from "./questions.ts";

export interface CompileOptions {
  readonly vocabularies?: Vocabularies;
  readonly guard?: Guard;
  /** Recorded marks of duties and renewals; a mark that is not recorded stands at its latest lawful moment. */
  readonly happened?: Happened;
}

/** Compiles an agreement once, for judging any number of occurrences. Never throws; see `problems`. */
export function compileAgreement(agreement: Agreement, options: CompileOptions = {}): Program {
  return new Program(agreement, { ...options, vocabularies: options.vocabularies ?? shared });
}
export { convert } from "./lengths.ts";
export { rolesIn } from "./worlds.ts";
