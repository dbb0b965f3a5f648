/**
 * The canonical intermediate representation (IR) of an agreement: what the text says, as data.
 *
 * The evaluator, the command line, the store and the form editor all work on this; the Markdown text and the IR
 * carry the same content (`parseAgreement` and `printAgreement` are inverse to each other). The published JSON Schema
 * is generated from this file, so every field here is part of a public format: change it only with a new `truce:` number.
 *
 * Models: Catala (Merigoux, Chataing & Protzenko 2021) for exceptions, Cedar (Cutler et al. 2024) for the schema and
 * the separate reference, L4 for regulative rules, FEEL/DMN 1.5 for three-valued facts.
 */

import type {
  Claused,
  Located,
  Name,
  Unit,
  Duration,
  Time,
  Selector,
  EventPattern,
  Quantity,
  Formula,
  Leaf,
} from "./ir-terms.ts";
import type {
  CaseActor,
  DutyEntry,
  Expectation,
  Given,
  GivenDistance,
  GivenMeasure,
  RenewalEntry,
  Under,
} from "./ir-case.ts";

export * from "./ir-terms.ts";
export * from "./ir-case.ts";

export interface Agreement {
  /** Version of the language. */
  readonly truce: 1;
  readonly meta: Meta;
  /** The document in reading order: prose as it stands and blocks of statements. */
  readonly parts: readonly Part[];
}

/** The front matter. */
export interface Meta extends Located {
  readonly id: string;
  readonly title: string;
  /** IANA time zone in which every clock time of the text is meant, for example `Asia/Damascus`. */
  readonly zone: string;
  /** Day of adoption, `YYYY-MM-DD`: what `fixed` and `adoption` refer to. */
  readonly adopted?: string;
  readonly source?: string;
  readonly textStatus?: "verified" | "unverified";
  /** BCP 47 tag of the prose. */
  readonly language?: string;
  readonly note?: string;
}

export type Part = Prose | Block;

/** Markdown between the blocks, kept to the letter. */
export interface Prose extends Located {
  readonly kind: "prose";
  readonly markdown: string;
}

/** One fenced `truce` block. */
export interface Block extends Located {
  readonly kind: "block";
  readonly statements: readonly Statement[];
  /** The comment lines after the last statement; of a block without statements all. */
  readonly comments?: readonly string[];
}

/** Every statement may carry the comment lines (`-- …`) that stood above or beside it. */
export interface StatementBase extends Claused {
  readonly comments?: readonly string[];
}

export type Statement =
  | PartyDeclaration
  | ClassDeclaration
  | BodyDeclaration
  | ListDeclaration
  | PlaceDeclaration
  | FactDeclaration
  | MeasureDeclaration
  | TaxonomyDeclaration
  | UseVocabulary
  | Table
  | InForce
  | DayOne
  | Phase
  | Accept
  | Concurrent
  | MovesFirst
  | Rule
  | Procedure
  | PartyStatement
  | ReadingDeclaration
  | Amendment
  | Supersedes
  | NoRule
  | Case;

// ——— Who ———

/** `party sar "Armed Forces …"`: an actor that the text binds by name. */
export interface PartyDeclaration extends StatementBase {
  readonly kind: "party";
  readonly name: Name;
  readonly title: string;
  /** The party that this one fights under: `party rus "…" part of sar`. */
  readonly partOf?: Name;
}

/** `class aog "armed opposition groups" enrolled by us, ru`: actors known only by a rule of membership. */
export interface ClassDeclaration extends StatementBase {
  readonly kind: "class";
  readonly name: Name;
  readonly title: string;
  readonly enrolledBy?: readonly Name[];
  readonly members?: readonly Name[];
}

/** `body issg-tf "ISSG Ceasefire Task Force" chaired by us, ru members …`: neither bound nor a belligerent by this text. */
export interface BodyDeclaration extends StatementBase {
  readonly kind: "body";
  readonly name: Name;
  readonly title: string;
  readonly chairedBy?: readonly Name[];
  readonly members?: readonly Name[];
}

/**
 * `as at the incident` (moving) or `fixed` (as at adoption) is part of the clause: a later listing matters only to the first.
 * `undeclared` is what a text says that does not say; the check reports it and judging treats the difference as unknown.
 */
export type Reference =
  | { readonly kind: "incident" }
  | { readonly kind: "fixed" }
  | { readonly kind: "to-be-defined"; readonly by?: readonly Name[]; readonly deadline?: Time }
  | { readonly kind: "undeclared" };

/** `list terrorist` with `names daesh, nusra` and `or designated by unsc as at the incident`. */
export interface ListDeclaration extends StatementBase {
  readonly kind: "list";
  readonly name: Name;
  readonly title?: string;
  /** Named in the text itself; the names need no other declaration. */
  readonly names: readonly Name[];
  readonly designatedBy?: { readonly by: Name; readonly reference: Reference };
}

