// Writes what a client needs of the contract when it runs: method, path, and what is sent and answered. The types are taken from the
// contract itself; its checks are the server's, and a browser need not load them. With --check, writes nothing and fails if it is
// stale.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOOR, ENDPOINTS, type Endpoint } from "../src/api/contract.ts";
import { root } from "./project-files.ts";

const target = join(root, "src/api/addresses.generated.ts");

function lineOf([name, { method, path, body, answer }]: readonly [string, Endpoint]): string {
  const sent = body === undefined ? "nothing" : body === "bytes" ? "bytes" : "json";
  const answered = Array.isArray(answer) ? "stream" : "json";
  return `  ${JSON.stringify(name)}: [${[method, path, sent, answered].map((word) => JSON.stringify(word)).join(", ")}],`;
}

const lines = Object.entries({ ...ENDPOINTS, ...DOOR } as Readonly<Record<string, Endpoint>>).map(lineOf);
const text = [
  "// Generated from src/api/contract.ts by `npm run generate`; do not edit.",
  "",
  'import type { Address } from "./address.ts";',
  'import type { AskedName } from "./contract.ts";',
  "",
  "export const ADDRESSES: Readonly<Record<AskedName, Address>> = {",
  ...lines,
  "};",
  "",
].join("\n");

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
  console.error("src/api/addresses.generated.ts is out of date: run `npm run generate`");
  process.exitCode = 1;
}
