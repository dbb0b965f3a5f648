import { Refusal } from "../kit/index.ts";
import {
  acceptProposal,
  detachReport,
  explainInRecord,
  learnMatchModel,
  matchAgain,
  matchNewReports,
  mergeIncidents,
  pinIncident,
  proposalsWaiting,
  rejectProposal,
  signCheckpoint,
  splitIncident,
  undoMatching,
  unpinIncident,
  unsureOfProposal,
  WAIT_REASONS,
  type Acting,
  type OpenRecord,
  type ProposalsWaiting,
} from "../workflow/index.ts";
import { sayPair } from "./match-pair.ts";
import { defaultFolder, withOpenRecord } from "./record.ts";
import { print, printJson } from "./terminal.ts";

export interface RecordFlags {
  readonly data?: string;
  readonly database?: string;
  readonly onlyPropose?: boolean;
  readonly waiting?: boolean;
  readonly accept?: string;
  readonly reject?: string;
  readonly unsure?: string;
  readonly merge?: readonly string[];
  readonly split?: string;
  readonly report?: readonly string[];
  readonly detach?: string;
  readonly pin?: string;
  readonly unpin?: string;
  readonly undo?: number;
  readonly learn?: boolean;
  readonly again?: boolean;
  readonly explain?: readonly string[];
  readonly reason?: string;
  readonly by?: string;
  readonly json?: boolean;
}

const ACTIONS = [
  "waiting",
  "accept",
  "reject",
  "unsure",
  "merge",
  "split",
  "detach",
  "pin",
  "unpin",
  "undo",
  "learn",
  "again",
] as const;

export async function runOnRecord(flags: RecordFlags): Promise<void> {
  const asked = [...ACTIONS, "explain" as const].filter((name) => flags[name] !== undefined);
  if (asked.length > 1)
    throw new Refusal(
      "wrong-use",
      `--${asked[0]!} and --${asked[1]!} are two things`,
      "do one after the other, so that each has its own entry and its own reason",
    );
  const { data = defaultFolder(), database } = flags;
  const place = { data, ...(database === undefined ? {} : { database }) };
  await withOpenRecord(place, "truce match", async (record) => {
    const [action] = asked;
    if (action === "waiting") return showWaiting(record, flags);
    if (action === "explain") return explain(record, flags);
    if (action === undefined) await match(record, flags);
    else if (action === "again") await again(record, flags);
    else await decide(record, flags, action);
    await signCheckpoint(record);
  });
}

async function match(record: OpenRecord, flags: RecordFlags): Promise<void> {
  const { by = "truce match", onlyPropose = false, json } = flags;
  const done = await matchNewReports(record.store, { by, onlyPropose });
  const { count } = await proposalsWaiting(record.store, 1);
  if (json) return printJson({ ...done, waitingInAll: count });
  print(
    `looked at ${done.looked} new reports: ${done.attached} put together with others, ${done.waiting} wait for a person`,
    `matched by: ${done.model}; ${done.names}`,
    count === 0 ? "nothing waits for a person" : `${count} in all wait for a person: truce match --waiting`,
  );
}

async function showWaiting({ store }: OpenRecord, { json }: RecordFlags): Promise<void> {
  const waiting = await proposalsWaiting(store);
  if (json) printJson(waiting);
  else print(...sayWaiting(waiting));
}

function sayWaiting({ count, first }: ProposalsWaiting): readonly string[] {
  if (count === 0) return ["nothing waits for a person"];
  return [
    `${count} wait for a person${first.length < count ? `; the first ${first.length}` : ""}`,
    ...first.flatMap((one) => [
      "",
      `proposal ${one.proposal}${one.probability === null ? "" : `: ${Math.round(one.probability * 100)} in 100`} (${one.band}, ${one.kind})`,
      `  report   ${one.report}  ${one.label}`,
      one.kind === "split"
        ? `  leaves incident ${one.incident}  ${one.incidentLabel}${(one.reports?.length ?? 1) > 1 ? `, with ${one.reports!.length - 1} more` : ""}`
        : `  belongs to incident ${one.incident}  ${one.incidentLabel}`,
      `  it waits because ${one.waitsFor.map((reason) => WAIT_REASONS[reason]).join("; ")}`,
      ...one.because.map((line) => `  ${line}`),
    ]),
    "",
    "decide: truce match --accept PROPOSAL, --reject PROPOSAL or --unsure PROPOSAL, with --reason and --by",
  ];
}

async function explain(record: OpenRecord, { explain: ids = [], json }: RecordFlags): Promise<void> {
  const [first, second] = ids;
  if (ids.length !== 2 || first === undefined || second === undefined)
    throw new Refusal("wrong-use", "--explain takes two reports", "truce match --data DIR --explain A B");
  const reasons = await explainInRecord(record.store, [first, second]);
  if (json) printJson(reasons);
  else print(...sayPair(reasons));
}

async function again(record: OpenRecord, { by = "truce match", json }: RecordFlags): Promise<void> {
  const done = await matchAgain(record.store, { by });
  if (json) return printJson(done);
  print(
    `looked at all ${done.looked} reports by ${done.model}: ${done.waiting} proposals more wait for a person`,
    `${done.takenApart} incidents are proposed to be split; nothing was regrouped`,
  );
}

type Action = Exclude<(typeof ACTIONS)[number], "waiting" | "again">;

async function decide({ store, keys }: OpenRecord, flags: RecordFlags, action: Action): Promise<void> {
  const { by = "truce match", reason, json } = flags;
  if (reason === undefined || reason.trim() === "")
    throw new Refusal("wrong-use", "a decision needs a reason", "add --reason, for whoever looks at it later");
  const acting: Acting = { store, keys, by, person: by };
  const { result, seq } = await VERBS[action](acting, flags, reason);
  if (json) return printJson({ result, entry: seq ?? null });
  print(
    ...Object.entries(result).map(
      ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(", ") : String(value)}`,
    ),
    seq === undefined
      ? "the record says so already; nothing was changed"
      : `entry ${seq} of the ledger; to take it back: truce match --undo ${seq} --reason …`,
  );
}

type Doing = (
  acting: Acting,
  flags: RecordFlags,
  reason: string,
) => Promise<{ readonly result: object; readonly seq: number | undefined }>;

const VERBS: Readonly<Record<Action, Doing>> = {
  accept: (acting, { accept = "" }, reason) => acceptProposal(acting, { proposal: accept, reason }),
  reject: (acting, { reject = "" }, reason) => rejectProposal(acting, { proposal: reject, reason }),
  unsure: (acting, { unsure = "" }, reason) => unsureOfProposal(acting, { proposal: unsure, reason }),
  merge: (acting, { merge = [] }, reason) => {
    const [incident, into] = merge;
    if (merge.length !== 2 || incident === undefined || into === undefined)
      throw new Refusal("wrong-use", "--merge takes two incidents", "the first ends in the second");
    return mergeIncidents(acting, { incident, into, reason });
  },
  split: (acting, { split = "", report = [] }, reason) =>
    splitIncident(acting, { incident: split, reports: report, reason }),
  detach: (acting, { detach = "" }, reason) => detachReport(acting, { report: detach, reason }),
  pin: (acting, { pin = "" }, reason) => pinIncident(acting, { incident: pin, reason }),
  unpin: (acting, { unpin = "" }, reason) => unpinIncident(acting, { incident: unpin, reason }),
  undo: (acting, { undo = 0 }, reason) => undoMatching(acting, { entry: undo, reason }),
  learn: (acting, _, reason) => learnMatchModel(acting, { reason }),
};
