import { CONSTRUCTS, type Construct } from "../constructs.ts";
import type { Span } from "../ir.ts";
import type { Token } from "../syntax/tokens.ts";
import { nameAt, namesOfThing, type Draft, type NamedThing, type WrittenStatement } from "./draft.ts";

/** What can be told of a word of the text. */
export type Told =
  | { readonly kind: "name"; readonly at: Span; readonly thing: NamedThing; readonly uses: number }
  | { readonly kind: "word"; readonly at: Span; readonly construct: Construct };

/** Tells of the name or the word of the language at an offset; nothing of anything else. */
export function tellAt(draft: Draft, offset: number): Told | undefined {
  const name = nameAt(draft, offset);
  if (name?.thing) {
    const uses = namesOfThing(draft, name.thing).filter(({ isDeclaration }) => !isDeclaration).length;
    return { kind: "name", at: name.at, thing: name.thing, uses };
  }
  const one = draft.statements.find(({ source }) => source.from <= offset && offset <= source.to);
  if (!one || name) return undefined;
  for (const { tokens } of one.source.lines) {
    const index = tokens.findIndex(({ kind, from, to }) => kind === "word" && from <= offset && offset <= to);
    if (index < 0) continue;
    const construct = constructOf(tokens, index, one);
    const { from, to } = tokens[index]!;
    return construct && { kind: "word", at: { from, to }, construct };
  }
  return undefined;
}

/** The construct that a word belongs to: the one it begins, else the one whose line it stands on, else one that has it. */
function constructOf(tokens: readonly Token[], index: number, { source }: WrittenStatement): Construct | undefined {
  const word = tokens[index]!.text;
  const head = source.head.tokens[0]?.text;
  const following = tokens.slice(index).map(({ text }) => text);
  const beginning = CONSTRUCTS.filter(({ keyword }) => wordsOf(keyword).every((one, i) => one === following[i]));
  const longest = beginning.toSorted((a, b) => b.keyword.length - a.keyword.length)[0];
  if (longest) return longest;
  const onLine = CONSTRUCTS.find(
    ({ keyword, words }) => wordsOf(keyword)[0] === tokens[0]?.text && words.includes(word),
  );
  const inStatement = CONSTRUCTS.find(({ keyword, words }) => wordsOf(keyword)[0] === head && words.includes(word));
  return onLine ?? inStatement ?? CONSTRUCTS.find(({ words }) => words.includes(word));
}

/** `must … whenever` begins with `must`. */
function wordsOf(keyword: string): readonly string[] {
  return keyword.split(" ").filter((word) => /^\p{L}+$/u.test(word));
}
