import { spawn } from "node:child_process";
import { MUTATIONS, type Mutation } from "./mutations.ts";
import type { LawName } from "./laws.ts";

/**
 * `npm run mutations [-- WORD …]`: changes one place of the judge at a time, in memory, and runs the laws that must
 * notice. Prints each wrong judge as caught or survived, and exits with 1 if one survived. Words choose the mutations
 * whose name, file or laws contain one of them.
 */

/** A wrong judge that never comes to an end is one that everybody notices. */
const MOST_SECONDS = 120;

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
  if (silent === "endless") say(mutation, "caught    by never coming to an end");
  else if (silent.length === 0) say(mutation, `caught    by ${mutation.caughtBy.join(", ")}`);
  else {
    survivors += 1;
    say(mutation, `SURVIVED  ${silent.join(", ")}`);
  }
}
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(
  `${chosen.length} wrong judges, ${chosen.length - survivors} caught, ${survivors} survived; ${seconds} s\n`,
);
process.exitCode = survivors === 0 && chosen.length > 0 ? 0 : 1;

function say({ name, file }: Mutation, outcome: string): void {
  process.stdout.write(`${name}\n  ${outcome}  (${file})\n`);
}

/** Those of the laws that should notice the mutation and do not. In a process of its own, which can be ended. */
function lawsThatPass(mutation: Mutation): Promise<readonly LawName[] | "endless"> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/run-one.ts`, mutation.name], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: MOST_SECONDS * 1000,
    killSignal: "SIGKILL",
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") resolve("endless");
      else if (code === 0) resolve(JSON.parse(output.trim().split("\n").at(-1)!) as LawName[]);
      else reject(new Error(`${mutation.name}: the laws could not be run`));
    });
  });
}
