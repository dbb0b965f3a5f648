import { DEFAULT_REPLY_HOURS, POSITIONS, type Position } from "../../domain/index.ts";
import { Refusal } from "../../kit/index.ts";
import { findFirstVersion, isReplyAwaited, type Act, type Change, type Json, type Row } from "../../store/index.ts";
import { mediaTypeOf } from "../record/understand.ts";
import { ChangedMeanwhile, NoSuchThing, verb, type Acting, type Done, type Version, type Words } from "./acting.ts";
import { checkEnclosing, enclosedItem, keepEnclosure, type Enclosing, type Enclosure } from "./enclosures.ts";
import { InputCheck } from "./input-check.ts";
import { mandateOf } from "./mandate.ts";
import { currentOf, saidIn, standingOf } from "./versions.ts";

const HOUR = 3_600_000;

export interface RequestReply {
  readonly incident: string;
  readonly seen: number;
  /** As in `party:NAME` of audiences: the party is asked, and reads the question. */
  readonly party: string;
  readonly question: Words;
  /** Milliseconds since 1970 UTC; unset: after the hours of the agreement's mandate, else 72. */
  readonly dueAt?: number;
  readonly agreement?: string;
  /** Release the incident to the party, which cannot answer about what it may not know of. */
  readonly release?: boolean;
  /** What goes to the party with the question, and to nobody whom the question is not for. It is kept as an item. */
  readonly enclosure?: Enclosure;
}

export interface ReplyRequested {
  readonly reply: string;
  readonly dueAt: number;
}

/** Asks a party for its answer, and starts the clock. */
export const requestReply = verb(
  { act: "request-reply", permission: "reply:request" },
  async ({ store, by, keys }, input: RequestReply): Promise<Done<ReplyRequested>> => {
    checkRequest(input);
    return store.change(async (change) => {
      const { incident: id, seen, party, question } = input;
      const incident = await standingOf(change, "incident", { id, seen, touching: [], wanted: input });
      const audience = [`party:${party}`];
      if (!incident.audience.includes(audience[0]!)) releaseTo(change, { incident, audience, input });
      await refuseIfAsked(change, id, party);
      const dueAt = input.dueAt ?? (await clockOf(change, input));
      if (dueAt <= change.at)
        throw new Refusal("due-already", "the reply would be due before it was asked for", "give a moment to come");
      const { enclosure } = input;
      const said = {
        incident: id,
        party,
        asked_at: change.at,
        due_at: dueAt,
        answered_at: null,
        body: { question: { ...question }, ...(enclosure ? { enclosed: sayEnclosed(enclosure) } : {}) },
        position: null,
        item: null,
        remedy_due: null,
        enclosed: enclosure ? await keepEnclosure(change, enclosure, keys) : null,
      };
      const reply = change.add("reply", { audience }, said);
      const body = { incident: id, reply, party, due: dueAt, released: input.release ?? false };
      return { result: { reply, dueAt }, act: { by, act: "request-reply", body } };
    });
  },
);

/** For whoever sees the question: names of files may tell of people. */
function sayEnclosed({ name, bytes }: Enclosure): Json {
  return { mediaType: mediaTypeOf(name), size: bytes.length };
}

function checkRequest({ incident, seen, party, question, dueAt, agreement, enclosure }: RequestReply): void {
  const check = new InputCheck();
  checkEnclosing(check, enclosure ? { enclosure } : {});
  check.id("/incident", incident);
  check.row("/seen", seen);
  if (!/^[a-z0-9][a-z0-9-]*$/u.test(party)) check.note("/party", "this names no party", "its key, as in party:NAME");
  check.words("/question", question);
  check.maybeInstant("/dueAt", dueAt);
  check.maybeName("/agreement", agreement);
  check.done();
}

interface Releasing {
  readonly incident: Row<"incident">;
  readonly audience: readonly string[];
  readonly input: RequestReply;
}

function releaseTo(change: Change, { incident, audience, input }: Releasing): void {
  if (!input.release)
    throw new Refusal(
      "not-released",
      "the incident is not released to this party, which could not read what it is asked about",
      "release the incident to the party, or say so with the request",
    );
  const { id, row } = incident;
  const said = saidIn("incident", incident);
  change.add("incident", { id, supersedes: row, audience: [...incident.audience, ...audience] }, said);
}

/** One question at a time: a second clock on the same answer would be nobody's. */
async function refuseIfAsked(change: Change, incident: string, party: string): Promise<void> {
  if (await isReplyAwaited(change.client, { incident, party }))
    throw new Refusal(
      "asked-already",
      "the party was asked about this already, and has not answered yet",
      "wait for it",
    );
}

async function clockOf(change: Change, { agreement }: RequestReply): Promise<number> {
  const { mandate } = await mandateOf(change.client, agreement);
  return change.at + (mandate.replyHours ?? DEFAULT_REPLY_HOURS) * HOUR;
}

