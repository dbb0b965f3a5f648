import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVitest, type TestCase, type Vite } from "vitest/node";
import { LAWS, type LawName } from "./laws.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";

/** Runs the laws that should notice one mutation, and prints those that do not as JSON. */

const root = join(import.meta.dirname, "../../..");
const name = process.argv[2];
const mutation = MUTATIONS.find((one) => one.name === name);
if (!mutation) throw new Error(`there is no mutation "${name}"`);
process.stdout.write(`${JSON.stringify(await lawsThatPass(mutation))}\n`);
// Vitest has noted that a test failed, which is what it should.
process.exitCode = 0;

async function lawsThatPass(wrong: Mutation): Promise<readonly LawName[]> {
  const wanted = wrong.caughtBy;
  const names = wanted.map((law) => escape(LAWS[law].test.split(" > ").at(-1)!));
  const vitest = await createVitest(
    "test",
    {
      root,
      watch: false,
      reporters: [{}],
      testNamePattern: new RegExp(names.join("|"), "u"),
      env: { MUTATION: wrong.name },
      // Threads end with their process.
      pool: "threads",
      // Else a wrong judge would be kept on disk for the next run of the tests.
      fsModuleCache: false,
    },
    { plugins: [pluginOf(wrong)] },
  );
  try {
    const { testModules, unhandledErrors } = await vitest.start([...new Set(wanted.map((law) => LAWS[law].file))]);
    if (unhandledErrors.length > 0) throw new Error(JSON.stringify(unhandledErrors[0]));
    const tests = testModules.flatMap((module) => {
      const [error] = module.errors();
      if (error) throw new Error(error.message);
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

function pluginOf({ file, find, replace }: Mutation): Vite.Plugin {
  const path = join(root, file);
  if (readFileSync(path, "utf8").split(find).length !== 2) throw new Error(`${file} does not have the place once`);
  return {
    name: "mutation",
    enforce: "pre",
    transform: (code: string, id: string) => (id === path ? code.replace(find, () => replace) : undefined),
  };
}

function escape(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
