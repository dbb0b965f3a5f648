/**
 * The parts of a clause: names, quantities, times, selectors and formulas. The statements that are made of them are in
 * `ir.ts`; together they are the public format.
 */

/** A half-open range of character offsets in the file the node came from. Absent on nodes that were not parsed. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Anything that remembers where it stood. Two nodes are equal if they are equal apart from `at` and `clauses`. */
export interface Located {
  readonly at?: Span;
}

/** A node of several clauses that remembers where each of them stood. */
export interface Claused extends Located {
  /** By the field that the clause gives; a field that several clauses give has the first of them. */
  readonly clauses?: Readonly<Record<string, Span>>;
}

/** A kebab-case word (or any text in backquotes) that names a declared thing. */
export type Name = string;

export type Unit = "km" | "m" | "mm" | "ft" | "%" | "count";

/** A calendar duration follows the local calendar; a clock duration is elapsed time. `1 day` is not always `24 h`. */
export type Duration =
  | { readonly kind: "calendar"; readonly n: number; readonly unit: "days" | "weeks" | "months" | "years" }
  | { readonly kind: "clock"; readonly n: number; readonly unit: "h" | "min" };

/** `start` and `complete` are marks of a duty; `adoption`, `entry` into force and `trigger` need no rule. */
export type Mark = "start" | "complete" | "adoption" | "entry" | "trigger";

export type Time = Located &
  (
    | {
        readonly kind: "instant";
        /** `YYYY-MM-DD HH:MM` in the agreement's zone. */ readonly local: string;
        /** `UTC`, `UTC+03:00` or an IANA name, if not the agreement's. */ readonly zone?: string;
      }
    | { readonly kind: "date"; /** `YYYY-MM-DD`: its start after `from`, its end after `by`. */ readonly date: string }
    | { readonly kind: "day"; readonly n: number; readonly edge: "start" | "end" }
    | {
        readonly kind: "offset";
        readonly duration: Duration;
        readonly direction: "after" | "before";
        readonly from: Time;
      }
    | { readonly kind: "mark"; readonly mark: Mark; readonly rule?: Name }
  );

export type Selector = Located &
  /** `any bound`: whoever is bound by this text at the time. */
  (
    | { readonly kind: "bound" }
    /** `anyone`. */
    | { readonly kind: "anyone" }
    /** `sar or rus`, `each aog`: parties, classes, lists or actors named by the text. */
    | { readonly kind: "names"; readonly names: readonly Name[]; readonly each: boolean }
  );

/** `attack with air-weapon by sar or rus against aog in idlib`: a kind of event. */
export interface EventPattern extends Claused {
  readonly acts: readonly Name[];
  readonly with?: readonly Name[];
  readonly by?: Selector;
  readonly against?: Selector;
  readonly in?: readonly Name[];
}

// ——— Formulas ———

/** The roles of one occurrence. A name in place of a role speaks of that party itself. */
export type Role = "actor" | "target" | "act" | "weapon" | "place";
export type Term = { readonly role: Role } | { readonly name: Name };

export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** A quantity written out, or looked up in a table and perhaps divided or multiplied: `zone-width / 2`. */
export type QuantityExpression =
  | { readonly kind: "quantity"; readonly quantity: Quantity }
  | { readonly kind: "table"; readonly table: Name; readonly scale?: { readonly op: "/" | "*"; readonly by: number } };

export type Comparison = "<" | "<=" | "=" | "!=" | ">=" | ">";

export type DutyState = "fulfilled" | "lapsed" | "pending" | "suspended" | "undetermined";

export type Formula = Connective | Leaf;

export type Connective = Located &
  (
    | { readonly kind: "and"; readonly of: readonly Formula[] }
    | { readonly kind: "or"; readonly of: readonly Formula[] }
    | { readonly kind: "not"; readonly of: Formula }
    /** `each heavy-weapon P`: if the thing is a heavy weapon, P. */
    | { readonly kind: "each"; readonly thing: Name; readonly holds: Formula }
  );

/** A formula without connectives: what the record is asked. */
export type Leaf = Located &
  (
    | { readonly kind: "constant"; readonly value: boolean }
    /** `immediate-threat`, `linked-to target terrorist`. */
    | { readonly kind: "fact"; readonly fact: Name; readonly of: readonly Term[] }
    /** `target in terrorist`, `actor in aog`, `place in idlib`. */
    | { readonly kind: "in"; readonly term: Term; readonly name: Name }
    /** `actor is sar`, `act is attack`, `weapon is mortar` (or any kind of mortar). */
    | { readonly kind: "is"; readonly term: Term; readonly name: Name }
    /** `target bound`. */
    | { readonly kind: "bound"; readonly term: Term }
    /** `calibre >= 100 mm`. */
    | { readonly kind: "compare"; readonly measure: Name; readonly op: Comparison; readonly quantity: Quantity }
    /** `beyond zone-width / 2 from contact-now`, `within 5 km of contact-now`. */
    | {
        readonly kind: "distance";
        readonly op: "within" | "beyond";
        readonly quantity: QuantityExpression;
        readonly line: Name;
      }
    /** `before 2016-03-01`, `after complete of withdraw-ua`: the time of the occurrence. */
    | { readonly kind: "time"; readonly op: "before" | "after"; readonly time: Time }
    | { readonly kind: "during"; readonly phase: Name }
    /** `a2 confirmed`, `a1 confirmed by jaysh-al-islam`: condition on a recorded act, not on performance. */
    | { readonly kind: "confirmed"; readonly accept: Name; readonly by?: Name }
    /** `no attack with air-weapon by sar or rus for 7 days`: past time only; true only with recorded coverage. */
    | { readonly kind: "none"; readonly event: EventPattern; readonly for: Duration }
    /** `at least 3 attack within 7 days`. */
    | { readonly kind: "at-least"; readonly n: number; readonly event: EventPattern; readonly within: Duration }
    /** `withdraw-ua fulfilled`. */
    | { readonly kind: "duty"; readonly rule: Name; readonly state: DutyState }
  );
