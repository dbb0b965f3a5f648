import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { Refusal } from "../kit/index.ts";
import {
  matchedCsv,
  matchedJson,
  matchFolder,
  pairReasons,
  writeWhole,
  type KnownAnswer,
  type MatchedFolder,
  type PairCounts,
} from "../workflow/index.ts";
import { runOnRecord, type RecordFlags } from "./match-record.ts";
import { sayPair } from "./match-pair.ts";
import { noteProblems, print, printJson, progress, table } from "./terminal.ts";

interface FolderFlags {
  readonly reports?: readonly string[];
  readonly events?: boolean;
  readonly explain?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  readonly allProblems?: boolean;
}

export function addMatch(program: Command): void {
  const command = program
    .command("match")
    .description("find which reports tell of one incident, and say why; on a record, decide what waits for a person")
    .argument("[folder]", "a folder as `truce judge` reads it; without one, the record of --data")
    .option("--reports <file...>", "these report files (plain or .gz) instead of the folder's own")
    .option("--events", "take the rows of a data set as its own reports, not the documents that they cite")
    .option("--explain <report...>", "say why two reports are, or are not, taken for one incident")
    .option("--out <folder>", "where incidents.json and incidents.csv are written (default: out/match/FOLDER)")
    .option("--json", "the result as JSON on standard output, and no files")
    .option("--all-problems", "show every problem, not only the first twenty");
  onRecord(command).addHelpText("after", HELP).action(run);
}

const HELP = `
Without a folder it works on a record: new reports are matched with what is near; what is certain enough, and what no person
has decided anything about, is put together; the rest waits for a person. Each decision is an entry of the ledger and can be
undone by its number.

Examples:
  truce match examples/two-villages
  truce match examples/syria-2016 --out out/syria
  truce match examples/syria-2016 --explain 216738/1 216738/2
  truce match examples/syria-2016 --reports examples/syria-2016/reports/full/ged-syria-652.1601.1911.csv.gz
  truce match --data ./mission
  truce match --data ./mission --waiting
  truce match --data ./mission --accept 3f2a… --reason "same photographs" --by ada
  truce match --data ./mission --undo 412 --reason "another street" --by ada`;

/** What is done on a record. One of these at a time. */
function onRecord(command: Command): Command {
  return command
    .addOption(new Option("--data <folder>", "the data folder of the record").env("TRUCE_DATA"))
    .addOption(new Option("--database <address>", "a PostgreSQL server of your own").env("TRUCE_DATABASE"))
    .option("--only-propose", "put nothing together; all of it waits for a person")
    .option("--waiting", "list what waits for a person, with the reasons")
    .option("--accept <proposal>", "the report belongs there")
    .option("--reject <proposal>", "it is another incident; it is never put there again")
    .option("--unsure <proposal>", "nobody can tell; the two stay side by side")
    .option("--merge <incident...>", "the first of two incidents is the same as the second, and ends in it")
    .option("--split <incident>", "take the reports named by --report out of an incident")
    .option("--report <report...>", "with --split: the reports that are of another incident")
    .option("--detach <report>", "the report is of another incident than the others that it is with")
    .option("--pin <incident>", "from now on only people change it")
    .option("--unpin <incident>", "the matcher may change it again")
    .option("--undo <entry>", "take back a decision, by the number of its entry in the ledger", parseEntry)
    .option("--learn", "learn from all reports of the record by what to match from now on; nothing is regrouped")
    .option("--again", "match all of the record anew, and propose what comes out otherwise; nothing is regrouped")
    .option("--reason <text>", "why, for whoever looks at it later")
    .option("--by <account>", "who decides, for the ledger", "truce match");
}

function parseEntry(text: string): number {
  const entry = Number(text);
  if (!Number.isSafeInteger(entry) || entry < 1) throw new InvalidArgumentError("an entry has a number: 412.");
  return entry;
}

async function run(folder: string | undefined, flags: FolderFlags & RecordFlags): Promise<void> {
  if (folder === undefined) return runOnRecord(flags);
  const matched = await matchWithProgress(folder, flags);
  if (flags.explain) return explain(matched, flags.explain, flags.json === true);
  noteProblems(matched.claims.problems, { all: flags.allProblems === true });
  if (flags.json) return printJson(matchedJson(matched));
  const out = flags.out ?? join("out", "match", basename(folder));
  await mkdir(out, { recursive: true });
  await writeWhole(join(out, "incidents.json"), `${JSON.stringify(matchedJson(matched), undefined, 1)}\n`);
  await writeWhole(join(out, "incidents.csv"), [...matchedCsv(matched.incidents)].join(""));
  print(...sayMatched(matched), "", `written: ${join(out, "incidents.json")}, ${join(out, "incidents.csv")}`);
}

