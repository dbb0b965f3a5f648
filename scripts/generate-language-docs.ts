// Writes docs/language from the table of constructs. With --check, writes nothing and fails if a page is stale.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONSTRUCTS, FAMILIES, type Construct } from "../src/language/constructs.ts";
import { root } from "./project-files.ts";

const onlyCheck = process.argv.includes("--check");
const folder = join(root, "docs", "language");
const GENERATED = "<!-- Generated from src/language/constructs.ts by `npm run generate`; do not edit. -->";

function pageOf(family: string): string {
  return `${family}.md`;
}

function section({ keyword, signature, meaning, example, since }: Construct): string {
  return [
    `## ${keyword}`,
    "",
    "```text",
    signature,
    "```",
    "",
    meaning,
    "",
    "```truce",
    example,
    "```",
    "",
    `Since \`truce: ${since}\`.`,
  ].join("\n");
}

function index(): string {
  const lines = FAMILIES.map(({ family, title, about }) => `- [${title}](${pageOf(family)}): ${about}`);
  return [
    GENERATED,
    "",
    "# The agreement language",
    "",
    "An agreement is a Markdown file: front matter, the legal text as prose and quotations, and fenced `truce` blocks below",
    "the clauses that they express. A line at the start of a block's column begins a statement, an indented line a clause of",
    "it; a line that is indented deeper goes on with the line above, or is a `but not` that limits it. Comments begin with `--`.",
    "A word is a keyword only where a statement or a clause can begin; a name that is such a word is written in backquotes.",
    "",
    ...lines,
    "",
  ].join("\n");
}

function page({ family, title, about }: (typeof FAMILIES)[number]): string {
  const sections = CONSTRUCTS.filter((construct) => construct.family === family).map(section);
  return [GENERATED, "", `# ${title}`, "", about, "", ...sections.map((text) => `${text}\n`)].join("\n");
}

const pages: readonly (readonly [name: string, text: string])[] = [
  ["README.md", index()],
  ...FAMILIES.map((family) => [pageOf(family.family), page(family)] as const),
];
if (!onlyCheck) mkdirSync(folder, { recursive: true });
for (const [name, text] of pages) {
  const path = join(folder, name);
  if (!onlyCheck) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`docs/language/${name} is out of date: run \`npm run generate\``);
    process.exitCode = 1;
  }
}
