import { register, solveConsent, type AcceptanceRecord, type Consent, type RegisterRow } from "../consent/index.ts";
import type { Instant, Interval } from "../kit/index.ts";
import { dayOf, sayInstant, type Program } from "../language/index.ts";
import type { ClaimedFigure } from "../domain/index.ts";
import { FolderAccounts } from "./folder-accounts.ts";
import { compileWithDiary } from "./folder-duties.ts";
import { countRecord } from "./folder-aggregates.ts";
import { FolderRecord } from "./folder-situation.ts";
import { refuseIfBroken } from "./judge-folder.ts";
import { streamsOf, type ReportStream } from "./report-stream.ts";
import { loadFolder, type Folder } from "./load-folder.ts";

/** The acceptances of a text at a moment: who, on what condition, who waits for whom. */
export interface Conditions {
  readonly title: string;
  readonly at: string;
  readonly rows: readonly RegisterRow[];
  readonly consent: Consent;
  readonly figures: readonly ClaimedFigure[];
  readonly zone: string;
}

/** Without a moment: at entry into force. */
export async function loadConditions(
  path: string,
  window: (zone: string) => { readonly at?: Instant; readonly known?: Instant },
): Promise<Conditions> {
  const folder = await loadFolder(path);
  refuseIfBroken(folder);
  return conditionsOf(folder, streamsOf(folder.reportFiles), window);
}

/** The same of what is loaded already, whose reports may not be in files. */
export async function conditionsOf(
  folder: Folder,
  reports: readonly ReportStream[],
  window: (zone: string) => { readonly at?: Instant; readonly known?: Instant },
): Promise<Conditions> {
  const { zone } = folder.agreement.meta;
  const { at: asked, known } = window(zone);
  const program = compileWithDiary(folder, known ?? Number.POSITIVE_INFINITY);
  const at = asked ?? program.declared.times.inForce.from ?? 0;
  const moment = { at, known: known ?? Number.POSITIVE_INFINITY };
  const record = await acceptancesWithCounts({ folder, program, reports }, moment);
  return {
    title: folder.agreement.meta.title,
    at: sayInstant(at, zone),
    rows: register(folder.agreement, record, moment),
    consent: solveConsent(folder.agreement, record, moment),
    figures: folder.register.figures,
    zone,
  };
}

interface Counting {
  readonly folder: Folder;
  readonly program: Program;
  readonly reports: readonly ReportStream[];
}

/** The acceptances as recorded; where a condition counts events, with what the reports come to. */
async function acceptancesWithCounts(
  { folder, program, reports }: Counting,
  { at, known }: { readonly at: Instant; readonly known: Instant },
): Promise<AcceptanceRecord> {
  const record = new FolderRecord(folder, program);
  const accounts = new FolderAccounts(folder.accounts, { program, record, known });
  const { coverage } = folder;
  const counts = await countRecord({
    program,
    record,
    accounts,
    coverage,
    readings: [],
    known,
    reports,
  });
  return record.situationAt(known, [], counts).acceptancesDuring({ earliest: at, latest: at });
}

const STATE_WORDS = { true: "yes", false: "no", unknown: "not known" } as const;

export function sayConditions({ title, at, rows, consent, figures, zone }: Conditions): readonly string[] {
  return [
    title,
    `as it stood at ${at}`,
    "",
    "Acceptances",
    ...sayRegister(rows, zone),
    ...(consent.accepts.length === 0 ? [] : ["", "Conditions"]),
    ...consent.accepts.map(
      ({ accept, confirmed, reason }) => `  ${accept}: confirmed — ${STATE_WORDS[confirmed]}; ${reason}`,
    ),
    ...consent.accepts.flatMap(({ rootCauses }) => rootCauses.map((line) => `    ${line}`)),
    ...(consent.waits.length === 0 ? [] : ["", "Who waits for whom"]),
    ...consent.waits.map(
      ({ from, to, over }) =>
        `  ${from} waits for ${to}${over ? ": it has come" : ": it has not come, or is not known"}`,
    ),
    ...(consent.circles.length === 0 ? [] : ["", "Circles"]),
    ...consent.circles.flatMap((circle) => sayCircle(circle)),
    ...consent.problems.map(({ message, hint }) => `  ${message}${hint === undefined ? "" : ` (${hint})`}`),
    ...(figures.length === 0 ? [] : ["", "What was said of the numbers (claims, not facts)"]),
    ...figures.map(
      ({ what, value, by, on, through, note }) =>
        `  ${value} ${what}, according to ${by}${through === undefined ? "" : ` through ${through}`}, ${on}${note === undefined ? "" : ` (${note})`}`,
    ),
  ];
}

/** Those of whom something is recorded one by one, the others counted. */
function sayRegister(rows: readonly RegisterRow[], zone: string): readonly string[] {
  const told = rows.filter(({ standing }) => standing !== "absent");
  const absent = rows.filter(({ standing }) => standing === "absent");
  const lines = told.map(({ actor, accept, standing, at, to, binds, reason }) => {
    const when = at === undefined ? "" : ` on ${sayDate(at, zone)}`;
    return `  ${actor}: ${standing}${accept === undefined ? "" : ` (${accept})`}${to === undefined ? "" : ` to ${to}`}${when}; bound — ${STATE_WORDS[binds]}; ${reason}`;
  });
  if (absent.length === 0) return lines;
  const names = absent.map(({ actor }) => actor);
  return [
    ...lines,
    `  nothing recorded of ${names.length} ${names.length === 1 ? "other" : "others"}: ${names.slice(0, 6).join(", ")}${names.length > 6 ? " …" : ""}`,
  ];
}

/** A moment, or as no more than the day or the days that are recorded. */
function sayDate(at: Instant | Interval, zone: string): string {
  if (typeof at === "number") return sayInstant(at, zone);
  const [first, last] = [dayOf(at.earliest, zone), dayOf(at.latest - 1, zone)];
  return first === last ? first : `a day from ${first} to ${last}`;
}

function sayCircle({ accepts, says, brokenBy }: Consent["circles"][number]): readonly string[] {
  return [`  ${accepts.join(" → ")} → ${accepts[0] ?? ""}: ${says}`, ...brokenBy.map((one) => `    ${one.says}`)];
}
