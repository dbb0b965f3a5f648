import { describe, expect, it, test } from "vitest";
import { CONSTRUCTS } from "../constructs.ts";
import { parseAgreement } from "../read-agreement.ts";
import { completionsAt, type Completion } from "./completions.ts";
import { nameAt, readDraft, type Draft } from "./draft.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";
const inBlock = (block: string): string => `${FRONT}\`\`\`truce\n${block}\n\`\`\`\n`;
/** What is offered where `|` stands. */
function offeredIn(block: string): readonly string[] {
  const text = inBlock(block);
  const offset = text.indexOf("¦");
  const draft = readDraft(text.replace("¦", ""));
  return completionsAt(draft, offset)?.options.map((option) => option.text) ?? [];
}

/** Offsets at which a word of a block begins. */
function wordStarts(draft: Draft): readonly { readonly from: number; readonly text: string }[] {
  return draft.statements.flatMap(({ source }) =>
    // The reason of `no rule:` is free text, and the name of a zone none of ours.
    source.head.tokens[0]?.text === "no"
      ? []
      : source.lines.flatMap(({ tokens }) =>
          tokens.filter(({ kind, text }) => (kind === "word" && text !== "UTC") || kind === "quoted-name"),
        ),
  );
}

/** Every word, and two names of each kind: the others would be read alike. */
function differing(options: readonly Completion[]): readonly Completion[] {
  const seen = new Map<string, number>();
  return options.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return kind === "word" || count <= 2;
  });
}

const examples = CONSTRUCTS.map(({ keyword, example }) => ({ keyword, draft: readDraft(inBlock(example)) }));

describe("what is offered", () => {
  test.each(examples)("has every word that stands in the example of `$keyword`", ({ draft }) => {
    const missing = wordStarts(draft).flatMap(({ from, text }) => {
      const name = nameAt(draft, from);
      // A new name, or one of somebody whom the text does not declare, is the writer's own; a zone is read as one token.
      if (name && (name.isDeclaration || !name.thing)) return [];
      const options = completionsAt(draft, from)?.options ?? [];
      const isOffered = options.some((option) => option.text === text || option.text.startsWith(`${text} `));
      return isOffered ? [] : [`${text} in: ${draft.text.slice(from - 30, from)}`];
    });
    expect(missing).toEqual([]);
  });

  test.each(examples)("can be read where it is offered, everywhere in the example of `$keyword`", ({ draft }) => {
    for (const { from } of wordStarts(draft)) {
      for (const option of differing(completionsAt(draft, from)?.options ?? [])) {
        // A reason is free text, and it has to be there.
        const reason = option.text === "no rule:" ? " because" : "";
        const written = `${draft.text.slice(0, from)}${option.text}${reason}`;
        const { problems } = parseAgreement(`${written}\n\`\`\`\n`);
        const unread = problems.filter(
          ({ code, at }) => /^syntax-(?!missing)/u.test(code) && at.from! < written.length,
        );
        expect(unread, written.slice(-60)).toEqual([]);
      }
    }
  });

  it("is nothing in prose, in a comment, within quotation marks, and where a new name stands", () => {
    expect(completionsAt(readDraft(`${FRONT}\nwords \n`), FRONT.length + 5)).toBeUndefined();
    expect(offeredIn("rule r -- ¦")).toEqual([]);
    expect(offeredIn('party sar "Gov¦ernment"')).toEqual([]);
    expect(offeredIn("rule ¦")).toEqual([]);
  });

  it("begins a statement where a line is not indented, and a clause of the statement above where it is", () => {
    expect(offeredIn("rule r\n  who any bound\n¦")).toContain("in force from");
    expect(offeredIn("rule r\n  who any bound\n¦")).not.toContain("must");
    const clause = offeredIn("rule r\n  who any bound\n  ¦");
    expect(clause).toContain("must");
    expect(clause).not.toContain("party");
  });

  it("has whole phrases where nothing else can follow", () => {
    expect(offeredIn("list l\n  designated by unsc ¦")).toEqual(
      expect.arrayContaining(["as at the incident", "fixed"]),
    );
    expect(offeredIn("rule r\n  who ¦")).toContain("any bound");
  });

  it("has the labels of the rule before the dot, and no others", () => {
    const rules =
      "rule a\n  who any bound\n  must not raid\n  unless mine: true\nrule b\n  who any bound\n  must not raid\n  unless other: true\n";
    expect(offeredIn(`${rules}amend a.¦`)).toEqual(["mine"]);
  });

  it("has `but not` below an escape and nowhere else", () => {
    const rule = "rule a\n  who any bound\n  must not raid\n";
    expect(offeredIn(`${rule}  unless mine: true\n    ¦`)).toContain("but not");
    expect(offeredIn(`${rule}  unless mine: true\n  ¦`)).not.toContain("but not");
    expect(offeredIn(`${rule}    ¦`)).not.toContain("but not");
  });

  it("has the text's own names before those of the vocabulary", () => {
    const options = offeredIn('use common\nact looting "looting"\nrule a\n  who any bound\n  must not ¦');
    expect(options.indexOf("looting")).toBeLessThan(options.indexOf("attack"));
  });

  it("has a name of several words in backquotes", () => {
    expect(offeredIn('party `the army` "Army"\nrule a\n  who ¦')).toContain("`the army`");
  });
});
