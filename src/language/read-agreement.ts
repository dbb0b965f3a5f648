import { formatAgreement as format } from "./syntax/format.ts";
import { parseAgreement as parse, type ParsedAgreement, type ParseOptions } from "./syntax/parse.ts";
import { vocabularies } from "./vocabulary/index.ts";
import type { Problem } from "../kit/index.ts";

/** Reads an agreement with the shared vocabularies at hand. Never throws. */
export function parseAgreement(text: string, options: ParseOptions = {}): ParsedAgreement {
  return parse(text, { vocabularies, ...options });
}

/** Writes the blocks of a text in canonical form. */
export function formatAgreement(text: string, options: ParseOptions = {}): string | readonly Problem[] {
  return format(text, { vocabularies, ...options });
}
