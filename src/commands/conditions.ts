import type { Command } from "commander";
import { loadConditions, sayConditions, typedInstant } from "../workflow/index.ts";
import { print, printJson } from "./terminal.ts";
import { parseTypedTime, type TypedTime } from "./times.ts";

interface ConditionFlags {
  readonly at?: TypedTime;
  readonly known?: TypedTime;
  readonly json?: boolean;
}

export function addConditions(program: Command): void {
  program
    .command("conditions")
    .description(
      "who has accepted what, on what condition, who waits for whom, and who has to move first (complaints: truce procedure)",
    )
    .argument("<folder>", "the folder")
    .option("--at <date>", "as it stood at this moment (default: entry into force)", parseTypedTime)
    .option("--known <date>", "as known at the end of this day", parseTypedTime)
    .option("--json", "as one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  truce conditions examples/syria-2016\n  truce conditions examples/syria-2016 --at “2016-02-25 12:00”",
    )
    .action(async (path: string, flags: ConditionFlags) => {
      const conditions = await loadConditions(path, (zone) => ({
        ...(flags.at ? { at: typedInstant(flags.at.text, "start", zone) } : {}),
        ...(flags.known ? { known: typedInstant(flags.known.text, "last", zone) } : {}),
      }));
      if (flags.json) printJson(conditions);
      else print(...sayConditions(conditions));
    });
}
