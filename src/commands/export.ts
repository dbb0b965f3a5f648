import { InvalidArgumentError, Option, type Command } from "commander";
import { parseAudience, type Viewer } from "../domain/index.ts";
import { Refusal, type Problem } from "../kit/index.ts";
import {
  EXPORT_FORMATS,
  exportIncidents,
  exportReports,
  REPORT_FORMATS,
  typedInstant,
  writeExport,
  type ExportFormat,
} from "../workflow/index.ts";
import { withOpenRecord, withRecord, type PlaceFlags } from "./record.ts";
import { note, noteProblems, printJson, progress } from "./terminal.ts";
import { parseTypedTime, type TypedTime } from "./times.ts";

interface ExportFlags extends PlaceFlags {
  readonly format: ExportFormat;
  readonly reports?: string;
  readonly for: Viewer;
  readonly out?: string;
  readonly from?: TypedTime;
  readonly to?: TypedTime;
  readonly asOf?: TypedTime;
  readonly area?: string;
  readonly side?: string;
  readonly text?: string;
  readonly agreement?: string;
  readonly rule?: string;
  readonly reading?: string;
  readonly verdict?: string;
  readonly zone: string;
  readonly json?: boolean;
}

export function addExport(program: Command): void {
  withRecord(program.command("export"))
    .description("write the incidents of the record, as an audience may see them")
    .addOption(new Option("--format <format>").choices([...EXPORT_FORMATS]).default("csv"))
    .addOption(
      new Option("--reports <format>", "the reports themselves instead, in this format").choices(
        REPORT_FORMATS.map(({ name }) => name),
      ),
    )
    .option("--for <audience>", "internal, guarantors, humanitarians, public or party:NAME", parseViewer, {
      tier: "public",
    } as Viewer)
    .option("--out <file>", "where to (standard output if not said); compressed if the name ends in .gz")
    .option("--from <date>", "only incidents that begin on or after this day", parseTypedTime)
    .option("--to <date>", "only incidents that begin on or before this day", parseTypedTime)
    .option("--as-of <date>", "as recorded at the end of this day", parseTypedTime)
    .option("--zone <zone>", "the zone of these dates", "UTC")
    .option("--area <name>", "only in this area")
    .option("--side <name>", "only with this side, as its sources name it")
    .option(
      "--text <words>",
      "only with these words, in any script: in names, and in what reports say for those who may read it",
    )
    .option("--agreement <key>", "of which agreement the rule is (the only one if not said)")
    .option("--rule <rule>", "show the verdict of this rule …")
    .option("--reading <reading>", "… under this reading", "text")
    .option("--verdict <verdict>", "only with this verdict (?breach: a breach is possible)")
    .option("--json", "with --out: what was written, and what could not be, as JSON")
    .addHelpText(
      "after",
      `
Examples:
  truce export --for public --out incidents.csv
  truce export --for internal --rule cease-attacks --verdict undetermined --format geojson --out open.geojson
  truce export --for party:sar --text "Khan Touman"
  truce export --for internal --reports truce-xlsx --text mortar --out reports.xlsx

Formats of reports: ${REPORT_FORMATS.map(({ name, title, isLossless }) => `${name} (${title}${isLossless ? ", nothing lost" : ""})`).join(" · ")}`,
    )
    .action(runExport);
}

function parseViewer(word: string): Viewer {
  const viewer = parseAudience(word);
  if (!viewer)
    throw new InvalidArgumentError(
      `there is no audience ${word}; there are internal, guarantors, humanitarians, public and party:NAME.`,
    );
  return viewer;
}

async function runExport(flags: ExportFlags): Promise<void> {
  const { area, agreement, rule, reading = "text", verdict, out } = flags;
  if (flags.json && out === undefined)
    throw new Refusal("wrong-use", "--json needs --out: the export itself goes there");
  if (verdict !== undefined && rule === undefined)
    throw new Refusal("wrong-use", "--verdict needs --rule: whose verdict?");
  if (flags.reports !== undefined) return runReports(flags, flags.reports);
  const show = rule === undefined ? undefined : { rule, reading, ...(agreement === undefined ? {} : { agreement }) };
  const query = {
    ...selectionIn(flags),
    ...(area === undefined ? {} : { area }),
    ...(show !== undefined && verdict !== undefined ? { verdict: { ...show, verdict } } : {}),
  };
  const bar = progress("exporting");
  const problems: Problem[] = [];
  const options = {
    viewer: flags.for,
    query,
    onProgress: bar.step,
    onProblem: (one: Problem) => void problems.push(one),
    ...asOfIn(flags),
    ...(show ? { show } : {}),
  };
  const bytes = await withOpenRecord(flags, "truce export", ({ store }) =>
    writeExport(exportIncidents(store, flags.format, options), out),
  ).finally(bar.stop);
  noteProblems(problems);
  sayWritten(flags, bytes, problems);
}

function sayWritten({ out, json }: ExportFlags, bytes: number, problems: readonly Problem[]): void {
  if (json) printJson({ file: out, bytes, problems });
  else if (out !== undefined) note(`${out}: ${bytes.toLocaleString("en")} bytes before compression`);
}

/** What selects incidents and reports alike. */
function selectionIn({ from, to, side, text, zone }: ExportFlags) {
  return {
    ...(from ? { from: typedInstant(from.text, "start", zone) } : {}),
    ...(to ? { to: typedInstant(to.text, "end", zone) } : {}),
    ...(side === undefined ? {} : { side }),
    ...(text === undefined ? {} : { text }),
  };
}

function asOfIn({ asOf, zone }: ExportFlags) {
  return asOf ? { asOf: typedInstant(asOf.text, "last", zone) } : {};
}

async function runReports(flags: ExportFlags, format: string): Promise<void> {
  const problems: Problem[] = [];
  for (const name of ["area", "agreement", "rule", "verdict"] as const)
    if (flags[name] !== undefined)
      throw new Refusal("wrong-use", `--${name} is of incidents, and --reports writes reports`);
  const bytes = await withOpenRecord(flags, "truce export", ({ store }) =>
    writeExport(
      exportReports(store, format, {
        viewer: flags.for,
        query: selectionIn(flags),
        ...asOfIn(flags),
        onProblem: (one) => problems.push(one),
      }),
      flags.out,
    ),
  );
  noteProblems(problems);
  sayWritten(flags, bytes, problems);
  if (problems.some(({ severity }) => severity === "error")) process.exitCode = 3;
}
