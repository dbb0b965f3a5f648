import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { CONSTRUCTS } from "../constructs.ts";
import {
  checkAgreement,
  formatAgreement,
  irFromJson,
  agreementFromYaml,
  agreementToJson,
  agreementToYaml,
  parseAgreement,
  printAgreement,
  withoutSpans,
} from "../index.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";
const inBlock = (block: string): string => `${FRONT}\n\`\`\`truce\n${block}\n\`\`\`\n`;

describe("every construct", () => {
  it.each(CONSTRUCTS.map((construct) => [construct.keyword, construct] as const))(
    "%s: its example reads without a problem",
    (_, { example }) => {
      expect(parseAgreement(inBlock(example)).problems).toEqual([]);
    },
  );

  it.each(CONSTRUCTS.map((construct) => [construct.keyword, construct] as const))(
    "%s: text, data and text again say the same",
    (_, { example }) => {
      const { agreement } = parseAgreement(inBlock(example));
      const printed = printAgreement(agreement);
      const again = parseAgreement(printed);
      expect(again.problems).toEqual([]);
      expect(withoutSpans(again.agreement)).toEqual(withoutSpans(agreement));
      expect(printAgreement(again.agreement)).toBe(printed);
      expect(irFromJson(JSON.parse(JSON.stringify(agreementToJson(agreement))))).toEqual({
        agreement: withoutSpans(agreement),
        problems: [],
      });
      expect(agreementFromYaml(agreementToYaml(agreement)).agreement).toEqual(withoutSpans(agreement));
    },
  );
});

/** The word with its last two letters exchanged, or one letter more if that changes nothing. */
function misspell(word: string): string {
  const swapped = word.slice(0, -2) + word.slice(-1) + word.slice(-2, -1);
  return word.length < 4 || swapped === word ? `${word}${word.at(-1) ?? ""}` : swapped;
}

interface Slip {
  readonly name: string;
  readonly word: string;
  readonly text: string;
}

/** Each word of each construct misspelt once, where its example first has it outside of quotation marks. */
const SLIPS: readonly Slip[] = CONSTRUCTS.flatMap(({ keyword, example, words }) =>
  words.flatMap((word): Slip[] => {
    const code = example.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/gu, (found) => "_".repeat(found.length));
    const match = new RegExp(`(?<![\\p{L}\\p{N}-])${word}(?![\\p{L}\\p{N}-])`, "u").exec(code);
    if (!match) return [];
    const text = example.slice(0, match.index) + misspell(word) + example.slice(match.index + word.length);
    return [{ name: `${keyword}: ${word} → ${misspell(word)}`, word, text }];
  }),
);

describe("a slip in a word of the language", () => {
  it("is tried for every word", () => {
    expect(SLIPS.length).toBe(CONSTRUCTS.flatMap(({ words }) => words).length);
  });

  it.each(SLIPS.map((slip) => [slip.name, slip] as const))(
    "%s: is exactly one problem with the right fix",
    (_, { word, text }) => {
      const source = inBlock(text);
      const { agreement, problems, damaged } = parseAgreement(source);
      const checked = checkAgreement(agreement, { text: source, damaged });
      const errors = [...problems, ...checked].filter(({ severity }) => severity === "error");
      expect(errors.map(({ message, hint }) => `${message} / ${hint ?? ""}`)).toHaveLength(1);
      // `day` is as good a fix as `days`.
      expect(errors[0]!.hint).toContain(word.replace(/(?<=day|week|month|year)s$/u, ""));
    },
  );
});

describe("a name", () => {
  it("keeps every letter, whichever it starts with", () => {
    const letters = [...Array(26).keys()].flatMap((i) => [97 + i, 65 + i]).map((code) => String.fromCharCode(code));
    const names = [...letters, "ä", "ж", "ق"].flatMap((letter) => [letter + letter, `${letter}-${letter}1`]);
    const { agreement, problems } = parseAgreement(inBlock(names.map((name) => `use ${name}`).join("\n")));
    expect(problems).toEqual([]);
    const said = agreement.parts.flatMap((part) => (part.kind === "block" ? part.statements : []));
    expect(said.map((one) => (one.kind === "use" ? one.vocabulary : ""))).toEqual(names);
  });
});

describe("any text at all", () => {
  const words = [...new Set(CONSTRUCTS.flatMap((construct) => construct.words))];
  const pieces = [
    ...words,
    "name",
    "2016-02-27",
    "00:00",
    "10 km",
    "(",
    ")",
    ":",
    ",",
    "|",
    '"',
    "`",
    "--",
    "\n",
    "\n  ",
    "\n    ",
    "```",
    "---",
    "ا",
    "\u0000",
    "\ufeff",
    "1e999",
  ];

  it("is read without throwing, and what is printed of it reads the same", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (soup) => {
        const { agreement } = parseAgreement(inBlock(soup.join(" ")));
        const printed = printAgreement(agreement);
        expect(printAgreement(parseAgreement(printed).agreement)).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });

  it("is read without throwing, whatever the characters", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.constantFrom(...CONSTRUCTS),
        fc.nat(),
        (garbage, { example }, at) => {
          const place = at % example.length;
          const text = inBlock(example.slice(0, place) + garbage + example.slice(place));
          expect(() => parseAgreement(text)).not.toThrow();
          expect(() => parseAgreement(garbage)).not.toThrow();
          expect(() => parseAgreement(text.slice(0, at % text.length))).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of a megabyte gives a readable number of problems", () => {
    const line = `rule ((((${"x ".repeat(40)} must must \u0000 "unclosed\n`;
    const garbage = inBlock(line.repeat(Math.ceil(1_000_000 / line.length)));
    const { problems } = parseAgreement(garbage);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(201);
  });
});

describe("a clause that ends too early", () => {
  it("is not taken for a name that only begins with its last word", () => {
    const block = "use common\nrule no-raids\n  who any bound\n  must not raid\n  when no";
    expect(parseAgreement(inBlock(block)).problems.map(({ code }) => code)).toEqual(["syntax-expected"]);
  });
});

describe("formatting", () => {
  it("leaves prose as it is, to the byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (prose) => {
        const safe = prose.replaceAll("`", "").replaceAll("~", "").replaceAll("\r", "");
        const text = `${FRONT}${safe}\n\n\`\`\`truce\nparty   a    "A"\n\`\`\`\n\n${safe}\n`;
        expect(formatAgreement(text)).toBe(text.replace('party   a    "A"', 'party a "A"'));
      }),
    );
  });

  it("changes nothing the second time", () => {
    for (const { example } of CONSTRUCTS) {
      const once = formatAgreement(inBlock(example));
      expect(typeof once).toBe("string");
      expect(formatAgreement(once as string)).toBe(once);
    }
  });

  it("refuses what it does not understand", () => {
    expect(formatAgreement(inBlock("prty a"))).toHaveLength(1);
  });
});
