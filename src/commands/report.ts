import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import {
  judgementJson,
  loadConditions,
  mostTelling,
  readingNames,
  sayConditions,
  type Judgement,
} from "../workflow/index.ts";
import { dutyTable } from "./duties.ts";
import { judgeWithProgress, sayRows } from "./judge.ts";
import { judgementPage } from "../publish/index.ts";
import { note, noteProblems, print, printJson, table } from "./terminal.ts";

const RULE = "cease-attacks";

export function addReport(program: Command): void {
  program
    .command("report")
    .description("judge a folder and write the result as a page and as data")
    .argument("[folder]", "the folder to judge", "examples/syria-2016")
    .option("--out <folder>", "where to write the result", "out")
    .option("--json", "print the data instead of the summary")
    .addHelpText("after", "\nExamples:\n  truce report\n  truce report examples/two-villages --out my-result")
    .action(runReport);
}

/** The main job on the worked example: what can be decided, what cannot, and what is missing. */
async function runReport(path: string, flags: { readonly out: string; readonly json?: boolean }): Promise<void> {
  const judgement = await judgeWithProgress(path, {});
  noteProblems(
    judgement.problems.filter(({ severity }) => severity === "error"),
    { agreement: judgement.folder },
  );
  const rule = judgement.rules.find((name) => name.startsWith(RULE)) ?? judgement.rules[0] ?? "";
  if (flags.json) printJson(judgementJson(judgement));
  else print(...summaryOf(judgement, rule), ...sayConditions(await loadConditions(path, () => ({}))));
  await mkdir(flags.out, { recursive: true });
  const [json, page] = [join(flags.out, "judgement.json"), join(flags.out, "judgement.html")];
  await writeFile(json, JSON.stringify(judgementJson(judgement)));
  await writeFile(page, pageOf(judgement, rule));
  const [telling] = mostTelling(judgement, { rule, reading: "text", count: 1 });
  const first = (telling?.incident ?? judgement.incidents[0])?.draft.id;
  note(
    "",
    `the whole result: ${page} (to read), ${json} (data)`,
    `one incident in full: npx truce explain ${path} ${first ?? "ID"}`,
  );
}

function summaryOf(judgement: Judgement, rule: string): readonly string[] {
  const duties = judgement.duties.length > 0 ? [...dutiesOf(judgement), ""] : [];
  return [
    ...lessonOf(judgement, rule),
    "",
    ...countsOf(judgement, rule),
    "",
    ...tellingOf(judgement, rule),
    "",
    ...duties,
  ];
}

function lessonOf(judgement: Judgement, rule: string): readonly string[] {
  const { incidents, tally, folder } = judgement;
  const counts = tally.total("text", rule);
  const all = incidents.length.toLocaleString("en");
  return [
    folder.agreement.meta.title,
    sayRows(judgement),
    "",
    `Of ${all} recorded incidents, ${counts.outside.toLocaleString("en")} lie outside the text: it does not speak of them.`,
    `${counts.undetermined.toLocaleString("en")} cannot be decided from the record: it does not say which group was there, whether that group had`,
    `accepted the terms or was listed, who attacked whom, or whether it was self-defence.`,
    `${counts.breach.toLocaleString("en")} can be called a breach. Whoever prints a higher number has filled in what nobody recorded.`,
  ];
}

const COLUMNS = ["outside", "permitted", "breach", "undetermined", "conflict", "error"] as const;

function countsOf({ readings, tally, incidents }: Judgement, rule: string): readonly string[] {
  const rows = readings.map((reading) => [
    reading,
    ...COLUMNS.map((verdict) => tally.total(reading, rule)[verdict]),
    incidents.length,
  ]);
  return [`${rule}, by reading`, ...table(["reading", ...COLUMNS, "all"], rows)];
}

function tellingOf(judgement: Judgement, rule: string): readonly string[] {
  const telling = mostTelling(judgement, { rule, reading: "text", count: 10 });
  const rows = telling.map(({ incident: { draft }, cell }) => [
    draft.id,
    draft.when.asStated,
    draft.label,
    draft.casualties.best ?? 0,
    cell.possible.join(" or "),
    cell.next?.text ?? "",
  ]);
  return [
    "The ten most telling incidents that cannot be decided, and the question to ask first",
    ...table(
      ["id", "when", "who", "dead", "may be", "ask first"],
      rows.map((row) => row.map((cell) => (typeof cell === "string" ? shorten(cell) : cell))),
    ),
  ];
}

function dutiesOf({ duties, dutiesAt, folder }: Judgement): readonly string[] {
  return dutyTable(duties, { at: dutiesAt, zone: folder.agreement.meta.zone });
}

function shorten(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}

function pageOf(judgement: Judgement, rule: string): string {
  const { folder, readings, tally, incidents } = judgement;
  const names = readingNames(judgement);
  return judgementPage({
    title: folder.agreement.meta.title,
    lead: lessonOf(judgement, rule).slice(3).join(" "),
    verdicts: COLUMNS,
    readings: readings.map((id) => ({
      id,
      name: names.get(id)!,
      counts: tally.total(id, rule),
      pairs: [...tally.byLabel(id, rule)].map(([pair, counts]) => ({ pair, counts })),
    })),
    incidents: mostTelling(judgement, { rule, reading: "text", count: 10 }).map(({ incident: { draft }, cell }) => ({
      id: draft.id,
      when: draft.when.asStated,
      who: draft.label,
      where: draft.where.asStated,
      possible: cell.possible.join(" or "),
      questions: cell.relevant.map((question) => question.text),
    })),
    total: incidents.length,
    attribution: folder.register.attribution ?? "",
  });
}
