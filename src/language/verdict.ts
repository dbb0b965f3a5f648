import type { DutyState, Leaf, Name, VerdictWord } from "./ir.ts";

/**
 * What goes into the evaluator (an account: states of atoms, with what is vague spread over scenarios) and what comes
 * out of it (a cell: one rule under one reading on one account).
 */

/** An atom's state in a scenario. Numbers, because hundreds of thousands of vectors of them are compared. */
export const UNKNOWN = 0;
export const TRUE = 1;
export const FALSE = 2;
export type AtomState = 0 | 1 | 2;

/** One question the rules ask of the record, in canonical form: `target in terrorist`, `before 2016-02-27 00:00`. */
export interface Atom {
  readonly index: number;
  /** Its canonical words; equal keys are the same question. */
  readonly key: string;
  readonly leaf: Leaf;
  /** A question a person can be asked. */
  readonly question: string;
}

/**
 * One way the account could have been: a choice in every dimension, and the states of all atoms for each part.
 * Unknown atoms stay unknown (0) within it.
 */
export interface Scenario {
  /** For each dimension of the account, the index of the option chosen. */
  readonly choice: readonly number[];
  readonly parts: readonly ScenarioPart[];
}

/** One member of a joint front acting (or being attacked) with the others; an ordinary account has exactly one part. */
export interface ScenarioPart {
  readonly label: string;
  /** Ids of who acts and who is the target here: unknown facts about one actor are shared by the parts that name it. */
  readonly actor: string;
  readonly target: string;
  /** One `AtomState` for each atom of the program. */
  readonly states: Uint8Array;
}

/** Something vague whose candidates are known: who attacked, which of the groups, when in the interval. */
export interface Dimension {
  readonly id: string;
  readonly question: string;
  readonly options: readonly string[];
}

export interface Account {
  readonly id: string;
  readonly dimensions: readonly Dimension[];
  /** At least one. */
  readonly scenarios: readonly Scenario[];
  /** Why an atom is unknown, by key, in words; for explanations only. */
  readonly reasons?: ReadonlyMap<string, string>;
  /** Why an atom is known, by key, in words; there only if it was asked for. */
  readonly grounds?: ReadonlyMap<string, string>;
}

/** Verdicts of an event rule, in the order in which a headline lists them. */
export const VERDICTS = [
  "conflict",
  "breach",
  "undetermined",
  "permitted",
  "outside",
  "error",
] as const satisfies readonly VerdictWord[];

/** The verdicts that a completed account can have. `error`: the text itself does not say what it is. */
export type DecidedVerdict = "conflict" | "breach" | "permitted" | "outside" | "error";

/** A question whose answer can matter: a fact that is unknown, or a dimension that is not settled. */
export type Question =
  | { readonly kind: "fact"; readonly atom: string; readonly text: string; readonly reason?: string }
  | {
      readonly kind: "dimension";
      readonly dimension: string;
      readonly text: string;
      readonly options: readonly string[];
    };

/** An answer to a question: `immediate-threat` = `false`, who attacked = `Government of Syria`. */
export interface Answer {
  /** The atom's key or the dimension's id. */
  readonly question: string;
  /** `true`, `false` or the option's words. */
  readonly answer: string;
}

/** A minimal set of answers that decides the verdict. */
export interface Settlement {
  readonly answers: readonly Answer[];
  readonly verdict: DecidedVerdict;
}

/** One completion of the account that has the verdict. */
export interface Witness {
  readonly verdict: DecidedVerdict;
  readonly answers: readonly Answer[];
}

/** How a component of the rule came out: `outside listed`, `target in terrorist or actor in terrorist`, `unknown`. */
export interface TraceLine {
  readonly component: string;
  readonly label?: Name;
  readonly formula: string;
  readonly state: "true" | "false" | "unknown";
}

export interface Cell {
  readonly rule: Name;
  readonly reading: Name;
  readonly account: string;
  readonly verdict: VerdictWord;
  /** Sorted as in `VERDICTS`; one entry exactly if the verdict is decided. */
  readonly possible: readonly DecidedVerdict[];
  /**
   * Only questions whose answer can matter, and enough of them: all answered, one verdict is left. (Of a rule judged by
   * Kleene's connectives every open question.)
   */
  readonly relevant: readonly Question[];
  /** Keys of known facts without any one of which more verdicts would be possible. */
  readonly used: readonly string[];
  readonly settles: readonly Settlement[];
  /** Whether `settles` lists every minimal set. False: the search stopped at its limit; it takes smaller sets first. */
  readonly settlesComplete: boolean;
  readonly next?: Question;
  readonly witness: readonly Witness[];
  /** How each component of the rule came out in all that could be: so throughout, never, or sometimes. */
  readonly because: readonly TraceLine[];
  /** Verdict by candidate: "breach if by an accepting group; outside if by al-Nusra". */
  readonly byOption: readonly {
    readonly dimension: string;
    readonly option: string;
    readonly possible: readonly DecidedVerdict[];
  }[];
  /** For a joint front, member by member. */
  readonly byPart: readonly { readonly part: string; readonly possible: readonly DecidedVerdict[] }[];
  /** `exact` (BDD), or `kleene` when the rule was too large; then `possible` may contain too much, never too little. */
  readonly method: "exact" | "kleene";
  /** What went wrong, if the verdict is `error` or can be. */
  readonly error?: string;
}

/** The state of a duty that has a clock, at one moment of knowledge. */
export interface DutyFinding {
  readonly rule: Name;
  readonly reading: Name;
  /** `error`: it could not be judged, for instance because two statements of the reading contradict each other. */
  readonly state: DutyState | "error";
  /** One entry exactly if the state is decided; none if it is an error. */
  readonly possible: readonly DutyState[];
  /** Every instant computed on the way, by mark: `start`, `startingBy`, `completeBy`, `trigger`, `deadline`. */
  readonly instants: Readonly<Record<string, number>>;
  readonly because: readonly string[];
  /** What is not recorded and would bring it further, in words. Empty if the state is decided. */
  readonly missing: readonly string[];
}
