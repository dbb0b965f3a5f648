import { randomUUID } from "node:crypto";
import {
  isCarried,
  JUDGEMENTS,
  whyNotDissent,
  whyNotSign,
  type Judgement,
  type NoSignature,
  type ProposalState,
  type Signing,
} from "../../domain/index.ts";
import { Refusal } from "../../kit/index.ts";
import {
  determinationFrom,
  determinationOn,
  dissentsOn,
  findingThenAndNow,
  isFindingOn,
  type Change,
  type Client,
  type Json,
  type Row,
  type Said,
} from "../../store/index.ts";
import { verb, type Acting, type Done, type Words } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { mandateOf, signersNeeded } from "./mandate.ts";
import { currentOf, saidIn, standingOf } from "./versions.ts";

export interface ProposeDetermination {
  readonly incident: string;
  /** The row of the incident that was looked at. */
  readonly seen: number;
  readonly agreement: string;
  readonly judgement: Judgement;
  /** The rule, and the reading under which it is so; unset: the text as a whole. */
  readonly rule?: string;
  readonly reading?: string;
  /** The finding that it rests on, in the version that was looked at. A finding is advice: there may be none. */
  readonly finding?: { readonly id: string; readonly row: number };
  readonly reasons: Words;
  readonly publicReasons?: Words;
  /** To whom it is released when it is carried. */
  readonly audience?: readonly string[];
}

export interface Proposed {
  readonly proposal: string;
  /** The determination that it becomes if it is carried; a later one on the same matter takes the place of the earlier. */
  readonly determination: string;
  /** Persons who have to sign besides its author. */
  readonly missing: number;
}

/** Proposes what to determine of an incident. It is nothing yet: another person has to sign. */
export const proposeDetermination = verb(
  { act: "propose-determination", permission: "determination:sign" },
  async ({ store, by, person }, input: ProposeDetermination): Promise<Done<Proposed>> => {
    checkProposal(input);
    return store.change(async (change) => {
      const { incident: id, seen, agreement, judgement, rule = null, reading = null, finding, reasons } = input;
      // Whoever proposed about an incident that looks otherwise now proposes about something else.
      const wanted = { id, seen, touching: PROPOSED_ON, wanted: input } as const;
      const incident = await standingOf(change, "incident", wanted);
      const { mandate } = await mandateOf(change.client, agreement);
      if (mandate.determination === false)
        throw new Refusal(
          "not-mandated",
          "the agreement does not let its mechanism determine breaches",
          "leave it at findings",
        );
      if (finding) await refuseIfOfAnother(change, finding, { incident: id, agreement });
      const before = await determinationOn(change.client, { incident: id, agreement, rule });
      const determination = before?.id ?? randomUUID();
      const needed = signersNeeded(mandate);
      const proposal = change.add(
        "proposal",
        { audience: [] },
        {
          determination,
          incident: incident.id,
          agreement,
          rule,
          reading,
          verdict: judgement,
          finding: finding?.id ?? null,
          finding_row: finding?.row ?? null,
          reasons: reasons.text,
          lang: reasons.lang,
          proposed_by: person,
          signed_by: [person],
          needed,
          state: "open",
          body: { audience: input.audience ?? [], publicReasons: input.publicReasons as unknown as Json },
        },
      );
      const body = { incident: id, proposal, agreement, rule, judgement };
      const result = { proposal, determination, missing: needed - 1 };
      return { result, act: { by, act: "propose-determination", body } };
    });
  },
);

const PROPOSED_ON = ["occurrence", "attribution"] as const;

function checkProposal(input: ProposeDetermination): void {
  const check = new InputCheck();
  check.id("/incident", input.incident);
  check.row("/seen", input.seen);
  check.name("/agreement", input.agreement);
  check.oneOf("/judgement", input.judgement, JUDGEMENTS);
  check.maybeName("/rule", input.rule);
  check.maybeName("/reading", input.reading);
  if (input.finding) {
    check.id("/finding/id", input.finding.id);
    check.row("/finding/row", input.finding.row);
  }
  check.words("/reasons", input.reasons);
  check.maybeWords("/publicReasons", input.publicReasons);
  check.audience("/audience", input.audience);
  check.done();
}

