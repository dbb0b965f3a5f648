import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/kit/index.ts";
import { parseAgreement, withoutSpans } from "../../src/language/index.ts";
import { CONSTRUCTS } from "../../src/language/constructs.ts";
import { RESERVED } from "../../src/language/reserved.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";
const WORDS = [...new Set([...CONSTRUCTS.flatMap(({ words }) => words), ...RESERVED])];
/** Words that mean something by themselves where a name could stand. */
const STANDING =
  "anyone actor target act weapon place true false each not during start complete adoption trigger unknown";

interface Read {
  readonly data: string;
  readonly problems: readonly Problem[];
}

function read(block: string): Read {
  const { agreement, problems } = parseAgreement(`${FRONT}\`\`\`truce\n${block}\n\`\`\`\n`);
  return { data: JSON.stringify(withoutSpans(agreement)), problems };
}

interface Example {
  readonly keyword: string;
  readonly block: string;
  /** A name that the example gives to something. */
  readonly name: string;
  /** Where it stands, the declaration first if that stands first. */
  readonly places: readonly number[];
}

const DECLARED =
  /^(?:party|class|body|list|line|area|fact|measure|act|weapon|table|phase|accept|rule|statement|reading) ([\p{L}\p{N}-]+)/gmu;

/** Every name that the examples of the constructs declare and use; titles do not matter, and might hold the name. */
const EXAMPLES: readonly Example[] = CONSTRUCTS.flatMap(({ keyword, example }) => {
  const block = example.replace(/"(?:[^"\\]|\\.)*"/gu, '"…"');
  const names = new Set([...block.matchAll(DECLARED)].map(([, name = ""]) => name));
  return [...names].flatMap((name): readonly Example[] => {
    const alone = new RegExp(`(?<![\\p{L}\\p{N}-])${name}(?![\\p{L}\\p{N}-])`, "gu");
    const places = [...block.matchAll(alone)].map(({ index }) => index);
    return places.length > 1 ? [{ keyword, block, name, places }] : [];
  });
});

/** The example with another name, written as `write` says at each place. */
function renamed({ block, name, places }: Example, write: (place: number) => string): string {
  let text = "";
  let done = 0;
  places.forEach((index, place) => {
    text += block.slice(done, index) + write(place);
    done = index + name.length;
  });
  return text + block.slice(done);
}

/** All renamings that do not come out as the example itself, of which `isRight` does not hold. */
function wrongOnes(
  words: readonly string[],
  write: (word: string, place: number) => string,
  isRight: (found: Read, word: string) => boolean,
): readonly string[] {
  return EXAMPLES.flatMap((example) => {
    const before = read(example.block).data;
    return words
      .filter((word) => {
        const found = read(renamed(example, (place) => write(word, place)));
        const wanted = before.replaceAll(JSON.stringify(example.name), JSON.stringify(word));
        const isSame = found.problems.length === 0 && found.data === wanted;
        return !isSame && !isRight(found, word);
      })
      .map((word) => `${example.keyword}: ${example.name} as ${word}`);
  });
}

const namesTheFix = ({ problems }: Read): boolean => problems.some(({ hint }) => hint?.includes("backquotes") === true);

describe("a name that is a word of the language", () => {
  const reserved = [...RESERVED];

  it("can be any of them in backquotes", () => {
    const quoted = (word: string): string => `\`${word}\``;
    expect(wrongOnes(reserved, quoted, () => false)).toEqual([]);
  });

  it("reads the same without backquotes, or the message names the fix", () => {
    expect(wrongOnes(WORDS, (word) => word, namesTheFix)).toEqual([]);
  });

  it("must be declared in backquotes exactly if it is printed in them", () => {
    for (const word of WORDS) {
      const { problems } = read(`party ${word} "…"`);
      expect(problems.some(({ hint }) => hint?.includes("backquotes") === true)).toBe(RESERVED.has(word));
    }
  });

  it("is missed where it is declared in backquotes and used without, unless the word says something there", () => {
    const standing = new Set(STANDING.split(" "));
    const quotedFirst = (word: string, place: number): string => (place === 0 ? `\`${word}\`` : word);
    expect(wrongOnes(reserved, quotedFirst, (found, word) => namesTheFix(found) || standing.has(word))).toEqual([]);
  });
});
