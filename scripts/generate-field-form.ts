// Writes the form for field monitors from its table: the XForm in examples/forms and the sheets of an XLSForm in
// docs/formats/field-form.md. With --check, writes nothing and fails if one of them is stale.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fieldFormColumns, fieldFormSheets, fieldFormXml } from "../src/formats/index.ts";
import { root } from "./project-files.ts";

const onlyCheck = process.argv.includes("--check");

const cell = (text: string): string => text.replaceAll("|", "\\|");

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const sheets = fieldFormSheets().map(({ name, rows }) => `## Sheet \`${name}\`\n\n${table(rows)}\n`);
const questions = fieldFormColumns().map(([question, columns]) => [
  `\`${question}\``,
  columns.length === 0 ? "stays with the submission" : columns.map((column) => `\`${column}\``).join(", "),
]);

const page = `<!-- Generated from src/formats/field-form.ts by \`npm run generate\`; do not edit. -->
<!-- prettier-ignore-start -->

# The form for field monitors

[\`examples/forms/ceasefire-report.xml\`](../../examples/forms/ceasefire-report.xml) in English and Arabic, as the columns of an
XLSForm: copy the three tables into the sheets of a workbook to bring it into KoboToolbox or ODK Central, or to change it. How
to set up telephones is in [field forms](../guide/field-forms.md).

Nothing has to be filled in. What is blank is not known: never no, and never 0.

## What becomes of the answers

The columns are those of [reports](columns.md).

${table([["question", "columns"], ...questions])}

${sheets.join("\n")}
<!-- prettier-ignore-end -->
`;

const files = [
  { path: "examples/forms/ceasefire-report.xml", text: fieldFormXml() },
  { path: "docs/formats/field-form.md", text: page },
];

function loadIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

for (const { path, text } of files) {
  if (loadIfThere(join(root, path)) === text) continue;
  if (!onlyCheck) writeFileSync(join(root, path), text);
  else {
    console.error(`${path} is out of date: run \`npm run generate\``);
    process.exitCode = 1;
  }
}
