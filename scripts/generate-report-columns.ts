// Writes docs/formats/columns.md from the list of columns. With --check, writes nothing and fails if the page is stale.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aboutColumn, reportColumns } from "../src/formats/index.ts";
import { root } from "./project-files.ts";

const onlyCheck = process.argv.includes("--check");
const path = join(root, "docs", "formats", "columns.md");

const cell = (text: string): string => text.replaceAll("|", "\\|");

const rows = reportColumns.map((column) => {
  const { arabic, about, words = [], example, hxl = "" } = aboutColumn(column);
  const isExplained = words.some((word) => about.includes(`${word}:`));
  const wordList =
    words.length === 0 || isExplained ? "" : ` One of: ${words.map((word) => `\`${word}\``).join(", ")}.`;
  const shown = [`\`${column}\``, arabic, `${about}${wordList}`, `\`${example}\``, hxl === "" ? "" : `\`${hxl}\``];
  return `| ${shown.map(cell).join(" | ")} |`;
});

const text = `<!-- Generated from src/formats/report-columns.ts by \`npm run generate\`; do not edit. -->
<!-- prettier-ignore-start -->

# The columns of a table of reports

Only \`id\` and \`when\` are needed. A blank cell is "not said", never "no" and never 0.

| column | in Arabic | what stands in it | example | HXL |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

<!-- prettier-ignore-end -->
`;

if (!onlyCheck) writeFileSync(path, text);
else if (readFileSync(path, "utf8") !== text) {
  console.error("docs/formats/columns.md is out of date: run `npm run generate`");
  process.exitCode = 1;
}
