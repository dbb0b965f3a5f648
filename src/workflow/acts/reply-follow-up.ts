import type { Json } from "../../store/index.ts";
import { Refusal } from "../../kit/index.ts";
import { verb, type Done, type Words } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { saidIn, standingOf } from "./versions.ts";

export interface WithdrawRequest {
  readonly reply: string;
  readonly seen: number;
  readonly reasons: Words;
}

/** Takes back that a party was asked: the clock stops, and the party may be asked anew. What was asked stays to be read. */
export const withdrawRequest = verb(
  { act: "withdraw-request", permission: "reply:request" },
  async ({ store, by }, input: WithdrawRequest): Promise<Done<{ readonly reply: string }>> => {
    checkSeen(input, "/reasons", input.reasons).done();
    return store.change(async (change) => {
      const { reply: id, seen, reasons } = input;
      const row = await standingOf(change, "reply", { id, seen, touching: ["answered_at"], wanted: input });
      if (row.answered_at !== null)
        throw new Refusal("answered-already", "the party has answered, and an answer is not taken back", "leave it");
      const said = saidIn("reply", row);
      const body = { ...(said.body as Readonly<Record<string, Json>>), withdrawn: { ...reasons } };
      change.add("reply", { id, supersedes: row.row, withdrawn: true, audience: row.audience }, { ...said, body });
      const told = { incident: row.incident, reply: id, party: row.party };
      return { result: { reply: id }, act: { by, act: "withdraw-request", body: told } };
    });
  },
);

export interface ExtendClock {
  readonly reply: string;
  readonly seen: number;
  /** Milliseconds since 1970 UTC; later than it was. */
  readonly dueAt: number;
  /** For the party too, which reads them with the question. Who extended it stands in the ledger. */
  readonly reasons: Words;
}

export interface ClockExtended {
  readonly reply: string;
  /** Which clock it was: as long as the party has not answered, that of the reply; then that of what it promised. */
  readonly clock: "reply" | "remedy";
  readonly dueAt: number;
}

/** Gives a party more time. What it had before stays to be read, with the reasons; from now on the later moment counts. */
export const extendClock = verb(
  { act: "extend-clock", permission: "reply:request" },
  async ({ store, by }, input: ExtendClock): Promise<Done<ClockExtended>> => {
    const check = checkSeen(input, "/reasons", input.reasons);
    check.instant("/dueAt", input.dueAt);
    check.done();
    return store.change(async (change) => {
      const { reply: id, seen, dueAt, reasons } = input;
      const touching = ["answered_at", "due_at", "remedy_due"] as const;
      const row = await standingOf(change, "reply", { id, seen, touching, wanted: input });
      const clock = row.answered_at === null ? "reply" : "remedy";
      const column = clock === "reply" ? "due_at" : "remedy_due";
      const before = row[column];
      if (before === null)
        throw new Refusal("no-clock", "no clock runs for this party", "there is nothing that could be extended");
      if (dueAt <= before || dueAt <= change.at)
        throw new Refusal(
          "not-later",
          "this would give the party no more time",
          "give a later moment, and one to come",
        );
      const said = saidIn("reply", row);
      const body = said.body as Readonly<Record<string, Json>>;
      const extension = { clock, from: new Date(before).toISOString(), to: new Date(dueAt).toISOString(), ...reasons };
      const extensions = [...((body["extensions"] ?? []) as readonly Json[]), extension];
      const place = { id, supersedes: row.row, audience: row.audience };
      change.add("reply", place, { ...said, [column]: dueAt, body: { ...body, extensions } });
      const told = { incident: row.incident, reply: id, party: row.party, clock, before, due: dueAt };
      return { result: { reply: id, clock, dueAt }, act: { by, act: "extend-clock", body: told } };
    });
  },
);

export interface CheckRemedy {
  readonly reply: string;
  readonly seen: number;
  /** Whether what was promised was done; unset: that could not be found out. */
  readonly isKept?: boolean;
  readonly words: Words;
}

/** Records whether a party has put right what it promised to. */
export const checkRemedy = verb(
  { act: "check-remedy", permission: "reply:record" },
  async ({ store, by }, input: CheckRemedy): Promise<Done<{ readonly reply: string }>> => {
    checkSeen(input, "/words", input.words).done();
    return store.change(async (change) => {
      const { reply: id, seen, words, isKept = null } = input;
      const row = await standingOf(change, "reply", { id, seen, touching: ["body", "remedy_due"], wanted: input });
      const said = saidIn("reply", row);
      const before = said.body as Readonly<Record<string, Json>>;
      if (before["remedy"] === undefined)
        throw new Refusal("no-remedy", "this party has promised nothing", "record its answer with the promise first");
      const checked = { ...words, isKept };
      const now = { ...said, remedy_due: null, body: { ...before, remedyChecked: checked } };
      change.add("reply", { id, supersedes: row.row, audience: row.audience }, now);
      const told = { incident: row.incident, reply: id, party: row.party, kept: isKept };
      return { result: { reply: id }, act: { by, act: "check-remedy", body: told } };
    });
  },
);

function checkSeen(
  { reply, seen }: { readonly reply: string; readonly seen: number },
  field: string,
  words: Words,
): InputCheck {
  const check = new InputCheck();
  check.id("/reply", reply);
  check.row("/seen", seen);
  check.words(field, words);
  return check;
}
