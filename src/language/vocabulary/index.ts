import type { TaxonomyDeclaration } from "../ir.ts";

export const vocabularies: Readonly<Record<string, readonly TaxonomyDeclaration[]>> = {};
