import { basename } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import { formatMapping } from "../formats/index.ts";
import { parseAudience } from "../domain/index.ts";
import { Refusal } from "../kit/index.ts";
import {
  importPaths,
  loadMapping,
  proposeForFile,
  writeWhole,
  judgeAll,
  signCheckpoint,
  type ImportedFile,
  type RecordJudged,
} from "../workflow/index.ts";
import { withOpenRecord, withRecord, withRecordToLookAt, type PlaceFlags } from "./record.ts";
import { countProblems, note, noteProblems, print, printJson, rowsProgress, table } from "./terminal.ts";

interface ImportFlags extends PlaceFlags {
  readonly audience: readonly string[];
  readonly openSources?: boolean;
  readonly dataSet?: string;
  readonly mapping?: string;
  readonly writeMapping?: string;
  readonly preview?: boolean;
  readonly again?: boolean;
  readonly judge: boolean;
  readonly by: string;
  readonly json?: boolean;
  readonly allProblems?: boolean;
}

export function addImport(program: Command): void {
  withRecord(program.command("import"))
    .description("bring files or folders into the record: kept byte for byte, then read, then judged")
    .argument("<path...>", "files, or folders with an agreement.md as `truce judge` reads them")
    .option("--preview", "say what would come of it, and change nothing")
    .option(
      "--audience <who...>",
      "who besides the inside may see it: guarantors, humanitarians, public, party:NAME",
      parseAudiences,
      [],
    )
    .option("--open-sources", "the sources that the files name are published and may be named")
    .option("--data-set <name>", "the files are a release of this data set: the same id again is a revision")
    .option("--mapping <file>", "which columns of a table hold what, as JSON")
    .option("--write-mapping <file>", "with --preview: write the mapping that the columns suggest, to be corrected")
    .option("--again", "what the files say is to stand again, also where a later file has revised it")
    .option("--by <account>", "who imports, for the ledger", "truce import")
    .option("--no-judge", "leave the judging for later")
    .option("--all-problems", "show every problem, not only the first twenty")
    .option("--json", "what came of each file as JSON")
    .addHelpText(
      "after",
      `
The same file again changes nothing, unless with --again. An interrupted import goes on where it was.

Examples:
  truce import examples/syria-2016
  truce import --preview reports.csv
  truce import --data /srv/mission --audience guarantors -- week-31.csv`,
    )
    .action(runImport);
}

function parseAudiences(word: string, before: readonly string[]): readonly string[] {
  for (const one of word.split(",")) {
    if (parseAudience(one) === undefined || one === "internal")
      throw new InvalidArgumentError(
        `there is no audience ${one}; there are guarantors, humanitarians, public and party:NAME.`,
      );
  }
  return [...before, ...word.split(",")];
}

async function runImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const mapping = flags.mapping === undefined ? undefined : await loadMapping(flags.mapping);
  if (flags.writeMapping !== undefined) return writeMapping(paths, flags.writeMapping);
  const open = flags.preview === true ? withRecordToLookAt : withOpenRecord;
  const { files, judged } = await open(flags, "truce import", async (record) => {
    const bar = rowsProgress();
    try {
      const { audience, by, dataSet, openSources = false, again = false, preview: isPreview = false } = flags;
      const options = {
        paths,
        audience,
        by,
        openSources,
        isPreview,
        again,
        ...(dataSet === undefined ? {} : { dataSet }),
        ...(mapping ? { mapping } : {}),
      };
      const done = await importPaths(record.store, record.keys, { ...options, onStep: bar.step });
      const canJudge = flags.judge && !isPreview && (await hasAgreement(record));
      const verdicts = canJudge
        ? await judgeAll(record.store, { by, audience, onProgress: (n, all) => bar.step("judging", n, all) })
        : undefined;
      if (!isPreview) await signCheckpoint(record);
      return { files: done, judged: verdicts };
    } catch (error) {
      // Of what was recorded before. What went wrong is what is told, and not that signing failed too.
      if (!flags.preview) await signCheckpoint(record).catch(() => undefined);
      throw error;
    } finally {
      bar.stop();
    }
  });
  const problems = files.flatMap((file) => file.problems);
  noteProblems(problems, { all: flags.allProblems === true });
  if (flags.json) printJson({ files, judged: judged ?? null });
  else print(...sayImport(files, judged), ...(flags.preview ? ["", "a preview: nothing was changed"] : []));
  note(countProblems(problems));
  if (problems.some(({ severity }) => severity === "error")) process.exitCode = 3;
}

/** What the columns of a table suggest, for a person to correct. */
async function writeMapping(paths: readonly string[], out: string): Promise<void> {
  const [path] = paths;
  if (paths.length !== 1 || path === undefined) throw new Refusal("wrong-use", "--write-mapping takes one file");
  const proposed = await proposeForFile(path, basename(path));
  if (!proposed) throw new Refusal("wrong-use", `${path} is no table of text, so there are no columns to map`);
  await writeWhole(out, formatMapping(proposed.mapping));
  const { columns, unused } = proposed.proposal;
  print(
    ...table(
      ["your column", "ours", "because"],
      [
        ...columns.map(({ source, column, reason }) => [source, column, reason]),
        ...unused.map(({ source, reason }) => [source, "(not used)", reason]),
      ],
    ),
    "",
    `written to ${out}: correct it, say what each word of theirs means, then`,
    `  truce import --preview --mapping ${out} ${path}`,
  );
}

async function hasAgreement({
  store,
}: {
  readonly store: { current(noun: "agreement"): Promise<readonly unknown[]> };
}): Promise<boolean> {
  return (await store.current("agreement")).length > 0;
}

function sayImport(files: readonly ImportedFile[], judged: RecordJudged | undefined): readonly string[] {
  const rows = files.map(({ file, kind, isNew, things, reports }) => [
    file,
    isNew ? kind : `${kind} (known)`,
    reports.read,
    things.added + reports.added,
    things.revised + reports.revised,
    things.unchanged + reports.unchanged,
    reports.refused,
    reports.cited,
  ]);
  const resumed = files.filter(({ resumedAt }) => resumedAt > 0);
  return [
    ...table(["file", "as", "rows", "new", "revised", "unchanged", "refused", "cited documents"], rows),
    ...resumed.map(
      ({ file, resumedAt }) => `${file}: went on after row ${resumedAt}, where an earlier import had stopped`,
    ),
    ...(judged
      ? [
          "",
          `judged: ${judged.incidents} incidents, ${judged.added} findings new, ${judged.changed} changed, ${judged.unchanged} as before`,
        ]
      : []),
  ];
}
