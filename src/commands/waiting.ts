import type { Command } from "commander";
import { formatInstant } from "../kit/index.ts";
import { waitingFor, type Queue, type Waiting } from "../workflow/index.ts";
import { withOpenRecord, withRecord, type PlaceFlags } from "./record.ts";
import { print, printJson } from "./terminal.ts";

interface Flags extends PlaceFlags {
  readonly limit: string;
  readonly person?: string;
  readonly json?: boolean;
}

/** What waits for somebody of the team. */
export function addWaiting(program: Command): void {
  withRecord(program.command("waiting"))
    .description(
      "what waits for somebody: forms, matches, levels to set, replies overdue or due tonight, signatures, questions about the text",
    )
    .option("--limit <number>", "of each kind, at most so many", "5")
    .option("--person <id>", "say which proposals wait for this person's signature")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  truce waiting --data /srv/mission")
    .action(async (flags: Flags) => {
      const { limit, person, json } = flags;
      const now = Date.now();
      const asked = { now, limit: Number(limit) || 1, ...(person === undefined ? {} : { person }) };
      const waiting = await withOpenRecord(flags, "truce waiting", ({ store }) => waitingFor(store, asked));
      if (json) return printJson(waiting);
      const lines = sayWaiting(waiting, now);
      print(...(lines.length === 0 ? ["nothing waits"] : lines));
    });
}

function sayWaiting(waiting: Waiting, now: number): readonly string[] {
  const {
    formsToAccept,
    reportsToMatch,
    matchesToDecide,
    levelsToSet,
    repliesOverdue,
    dueTonight,
    repliesExpected,
    remediesToCheck,
    signaturesMissing,
    questionsOpen,
  } = waiting;
  const moment = (at: number | null): string => (at === null ? "at no fixed time" : formatInstant(at, "UTC"));
  return [
    ...say("forms to make reports of", formsToAccept, ({ item, form, receivedAt, files }) => [
      item,
      `${form}, received ${moment(receivedAt)}${files === 0 ? "" : `, with ${files} ${files === 1 ? "file" : "files"}`}`,
    ]),
    ...say("new reports that were not matched yet (truce match)", reportsToMatch, ({ report, label }) => [
      report,
      label,
    ]),
    ...say("matches to decide", matchesToDecide, ({ report, origin, incident, kind, because }) => [
      incident,
      `${kind}: report ${report}, which is in ${origin}${because.length === 0 ? "" : ` (${because[0]!})`}`,
    ]),
    ...say("incidents whose level nobody has set", levelsToSet, ({ incident, justified }) => [
      incident,
      `the evidence would justify “${justified.level}”: ${justified.because}`,
    ]),
    ...say("replies overdue", repliesOverdue, ({ incident, party, dueAt }) => [
      incident,
      `${party}, was due ${moment(dueAt)}${dueAt === null ? "" : `, ${sayLong(now - dueAt)} ago`}`,
    ]),
    ...say("due before this day ends", dueTonight, ({ incident, party, what, dueAt }) => [
      incident,
      `${what === "reply" ? "the reply" : "the promised remedy"} of ${party}, ${moment(dueAt)}`,
    ]),
    ...say("replies expected", repliesExpected, ({ incident, party, dueAt }) => [
      incident,
      `${party}, due ${moment(dueAt)}`,
    ]),
    ...say("promised remedies to check", remediesToCheck, ({ incident, party, remedyDue }) => [
      incident,
      `${party}, for ${moment(remedyDue)}`,
    ]),
    ...say("determinations that lack a signature", signaturesMissing, (one) => [
      one.incident,
      `“${one.judgement}” under ${one.agreement}: ${one.signed} of ${one.needed} have signed` +
        (one.dissents === 0 ? "" : `, ${one.dissents} against`) +
        (one.isForYou ? ", for you to sign" : ""),
    ]),
    ...say("questions about the text without a ruling", questionsOpen, ({ agreement, provision, askedAt }) => [
      `${agreement}, ${provision}`,
      `asked ${moment(askedAt)}`,
    ]),
  ];
}

function say<T>(
  what: string,
  { count, first }: Queue<T>,
  line: (one: T) => readonly [string, string],
): readonly string[] {
  if (count === 0) return [];
  const shown = first.map((one) => `  ${line(one).join("  ")}`);
  const more = count - first.length;
  return [
    `${what}: ${count.toLocaleString("en")}`,
    ...shown,
    ...(more > 0 ? [`  … and ${more.toLocaleString("en")} more`] : []),
  ];
}

function sayLong(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
