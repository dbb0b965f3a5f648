import { CONSTRUCTS } from "../constructs.ts";

/** The words that an editor shows as keywords where they stand first on a line of a block. */
export const LINE_WORDS: ReadonlySet<string> = new Set(
  CONSTRUCTS.filter(({ family }) => family !== "formula").flatMap(({ words }) => words),
);
