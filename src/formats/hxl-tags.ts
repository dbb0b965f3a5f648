/** A hashtag with its attributes (HXL 1.1, tagging conventions): `#affected +f +killed`. Case does not matter. */
export interface HxlTag {
  /** `#affected`, in lower case. */
  readonly tag: string;
  /** `f`, `killed`: in lower case and in the order in which they were written, which means nothing. */
  readonly attributes: readonly string[];
}

const longestTag = 500;

/** Reads a hashtag with its attributes, with or without blanks between them; `undefined` if it is none. */
export function parseHxlTag(text: string): HxlTag | undefined {
  if (text.length > longestTag) return undefined;
  const [tag = "", ...attributes] = text.split("+").map((part) => part.trim().toLowerCase());
  const isTag = /^#[a-z][a-z0-9_]*$/u.test(tag) && attributes.every((part) => /^[a-z][a-z0-9_]*$/u.test(part));
  return isTag ? { tag, attributes } : undefined;
}

/** `#affected+f+killed`. */
export function formatHxlTag({ tag, attributes }: HxlTag): string {
  return [tag, ...attributes].join("+");
}

/** The same for tags that mean the same: each attribute once, in the order of the alphabet. */
export function keyOfHxlTag({ tag, attributes }: HxlTag): string {
  return formatHxlTag({ tag, attributes: [...new Set(attributes)].toSorted() });
}

/** A bound for hostile files: the work on a table grows with its columns. */
export const mostHxlColumns = 1000;

/** A row of hashtags: every cell that is not blank is one, and there is one at least. */
export function isHxlTagRow(fields: readonly string[]): boolean {
  if (fields.length > mostHxlColumns) return false;
  const filled = fields.filter((field) => field.trim() !== "");
  return filled.length > 0 && filled.every((field) => parseHxlTag(field) !== undefined);
}
