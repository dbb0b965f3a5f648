import { Option, type Command } from "commander";
import { judgeFolder, sayKnown, typedInstant, type JudgeOptions, type Judgement } from "../workflow/index.ts";
import { dutyTable } from "./duties.ts";
import { csvWriter, jsonWriter } from "./stream.ts";
import { countProblems, noteProblems, print, progress, table } from "./terminal.ts";
import { parseTypedTime, type TypedTime } from "./times.ts";

interface JudgeFlags {
  readonly reading?: readonly string[];
  readonly known?: TypedTime;
  readonly from?: TypedTime;
  readonly to?: TypedTime;
  readonly reports?: readonly string[];
  readonly format: "table" | "json" | "csv";
  readonly json?: boolean;
  readonly allProblems?: boolean;
}

export function addJudge(program: Command): void {
  withWindow(program.command("judge"))
    .description("judge every reported incident of a folder under every rule and reading of its agreement")
    .argument("<folder>", "a folder with agreement.md, and beside it actors.yaml, un-list.csv, areas/ and reports/")
    .addOption(new Option("--format <format>").choices(["table", "json", "csv"]).default("table"))
    .option("--json", "the same as --format json")
    .option("--all-problems", "show every problem, not only the first twenty")
    .addHelpText(
      "after",
      `
Examples:
  truce judge examples/syria-2016
  truce judge examples/syria-2016 --reading text --known 2016-02-28
  truce judge examples/syria-2016 --from 2016-05-01 --to 2016-05-31 --format csv
  truce judge examples/syria-2016 --reports examples/syria-2016/reports/full/ged-syria-652.1601.1911.csv.gz`,
    )
    .action(runJudge);
}

/** Options that several commands share: what to judge, and as known when. */
export function withWindow(command: Command): Command {
  return command
    .option("--reading <reading...>", "only under these readings")
    .option("--known <date>", "as known at the end of this day (or at “YYYY-MM-DD HH:MM”)", parseTypedTime)
    .option("--from <date>", "only incidents that begin on or after this day", parseTypedTime)
    .option("--to <date>", "only incidents that begin on or before this day", parseTypedTime)
    .option("--reports <file...>", "these report files (plain or .gz) instead of the folder's own");
}

async function runJudge(path: string, flags: JudgeFlags): Promise<void> {
  const format = flags.json ? "json" : flags.format;
  const writer = format === "json" ? jsonWriter() : format === "csv" ? csvWriter() : undefined;
  const judgement = await judgeWithProgress(path, { ...flags, onIncident: writer?.add ?? (() => undefined) });
  if (writer) await writer.end(judgement);
  else print(...tableOf(judgement));
  noteProblems(judgement.problems, { all: flags.allProblems === true, agreement: judgement.folder });
  if (judgement.problems.some(({ severity }) => severity === "error")) process.exitCode = 3;
}

export async function judgeWithProgress(
  path: string,
  flags: Omit<JudgeFlags, "format"> & Pick<JudgeOptions, "onIncident" | "keepsGrounds">,
): Promise<Judgement> {
  const bar = progress("judging");
  try {
    return await judgeFolder(path, {
      ...(flags.reading ? { readings: flags.reading } : {}),
      ...(flags.reports ? { reports: flags.reports } : {}),
      window: (zone) => ({
        ...(flags.known ? { known: typedInstant(flags.known.text, "last", zone) } : {}),
        ...(flags.from ? { from: typedInstant(flags.from.text, "start", zone) } : {}),
        ...(flags.to ? { to: typedInstant(flags.to.text, "end", zone) } : {}),
      }),
      onProgress: bar.step,
      ...(flags.keepsGrounds ? { keepsGrounds: true } : {}),
      ...(flags.onIncident ? { onIncident: flags.onIncident } : {}),
    });
  } finally {
    bar.stop();
  }
}

const COLUMNS = ["outside", "permitted", "breach", "undetermined", "conflict", "error"] as const;

/** Totals by reading and rule, then by pair of actors for the first rule. */
export function tableOf(judgement: Judgement): readonly string[] {
  const { folder, known, readings, rules, tally, judged, duties, dutiesAt } = judgement;
  const total = readings.flatMap((reading) =>
    rules.map((rule) => {
      const counts = tally.total(reading, rule);
      return [reading, rule, ...COLUMNS.map((verdict) => counts[verdict]), judged];
    }),
  );
  const byDyad = readings.flatMap((reading) => [
    "",
    `${rules[0] ?? ""} by pair of actors, reading ${reading}`,
    ...table(
      ["pair", ...COLUMNS],
      [...tally.byLabel(reading, rules[0] ?? "")]
        .map(([label, counts]) => [label, ...COLUMNS.map((verdict) => counts[verdict])])
        .sort((a, b) => sumOf(b) - sumOf(a)),
    ),
  ]);
  return [
    folder.agreement.meta.title,
    `as known: ${sayKnown(known, folder.agreement.meta.zone)}`,
    sayRows(judgement),
    ...sayAccounts(judgement),
    "",
    ...table(["reading", "rule", ...COLUMNS, "all"], total),
    ...(duties.length === 0 ? [] : ["", ...dutyTable(duties, { at: dutiesAt, zone: folder.agreement.meta.zone })]),
    ...byDyad,
  ];
}

/** Every incident is counted once, so what else is told of it is not in the counts. */
function sayAccounts({ folder: { accounts } }: Judgement): readonly string[] {
  if (accounts.length === 0) return [];
  const [more, are] = accounts.length === 1 ? ["1 more account", "is"] : [`${accounts.length} more accounts`, "are"];
  return [`counted by the record's own account of each incident; ${more} ${are} told in accounts.yaml`];
}

function sumOf(row: readonly (string | number)[]): number {
  return row.reduce<number>((sum, cell) => sum + (typeof cell === "number" ? cell : 0), 0);
}

export function sayRows({ rows, judged, outsideWindow, problems }: Judgement): string {
  return `rows: ${rows.rowsIn} read = ${judged} judged + ${outsideWindow} outside the window asked for + ${rows.rowsRefused} refused (${countProblems(problems)})`;
}
