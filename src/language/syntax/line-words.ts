import { CONSTRUCTS } from "../constructs.ts";

/** Every word that can stand first on a line of a block: what an editor shows as a keyword. */
export const LINE_WORDS: ReadonlySet<string> = new Set(
  CONSTRUCTS.filter(({ family }) => family !== "formula").map(({ keyword }) => keyword.split(" ")[0] ?? keyword),
);
