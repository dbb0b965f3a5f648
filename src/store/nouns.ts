import type { CanonicalJson } from "./canonical.ts";

/**
 * The nouns of the record, each a table. From this one description come the rows that are written, their digests in the
 * ledger, the types that queries are checked by, and what is exported and backed up. A test compares it with the database.
 */

/** `?`: may be unset. Instants are milliseconds since 1970 UTC, digests SHA-256 in hex, ids UUIDs. */
export type ColumnKind =
  | "text"
  | "text?"
  | "texts"
  | "uuid"
  | "uuid?"
  | "instant"
  | "instant?"
  | "integer"
  | "integer?"
  | "number?"
  | "digest"
  | "digest?"
  | "bytes"
  | "flag"
  | "json";

export type Columns = Readonly<Record<string, ColumnKind>>;

/** In every noun, before its own columns. `row` counts through all nouns; `superseded_at` is not part of what was said. */
export const HEADER = {
  row: "integer",
  id: "uuid",
  supersedes: "integer?",
  withdrawn: "flag",
  recorded_at: "instant",
  audience: "texts",
} as const satisfies Columns;

const WHERE_AND_WHAT = {
  country: "text?",
  sides: "texts",
  acts: "texts",
  dead_least: "integer?",
  dead_best: "integer?",
  dead_most: "integer?",
} as const satisfies Columns;

const POINT = { latitude: "number?", longitude: "number?", radius_m: "number?" } as const satisfies Columns;

export const NOUNS = {
  item: {
    digest: "digest",
    size: "integer",
    name: "text",
    media_type: "text",
    source: "uuid?",
    received_at: "instant",
    body: "json",
  },
  source: {
    handle: "text",
    kind: "text",
    affiliation: "text?",
    reliability: "text",
    protection: "text",
    body: "json",
  },
  source_identity: { source: "uuid", sealed: "bytes" },
  report: {
    kind: "text",
    data_set: "text",
    external_id: "text",
    item: "digest?",
    place: "integer?",
    source: "uuid?",
    label: "text",
    earliest: "instant?",
    latest: "instant?",
    ...POINT,
    precision: "text?",
    within: "texts",
    ...WHERE_AND_WHAT,
    words: "text",
    content: "digest",
    body: "json",
  },
  statement: {
    document: "text",
    report: "uuid?",
    speaker: "text",
    kind: "text",
    certainty: "text",
    said_at: "instant?",
    words: "text",
    body: "json",
  },
  incident: {
    account: "uuid?",
    label: "text",
    kind: "text",
    earliest: "instant?",
    latest: "instant?",
    ...POINT,
    area: "text?",
    ...WHERE_AND_WHAT,
    occurrence: "text",
    attribution: "text",
    public_words: "text",
    words: "text",
    body: "json",
  },
  incident_member: { incident: "uuid", report: "uuid", standing: "text", reason: "text" },
  actor: { key: "text", name: "text", kind: "text", words: "text", body: "json" },
  place: {
    key: "text",
    name: "text",
    latitude: "number?",
    longitude: "number?",
    parents: "texts",
    words: "text",
    body: "json",
  },
  area: { key: "text", name: "text", body: "json" },
  list_snapshot: { list: "text", generated_at: "instant", item: "digest?", body: "json" },
  list_entry: { snapshot: "uuid", list: "text", reference: "text", name: "text", words: "text", body: "json" },
  agreement: { key: "text", title: "text", zone: "text", text_item: "digest", body: "json" },
  acceptance: { agreement: "text", actor: "text", accept: "text", standing: "text", body: "json" },
  cells: { content: "digest", keys: "texts", body: "json" },
  finding: { incident: "uuid", agreement: "text", text_item: "digest", known_at: "instant?", cells: "uuid" },
  determination: {
    incident: "uuid",
    agreement: "text",
    verdict: "text",
    signed_by: "texts",
    body: "json",
    rule: "text?",
    reading: "text?",
    public_reasons: "text?",
  },
  reply: {
    incident: "uuid",
    party: "text",
    asked_at: "instant",
    due_at: "instant?",
    answered_at: "instant?",
    body: "json",
    position: "text?",
    item: "digest?",
    remedy_due: "instant?",
    enclosed: "digest?",
  },
  coverage: { document: "text", area: "text?", earliest: "instant", latest: "instant", body: "json" },
  figure: { what: "text", value: "number?", by: "text", said_on: "text?", body: "json" },
  level: {
    incident: "uuid",
    ladder: "text",
    level: "text",
    actor: "text?",
    reasons: "text",
    lang: "text",
    public_reasons: "text?",
    by: "text",
    justified: "text",
    body: "json",
  },
  proposal: {
    determination: "uuid",
    incident: "uuid",
    agreement: "text",
    rule: "text?",
    reading: "text?",
    verdict: "text",
    finding: "uuid?",
    finding_row: "integer?",
    reasons: "text",
    lang: "text",
    proposed_by: "text",
    signed_by: "texts",
    needed: "integer",
    state: "text",
    body: "json",
  },
  dissent: {
    proposal: "uuid",
    determination: "uuid",
    incident: "uuid",
    against: "text",
    by: "text",
    reasons: "text",
    lang: "text",
  },
  clarification: {
    agreement: "text",
    provision: "text",
    asked_by: "text",
    asked_at: "instant",
    question: "text",
    lang: "text",
    ruled_at: "instant?",
    ruling: "text?",
    ruling_lang: "text?",
    body: "json",
    item: "digest?",
    ruling_item: "digest?",
  },
  match_proposal: {
    report: "uuid",
    origin: "uuid",
    incident: "uuid",
    nearest: "uuid?",
    kind: "text",
    band: "text",
    state: "text",
    probability: "number?",
    bits: "number?",
    model: "text",
    names: "text",
    decided_by: "text?",
    body: "json",
  },
  match_verdict: {
    report: "uuid",
    other: "uuid",
    verdict: "text",
    by: "text",
    reason: "text",
    proposal: "uuid?",
  },
  match_pin: { incident: "uuid", by: "text", reason: "text" },
  match_model: { version: "text", origin: "text", body: "json" },
  reason: { act: "text", about: "uuid?", by: "text", words: "text" },
} as const satisfies Readonly<Record<string, Columns>>;

