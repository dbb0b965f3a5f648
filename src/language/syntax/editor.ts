import { NodeProp } from "@lezer/common";
import { styleTags, tags } from "@lezer/highlight";
import { GFM, parseCode, parser as markdown, type MarkdownConfig, type MarkdownParser } from "@lezer/markdown";
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
    // Arabic in a title does not turn around what stands beside it.
    NodeProp.isolate.add({ String: "auto", UnclosedString: "auto", Name: "auto", QuotedName: "auto", Comment: "auto" }),
  ],
});

const FENCE = /^\ufeff?---[ \t]*$/u;

/** The YAML between `---` at the very start, which Markdown would take for a heading. */
const frontMatter: MarkdownConfig = {
  defineNodes: [
    { name: "FrontMatter", block: true, style: tags.meta },
    { name: "FrontMatterKey", style: tags.propertyName },
    { name: "FrontMatterFence", style: tags.processingInstruction },
  ],
  parseBlock: [
    {
      name: "FrontMatter",
      before: "HorizontalRule",
      parse(cx, line) {
        if (cx.lineStart !== 0 || !FENCE.test(line.text)) return false;
        const parts = [cx.elt("FrontMatterFence", 0, line.text.length)];
        while (cx.nextLine()) {
          const from = cx.lineStart;
          const key = /^[\w-]+(?=\s*:)/u.exec(line.text)?.[0];
          if (key !== undefined) parts.push(cx.elt("FrontMatterKey", from, from + key.length));
          if (!FENCE.test(line.text)) continue;
          parts.push(cx.elt("FrontMatterFence", from, from + line.text.length));
          cx.nextLine();
          break;
        }
        cx.addElement(cx.elt("FrontMatter", 0, cx.prevLineEnd(), parts));
        return true;
      },
    },
  ],
};

/**
 * Markdown whose `truce` blocks are read by the same grammar as `parseAgreement` reads them: an editor and the compiler
 * see the same tokens.
 */
export const truceMarkdown: MarkdownParser = markdown.configure([
  GFM,
  frontMatter,
  parseCode({ codeParser: (info) => (/^truce(?!\S)/u.test(info) ? truceParser : null) }),
]);