/** `line contact-now "…" as at the incident`, `area buffer "…" within 5 km of contact-now`. */
export interface PlaceDeclaration extends StatementBase {
  readonly kind: "place";
  readonly shape: "line" | "area";
  readonly name: Name;
  readonly title: string;
  readonly reference: Reference;
  readonly around?: { readonly distance: Quantity; readonly of: Name };
}

// ——— Facts and vocabulary ———

/** What a fact is about; `linked-to target terrorist` is a fact about an actor and a list. */
export type FactSubject = "actor" | "list" | "place" | "party";

/** `fact linked-to about actor and list "Is {actor} linked to {list}?"`: a yes/no question that the record may answer. */
export interface FactDeclaration extends StatementBase {
  readonly kind: "fact";
  readonly name: Name;
  readonly about: readonly FactSubject[];
  readonly question: string;
}

/** `measure calibre mm "What was the calibre?"`: a number with a unit that the record may give. */
export interface MeasureDeclaration extends StatementBase {
  readonly kind: "measure";
  readonly name: Name;
  readonly unit: Unit;
  readonly question: string;
}

/** `act shelling "…" is attack`, `weapon mortar "…" is indirect-fire-weapon`: one node of a taxonomy. */
export interface TaxonomyDeclaration extends StatementBase {
  readonly kind: "act" | "weapon";
  readonly name: Name;
  readonly title: string;
  readonly isA: readonly Name[];
}

/** `use common`: import a shared vocabulary of acts and weapons. */
export interface UseVocabulary extends StatementBase {
  readonly kind: "use";
  readonly vocabulary: Name;
}

/** `table zone-width pick one` with rows `| condition | quantity |`. */
export interface Table extends StatementBase {
  readonly kind: "table";
  readonly name: Name;
  /** `one`: rows must not overlap. `first`: the first row that holds. */
  readonly pick: "one" | "first";
  readonly rows: readonly TableRow[];
}

export interface TableRow extends Located {
  readonly when: Formula;
  readonly value: Quantity;
}

// ——— When ———

/** `in force from 2016-02-27 00:00`. */
export interface InForce extends StatementBase {
  readonly kind: "in-force";
  readonly from: Time;
  readonly for?: Duration;
  readonly until?: Time;
  /** `renewable by consent for 60 days`, `renewable unless notice 6 months before`. */
  readonly renewable?: {
    readonly how: "consent" | "unless-notice";
    readonly for?: Duration;
    readonly notice?: Duration;
  };
  readonly endsWhen?: Formula;
}

/** `day 1 is 2015-02-15`. */
export interface DayOne extends StatementBase {
  readonly kind: "day-one";
  readonly date: string;
}

/** `phase one "First phase" from … until …`, optionally `enters when …`. */
export interface Phase extends StatementBase {
  readonly kind: "phase";
  readonly name: Name;
  readonly title: string;
  readonly from: Time;
  readonly until?: Time;
  readonly for?: Duration;
  readonly entersWhen?: Formula;
}

// ——— Consent ———

/** `accept a1` `who each aog to us or ru by 2016-02-26 12:00` `provided a2 confirmed` `late counts`. */
export interface Accept extends StatementBase {
  readonly kind: "accept";
  readonly name: Name;
  readonly title?: string;
  readonly who: Selector;
  readonly to: readonly Name[];
  readonly by?: Time;
  readonly provided?: Formula;
  /** Whether an acceptance after the deadline binds; absent: the text does not say. */
  readonly late?: "counts" | "does-not-count";
}

/** `concurrent a1, a2`: acceptances that condition each other take effect together. */
export interface Concurrent extends StatementBase {
  readonly kind: "concurrent";
  readonly names: readonly Name[];
}

/** `first a2 then a1`: who moves first when acceptances condition each other. */
export interface MovesFirst extends StatementBase {
  readonly kind: "first";
  readonly first: Name;
  readonly followers: readonly Name[];
}

// ——— Rules ———

export type Duty =
  /** `must not attack`. */
  | { readonly shape: "must-not"; readonly acts: readonly Name[] }
  /** `must keep P`: P at all times of the rule's period. */
  | { readonly shape: "must-keep"; readonly holds: Formula }
  /** `must achieve P by T`, or `starting by T₁` and `complete by T₂` as two chained clocks. */
  | {
      readonly shape: "must-achieve";
      readonly holds: Formula;
      readonly by?: Time;
      readonly startingBy?: Time;
      readonly completeBy?: Time;
    }
  /** `must A within D whenever E`. */
  | {
      readonly shape: "must-whenever";
      readonly acts: readonly Name[];
      readonly within?: Duration;
      readonly whenever: EventPattern;
    }
  /** `may A`. */
  | { readonly shape: "may"; readonly acts: readonly Name[] }
  /** `must ensure X does not A`: the bearer answers for what another does. */
  | { readonly shape: "must-ensure"; readonly whom: Selector; readonly acts: readonly Name[] };

/** `outside L: c`: the text does not speak. `unless L: c`: it speaks and permits. Either may have `but not L: c` below it. */
export interface Escape extends Located {
  readonly kind: "outside" | "unless";
  readonly label: Name;
  readonly when: Formula;
  readonly butNot: readonly Exception[];
}

