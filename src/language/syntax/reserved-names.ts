import type { Name } from "../ir.ts";
import { RESERVED } from "../reserved.ts";

/** A name after the word that declares it, or a name in backquotes. */
const NAMED =
  /^[ \t]*(?:party|class|body|list|line|area|fact|measure|act|weapon|table|phase|accept|rule|statement|reading)[ \t]+(\p{L}+)(?![\p{L}\p{N}-])|`([^`\n]*)`/gmu;

/** The words of the language that a text gives to things of its own, in backquotes or by mistake without. */
export function reservedNamesIn(text: string): ReadonlySet<Name> {
  const found = new Set<Name>();
  for (const [, bare, quoted] of text.matchAll(NAMED)) {
    const name = bare ?? quoted ?? "";
    if (RESERVED.has(name)) found.add(name);
  }
  return found;
}
