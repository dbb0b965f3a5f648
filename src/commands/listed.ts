import type { Command } from "commander";
import { sayListingReason } from "../domain/index.ts";
import { formatInstant } from "../kit/index.ts";
import { listedInRecord, typedInstant, UN_LIST } from "../workflow/index.ts";
import { withOpenRecord, withRecord, type PlaceFlags } from "./record.ts";
import { print, printJson, table } from "./terminal.ts";
import { parseTypedTime, type TypedTime } from "./times.ts";

interface ListedFlags extends PlaceFlags {
  readonly at?: TypedTime;
  readonly known?: TypedTime;
  readonly zone: string;
  readonly json?: boolean;
}

export function addListed(program: Command): void {
  withRecord(program.command("listed"))
    .description("whether somebody was on the Security Council's list at a moment, by all copies of it in the record")
    .argument("<who>", "a reference (QDe.149) or a name, in any spelling")
    .option("--at <date>", "the moment asked for (now if not said)", parseTypedTime)
    .option("--known <date>", "as public at the end of this day (now if not said)", parseTypedTime)
    .option("--zone <zone>", "the zone of these dates", "UTC")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  truce import un-consolidated-2017-07-03.xml.gz un-consolidated-2018-10-29.xml.gz
  truce listed QDe.149 --at 2016-02-27 --zone Asia/Damascus
  truce listed "Jund al-Aqsa" --at 2017-01-01`,
    )
    .action(runListed);
}

async function runListed(who: string, flags: ListedFlags): Promise<void> {
  const known = flags.known ? typedInstant(flags.known.text, "last", flags.zone) : Date.now();
  const at = flags.at ? typedInstant(flags.at.text, "start", flags.zone) : known;
  const answers = await withOpenRecord(flags, "truce listed", ({ store }) =>
    listedInRecord(store, { list: UN_LIST, who, at, known }),
  );
  if (flags.json) return printJson(answers);
  const when = `on ${formatInstant(at, flags.zone)}, as public on ${formatInstant(known, flags.zone)}`;
  if (answers.length === 0) return print(`no copy of the list in the record has ${who}`, when);
  const rows = answers.map(({ reference, value, because }) => [reference, WORDS[value], sayListingReason(because)]);
  print(when, ...table(["entry", "listed", "because"], rows));
}

const WORDS = { true: "yes", false: "no", unknown: "not known" } as const;
