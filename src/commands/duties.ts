import type { Command } from "commander";
import {
  dutyJson,
  explainDuty,
  loadDuties,
  rowsOfDuty,
  sayClocks,
  sayMoment,
  typedInstant,
  type DutyRow,
} from "../workflow/index.ts";
import { noteProblems, print, printJson, table } from "./terminal.ts";
import { parseTypedTime, type TypedTime } from "./times.ts";

interface DutyFlags {
  readonly reading?: readonly string[];
  readonly at?: TypedTime;
  readonly known?: TypedTime;
  readonly json?: boolean;
}

export function addDuties(program: Command): void {
  program
    .command("duties")
    .description(
      "what was promised by when: whether it is fulfilled, lapsed, pending or suspended, under every reading",
    )
    .argument("<folder>", "a folder with agreement.md and diary.yaml")
    .argument("[rule]", "one rule, in sentences: its clause, its clocks, why, and what is not recorded")
    .option("--reading <reading...>", "only under these readings")
    .option(
      "--at <date>",
      "as at the end of this day (default: the cut-off, or what the diary speaks of last)",
      parseTypedTime,
    )
    .option("--known <date>", "as known at the end of this day (or at “YYYY-MM-DD HH:MM”)", parseTypedTime)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  truce duties examples/minsk-2015\n  truce duties examples/minsk-2015 withdraw-ua --reading text ua",
    )
    .action(runDuties);
}

async function runDuties(path: string, rule: string | undefined, flags: DutyFlags): Promise<void> {
  const duties = await loadDuties(path, {
    ...(flags.reading ? { readings: flags.reading } : {}),
    window: (zone) => ({
      ...(flags.at ? { at: typedInstant(flags.at.text, "last", zone) } : {}),
      ...(flags.known ? { known: typedInstant(flags.known.text, "last", zone) } : {}),
    }),
  });
  const { zone } = duties.program.declared.times;
  noteProblems(duties.problems, { agreement: duties.folder });
  if (flags.json) printJson((rule === undefined ? duties.rows : rowsOfDuty(duties, rule)).map(dutyJson));
  else if (rule !== undefined) print(...explainDuty(duties, rule));
  else print(duties.folder.agreement.meta.title, ...dutyTable(duties.rows, { at: duties.at, zone }));
  if (duties.problems.some(({ severity }) => severity === "error")) process.exitCode = 3;
}

/** The duties, rule by rule and reading by reading; nothing if the text has none. */
export function dutyTable(
  rows: readonly DutyRow[],
  { at, zone }: { readonly at: number; readonly zone: string },
): readonly string[] {
  if (rows.length === 0) return ["the text has no duty with a state of its own"];
  const rules = [...new Set(rows.map(({ rule }) => rule))];
  const hasWhose = rows.some(({ bearer, part }) => bearer !== undefined || part !== undefined);
  const cells = rules.flatMap((rule) => {
    // Readings under which everything is the same share a line.
    const lines = new Map<string, { readonly readings: string[]; readonly line: readonly string[] }>();
    for (const row of rows.filter((one) => one.rule === rule)) {
      const whose = [row.bearer, row.part].filter((one) => one !== undefined).join(", ");
      const state = row.state === "undetermined" ? row.possible.join(" or ") : row.state;
      const line = [whose, state, sayClocks(row, zone), row.missing[0] ?? ""];
      const known = lines.get(line.join("\n"));
      if (known) known.readings.push(row.reading);
      else lines.set(line.join("\n"), { readings: [row.reading], line });
    }
    return [...lines.values()].map(({ readings, line: [whose = "", ...line] }) => [
      rule,
      ...(hasWhose ? [whose] : []),
      readings.join(", "),
      ...line,
    ]);
  });
  const header = ["duty", ...(hasWhose ? ["whose"] : []), "reading", "state", "when", "not recorded"];
  return [`Duties, as at ${sayMoment(at, zone)}`, ...table(header, cells)];
}
