/**
 * Who is who: organised forces and bodies, their names in every script, who belongs to whom, who is listed and who has
 * accepted which text, each with when it was so and when it was known.
 */

/** When something is so (local dates or date-times of the register's zone, `until` exclusive) and since when it is known. */
export interface Dated {
  readonly since?: string;
  readonly until?: string;
  /** Unset: known as soon as it was so. */
  readonly known?: string;
  readonly source?: string;
}

/**
 * `umbrella`: *one of* its members, and the record does not say which. `front`: *all of* its members together. The
 * difference decides cases: the first is vague, the second is judged member by member.
 */
export type ActorKind = "state-forces" | "armed-group" | "coalition" | "umbrella" | "front" | "civilians" | "body";

export const ACTOR_KINDS: readonly ActorKind[] = [
  "state-forces",
  "armed-group",
  "coalition",
  "umbrella",
  "front",
  "civilians",
  "body",
];

export interface Alias extends Dated {
  readonly text: string;
  /** BCP 47; unset: not said. */
  readonly lang?: string;
  readonly note?: string;
}

/** What the actor is in an agreement's own vocabulary: `sar`, `aog`. */
export interface ActorRole extends Dated {
  readonly is: string;
}

export interface Membership extends Dated {
  readonly actor: string;
  /** Whether the source says so itself, or whoever keeps the register judges it to be so. Unset: not said. */
  readonly standing?: MembershipStanding;
}

export type MembershipStanding = "stated" | "assessed";

export const MEMBERSHIP_STANDINGS: readonly MembershipStanding[] = ["stated", "assessed"];

/** A larger force or body that the actor is a part of. */
export interface Parent extends Dated {
  readonly actor: string;
}

export interface ActorListing extends Dated {
  readonly list: string;
  /** The list's own number of the entry, whose dates count if none stand here. */
  readonly reference?: string;
}

export type AcceptanceStanding =
  "accepted" | "refused" | "withdrawn" | "suspended" | "not-asked" | "unknown" | "reported";

export const ACCEPTANCE_STANDINGS: readonly AcceptanceStanding[] = [
  "accepted",
  "refused",
  "withdrawn",
  "suspended",
  "not-asked",
  "unknown",
  "reported",
];

export interface RecordedStanding {
  readonly accept: string;
  readonly standing: AcceptanceStanding;
  readonly to?: string;
  readonly through?: string;
  readonly at?: string;
  readonly known?: string;
  readonly source: string;
  readonly note?: string;
}

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: ActorKind;
  readonly aliases: readonly Alias[];
  /** Numbers that data sets give it, with the data set before it: `ucdp:234`. */
  readonly codes: readonly string[];
  readonly roles: readonly ActorRole[];
  readonly parents: readonly Parent[];
  readonly members: readonly Membership[];
  /** Of an umbrella: nobody else can be meant. */
  readonly membersComplete: boolean;
  readonly listings: readonly ActorListing[];
  readonly acceptances: readonly RecordedStanding[];
  readonly note?: string;
}

/** An entry of an outside list of designations. */
export interface ListEntry {
  readonly reference: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly listedOn: string;
  readonly delistedOn?: string;
  /** When the listing became public; its own date, if nothing else is known. */
  readonly knownOn: string;
  readonly source?: string;
  readonly note?: string;
}

/** A number somebody said, with who said it. Never a fact of the record. */
export interface ClaimedFigure {
  readonly what: string;
  readonly value: number;
  readonly by: string;
  readonly on: string;
  readonly through?: string;
  readonly note?: string;
}

export interface ActorRegister {
  readonly zone: string;
  readonly attribution?: string;
  /** Whether of an actor with no acceptance recorded it is known that it gave none. */
  readonly acceptancesComplete: boolean;
  readonly figures: readonly ClaimedFigure[];
  readonly actors: readonly Actor[];
}