export interface Reply {
  readonly reply: string;
  /** The party's own words, as it said them. */
  readonly answer: Words;
  readonly position: Position;
  /** What the answer came in: a letter. It is kept as an item. */
  readonly enclosure?: Enclosure;
  /** What the party promised to put right, and by when. */
  readonly remedy?: { readonly words: Words; readonly dueAt?: number };
}

export interface ReplyTaken extends Reply, Enclosing {
  /** The row that was looked at. Unset: the first answer is given, and is refused if there is one. */
  readonly seen?: number;
  /** When it answered; unset: now. */
  readonly answeredAt?: number;
}

export interface ReplyRecorded {
  readonly reply: string;
  /** It came after it was due. It counts all the same, and shows as late. */
  readonly isLate: boolean;
}

/** Records what a party answered by letter or telephone. */
export const recordReply = verb(
  { act: "record-reply", permission: "reply:record" },
  async (acting, input: ReplyTaken): Promise<Done<ReplyRecorded>> => {
    checkReply(input);
    return acting.store.change(async (change) => {
      const { reply: id, seen } = input;
      const asked = await currentOf(change, "reply", id);
      if (seen !== undefined) await standingOf(change, "reply", { id, seen, touching: ANSWER, wanted: input });
      else if (asked.answered_at !== null) throw await answeredAlready(change, asked, input);
      return answer(acting, { change, asked, input, act: "record-reply" });
    });
  },
);

/** Answers for one's own party, once. What others are asked, or what is hidden from the party again, is nothing that it can answer. */
export const giveReply = verb(
  { act: "give-reply", permission: "reply:give" },
  async (acting, input: Reply): Promise<Done<ReplyRecorded>> => {
    checkReply(input);
    return acting.store.change(async (change) => {
      const asked = await currentOf(change, "reply", input.reply);
      const incident = await currentOf(change, "incident", asked.incident).catch(noneOfIts);
      const own = `party:${asked.party}`;
      if (asked.party !== acting.party || ![asked, incident].every(({ audience }) => audience.includes(own)))
        throw new NoSuchThing("reply");
      if (asked.answered_at !== null) throw await answeredAlready(change, asked, input);
      return answer(acting, { change, asked, input, act: "give-reply" });
    });
  },
);

function noneOfIts(error: unknown): never {
  throw error instanceof NoSuchThing ? new NoSuchThing("reply") : error;
}

const ANSWER = ["answered_at", "position", "item", "remedy_due", "body"] as const;

interface Answering {
  readonly change: Change;
  readonly asked: Row<"reply">;
  readonly input: ReplyTaken;
  readonly act: string;
}

/** The answer in the party's words, beside the question. */
async function answer(
  { keys, by }: Acting,
  { change, asked, input, act }: Answering,
): Promise<{ readonly result: ReplyRecorded; readonly act: Act }> {
  const { id, row: supersedes, audience } = asked;
  const { answer: words, remedy, position } = input;
  const answeredAt = input.answeredAt ?? change.at;
  const before = saidIn("reply", asked);
  const item = (await enclosedItem(change, input, keys)) ?? before.item;
  const body = { ...(asked.body as Readonly<Record<string, Json>>), answer: { ...words } } as Record<string, Json>;
  if (remedy) body["remedy"] = { ...remedy.words };
  // A later answer that says nothing of a promise or a letter takes neither back.
  const remedy_due = remedy ? (remedy.dueAt ?? null) : before.remedy_due;
  const said = { ...before, answered_at: answeredAt, position, item, remedy_due, body };
  change.add("reply", { id, supersedes, audience }, said);
  const { incident, party, due_at } = asked;
  const isLate = due_at !== null && answeredAt > due_at;
  const told = { incident, reply: id, party, position, late: isLate };
  return { result: { reply: id, isLate }, act: { by, act, body: told } };
}

/** What both versions say, without what is for the inside. */
async function answeredAlready(change: Change, stands: Row<"reply">, wanted: Reply): Promise<ChangedMeanwhile> {
  const asked = await findFirstVersion(change.client, "reply", stands.id);
  const shown = (version: Row<"reply">): Version =>
    Object.fromEntries(Object.entries(version).filter(([name]) => SHOWN.has(name))) as Version;
  const versions = { saw: shown(asked!), stands: shown(stands) };
  return new ChangedMeanwhile({ noun: "reply", fields: ["answered_at"], ...versions, wanted });
}

const SHOWN: ReadonlySet<string> = new Set(
  "id incident party asked_at due_at answered_at position remedy_due body".split(" "),
);

function checkReply(input: ReplyTaken): void {
  const { reply, seen, answer: words, position, remedy, answeredAt } = input;
  const check = new InputCheck();
  check.id("/reply", reply);
  if (seen !== undefined) check.row("/seen", seen);
  check.words("/answer", words);
  check.oneOf("/position", position, POSITIONS);
  checkEnclosing(check, input);
  check.maybeWords("/remedy/words", remedy?.words);
  check.maybeInstant("/remedy/dueAt", remedy?.dueAt);
  check.maybeInstant("/answeredAt", answeredAt);
  check.done();
}
