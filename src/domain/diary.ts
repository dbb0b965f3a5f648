import type { Place } from "../kit/index.ts";

/**
 * What is recorded about the duties of an agreement, about the conditions that they turn on, about its procedures and
 * about its renewal. Dates are local dates (`2015-02-26`) or date-times (`2015-02-26 09:00`) on the agreement's clocks.
 */
export interface Diary {
  readonly attribution?: string;
  readonly duties: readonly DutyLine[];
  readonly conditions: readonly ConditionLine[];
  readonly procedures: readonly ProcedureFile[];
  readonly renewals: readonly RenewalLine[];
}

export const NO_DIARY: Diary = { duties: [], conditions: [], procedures: [], renewals: [] };

/** What every line of a diary carries. */
export interface DiaryLine {
  /** When it could be known; unset: when it was so. */
  readonly known?: string;
  /** Who tells it, and where. */
  readonly source: string;
  /** An actor on whose word alone it rests. Unset: it is recorded as a fact. */
  readonly claimedBy?: string;
  readonly note?: string;
  /** Where the line stands, for messages. */
  readonly place: Place;
}

/** When something was so, or when it happened. */
export interface DiaryTime {
  readonly from: string;
  /** The last moment or day of it, which is part of it. Unset: `from` alone, a moment or a day. */
  readonly to?: string;
  /** It began and has no end that is known. */
  readonly isOpen: boolean;
}

/**
 * Events: `started`, `completed`, `triggered` (what calls for an answer), `done` (the answer). States: `holds` and `fails`
 * (what the duty demands is so, or not), `covered` (whatever happened then is recorded), `suspended`.
 */
export type DutyLineWhat = (typeof DUTY_LINES)[number];
export const DUTY_EVENTS = ["started", "completed", "triggered", "done"] as const;
export const DUTY_LINES = [...DUTY_EVENTS, "holds", "fails", "covered", "suspended"] as const;

export interface DutyLine extends DiaryLine {
  readonly rule: string;
  readonly what: DutyLineWhat;
  readonly time: DiaryTime;
  /** Whose duty, where the rule speaks of several. */
  readonly about?: string;
  /** What part of it: some of the things to be withdrawn, one of the complaints to be answered. Unset: all of it. */
  readonly part?: string;
  /** Seen once, at a moment within the time that is not known; otherwise it was so throughout. */
  readonly isOnce: boolean;
}

/** A condition of the text, in its own words: `no attack by dpr-lpr for 24 h`. */
export interface ConditionLine extends DiaryLine {
  readonly condition: string;
  readonly what: "holds" | "fails";
  readonly time: DiaryTime;
}

/** One complaint, or whatever else a procedure deals with, and how it went. */
export interface ProcedureFile {
  readonly procedure: string;
  readonly id: string;
  readonly title?: string;
  readonly moves: readonly ProcedureMove[];
  readonly place: Place;
}

export interface ProcedureMove extends DiaryLine {
  /** What it is in from then on: `notified`. */
  readonly state: string;
  readonly time: DiaryTime;
  readonly by?: string;
}

export interface RenewalLine extends DiaryLine {
  readonly what: "renewed" | "notice";
  readonly on: string;
  /** The last moment or day. Unset: for as long as the text says. */
  readonly until?: string;
}
