import { describe, expect, it } from "vitest";
import { readDraft } from "../../../language/index.ts";
import { clausesOf, languageOf, unquoted, type PartOfText } from "./clauses.ts";

const TEXT = `# Fire

> No one shoots.

\`\`\`truce
rule a
  who anyone
  must not attack
\`\`\`

A remark.

> The road is open.

\`\`\`truce
no rule: not yet
\`\`\`
`;
const PARTS: readonly PartOfText[] = [
  { kind: "heading", line: 1, endLine: 1, text: "# Fire" },
  { kind: "quote", line: 3, endLine: 3, text: "> No one shoots." },
  { kind: "block", line: 5, endLine: 9, text: "" },
  { kind: "comment", line: 11, endLine: 11, text: "A remark." },
  { kind: "quote", line: 13, endLine: 13, text: "> The road is open." },
  { kind: "block", line: 15, endLine: 17, text: "" },
];

describe("the document", () => {
  const clauses = clausesOf([...PARTS], readDraft(TEXT));

  it("has a clause for words and what rests on them; words after a block begin the next", () => {
    expect(clauses.map(({ line, words }) => [line, words.map(({ text }) => text)])).toEqual([
      [1, ["> No one shoots."]],
      [11, ["A remark.", "> The road is open."]],
    ]);
    expect(clauses[0]?.heading).toEqual({ title: "Fire", level: 1 });
  });

  it("has every statement of a block beside the words above it, and none twice", () => {
    const heads = clauses.map(({ statements }) => statements.map(({ source }) => source.head.tokens[0]?.text));
    expect(heads).toEqual([["rule"], ["no"]]);
  });

  it("shows a quotation without its marks, and keeps its lines", () => {
    expect(unquoted("> 1. One\n>\n>  two")).toBe("1. One\n\n two");
  });
});

describe("the language of some words", () => {
  it("is that of their script, where that says it", () => {
    expect(languageOf("وقف الأعمال العدائية (2254)", "en")).toBe("ar");
    expect(languageOf("Прекращение огня", undefined)).toBe("ru");
  });

  it("is that of the document where the script fits or says nothing", () => {
    expect(languageOf("آتش‌بس", "fa")).toBe("fa");
    expect(languageOf("Cessation of hostilities", "en")).toBe("en");
    expect(languageOf("2254 (2015)", "ar")).toBe("ar");
    expect(languageOf("Alto el fuego", undefined)).toBeUndefined();
  });

  it("is not changed by a name in another script", () => {
    expect(languageOf('Any party other than "داعش" and its allies', "en")).toBe("en");
  });
});
