import type { Name, TaxonomyDeclaration } from "../ir.ts";
import { parseAgreement } from "../syntax/parse.ts";
import { COMMON } from "./common.ts";

/** Shared vocabularies by the name that `use` gives them. They are written in the language itself. */
export const vocabularies: Readonly<Record<Name, readonly TaxonomyDeclaration[]>> = { common: read(COMMON) };

function read(text: string): readonly TaxonomyDeclaration[] {
  const { agreement, problems } = parseAgreement(text);
  if (problems.length > 0) throw new Error(`the shared vocabulary is broken: ${problems[0]!.message}`);
  return agreement.parts
    .flatMap((part) => (part.kind === "block" ? part.statements : []))
    .filter((statement): statement is TaxonomyDeclaration => statement.kind === "act" || statement.kind === "weapon");
}
