// Writes the OpenAPI document of the HTTP API from its contract. With --check, writes nothing and fails if it is stale.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openApiDocument } from "../src/api/index.ts";
import { root } from "./project-files.ts";

const target = join(root, "docs/api/openapi.json");
const text = `${JSON.stringify(openApiDocument(), undefined, 2)}\n`;

if (!process.argv.includes("--check")) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
  console.error("docs/api/openapi.json is out of date: run `npm run generate`");
  process.exitCode = 1;
}
