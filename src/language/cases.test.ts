import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCaseFile, shownProblems, type CaseFile } from "../../test/language/case-file.ts";
import type { Problem } from "../kit/index.ts";
import { CHECK_CODES, checkAgreement } from "./checks/index.ts";
import { CONSTRUCTS } from "./constructs.ts";
import type { Agreement } from "./ir.ts";
import { parseAgreement } from "./syntax/parse.ts";
import { vocabularies } from "./vocabulary/index.ts";

/**
 * Each file of `cases/` is a small agreement and the problems that it gives, as people read them. The folder is the code
 * of the problem. `UPDATE=1 npm test -- cases` writes the problems anew, for review in the diff.
 */
const folder = join(import.meta.dirname, "cases");
const files = globSync("*/*.md", { cwd: folder }).toSorted();

const readCase = (file: string): CaseFile => readCaseFile(join(folder, file));

/** The text inside is shown as it is; a fence of three backquotes in it is no end of the problems. */
function problemsOf({ format, text }: Pick<CaseFile, "format" | "text">): readonly Problem[] {
  const file = "agreement.md";
  if (format === "json") return checkAgreement(JSON.parse(text) as Agreement, { text, file });
  const { agreement, problems, damaged } = parseAgreement(text, { file, vocabularies });
  const checked = checkAgreement(agreement, { text, file, damaged });
  return [...problems, ...checked].toSorted((a, b) => (a.at.from ?? 0) - (b.at.from ?? 0));
}

describe("a mistake in an agreement", () => {
  test.each(files)("%s", (file) => {
    const found = readCase(file);
    const problems = problemsOf(found);
    expect(shownProblems(join(folder, file), found, problems)).toBe(found.problems);
    expect([...new Set(problems.map(({ code }) => code))]).toEqual(
      file.startsWith("syntax-more/") ? expect.arrayContaining(["syntax-more"]) : [dirname(file)],
    );
  });

  test("every problem that the parser and the checks know has a case file", () => {
    const shown = new Set(files.map(dirname));
    const known = [...parserCodes(), ...CHECK_CODES];
    expect(known.filter((code) => !shown.has(code))).toEqual([]);
    expect([...shown].filter((code) => !known.includes(code))).toEqual([]);
  });

  test("always has a place, a caret and a fix", () => {
    for (const file of files) {
      for (const problem of problemsOf(readCase(file))) {
        expect(problem.hint, `${basename(file)}: ${problem.message}`).toBeDefined();
        expect(problem.message).not.toMatch(/undefined|\[object/u);
      }
    }
  });
});

describe("checks", () => {
  test("let a case name an actor of the folder, and a rule not", () => {
    const { text } = readCase("unknown-party/case-actor.md");
    const { agreement } = parseAgreement(text, { vocabularies });
    expect(checkAgreement(agreement, { text, knownActors: new Set(["jaysh"]) })).toEqual([]);
  });
});

describe("a text that is right", () => {
  const head = "---\ntruce: 1\nid: x\ntitle: X\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";

  test.each(CONSTRUCTS.map(({ keyword, example }) => ({ keyword, example })))(
    "the example of `$keyword` has no error",
    ({ example }) => {
      const problems = problemsOf({ format: "markdown", text: `${head}\`\`\`truce\n${example}\n\`\`\`\n` });
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    },
  );

  test("the rows of point 2 of Minsk II are found apart once the rocket launchers named elsewhere are taken out", () => {
    const text = `${head}\`\`\`truce
use common
measure calibre mm "What was the calibre?"
line contact "line of contact" as at the incident
table zone-width pick one
  | artillery with calibre >= 100 mm | 50 km |
  | mlrs except tornado-s, uragan, smerch | 70 km |
  | tornado-s or uragan or smerch or tochka | 140 km |
rule stay-out
  who any bound
  must keep each heavy-weapon beyond zone-width / 2 from contact
\`\`\`
`;
    const codes = problemsOf({ format: "markdown", text }).map(({ code }) => code);
    expect(codes).toEqual(["table-gap", "no-entry-into-force"]);
  });
});

describe("what a check does not call a mistake", () => {
  const codesOf = (statements: string): readonly string[] =>
    problemsOf({
      format: "markdown",
      text: `---\ntruce: 1\nid: x\ntitle: X\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n\`\`\`truce\nuse common\nparty sar "Government"\nfact paid "Was it paid?"\nfact threat "Was there a threat?"\n${statements}\n\`\`\`\n`,
    }).map(({ code }) => code);

  test("a rule that speaks only after the first end of a text that can be renewed", () => {
    const rule = "rule in-june\n  who sar\n  must not attack\n  when after 2016-06-01";
    const inForce = "in force from 2016-02-27 00:00 for 30 days";
    expect(codesOf(`${inForce}\n${rule}`)).toContain("dead-rule");
    expect(codesOf(`${inForce} renewable by consent for 30 days\n${rule}`)).not.toContain("dead-rule");
  });

  test("two statements of one party at a label, the later about the words that an amendment had put there by then", () => {
    const reads = (name: string, on: string): string =>
      `statement ${name}\n  by sar on ${on} kind interpretation\n  reads cease.danger as threat or paid`;
    const text = (on: string): string =>
      `rule cease\n  who sar\n  must not attack\n  unless danger: threat\namend cease.danger from 2016-05-09 as paid\n${reads("s1", "2016-02-23")}\n${reads("s2", on)}`;
    expect(codesOf(text("2016-05-08"))).toContain("reading-clash");
    expect(codesOf(text("2016-05-09"))).not.toContain("reading-clash");
  });
});

describe("checks of a text with parts taken out at random", () => {
  const example = readFileSync(join(import.meta.dirname, "..", "..", "examples", "syria-2016", "agreement.md"), "utf8");
  const words = example.split(/(?<=\s)/u);

  test("never throw, and every problem is inside the text", () => {
    const random = seeded(2016);
    for (let run = 0; run < 60; run++) {
      const kept = words.filter(() => random() > 0.01);
      const at = Math.floor(random() * kept.length);
      const text = kept.with(at, kept[Math.floor(random() * kept.length)]!).join("");
      const { agreement, damaged } = parseAgreement(text, { vocabularies });
      for (const { at: place } of checkAgreement(agreement, { text, damaged })) {
        expect(place.from).toBeGreaterThanOrEqual(0);
        expect(place.to).toBeLessThanOrEqual(text.length);
      }
    }
  });
});

/** Mulberry32 (Tommy Ettinger): the same numbers on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The codes in the sources of the parser: it gives them where it stumbles, not from a list. */
function parserCodes(): readonly string[] {
  const sources = globSync("**/*.ts", { cwd: join(import.meta.dirname, "syntax") })
    .filter((file) => !file.includes("generated") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(import.meta.dirname, "syntax", file), "utf8"));
  const given = /(?:code: |code: \w+ \? "[a-z-]+" : |fail\(|add\(|new Failure\()"([a-z-]+)"/gu;
  const codes = sources.flatMap((text) => [...text.matchAll(given)].map(([, code = ""]) => code));
  return [...new Set(codes)];
}
