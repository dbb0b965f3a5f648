import { randomUUID } from "node:crypto";
import { createReportCellsParser, encodeReport } from "../../src/formats/index.ts";
import { NOUN_NAMES, NOUNS, type Change, type Noun, type Store } from "../../src/store/index.ts";
import { rowOf } from "../record-rows.ts";
import { changed } from "../temporary-record.ts";

/** The nouns in an order in which what a row is about comes before it. */
const ORDER: readonly Noun[] = [
  ...(["source", "agreement", "actor", "list_snapshot", "report", "incident", "cells"] as const),
  ...(["proposal", "determination"] as const),
  ...NOUN_NAMES.filter(
    (noun) => !/^(?:source|agreement|actor|list_snapshot|report|incident|cells|proposal|determination)$/u.test(noun),
  ),
];

interface OneOfEach {
  /** Other values with another number. */
  readonly n?: number;
  /** Ids of some: of things that are there already, which are not added again, or to be given. */
  readonly ids?: Readonly<Partial<Record<Noun, string>>>;
  readonly there?: readonly Noun[];
}

/** One thing of every noun, about each other, released to these audiences and to nobody else. */
export async function oneOfEach(
  store: Store,
  audience: readonly string[],
  { n = 1, ids: given = {}, there = [] }: OneOfEach = {},
): Promise<Readonly<Record<Noun, string>>> {
  const made = Object.fromEntries(NOUN_NAMES.map((noun) => [noun, randomUUID()])) as Record<Noun, string>;
  const ids = { ...made, ...given };
  await changed(store, (change) => {
    // By a model that is none, nothing could be compared; and it is not read over HTTP.
    for (const [i, noun] of ORDER.entries())
      if (noun !== "match_model" && !there.includes(noun)) add(change, noun, { ids, audience, n: n * 100 + i });
  });
  return ids;
}

const { draft } = createReportCellsParser().parse({ id: "1", when: "2016-03-01", source: "Team 3" }, { row: 1 });
const REPORT = encodeReport(draft!);
const NONE = { aliases: [], codes: [], roles: [], parents: [], members: [], listings: [], acceptances: [] };
const ACTOR = { id: "a", name: "A", kind: "armed-group", membersComplete: false, ...NONE };

interface Adding {
  readonly ids: Readonly<Record<Noun, string>>;
  readonly audience: readonly string[];
  readonly n: number;
}

function add(change: Change, noun: Noun, { ids, audience, n }: Adding): void {
  const about: Readonly<Record<string, unknown>> = {
    agreement: `text-${ids.agreement}`,
    actor: `actor-${ids.actor}`,
    snapshot: ids.list_snapshot,
    party: "a",
    protection: "open",
    answered_at: null,
    due_at: null,
    remedy_due: null,
    item: null,
  };
  const links = Object.entries<string>(NOUNS[noun]).flatMap(([column, kind]) =>
    kind.startsWith("uuid") && column in ids ? [[column, ids[column as Noun]]] : [],
  );
  const own = rowOf(noun, n) as Readonly<Record<string, unknown>>;
  const given = Object.fromEntries(Object.keys(own).flatMap((key) => (key in about ? [[key, about[key]]] : [])));
  const keyed =
    noun === "agreement" ? { key: `text-${ids.agreement}` } : noun === "actor" ? { key: `actor-${ids.actor}` } : {};
  const place = noun === "incident" ? { account: ids.report, latitude: 35, longitude: 37 } : {};
  // What is computed with has to be what it says it is.
  const whole = noun === "report" ? { body: REPORT } : noun === "actor" ? { body: ACTOR } : {};
  const linked = Object.fromEntries(links) as object;
  const said = { ...own, ...given, ...keyed, ...place, ...linked, ...whole };
  change.add(noun, { id: ids[noun], audience }, said);
}
