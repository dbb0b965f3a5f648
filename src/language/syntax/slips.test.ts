import { describe, expect, it } from "vitest";
import { checkAgreement, parseAgreement } from "../index.ts";
import { CONSTRUCTS } from "../constructs.ts";
import * as caseKinds from "./lower/case.ts";
import * as consent from "./lower/consent.ts";
import * as facts from "./lower/facts.ts";
import * as later from "./lower/later.ts";
import * as procedure from "./lower/procedure.ts";
import * as rule from "./lower/rule.ts";
import * as when from "./lower/when.ts";
import * as who from "./lower/who.ts";
import { STATEMENT_WORDS } from "./statements.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";
const WORDS = new Set(CONSTRUCTS.flatMap(({ words }) => words));

const SLIPS: readonly { readonly name: string; readonly slip: (word: string) => string }[] = [
  {
    name: "one letter is another",
    slip: (word) => `${word.slice(0, word.length >> 1)}q${word.slice((word.length >> 1) + 1)}`,
  },
  { name: "the first letter stands twice", slip: (word) => `${word[0]}${word}` },
  { name: "a letter is missing", slip: (word) => word.slice(0, word.length >> 1) + word.slice((word.length >> 1) + 1) },
  { name: "two letters have changed places", slip: (word) => `${word[1]}${word[0]}${word.slice(2)}` },
  { name: "the first letter is a capital", slip: (word) => `${word[0]?.toUpperCase()}${word.slice(1)}` },
];

/** Every place of the example, outside quotation marks, where the word stands. */
function placesOf(word: string, example: string): readonly number[] {
  const code = example.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/gu, (found) => "_".repeat(found.length));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])${word}(?![\\p{L}\\p{N}-])`, "gu");
  return [...code.matchAll(pattern)].map(({ index }) => index);
}

describe("a slip in a word of the language, at every place where the examples have it", () => {
  it.each(SLIPS.map(({ name, slip }) => [name, slip] as const))(
    "%s: is exactly one problem with the right fix",
    (_, slip) => {
      const wrong: string[] = [];
      for (const { keyword, example, words } of CONSTRUCTS) {
        for (const word of words) {
          const misspelt = slip(word);
          if (word.length < 3 || misspelt.length < 3 || WORDS.has(misspelt) || misspelt === word) continue;
          for (const place of placesOf(word, example)) {
            const block = example.slice(0, place) + misspelt + example.slice(place + word.length);
            const text = `${FRONT}\`\`\`truce\n${block}\n\`\`\`\n`;
            const { agreement, problems, damaged } = parseAgreement(text);
            const all = [...problems, ...checkAgreement(agreement, { text, damaged })];
            const errors = all.filter(({ severity }) => severity === "error");
            const wanted = word.replace(/(?<=day|week|month|year)s$/u, "");
            const isRight = errors.length === 1 && errors[0]?.hint?.includes(wanted) === true;
            const said = errors.map(({ message, hint }) => `${message} (${hint})`).join("; ");
            if (!isRight) wrong.push(`${keyword}: ${word} → ${misspelt} at ${place}: ${said}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe("the table of constructs", () => {
  const kinds = [caseKinds, consent, facts, later, procedure, rule, when, who].flatMap((module) =>
    Object.values(module),
  );
  const clauseWords = kinds.flatMap((kind) =>
    typeof kind === "object" && "clauses" in kind ? Object.keys(kind.clauses).filter((word) => word !== "|") : [],
  );

  it("has every word that begins a statement or a clause", () => {
    expect([...STATEMENT_WORDS, ...clauseWords].filter((word) => !WORDS.has(word))).toEqual([]);
  });

  it("has no word twice in a construct, and each in its example", () => {
    for (const { words, example } of CONSTRUCTS) {
      expect(new Set(words).size).toBe(words.length);
      expect(words.filter((word) => placesOf(word, example).length === 0)).toEqual([]);
    }
  });
});
