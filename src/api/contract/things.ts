import { z } from "zod";
import { endpoint, type Endpoint } from "./endpoint.ts";
import { asOf, body, id, instant, maybeId, maybeNumber, maybeText, page, paging, texts } from "./values.ts";

/** The nouns of the record that are read alike: a list, one, and what it was. */

const HEADER = {
  id,
  recordedAt: instant.describe("For others than the inside, the day alone"),
  row: z.int().exactOptional().describe("The version, which acts name as `seen`; for the inside"),
  supersedes: z.int().nullable().exactOptional(),
  withdrawn: z.boolean().exactOptional(),
  audience: texts.exactOptional().describe("For the inside"),
};

const thing = <S extends z.core.$ZodLooseShape>(shape: S) => z.strictObject({ ...HEADER, ...shape });

export const statement = thing({
  document: maybeText,
  report: maybeId,
  speaker: maybeText,
  kind: maybeText,
  certainty: maybeText,
  saidAt: instant,
  words: maybeText,
  body,
});
export const actor = thing({ key: maybeText, name: maybeText, kind: maybeText, words: maybeText, body });
export const place = thing({
  key: maybeText,
  name: maybeText,
  latitude: maybeNumber,
  longitude: maybeNumber,
  parents: texts,
  words: maybeText,
  body,
});
export const area = thing({ key: maybeText, name: maybeText, body });
export const listSnapshot = thing({ list: maybeText, generatedAt: instant, item: maybeText, body });
export const listEntry = thing({
  snapshot: maybeId,
  list: maybeText,
  reference: maybeText,
  name: maybeText,
  words: maybeText,
  body,
});
export const agreement = thing({ key: maybeText, title: maybeText, zone: maybeText, textItem: maybeText, body });
export const acceptance = thing({
  agreement: maybeText,
  actor: maybeText,
  accept: maybeText,
  standing: maybeText,
  body,
});
export const finding = thing({
  incident: maybeId,
  agreement: maybeText,
  textItem: maybeText,
  knownAt: instant,
  cells: maybeId,
  keys: texts.nullable().describe("reading|rule|verdict, and reading|rule|?verdict for what is possible"),
});
export const determination = thing({
  incident: maybeId,
  agreement: maybeText,
  verdict: maybeText,
  signedBy: texts,
  body,
  rule: maybeText,
  reading: maybeText,
  publicReasons: maybeText,
});
export const dissent = thing({
  proposal: maybeId,
  determination: maybeId,
  incident: maybeId,
  against: maybeText,
  by: maybeText,
  reasons: maybeText,
  lang: maybeText,
});
export const reply = thing({
  incident: maybeId,
  party: maybeText,
  askedAt: instant,
  dueAt: instant,
  answeredAt: instant,
  body,
  position: maybeText,
  item: maybeText,
  remedyDue: instant,
  enclosed: maybeText,
});
export const level = thing({
  incident: maybeId,
  ladder: maybeText,
  level: maybeText,
  actor: maybeText,
  reasons: maybeText,
  lang: maybeText,
  publicReasons: maybeText,
  by: maybeText,
  justified: maybeText,
  body,
});
export const proposal = thing({
  determination: maybeId,
  incident: maybeId,
  agreement: maybeText,
  rule: maybeText,
  reading: maybeText,
  verdict: maybeText,
  finding: maybeId,
  findingRow: maybeNumber,
  reasons: maybeText,
  lang: maybeText,
  proposedBy: maybeText,
  signedBy: texts,
  needed: maybeNumber,
  state: maybeText,
  body,
});
export const clarification = thing({
  agreement: maybeText,
  provision: maybeText,
  askedBy: maybeText,
  askedAt: instant,
  question: maybeText,
  lang: maybeText,
  ruledAt: instant,
  ruling: maybeText,
  rulingLang: maybeText,
  body,
  item: maybeText,
  rulingItem: maybeText,
});
export const coverage = thing({ document: maybeText, area: maybeText, earliest: instant, latest: instant, body });
export const figure = thing({ what: maybeText, value: maybeNumber, by: maybeText, saidOn: maybeText, body });
export const source = thing({
  handle: maybeText,
  kind: maybeText,
  affiliation: maybeText,
  reliability: maybeText,
  protection: maybeText,
  body,
});
export const item = thing({
  digest: maybeText,
  size: maybeNumber,
  name: maybeText,
  mediaType: maybeText,
  source: maybeId,
  receivedAt: instant,
  body,
});

export const matchProposal = thing({
  report: maybeId,
  origin: maybeId,
  incident: maybeId,
  nearest: maybeId,
  kind: maybeText,
  band: maybeText,
  state: maybeText,
  probability: maybeNumber,
  bits: maybeNumber,
  model: maybeText,
  names: maybeText,
  decidedBy: maybeText,
  body,
});
export const matchVerdict = thing({
  report: maybeId,
  other: maybeId,
  verdict: maybeText,
  by: maybeText,
  reason: maybeText,
  proposal: maybeId,
});
export const matchPin = thing({ incident: maybeId, by: maybeText, reason: maybeText });

