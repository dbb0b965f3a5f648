import { InvalidArgumentError, type Command } from "commander";
import { compareDraft, compareReadings, Refusal, typedInstant, type Change } from "../workflow/index.ts";
import { judgeWithProgress, withWindow } from "./judge.ts";
import { print, printJson, progress, table } from "./terminal.ts";
import type { TypedTime } from "./times.ts";

interface CompareFlags {
  readonly draft?: string;
  readonly readings?: readonly [string, string];
  readonly reading?: readonly string[];
  readonly known?: TypedTime;
  readonly from?: TypedTime;
  readonly to?: TypedTime;
  readonly json?: boolean;
}

export function addCompare(program: Command): void {
  withWindow(program.command("compare"))
    .description("the dry run: which recorded incidents change verdict under a draft, or from one reading to another")
    .argument("<folder>", "the folder")
    .option("--draft <file>", "a changed agreement to compare with the folder's own")
    .option("--readings <one,other>", "two readings of the folder's own text, such as text,sar", twoReadings)
    .option("--json", "as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  truce compare examples/syria-2016 --draft my-draft.md
  truce compare examples/syria-2016 --readings text,sar`,
    )
    .action(runCompare);
}

function twoReadings(text: string): readonly [string, string] {
  const [one, other, ...rest] = text.split(",").map((part) => part.trim());
  if (!one || !other || rest.length > 0)
    throw new InvalidArgumentError("write two readings with a comma between them, such as text,sar");
  return [one, other];
}

async function runCompare(path: string, flags: CompareFlags): Promise<void> {
  if (flags.readings) return compareTwoReadings(path, flags, flags.readings);
  if (flags.draft === undefined)
    throw new Refusal(
      "nothing-to-compare",
      "nothing is said to compare with",
      "add --draft FILE, or --readings ONE,OTHER",
    );
  const bar = progress("judging twice");
  const comparison = await compareDraft(path, flags.draft, {
    ...(flags.reading ? { readings: flags.reading } : {}),
    window: (zone) => ({
      ...(flags.known ? { known: typedInstant(flags.known.text, "last", zone) } : {}),
      ...(flags.from ? { from: typedInstant(flags.from.text, "start", zone) } : {}),
      ...(flags.to ? { to: typedInstant(flags.to.text, "end", zone) } : {}),
    }),
    onProgress: bar.step,
  }).finally(bar.stop);
  const { changes, incidents, changed, onlyBefore, onlyAfter } = comparison;
  if (flags.json) return printJson({ incidents, changed, changes, onlyBefore, onlyAfter });
  print(
    `${changed} of ${incidents} recorded incidents are judged differently under ${flags.draft}, by the rules that both texts have`,
    ...sayChanges(changes),
  );
  if (onlyBefore.length > 0) print(`rules that the draft drops: ${onlyBefore.join(", ")}`);
  if (onlyAfter.length > 0) print(`rules that the draft adds: ${onlyAfter.join(", ")}`);
}

async function compareTwoReadings(
  path: string,
  flags: CompareFlags,
  [one, other]: readonly [string, string],
): Promise<void> {
  const judgement = await judgeWithProgress(path, { ...flags, reading: [one, other] });
  const changes = compareReadings(judgement, one, other);
  if (flags.json) return printJson({ incidents: judgement.incidents.length, changes });
  const count = changes.reduce((sum, change) => sum + change.count, 0);
  print(
    `${count} findings on ${judgement.incidents.length} incidents differ between the readings ${one} and ${other}`,
    ...sayChanges(changes),
  );
}

function sayChanges(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ["nothing changes"];
  const rows = changes.map(({ reading, rule, from, to, count, examples }) => [
    reading,
    rule,
    from,
    to,
    count,
    examples
      .slice(0, 3)
      .map(({ id, dyad }) => `${id} (${dyad})`)
      .join("; "),
  ]);
  return ["", ...table(["reading", "rule", "before", "after", "incidents", "for example"], rows)];
}