async function refuseIfOfAnother(
  change: Change,
  finding: { readonly id: string; readonly row: number },
  { incident, agreement }: Pick<ProposeDetermination, "incident" | "agreement">,
): Promise<void> {
  if (!(await isFindingOn(change.client, { ...finding, incident, agreement })))
    throw new Refusal(
      "no-such-finding",
      "there is no such finding on this incident",
      "name one of the incident's findings",
    );
}

export interface SignDetermination {
  readonly proposal: string;
  /** The row of the proposal that was read. Signatures of others meanwhile do not matter; other words would. */
  readonly seen: number;
}

export interface Signed {
  readonly state: ProposalState;
  /** Signatures that are missing. */
  readonly missing: number;
  readonly determination: string;
}

/** Signs what another person has proposed. With the last signature that is needed it is a determination. */
export const signDetermination = verb(
  { act: "sign-determination", permission: "determination:sign" },
  async ({ store, by, person }, input: SignDetermination): Promise<Done<Signed>> => {
    checkSeen(input).done();
    return store.change(async (change) => {
      // 1. The proposal as it stands, and whether this person may sign it.
      const { proposal: id, seen } = input;
      const row = await standingOf(change, "proposal", { id, seen, touching: PROPOSED, wanted: input });
      const dissents = await dissentsOn(change.client, id);
      refuse(whyNotSign(signingOf(row, dissents), person));
      // 2. One signature more.
      const signed_by = [...row.signed_by, person];
      const carried = isCarried({ signedBy: signed_by, needed: row.needed });
      const state = carried ? "carried" : "open";
      change.add(
        "proposal",
        { id, supersedes: row.row, audience: [] },
        { ...saidIn("proposal", row), signed_by, state },
      );
      // 3. With the last one, the determination, and what was said against it.
      if (carried) await determine(change, { row, signed_by, dissents });
      const missing = Math.max(0, row.needed - signed_by.length);
      const body = { incident: row.incident, proposal: id, determination: carried ? row.determination : null };
      const result = { state, missing, determination: row.determination } as const;
      return { result, act: { by, act: "sign-determination", body } };
    });
  },
);

const PROPOSED = [
  "incident",
  "agreement",
  "rule",
  "reading",
  "verdict",
  "reasons",
  "finding",
  "finding_row",
  "body",
] as const;

interface Carried {
  readonly row: Row<"proposal">;
  readonly signed_by: readonly string[];
  readonly dissents: readonly Row<"dissent">[];
}

interface ProposalBody {
  readonly audience: readonly string[];
  readonly publicReasons?: Words;
}

async function determine(change: Change, { row, signed_by, dissents }: Carried): Promise<void> {
  const { incident, agreement, rule, reading, verdict } = row;
  const { audience, publicReasons } = row.body as unknown as ProposalBody;
  const before = await determinationOn(change.client, { incident, agreement, rule });
  // Another proposal on the same matter may have been carried since this one was made.
  const id = before?.id ?? row.determination;
  const said: Said<"determination"> = {
    incident,
    agreement,
    verdict,
    signed_by,
    body: {
      reasons: { text: row.reasons, lang: row.lang },
      publicLang: publicReasons?.lang ?? null,
      proposal: row.id,
      finding: row.finding === null ? null : { id: row.finding, row: row.finding_row },
    },
    rule,
    reading,
    public_reasons: publicReasons?.text ?? null,
  };
  change.add("determination", { id, audience, ...(before ? { supersedes: before.row } : {}) }, said);
  for (const one of dissents)
    change.add(
      "dissent",
      { id: one.id, supersedes: one.row, audience },
      { ...saidIn("dissent", one), determination: id },
    );
}

export interface Dissent {
  readonly proposal: string;
  readonly seen: number;
  readonly reasons: Words;
}

