import type { Agreement } from "./ir.ts";
import { printAgreement as print } from "./print/document.ts";
import { formatAgreement as format } from "./syntax/format.ts";
import { parseAgreement as parse, type ParsedAgreement, type ParseOptions } from "./syntax/parse.ts";
import { vocabularies } from "./vocabulary/index.ts";
import type { Problem } from "../kit/index.ts";

/** Reads an agreement with the shared vocabularies at hand. Never throws. */
export function parseAgreement(text: string, options: ParseOptions = {}): ParsedAgreement {
  return parse(text, { vocabularies, ...options });
}

/** The whole document as text, with the shared vocabularies at hand: a weapon's name may stand for itself. */
export function printAgreement(agreement: Agreement, options: Pick<ParseOptions, "vocabularies"> = {}): string {
  return print(agreement, options.vocabularies ?? vocabularies);
}

/** Writes the blocks of a text in canonical form. */
export function formatAgreement(text: string, options: ParseOptions = {}): string | readonly Problem[] {
  return format(text, { vocabularies, ...options });
}
