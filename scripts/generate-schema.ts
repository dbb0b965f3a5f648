// Writes the JSON Schema of the agreement's data format from its types. With --check, writes nothing and fails if it is stale.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { root } from "./project-files.ts";

const target = join(root, "src/language/schema/agreement.schema.json");
const schema = createGenerator({
  path: join(root, "src/language/ir.ts"),
  tsconfig: join(root, "tsconfig.json"),
  type: "Agreement",
  skipTypeCheck: true,
}).createSchema("Agreement");
const text = `${JSON.stringify(schema, undefined, 2)}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error(`${target} is out of date: run \`npm run generate\``);
    process.exitCode = 1;
  }
} else writeFileSync(target, text);
