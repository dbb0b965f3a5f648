import { InvalidArgumentError, Option, type Command } from "commander";
import { parseAudience, type Viewer } from "../domain/index.ts";
import type { Problem } from "../kit/index.ts";
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
import { note, noteProblems, progress } from "./terminal.ts";
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
  readonly rule?: string;
  readonly reading?: string;
  readonly verdict?: string;
  readonly zone: string;
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
    .option("--text <words>", "only with these words, in any script")
    .option("--rule <rule>", "show the verdict of this rule …")
    .option("--reading <reading>", "… under this reading", "text")
    .option("--verdict <verdict>", "only with this verdict (?breach: a breach is possible)")
    .addHelpText(
      "after",
      `
Examples:
  truce export --for public --out incidents.csv
  truce export --for internal --rule cease-attacks --verdict undetermined --format geojson --out open.geojson
  truce export --for party:sar --text "Khan Touman"
  truce export --for internal --reports truce-xlsx --out reports.xlsx

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
  const { zone, area, side, text, rule, reading = "text", verdict, out } = flags;
  if (verdict !== undefined && rule === undefined)
    throw new InvalidArgumentError("--verdict needs --rule: whose verdict?");
  if (flags.reports !== undefined) return runReports(flags, flags.reports);
  const query = {
    ...(flags.from ? { from: typedInstant(flags.from.text, "start", zone) } : {}),
    ...(flags.to ? { to: typedInstant(flags.to.text, "end", zone) } : {}),
    ...(area === undefined ? {} : { area }),
    ...(side === undefined ? {} : { side }),
    ...(text === undefined ? {} : { text }),
    ...(rule !== undefined && verdict !== undefined ? { verdict: { rule, reading, verdict } } : {}),
  };
  const bar = progress("exporting");
  const options = {
    viewer: flags.for,
    query,
    onProgress: bar.step,
    ...(flags.asOf ? { asOf: typedInstant(flags.asOf.text, "last", zone) } : {}),
    ...(rule === undefined ? {} : { show: { rule, reading } }),
  };
  const rows = await withOpenRecord(flags, "truce export", ({ store }) =>
    writeExport(exportIncidents(store, flags.format, options), out),
  ).finally(bar.stop);
  if (out !== undefined) note(`${out}: ${rows.toLocaleString("en")} bytes before compression`);
}

async function runReports(flags: ExportFlags, format: string): Promise<void> {
  const problems: Problem[] = [];
  const asOf = flags.asOf ? { asOf: typedInstant(flags.asOf.text, "last", flags.zone) } : {};
  const bytes = await withOpenRecord(flags, "truce export", ({ store }) =>
    writeExport(
      exportReports(store, format, { viewer: flags.for, ...asOf, onProblem: (one) => problems.push(one) }),
      flags.out,
    ),
  );
  noteProblems(problems);
  if (flags.out !== undefined) note(`${flags.out}: ${bytes.toLocaleString("en")} bytes before compression`);
  if (problems.some(({ severity }) => severity === "error")) process.exitCode = 3;
}
