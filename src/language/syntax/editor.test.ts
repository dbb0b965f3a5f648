import { NodeProp } from "@lezer/common";
import { highlightTree, classHighlighter } from "@lezer/highlight";
import { describe, expect, it } from "vitest";
import { CONSTRUCTS } from "../constructs.ts";
import { cutDocument } from "./document.ts";
import { truceMarkdown, truceParser } from "./editor.ts";
import { ProblemList } from "./problem-list.ts";

function coloursOf(text: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  highlightTree(truceMarkdown.parse(text), classHighlighter, (from, to, classes) => {
    found.push([text.slice(from, to), classes]);
  });
  return found;
}

describe("an editor", () => {
  it("shows the word of a statement or clause as a keyword only where it begins its line", () => {
    const colours = coloursOf("# Rules\n\n```truce\nrule r -- why\n  who rule or who\n  unless a: not b\n```\n");
    const keywords = colours.filter(([, classes]) => classes.includes("tok-keyword")).map(([word]) => word);
    expect(keywords).toEqual(["rule", "who", "or", "unless", "not"]);
    expect(colours).toContainEqual(["-- why", "tok-comment"]);
  });

  it("finds no error in the tokens of any text: saying what is wrong is left to the parser", () => {
    for (const { example } of CONSTRUCTS) {
      for (const text of [
        example,
        example.slice(1),
        example.replaceAll(" ", "\u0000§"),
        example.replaceAll('"', "`"),
      ]) {
        let errors = 0;
        truceParser.parse(text).iterate({ enter: ({ type }) => void (errors += type.isError ? 1 : 0) });
        expect(errors, text).toBe(0);
      }
    }
  });

  it("takes the same fences for blocks as the parser does", () => {
    const texts = [
      "```truce\na\n```\n",
      "~~~~ truce more\na\n```\n~~~~\nb\n",
      "10. item\n\n    ```truce\n    a\n    ```\n\nend\n",
      "text\n\n    ```truce\n    a\n    ```\n",
      "<!--\n```truce\na\n```\n-->\n\n```truce\nb\n```\n",
      "````md\n```truce\na\n```\n````\n",
      "```truce `x`\na\n",
      "   ```truce\n   a\n   ```\n",
    ];
    for (const text of texts) {
      let inEditor = 0;
      truceMarkdown.parse(text).iterate({
        enter: ({ tree }) => void (inEditor += tree?.prop(NodeProp.mounted)?.parser === truceParser ? 1 : 0),
      });
      const blocks = cutDocument(text, 0, new ProblemList(text, undefined)).filter(({ kind }) => kind === "block");
      expect(blocks.length, text).toBe(inEditor);
    }
  });
});
