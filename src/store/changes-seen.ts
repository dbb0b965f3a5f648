import { sql, type RawBuilder } from "kysely";
import type { Viewer } from "../domain/index.ts";
import { columnsOf, NOUN_NAMES, type Noun } from "./nouns.ts";
import type { Store } from "./store.ts";
import { maySee, seen, seenThen } from "./tiers.ts";

/** How far the record had come. */
export interface Reached {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** The number that the next row gets. */
  readonly nextRow: number;
}

export interface ThingChanged {
  readonly noun: Noun;
  readonly id: string;
}

export interface ChangesSeen {
  readonly things: readonly ThingChanged[];
  /** What the viewer saw and does not see any more: taken back, or hidden again. */
  readonly gone: readonly ThingChanged[];
  /** So much changed that the nouns alone are told. */
  readonly many: readonly Noun[];
}

export async function reachedNow(store: Store): Promise<Reached> {
  const [head] = await store.query<Reached>(`select at, next_row as "nextRow" from ledger_head`);
  return head!;
}

const TOLD: readonly Noun[] = NOUN_NAMES.filter((noun) => !["cells", "source_identity", "reason"].includes(noun));
/** Rows of one noun beyond which a screen is drawn anew anyway. */
const MOST_TOLD = 500;

/**
 * What looks otherwise to the viewer than it did: no more than whoever asks again and again finds out. What was changed in
 * something hidden, or in a column that is not for the viewer, is no change. Of what was hidden again it is told that it is gone,
 * to those alone who could see it, and in the same way as of what was taken back.
 */
export async function changesSeen(
  store: Store,
  viewer: Viewer,
  { from, to }: { readonly from: Reached; readonly to: Reached },
): Promise<ChangesSeen> {
  const things: ThingChanged[] = [];
  const gone: ThingChanged[] = [];
  const many: Noun[] = [];
  if (to.nextRow <= from.nextRow) return { things, gone, many };
  for (const noun of await nounsTouched(store, from, to)) {
    const between = { noun, viewer, from, to };
    const [ids, left] = [await lookOtherwise(store, between), await notSeenAnyMore(store, between)];
    if (Math.max(ids.length, left.length) > MOST_TOLD) many.push(noun);
    else {
      things.push(...ids.map((id) => ({ noun, id })));
      gone.push(...left.map((id) => ({ noun, id })));
    }
  }
  return { things, gone, many };
}

async function nounsTouched(store: Store, from: Reached, to: Reached): Promise<readonly Noun[]> {
  const rows = await store.query<{ noun: Noun }>(
    `select distinct run->>'noun' as noun from ledger_entry, jsonb_array_elements(runs) as run
     where at > $1 and at <= $2 order by 1`,
    [new Date(from.at).toISOString(), new Date(to.at).toISOString()],
  );
  return TOLD.filter((noun) => rows.some((row) => row.noun === noun));
}

interface Between {
  readonly noun: Noun;
  readonly viewer: Viewer;
  readonly from: Reached;
  readonly to: Reached;
}

function touchedIn({ noun, from, to }: Between): RawBuilder<unknown> {
  return sql`(select distinct id from ${sql.table(noun)} where "row" >= ${from.nextRow} and "row" < ${to.nextRow})`;
}

async function notSeenAnyMore(store: Store, between: Between): Promise<readonly string[]> {
  const { noun, viewer, from } = between;
  const { rows } = await sql<{ id: string }>`
    select before.id from ${seenThen(noun, viewer, from.at)} as before
    where before.id in ${touchedIn(between)} and not exists (select from ${seen(noun, viewer)} as now where now.id = before.id)
    order by before.id limit ${MOST_TOLD + 1}`.execute(store.db);
  return rows.map(({ id }) => id);
}

async function lookOtherwise(store: Store, between: Between): Promise<readonly string[]> {
  const { noun, viewer, from } = between;
  const { rows } = await sql<{ id: string }>`
    select now.id from ${seen(noun, viewer)} as now left join ${seen(noun, viewer, from.at)} as before on before.id = now.id
    where now.id in ${touchedIn(between)} and (before.id is null or ${looks(noun, viewer, "before")} is distinct from ${looks(noun, viewer, "now")})
    order by now.id limit ${MOST_TOLD + 1}`.execute(store.db);
  return rows.map(({ id }) => id);
}

/** All that the viewer may see of a row but when it was recorded. */
function looks(noun: Noun, viewer: Viewer, table: string): RawBuilder<unknown> {
  const inside = viewer.tier === "internal" ? ["row", "audience"] : [];
  const own = columnsOf(noun)
    .map(([name]) => name)
    .filter((name) => !HEADER.has(name) && maySee(noun, name, viewer));
  const columns = [...inside, ...own].map((name) => sql.ref(`${table}.${name}`));
  return sql`row(${sql.join(columns)})`;
}

const HEADER: ReadonlySet<string> = new Set(["row", "id", "supersedes", "withdrawn", "recorded_at", "audience"]);
