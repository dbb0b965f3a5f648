import { styleTags, tags } from "@lezer/highlight";
import { GFM, parseCode, parser as markdown, type MarkdownParser } from "@lezer/markdown";
import { parser } from "./truce.generated.ts";

/** The parser of a block, with what an editor needs to colour it. */
export const truceParser = parser.configure({
  props: [
    styleTags({
      LineWord: tags.keyword,
      LogicWord: tags.operatorKeyword,
      Name: tags.variableName,
      QuotedName: tags.special(tags.variableName),
      String: tags.string,
      Date: tags.literal,
      Clock: tags.literal,
      Number: tags.number,
      Comparison: tags.compareOperator,
      Comment: tags.lineComment,
      Bar: tags.separator,
      Comma: tags.separator,
      Colon: tags.punctuation,
      "Open Close": tags.paren,
      "Unknown UnclosedString UnclosedName": tags.invalid,
    }),
  ],
});

/**
 * Markdown whose `truce` blocks are read by the same grammar as `parseAgreement` reads them: an editor and the compiler
 * see the same tokens.
 */
export const truceMarkdown: MarkdownParser = markdown.configure([
  GFM,
  parseCode({ codeParser: (info) => (/^truce(?!\S)/u.test(info) ? truceParser : null) }),
]);