/** The noun of the record, where it is found, and by which of its columns a list can be narrowed. */
export const THINGS = {
  statement: { path: "statements", filters: ["document", "kind", "speaker"], shape: statement },
  actor: { path: "actors", filters: ["key", "kind"], shape: actor },
  place: { path: "places", filters: ["key"], shape: place },
  area: { path: "areas", filters: ["key"], shape: area },
  list_snapshot: { path: "lists", filters: ["list"], shape: listSnapshot },
  list_entry: { path: "list-entries", filters: ["snapshot", "list", "reference"], shape: listEntry },
  agreement: { path: "agreements", filters: ["key"], shape: agreement },
  acceptance: { path: "acceptances", filters: ["agreement", "actor", "accept"], shape: acceptance },
  finding: { path: "findings", filters: ["incident", "agreement"], shape: finding },
  determination: { path: "determinations", filters: ["incident", "agreement", "verdict"], shape: determination },
  dissent: { path: "dissents", filters: ["incident", "determination"], shape: dissent },
  reply: { path: "replies", filters: ["incident", "party", "position"], shape: reply },
  level: { path: "levels", filters: ["incident", "ladder"], shape: level },
  proposal: { path: "proposals", filters: ["incident", "agreement", "state"], shape: proposal },
  clarification: { path: "clarifications", filters: ["agreement", "provision"], shape: clarification },
  coverage: { path: "coverage", filters: ["area", "document"], shape: coverage },
  figure: { path: "figures", filters: ["what", "by"], shape: figure },
  source: { path: "sources", filters: ["handle", "kind"], shape: source },
  item: { path: "items", filters: ["digest"], shape: item },
  match_proposal: { path: "matches", filters: ["report", "incident", "origin", "state"], shape: matchProposal },
  match_verdict: { path: "match-verdicts", filters: ["report", "other"], shape: matchVerdict },
  match_pin: { path: "pins", filters: ["incident"], shape: matchPin },
} as const;

type Things = typeof THINGS;
export type ThingNoun = keyof Things;

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
export type ListName<N extends ThingNoun> = `list:${Camel<N>}`;
export type GetName<N extends ThingNoun> = `get:${Camel<N>}`;
export type VersionsName<N extends ThingNoun> = `versions:${Camel<N>}`;

interface Reads extends Endpoint {
  readonly method: "get";
  readonly permission: "record:read";
}

type ThingList<N extends ThingNoun> = Omit<Reads, "answer" | "query" | "path"> & {
  readonly path: `/api/${Things[N]["path"]}`;
  readonly query: z.ZodType<PagingChecked & Filters<N>, PagingSent & Filters<N>>;
  readonly answer: z.ZodType<{ readonly items: readonly z.output<Things[N]["shape"]>[]; readonly next: string | null }>;
};
type Filters<N extends ThingNoun> = { readonly [K in Things[N]["filters"][number]]?: string };
type PagingChecked = z.output<typeof paging>;
type PagingSent = z.input<typeof paging>;
type ThingGet<N extends ThingNoun> = Omit<Reads, "answer" | "query" | "path"> & {
  readonly path: `/api/${Things[N]["path"]}/{id}`;
  readonly query: typeof asOf;
  readonly answer: Things[N]["shape"];
};
type ThingVersions<N extends ThingNoun> = Omit<Reads, "answer" | "path"> & {
  readonly path: `/api/${Things[N]["path"]}/{id}/versions`;
  readonly answer: z.ZodObject<{ readonly versions: z.ZodArray<Things[N]["shape"]> }, z.core.$strict>;
};

export type ThingEndpoints = {
  readonly [N in ThingNoun as ListName<N>]: ThingList<N>;
} & { readonly [N in ThingNoun as GetName<N>]: ThingGet<N> } & {
  readonly [N in ThingNoun as VersionsName<N>]: ThingVersions<N>;
};

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

export const things = Object.fromEntries(
  (Object.keys(THINGS) as ThingNoun[]).flatMap((noun) => endpointsOf(noun)),
) as unknown as ThingEndpoints;

function endpointsOf(noun: ThingNoun): readonly (readonly [string, Endpoint])[] {
  const { path, filters, shape } = THINGS[noun];
  const [name, tag, called] = [camelCase(noun), path, noun.replaceAll("_", " ")];
  const narrowing = Object.fromEntries(filters.map((filter) => [camelCase(filter), z.string().exactOptional()]));
  const reads = { method: "get", permission: "record:read", tag } as const;
  return [
    [
      `list:${name}`,
      endpoint({
        ...reads,
        path: `/api/${path}`,
        about: `${path}, in the order in which they were recorded`,
        query: paging.extend(narrowing),
        answer: page(shape),
      }),
    ],
    [
      `get:${name}`,
      endpoint({ ...reads, path: `/api/${path}/{id}`, about: `One ${called}`, query: asOf, answer: shape }),
    ],
    [
      `versions:${name}`,
      endpoint({
        ...reads,
        path: `/api/${path}/{id}/versions`,
        about: `What a ${called} was, the earliest first, as far as you may see it`,
        answer: z.strictObject({ versions: z.array(shape) }),
      }),
    ],
  ];
}