/** Records that a person does not agree, and why. It stops nothing, and stands with the determination for good. */
export const dissent = verb(
  { act: "dissent", permission: "determination:sign" },
  async ({ store, by, person }, input: Dissent): Promise<Done<{ readonly dissent: string }>> => {
    const check = checkSeen(input);
    check.words("/reasons", input.reasons);
    check.done();
    return store.change(async (change) => {
      const { proposal: id, seen, reasons } = input;
      const row = await standingOf(change, "proposal", { id, seen, touching: PROPOSED, wanted: input });
      refuse(whyNotDissent(signingOf(row, await dissentsOn(change.client, id)), person));
      const standing = row.state === "carried" ? await determinationFrom(change.client, row) : undefined;
      const { determination, incident } = row;
      const added = change.add(
        "dissent",
        { audience: standing?.audience ?? [] },
        {
          proposal: id,
          determination: standing?.id ?? determination,
          incident,
          against: row.verdict,
          by: person,
          reasons: reasons.text,
          lang: reasons.lang,
        },
      );
      const body = { incident, proposal: id, dissent: added };
      return { result: { dissent: added }, act: { by, act: "dissent", body } };
    });
  },
);

/** Takes a proposal back while it is open: only its author can. */
export const withdrawProposal = verb(
  { act: "withdraw-proposal", permission: "determination:sign" },
  async ({ store, by, person }, input: SignDetermination): Promise<Done<{ readonly proposal: string }>> => {
    checkSeen(input).done();
    return store.change(async (change) => {
      const { proposal: id, seen } = input;
      const row = await standingOf(change, "proposal", { id, seen, touching: ["state"], wanted: input });
      if (row.state !== "open") refuse("not-open");
      if (row.proposed_by !== person)
        throw new Refusal("not-your-proposal", "only who proposed it can take it back", "dissent, with reasons");
      const said = { ...saidIn("proposal", row), state: "withdrawn" };
      change.add("proposal", { id, supersedes: row.row, audience: [] }, said);
      const body = { incident: row.incident, proposal: id };
      return { result: { proposal: id }, act: { by, act: "withdraw-proposal", body } };
    });
  },
);

function checkSeen({ proposal, seen }: SignDetermination): InputCheck {
  const check = new InputCheck();
  check.id("/proposal", proposal);
  check.row("/seen", seen);
  return check;
}

function signingOf(row: Row<"proposal">, dissents: readonly Row<"dissent">[]): Signing {
  return {
    proposedBy: row.proposed_by,
    signedBy: row.signed_by,
    dissenting: dissents.map(({ by }) => by),
    needed: row.needed,
    state: row.state as ProposalState,
  };
}

const WHY_NOT: Readonly<Record<NoSignature, readonly [string, string]>> = {
  "own-proposal": ["who proposed it cannot sign it a second time, whatever account is used", "ask another person"],
  "signed-already": ["this person has signed it already", "ask another person"],
  dissented: ["this person has dissented", "let others sign; a dissent stands"],
  "not-open": ["this proposal is not open any more", "propose another determination"],
};

function refuse(why: NoSignature | undefined): void {
  if (why !== undefined) throw new Refusal(why, ...WHY_NOT[why]);
}

export interface DeterminationStanding {
  readonly determination: Row<"determination">;
  readonly dissents: readonly Row<"dissent">[];
  /** What it rested on and what is found today; unset: it names no finding. */
  readonly finding:
    { readonly before: readonly string[]; readonly now: readonly string[]; readonly hasChanged: boolean } | undefined;
}

/**
 * A determination with what was said against it, and whether the finding it rests on is still what was found. A finding that
 * has changed changes no determination: it is for people to look again. For the inside.
 */
export async function determinationStanding(store: Acting["store"], id: string): Promise<DeterminationStanding> {
  return store.snapshot(async (client) => {
    const determination = await currentOf({ client }, "determination", id);
    const { finding, proposal } = determination.body as unknown as DeterminationBody;
    const dissents = await dissentsOn(client, proposal);
    return { determination, dissents, finding: finding ? await compared(client, finding) : undefined };
  });
}

interface DeterminationBody {
  readonly proposal: string;
  readonly finding: { readonly id: string; readonly row: number } | null;
}

async function compared(
  client: Client,
  finding: NonNullable<DeterminationBody["finding"]>,
): Promise<NonNullable<DeterminationStanding["finding"]>> {
  const { before, now } = await findingThenAndNow(client, finding);
  return {
    before: verdictsIn(before?.keys ?? []),
    now: verdictsIn(now?.keys ?? []),
    // Also if only the reasons are others now.
    hasChanged: before?.cells !== now?.cells,
  };
}

/** `reading|rule|verdict`, without what is only possible. */
function verdictsIn(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !key.includes("|?")).toSorted();
}
