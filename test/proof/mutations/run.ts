import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVitest, type TestCase, type Vite } from "vitest/node";
import { LAWS, type LawName } from "./laws.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";

/**
 * `npm run mutations [-- WORD …]`: changes one place of the judge at a time, in memory, and runs the laws that must
 * notice. Prints each wrong judge as caught or survived, and exits with 1 if one survived. Words choose the mutations
 * whose name, file or laws contain one of them.
 */

const root = join(import.meta.dirname, "../../..");

const words = process.argv.slice(2);
const chosen = MUTATIONS.filter(
  ({ name, file, caughtBy }) =>
    words.length === 0 ||
    words.some((word) => name.includes(word) || file.includes(word) || caughtBy.includes(word as LawName)),
);

const started = Date.now();
let survivors = 0;
for (const mutation of chosen) {
  const silent = await lawsThatPass(mutation);
  if (silent.length > 0) survivors += 1;
  const outcome =
    silent.length === 0 ? `caught    by ${mutation.caughtBy.join(", ")}` : `SURVIVED  ${silent.join(", ")}`;
  process.stdout.write(`${mutation.name}\n  ${outcome}  (${mutation.file})\n`);
}
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(
  `${chosen.length} wrong judges, ${chosen.length - survivors} caught, ${survivors} survived; ${seconds} s\n`,
);
process.exitCode = survivors === 0 && chosen.length > 0 ? 0 : 1;

/** Those of the laws that should notice the mutation and do not. */
async function lawsThatPass(mutation: Mutation): Promise<readonly LawName[]> {
  const wanted = mutation.caughtBy;
  const vitest = await createVitest(
    "test",
    {
      root,
      watch: false,
      reporters: [{}],
      testNamePattern: new RegExp(wanted.map((law) => escape(LAWS[law].test.split(" > ").at(-1)!)).join("|"), "u"),
      env: { MUTATION: mutation.name },
      // Else a wrong judge would be kept on disk for the next run of the tests.
      fsModuleCache: false,
    },
    { plugins: [pluginOf(mutation)] },
  );
  try {
    const { testModules, unhandledErrors } = await vitest.start([...new Set(wanted.map((law) => LAWS[law].file))]);
    if (unhandledErrors.length > 0) throw new Error(`${mutation.name}: ${JSON.stringify(unhandledErrors[0])}`);
    const tests = testModules.flatMap((module) => {
      if (module.errors().length > 0) throw new Error(`${mutation.name}: ${module.errors()[0]!.message}`);
      return [...module.children.allTests()];
    });
    return wanted.filter((law) => stateOf(tests, law) !== "failed");
  } finally {
    await vitest.close();
  }
}

function stateOf(tests: readonly TestCase[], law: LawName): string {
  const { file, test } = LAWS[law];
  const found = tests.find((one) => one.fullName === test && one.module.moduleId.endsWith(file));
  if (!found) throw new Error(`there is no test "${test}" in ${file}`);
  const { state } = found.result();
  if (state !== "passed" && state !== "failed") throw new Error(`${test} was ${state}`);
  return state;
}

function pluginOf({ name, file, find, replace }: Mutation): Vite.Plugin {
  const path = join(root, file);
  if (readFileSync(path, "utf8").split(find).length !== 2)
    throw new Error(`${name}: ${file} does not have the place once`);
  return {
    name: "mutation",
    enforce: "pre",
    transform: (code: string, id: string) => (id === path ? code.replace(find, () => replace) : undefined),
  };
}

function escape(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
