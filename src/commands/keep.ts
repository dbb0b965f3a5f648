import type { Command } from "commander";
import { formatInstant } from "../kit/index.ts";
import { backupTo, describe, restoreFrom, verifyWithCheckpoints, type VerifiedRecord } from "../workflow/index.ts";
import { withOpenRecord, withRecord, type PlaceFlags } from "./record.ts";
import { note, print, printJson, progress, table } from "./terminal.ts";

interface Flags extends PlaceFlags {
  readonly json?: boolean;
  readonly checkpoint?: readonly string[];
}

/** Commands that look after a record: verify, backup, restore, db. */
export function addKeep(program: Command): void {
  addVerify(program);
  addBackup(program);
  addRestore(program);
  addDb(program);
}

function addVerify(program: Command): void {
  withRecord(program.command("verify"))
    .description("compute the ledger, every row and every item again, and name what is not as it was recorded")
    .option("--checkpoint <file...>", "signed checkpoints kept elsewhere, besides those in the data folder")
    .option("--json", "the result as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  truce verify --data /srv/mission\n\nExit code 1 if something is not as it was recorded.",
    )
    .action(async (flags: Flags) => {
      const bar = progress("verifying");
      const found = await withOpenRecord(flags, "truce verify", (record) =>
        verifyWithCheckpoints(record, {
          onProgress: bar.step,
          ...(flags.checkpoint ? { checkpointFiles: flags.checkpoint } : {}),
        }),
      ).finally(bar.stop);
      if (flags.json) printJson(found);
      else print(...sayVerified(found));
      if (found.discrepancies.length > 0) process.exitCode = 1;
    });
}

function sayVerified({
  entries,
  rows,
  items,
  itemBytes,
  head,
  checkpoints,
  discrepancies,
  notCovered,
}: VerifiedRecord): readonly string[] {
  const counted = `${count(entries, "entry", "entries")} of the ledger, ${count(rows, "row")}, ${count(items, "item")} (${size(itemBytes)}), ${count(checkpoints, "checkpoint")}`;
  const limits = [
    "covered: the ledger, every row of every noun, the bytes of every item, the checkpoints, and that changes are refused",
    `not covered: the rest of the schema, jobs that wait, the keys, and ${notCovered.join(", ")}`,
  ];
  if (discrepancies.length === 0) return [`all is as it was recorded: ${counted}`, `head: ${head}`, ...limits];
  return [
    `not as it was recorded (the first ${discrepancies.length}):`,
    ...discrepancies.map(({ where, what }) => `  ${where}: ${what}`),
    `looked at ${counted}`,
    ...limits,
  ];
}

function addBackup(program: Command): void {
  withRecord(program.command("backup"))
    .description("write the whole record into one file (the keys of sources' identities are not in it)")
    .argument("<file>", "where to; compressed if the name ends in .gz")
    .option("--json", "the result as JSON")
    .addHelpText("after", "\nExample:\n  truce backup mission-2016-03-01.truce.gz")
    .action(async (file: string, flags: Flags) => {
      const bar = progress("backing up");
      const bytes = await withOpenRecord(flags, "truce backup", (record) =>
        backupTo(record, file, (_, done, total) => bar.step(done, total)),
      ).finally(bar.stop);
      if (flags.json) printJson({ file, bytes });
      else print(`${file}: the whole record, ${size(bytes)} before compression`);
      note(
        "the keys are not in it: keep the folder `keys` of the data folder as well, in another safe place",
        "user accounts are not in it either: truce user list --json writes who they are",
      );
    });
}

function addRestore(program: Command): void {
  withRecord(program.command("restore"))
    .description("bring a backup into an empty record, and verify it")
    .argument("<file>", "a file that `truce backup` made")
    .option("--json", "what was verified as JSON")
    .addHelpText("after", "\nExample:\n  truce restore mission-2016-03-01.truce.gz --data /srv/mission-restored")
    .action(async (file: string, flags: Flags) => {
      const found = await withOpenRecord(flags, "truce restore", (record) => restoreFrom(record, file));
      if (flags.json) printJson(found);
      else print(...sayVerified(found));
      if (!found.hasItsKeys)
        note("put the folder `keys` of the old data folder here: without it nobody can read who the sources are");
      if (found.discrepancies.length > 0) process.exitCode = 1;
    });
}

function addDb(program: Command): void {
  withRecord(program.command("db"))
    .description("where the record is, how large, and what it holds")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  truce db --data /srv/mission")
    .action(async (flags: Flags) => {
      const about = await withOpenRecord(flags, "truce db", describe);
      if (flags.json) return printJson({ ...about, things: Object.fromEntries(about.things) });
      const { where, server, schema, bytes, entries, lastChange } = about;
      print(
        `record:   ${where}`,
        `database: ${server}, schema ${schema}, ${size(bytes)}`,
        `ledger:   ${count(entries, "entry", "entries")}${lastChange === undefined ? "" : `, the last of ${formatInstant(lastChange, "UTC")}`}`,
        "",
        ...table(
          ["noun", "things"],
          [...about.things].filter(([, n]) => n > 0),
        ),
      );
    });
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toLocaleString("en", { maximumFractionDigits: 1 })} ${units[step]!}`;
}
