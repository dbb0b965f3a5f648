import { Command, CommanderError } from "commander";
import {
  addCompare,
  addConditions,
  addDuties,
  addExplain,
  addExport,
  addImport,
  addJudge,
  addProcedure,
  addKeep,
  addListed,
  addMatch,
  addReport,
  addServe,
  addStart,
  addTexts,
  addUser,
  addWaiting,
  nobodyReads,
  note,
  noticeUnread,
} from "./commands/index.ts";
import { Refusal } from "./workflow/index.ts";

/** Exit codes: 0 done · 1 the work found something wrong · 2 wrong use · 3 done, but something in the data was refused · 70 a bug. */
function commandLine(): Command {
  const program = new Command("truce")
    .description(
      "A ceasefire agreement as a living record: what was agreed, what happened, whether it is a breach, and what is missing to decide it.",
    )
    .showHelpAfterError("(add --help for what can be written here)")
    .exitOverride()
    .addHelpText(
      "after",
      `
Exit codes: 0 done, 1 something is wrong with the text or a case fails, 2 wrong use, 3 done but something in the data was refused, 70 a bug.
Start here: truce start`,
    );
  for (const add of [
    addTexts,
    addJudge,
    addExplain,
    addCompare,
    addConditions,
    addDuties,
    addProcedure,
    addReport,
    addStart,
    addImport,
    addExport,
    addKeep,
    addListed,
    addMatch,
    addServe,
    addUser,
    addWaiting,
  ])
    add(program);
  return program;
}

/** A person never sees a stack trace: what they can mend is said, and a bug says that it is one. */
function fail(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Refusal) {
    note(`truce: ${error.message}`, ...(error.hint === undefined ? [] : [`fix: ${error.hint}`]));
    return error.code === "broken-agreement" ? 1 : 2;
  }
  note(
    `truce: this is a bug: ${error instanceof Error ? error.message : String(error)}`,
    "set TRUCE_DEBUG=1 to see where",
  );
  if (process.env["TRUCE_DEBUG"] && error instanceof Error) note(error.stack ?? "");
  return 70;
}

noticeUnread();
await commandLine()
  .parseAsync()
  .catch((error: unknown) => {
    // What was given up because nobody reads it has not failed.
    if (!nobodyReads()) process.exitCode = fail(error);
  });
