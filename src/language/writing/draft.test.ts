import { describe, expect, it, test } from "vitest";
import { CONSTRUCTS } from "../constructs.ts";
import { tellAt } from "./hover.ts";
import { nameAt, namesOfThing, readDraft } from "./draft.ts";
import { outlineOf } from "./outline.ts";
import { segmentsOf } from "./segments.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";
const inBlock = (block: string): string => `${FRONT}\`\`\`truce\n${block}\n\`\`\`\n`;

describe("a name of a text", () => {
  test.each(CONSTRUCTS.map(({ keyword, example }) => ({ keyword, example })))(
    "has a place that can be told, in the example of `$keyword`",
    ({ example }) => {
      const draft = readDraft(inBlock(example));
      for (const { name, at } of draft.names) {
        const written = draft.text.slice(at.from, at.to);
        expect([name, `\`${name}\``]).toContain(written);
      }
    },
  );

  it("leads to its declaration, also through a statement that cannot be read", () => {
    const text = inBlock('party sar "Government"\nrule a\n  who sar\n  must noot attack');
    const draft = readDraft(text);
    const use = nameAt(draft, text.indexOf("who sar") + 5);
    expect(text.slice(use?.thing?.at?.from, use?.thing?.at?.to)).toBe("sar");
    expect(use?.thing?.declaration).toBe('party sar "Government"');
    expect(use?.isDeclaration).toBe(false);
  });

  it("is that of the party, also where a list names it first", () => {
    const text = inBlock('list l\n  names sar\nparty sar "Government"');
    const draft = readDraft(text);
    const things = draft.names.map(({ thing }) => thing?.kind);
    expect(things).toEqual(["list", "party", "party"]);
    expect(namesOfThing(draft, draft.names[1]!.thing!).map(({ isDeclaration }) => isDeclaration)).toEqual([
      false,
      true,
    ]);
  });

  it("is somebody of the record if the text declares nobody of that name", () => {
    const text = inBlock("case c\n  actor jaysh act attack at 2016-03-01\n  expect a breach");
    const draft = readDraft(text, { actors: new Map([["jaysh", "Jaysh al-Islam"]]) });
    expect(nameAt(draft, text.indexOf("jaysh"))?.thing).toMatchObject({ kind: "actor", isOfRecord: true });
  });

  it("of a label is looked for in the rule before the dot", () => {
    const rule = (name: string, label: string): string =>
      `rule ${name}\n  who any bound\n  must not raid\n  unless ${label}: true\n`;
    const text = inBlock(`${rule("a", "x")}${rule("b", "y")}amend a.y from 2016-05-09 as false`);
    const draft = readDraft(text);
    expect(nameAt(draft, text.indexOf("a.y") + 2)?.thing).toBeUndefined();
  });
});

describe("what is told", () => {
  const text = inBlock(
    'use common\nparty sar "Government"\nrule a\n  who sar\n  must not attack -- never\n  in nowhere',
  );
  const draft = readDraft(text);
  const toldOf = (words: string) => tellAt(draft, text.indexOf(words) + 1);

  it("of a name is how it is declared, and how often it is used", () => {
    expect(toldOf("sar\n")).toMatchObject({ kind: "name", thing: { declaration: 'party sar "Government"' }, uses: 1 });
    expect(toldOf("attack")).toMatchObject({ kind: "name", thing: { vocabulary: "common" } });
  });

  it("of a word is the construct that begins with it", () => {
    expect(toldOf("must not")).toMatchObject({ kind: "word", construct: { keyword: "must not" } });
    expect(toldOf("rule a")).toMatchObject({ kind: "word", construct: { keyword: "rule" } });
    expect(toldOf("who sar")).toMatchObject({ kind: "word", construct: { keyword: "rule" } });
  });

  it("of anything else is nothing", () => {
    expect(toldOf("never")).toBeUndefined();
    expect(toldOf('"Government"')).toBeUndefined();
    expect(toldOf("Example")).toBeUndefined();
  });
});

describe("the outline", () => {
  it("has headings, and below each what can be judged or read differently", () => {
    const text = `${FRONT}# 1 Fire\n\n## Cease\n\n\`\`\`truce\nuse common\nrule a "no attacks"\n  who any bound\n  must not attack\n\`\`\`\n`;
    const found = outlineOf(readDraft(text)).map(({ kind, title, level }) => [kind, title, level]);
    expect(found).toEqual([
      ["heading", "1 Fire", 1],
      ["heading", "Cease", 2],
      ["rule", "no attacks", 3],
    ]);
  });

  it("takes no heading from a block", () => {
    expect(outlineOf(readDraft(`${FRONT}\`\`\`truce\n# no heading\n\`\`\`\n`))).toEqual([]);
  });
});

describe("segments", () => {
  it("put together are the statement as it is written", () => {
    for (const { example } of CONSTRUCTS) {
      const draft = readDraft(inBlock(example));
      for (const one of draft.statements) {
        const lines = segmentsOf(draft, one).map((line) => line.map(({ text }) => text).join(""));
        const written = draft.text.slice(one.source.from, one.source.to).replaceAll(/[ \t]*--.*$/gmu, "");
        expect(lines.join("\n")).toBe(written);
      }
    }
  });

  it("say what a name stands for", () => {
    const draft = readDraft(inBlock('party sar "Government"\nrule a\n  who sar\n  must not attack'));
    expect(segmentsOf(draft, draft.statements[1]!)[1]).toContainEqual({
      kind: "name",
      text: "sar",
      title: "Government",
    });
  });
});
