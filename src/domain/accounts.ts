import type { Place } from "../kit/index.ts";

/**
 * A further account of an incident that the reports have: what somebody else tells of it, or the answer to a question that
 * the record leaves open. It is judged beside the record and never mixed with it. What it does not say stays as the record
 * has it.
 */
export interface ToldAccount {
  /** Id of the incident in the reports. */
  readonly incident: string;
  /** Its name among the accounts of the incident; never `record`, which is that of the reports themselves. */
  readonly id: string;
  readonly kind: AccountKind;
  /** Who tells it, and through whom it came. */
  readonly by: string;
  readonly through?: string;
  /** Local date or date-time on the agreement's clocks when it was told. */
  readonly on: string;
  /** When it could be known; unset: when it was told. */
  readonly known?: string;
  readonly source?: string;
  readonly note?: string;
  /** At least one. */
  readonly says: readonly AccountClause[];
  /** Where the account stands, for messages. */
  readonly at: Place;
}

/**
 * `report`: what a source tells · `accusation`: what a party says of another · `denial`: what the accused says ·
 * `answer`: what was found out about a question that was open.
 */
export type AccountKind = (typeof ACCOUNT_KINDS)[number];
export const ACCOUNT_KINDS = ["report", "accusation", "denial", "answer"] as const;

/** One thing that an account says, in the words that a worked case has for it: `given`, `target not in terrorist`. */
export interface AccountClause {
  readonly word: AccountWord;
  readonly text: string;
  /** Where the text stands; its `from` is that of the text itself if the text stands there as it is. */
  readonly at: Place;
}

export type AccountWord = (typeof ACCOUNT_WORDS)[number] | (typeof ACCOUNT_LISTS)[number];
/** Said once at most. */
export const ACCOUNT_WORDS = ["actor", "target", "act", "weapon", "place", "at"] as const;
/** Said any number of times. */
export const ACCOUNT_LISTS = ["measure", "distance", "given"] as const;

/** The account of the reports themselves. */
export const RECORD = "record";
/** The reports together with everything that was found out: all answers to questions that they left open. */
export const ANSWERED = "record with answers";