export type Noun = keyof typeof NOUNS;

/**
 * Columns that came after their noun. A row that was written before has nothing in them, and its digest knows nothing of
 * them: so where one is unset, it is not part of what is digested.
 */
export const LATER: Readonly<Partial<Record<Noun, readonly string[]>>> = {
  determination: ["rule", "reading", "public_reasons"],
  reply: ["position", "item", "remedy_due", "enclosed"],
  clarification: ["item", "ruling_item"],
};

/** What can be kept as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type ValueOf<Kind extends ColumnKind> =
  Kind extends `${infer Base extends "text" | "uuid" | "instant" | "integer" | "number" | "digest"}?`
    ? ValueOfBase<Base> | null
    : Kind extends "texts"
      ? readonly string[]
      : Kind extends "flag"
        ? boolean
        : Kind extends "bytes"
          ? Uint8Array
          : Kind extends "json"
            ? Json
            : ValueOfBase<Kind>;
type ValueOfBase<Kind extends string> = Kind extends "instant" | "integer" | "number" ? number : string;

/** The own columns of a noun, as written. */
export type Said<N extends Noun> = {
  readonly [Key in keyof (typeof NOUNS)[N]]: ValueOf<(typeof NOUNS)[N][Key] & ColumnKind>;
};

/** Nouns whose things say something that has no columns of its own. */
export type NounWithBody = { [N in Noun]: "body" extends keyof (typeof NOUNS)[N] ? N : never }[Noun];

/** The same, as given to be written: JSON may be in its canonical text already. */
export type Told<N extends Noun> = {
  readonly [Key in keyof Said<N>]: Json extends Said<N>[Key] ? Json | CanonicalJson : Said<N>[Key];
};

/** A row as kept. */
export type Row<N extends Noun> = Said<N> & {
  readonly row: number;
  readonly id: string;
  readonly supersedes: number | null;
  readonly withdrawn: boolean;
  readonly recorded_at: number;
  readonly superseded_at: number | null;
  readonly audience: readonly string[];
};

export const NOUN_NAMES = Object.keys(NOUNS) as readonly Noun[];

const COLUMNS = new Map(NOUN_NAMES.map((noun) => [noun, Object.entries<ColumnKind>({ ...HEADER, ...NOUNS[noun] })]));

/** All columns of a noun that count for its digest, in order. */
export function columnsOf(noun: Noun): readonly (readonly [string, ColumnKind])[] {
  return COLUMNS.get(noun)!;
}

const OWN_COLUMNS = new Map(NOUN_NAMES.map((noun) => [noun, Object.entries<ColumnKind>(NOUNS[noun])]));

/** Those that are not in `HEADER`, in order. */
export function ownColumnsOf(noun: Noun): readonly (readonly [string, ColumnKind])[] {
  return OWN_COLUMNS.get(noun)!;
}