const PHASES = { read: 0, compare: 0.2, learn: 0.6, cluster: 0.8, end: 1 };

async function matchWithProgress(folder: string, { reports, events }: FolderFlags): Promise<MatchedFolder> {
  const bar = progress("matching");
  const names = ["read", "compare", "learn", "cluster", "end"] as const;
  try {
    return await matchFolder(folder, {
      ...(reports ? { reports } : {}),
      asRows: events ?? false,
      onProgress: (phase, done, total) => {
        const [from, to] = [PHASES[phase], PHASES[names[names.indexOf(phase) + 1]!]];
        bar.step(from + (to - from) * (total === 0 ? 1 : done / total), 1);
      },
    });
  } finally {
    bar.stop();
  }
}

export function sayMatched({ claims, batch, model, counts, answer }: MatchedFolder): readonly string[] {
  const { bands } = counts;
  const { notice } = batch.model.weights;
  const read =
    counts.documents > 0
      ? `${say(counts.reports, "report")} cite ${say(counts.documents, "document")}, which make ${say(counts.claims, "claim")} by who published them`
      : say(counts.claims, "report");
  const rows: readonly (readonly [string, number, string])[] = [
    ["solid", bands.solid, "every report in it fits with 80 in 100 or more"],
    ["probable", bands.probable, "put together, and for a person to look at"],
    ["contested", bands.contested, "another incident fits nearly as well; for a person to look at"],
    ["alone", bands.alone, "nothing else tells of it, as far as can be seen"],
  ];
  return [
    claims.folder.agreement.meta.title,
    read,
    ...(counts.sums > 0 ? [`${counts.sums} of them sum several incidents; these are in none`] : []),
    "",
    ...table(
      ["incidents", "", ""],
      [...rows, ["all", counts.incidents, ""]].map((row) => [...row]),
    ),
    "",
    `for a person to look at: ${counts.waiting} · copies, which have no voice of their own: ${counts.copies}`,
    `matched by: ${model}${notice === undefined ? "" : ` (not learnt here: ${notice})`}`,
    ...(answer ? ["", ...sayAnswer(answer)] : []),
  ];
}

/** How far it comes to the known answer, and what that says and does not say. */
function sayAnswer({ events, all, differentDesks, byBand }: KnownAnswer): readonly string[] {
  const row = (name: string, { together, right, known }: Partial<PairCounts>): (string | number)[] => [
    name,
    known ?? "",
    together ?? 0,
    right ?? 0,
    percentOf(right, together),
    percentOf(right, known),
  ];
  return [
    `Against what the data set cites together (${say(events, "event")}), in pairs of claims:`,
    ...table(
      ["pairs", "of one event", "put together", "of these right", "precision", "recall"],
      [
        row("of different desks", differentDesks),
        row("all", all),
        ...(["solid", "probable", "contested"] as const).flatMap((band) => {
          const found = byBand[band];
          return found ? [row(`in ${band} incidents`, found)] : [];
        }),
      ],
    ),
    "Of a cited document only its headline is known. When, where, who and how many is what the data set's coder read in all",
    "documents of the event, so they agree more than the documents themselves would: this shows whether neighbouring events are",
    "kept apart, not how well real reports are matched. One desk is not expected to tell of an incident twice.",
  ];
}

function percentOf(part = 0, whole = 0): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)}%`;
}

function say(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

function explain({ batch, incidents }: MatchedFolder, ids: readonly string[], isJson: boolean): void {
  const [first, second] = ids;
  if (ids.length !== 2 || first === undefined || second === undefined)
    throw new Refusal("wrong-use", "--explain takes two reports", "truce match FOLDER --explain A B");
  const of = new Map(incidents.flatMap(({ id, members }) => members.map(({ claim }) => [claim.id, id] as const)));
  const reasons = pairReasons({ ...batch, incidentOf: (claim) => of.get(claim) }, [first, second]);
  if (isJson) printJson(reasons);
  else print(...sayPair(reasons));
}
