import type { DutyState, Leaf, Located, Name, Quantity, Time } from "./ir-terms.ts";

// The parts of a worked case.

/** Who a case names: one actor, one of several (umbrella), several together (front), or nobody known. */
export type CaseActor =
  | { readonly kind: "one"; readonly name: Name }
  | { readonly kind: "any-of"; readonly names: readonly Name[] }
  | { readonly kind: "all-of"; readonly names: readonly Name[] }
  | { readonly kind: "unknown" };

/** `given target not in terrorist`, `given immediate-threat unknown`, `given actor in terrorist since 2016-02-29 learnt 2016-03-01`. */
export interface Given extends Located {
  readonly leaf: Leaf;
  readonly state: "true" | "false" | "unknown";
  readonly since?: Time;
  readonly until?: Time;
  readonly learnt?: Time;
}

export type VerdictWord = "outside" | "permitted" | "breach" | "undetermined" | "conflict" | "error";

/** `measure calibre 82 mm`. */
export interface GivenMeasure extends Located {
  readonly measure: Name;
  readonly quantity: Quantity;
}

/** Distance to a line or the edge of an area: `distance contact-now 20 km`. */
export interface GivenDistance extends Located {
  readonly line: Name;
  readonly quantity: Quantity;
}

/** `expect cease-attacks breach or permitted`: exactly these are possible; one word: it is decided. */
export interface Expectation extends Located {
  readonly rule: Name;
  readonly verdicts: readonly (VerdictWord | DutyState)[];
}

/** A line of a duty's diary: `record withdraw-ua started 2015-02-26 09:00`, `record … holds from T until T`. */
export interface DutyEntry extends Located {
  readonly rule: Name;
  readonly what: "started" | "completed" | "holds" | "fails" | "triggered" | "done" | "covered" | "suspended";
  readonly from: Time;
  readonly until?: Time;
  readonly learnt?: Time;
}

/** What was done about the end of the text: `record renewed 2024-03-30 until 2024-05-03`, `record notice 2017-05-01`. */
export interface RenewalEntry extends Located {
  readonly what: "renewed" | "notice";
  readonly on: Time;
  /** Of a renewal; absent: for as long as the text says. */
  readonly until?: Time;
  readonly learnt?: Time;
}

/** What a case asks of one reading; the base of a case speaks of reading `text`. */
export interface Under extends Located {
  readonly reading: Name;
  readonly given: readonly Given[];
  readonly expect: readonly Expectation[];
  readonly ask?: readonly Leaf[];
}
