import type { Command } from "commander";
import { loadProcedures, sayProcedures, typedInstant } from "../workflow/index.ts";
import { print, printJson } from "./terminal.ts";
import { parseTypedTime, type TypedTime } from "./times.ts";

interface ProcedureFlags {
  readonly at?: TypedTime;
  readonly known?: TypedTime;
  readonly json?: boolean;
}

export function addProcedure(program: Command): void {
  program
    .command("procedure")
    .description("where every recorded complaint stands, which clock runs, what may come next and who must act")
    .argument("<folder>", "a folder with agreement.md and diary.yaml")
    .argument("[id]", "one complaint, by its id in diary.yaml")
    .option(
      "--at <date>",
      "as it stood at the end of this day (default: the cut-off, or what the diary speaks of last)",
      parseTypedTime,
    )
    .option("--known <date>", "as known at the end of this day", parseTypedTime)
    .option("--json", "as one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  truce procedure examples/two-villages\n  truce procedure examples/two-villages well --at “2024-03-16 12:00”",
    )
    .action(async (path: string, id: string | undefined, flags: ProcedureFlags) => {
      const procedures = await loadProcedures(path, {
        ...(id === undefined ? {} : { id }),
        window: (zone) => ({
          ...(flags.at ? { at: typedInstant(flags.at.text, "last", zone) } : {}),
          ...(flags.known ? { known: typedInstant(flags.known.text, "last", zone) } : {}),
        }),
      });
      if (flags.json) printJson(procedures);
      else print(...sayProcedures(procedures));
    });
}