export interface Exception extends Located {
  readonly label: Name;
  readonly when: Formula;
  readonly butNot: readonly Exception[];
}

export interface Rule extends StatementBase {
  readonly kind: "rule";
  readonly name: Name;
  readonly title?: string;
  readonly who: Selector;
  readonly duty: Duty;
  readonly against?: Selector;
  readonly with?: readonly Name[];
  readonly in?: readonly Name[];
  readonly when?: Formula;
  readonly from?: Time;
  readonly until?: Time;
  readonly during?: Name;
  readonly escapes: readonly Escape[];
  readonly prevailsOver: readonly Name[];
  readonly yieldsTo: readonly Name[];
  /** The duty that follows a breach; it does not erase the breach. */
  readonly otherwise?: Name;
}

// ——— Procedure, statements, later texts ———

/** `procedure violations "…"`, `starts alleged`, `from alleged to notified by issg-tf within 24 h otherwise referred`, `ends closed`. */
export interface Procedure extends StatementBase {
  readonly kind: "procedure";
  readonly name: Name;
  readonly title: string;
  readonly starts: Name;
  readonly steps: readonly ProcedureStep[];
  readonly ends: readonly Name[];
}

export interface ProcedureStep extends Located {
  readonly from: Name;
  readonly to: Name;
  readonly by?: Selector;
  readonly within?: Duration;
  /** The state that follows if the clock runs out. */
  readonly otherwise?: Name;
}

/** A place in the text that a reading may replace: `terrorist`, `cease-attacks.listed`, `withdraw-ua.complete`, `a1.by`. */
export interface LabelReference extends Located {
  readonly name: Name;
  readonly label?: Name;
}

export type Replacement =
  | { readonly kind: "formula"; readonly formula: Formula }
  | { readonly kind: "time"; readonly time: Time }
  | { readonly kind: "reference"; readonly reference: Reference }
  | { readonly kind: "name"; readonly name: Name };

export type StatementOperation =
  /** `reads L as c`: replaces what stands at the label. */
  | { readonly kind: "reads"; readonly label: LabelReference; readonly as: Replacement }
  /** `binds P while c`: adds c to what makes P bound. */
  | { readonly kind: "binds"; readonly who: Selector; readonly while: Formula }
  /** `starts R when c`: adds c before R's clock. */
  | { readonly kind: "starts"; readonly rule: Name; readonly when: Formula };

/** `statement sar-23-feb` `by sar on 2016-02-23 kind interpretation` `reads …`. */
export interface PartyStatement extends StatementBase {
  readonly kind: "statement";
  readonly name: Name;
  readonly title?: string;
  readonly by: readonly Name[];
  readonly on: string;
  readonly statementKind: "interpretation" | "condition" | "reservation";
  readonly operation: StatementOperation;
  readonly responses: readonly StatementResponse[];
}

export interface StatementResponse extends Located {
  readonly response: "accepted" | "objected" | "silent";
  readonly by: readonly Name[];
  readonly on?: string;
}

/** `reading strict "…" with s1, s2`: a named set of statements. `text`, one per party and `agreed` need no declaration. */
export interface ReadingDeclaration extends StatementBase {
  readonly kind: "reading";
  readonly name: Name;
  readonly title?: string;
  readonly with: readonly Name[];
}

/** `amend cease-attacks.listed from 2016-05-09 as …`: a later agreed text; what happened before is judged by the earlier one. */
export interface Amendment extends StatementBase {
  readonly kind: "amend";
  readonly label: LabelReference;
  readonly from: Time;
  readonly as: Replacement;
}

/** `supersedes some-id "title" from 2016-12-30 00:00`. */
export interface Supersedes extends StatementBase {
  readonly kind: "supersedes";
  readonly id: Name;
  readonly title: string;
  readonly from?: Time;
}

/** `no rule: reason`: the paragraph above is recorded and deliberately not judged. */
export interface NoRule extends StatementBase {
  readonly kind: "no-rule";
  readonly reason: string;
}

// ——— Worked cases ———

export interface Case extends StatementBase {
  readonly kind: "case";
  readonly name: Name;
  readonly title?: string;
  readonly actor?: CaseActor;
  readonly target?: CaseActor;
  /** Two sides without a direction: who attacked whom is not known. */
  readonly sides?: readonly [CaseActor, CaseActor];
  readonly act?: Name;
  readonly weapon?: Name;
  readonly place?: readonly Name[];
  readonly when?: { readonly from: Time; readonly to?: Time };
  readonly known?: Time;
  readonly measures: readonly GivenMeasure[];
  readonly distances: readonly GivenDistance[];
  readonly given: readonly Given[];
  readonly record: readonly DutyEntry[];
  readonly renewals?: readonly RenewalEntry[];
  readonly expect: readonly Expectation[];
  readonly ask?: readonly Leaf[];
  readonly under: readonly Under[];
}
