// Writes the JSON Schemas of our data formats from their types. With --check, writes nothing and fails if it is stale.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { root } from "./project-files.ts";

interface Format {
  readonly source: string;
  readonly type: string;
  readonly target: string;
}

const formats: readonly Format[] = [
  { source: "src/language/ir.ts", type: "Agreement", target: "src/language/schema/agreement.schema.json" },
  { source: "src/workflow/judgement-json.ts", type: "JudgementJson", target: "docs/formats/judgement.schema.json" },
];

function schemaOf({ source, type }: Format): string {
  const options = { path: join(root, source), tsconfig: join(root, "tsconfig.json"), type, skipTypeCheck: true };
  return `${JSON.stringify(createGenerator(options).createSchema(type), undefined, 2)}\n`;
}

for (const format of formats) {
  const text = schemaOf(format);
  const target = join(root, format.target);
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error(`${format.target} is out of date: run \`npm run generate\``);
    process.exitCode = 1;
  }
}
