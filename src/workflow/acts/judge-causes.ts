import type pg from "pg";
import type { Noun } from "../../store/index.ts";

/** An entry of the ledger after which findings may come out otherwise. */
export interface Cause {
  readonly seq: number;
  readonly act: string;
  readonly by: string;
  readonly at: number;
  /** The incidents that it is about; unset: it may be about any. */
  readonly incidents: readonly string[] | undefined;
}

interface EntryRow {
  readonly seq: number;
  readonly act: string;
  readonly by: string;
  readonly at: number;
  readonly first_row: number;
  readonly runs: readonly { readonly noun: Noun; readonly count: number }[];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Who is who, where is what, and what was watched: any finding may rest on it. */
const OF_ALL: readonly Noun[] = ["actor", "area", "list_snapshot", "list_entry", "coverage"];
const OF_MANY: readonly Noun[] = [...OF_ALL, "agreement", "acceptance", "statement"];
const OF_SOME: readonly Noun[] = ["incident", "report", "incident_member"];
/** They change a text's settings and no word of it. */
const NOT_FOR_THE_JUDGE: ReadonlySet<string> = new Set(["set-mandate"]);

export interface Stretch {
  readonly agreement: string;
  /** Numbers of entries; `after` is not part of it, `upTo` is. */
  readonly after: number;
  readonly upTo: number;
}

/** What happened in a stretch of the ledger that the findings on an agreement may rest on. */
export async function causesIn(client: pg.ClientBase, { agreement, after, upTo }: Stretch): Promise<readonly Cause[]> {
  const { rows } = await client.query<EntryRow>(
    `select seq, act, "by", at, first_row, runs from ledger_entry where seq > $1 and seq <= $2 order by seq`,
    [after, upTo],
  );
  return causesAmong(client, rows, agreement);
}

/** The same of entries that are known by their numbers. */
export async function causesNumbered(
  client: pg.ClientBase,
  seqs: readonly number[],
  agreement: string,
): Promise<readonly Cause[]> {
  const { rows } = await client.query<EntryRow>(
    `select seq, act, "by", at, first_row, runs from ledger_entry where seq = any($1::bigint[]) order by seq`,
    [seqs],
  );
  return causesAmong(client, rows, agreement);
}

async function causesAmong(
  client: pg.ClientBase,
  entries: readonly EntryRow[],
  agreement: string,
): Promise<readonly Cause[]> {
  const causes: Cause[] = [];
  for (const entry of entries) {
    if (NOT_FOR_THE_JUDGE.has(entry.act)) continue;
    const ranges = rangesOf(entry);
    const { seq, act, by, at } = entry;
    if (await isAboutAll(client, ranges, agreement)) causes.push({ seq, act, by, at, incidents: undefined });
    else {
      const incidents = await incidentsIn(client, ranges);
      if (incidents.length > 0) causes.push({ seq, act, by, at, incidents });
    }
  }
  return causes;
}

/** Rows of an entry stand one after the other, noun by noun. */
function rangesOf({ first_row, runs }: EntryRow): ReadonlyMap<Noun, Range> {
  let from = first_row;
  const ranges = new Map<Noun, Range>();
  for (const { noun, count } of runs) {
    ranges.set(noun, { from, to: from + count - 1 });
    from += count;
  }
  return ranges;
}

async function isAboutAll(
  client: pg.ClientBase,
  ranges: ReadonlyMap<Noun, Range>,
  agreement: string,
): Promise<boolean> {
  if (!OF_MANY.some((noun) => ranges.has(noun))) return false;
  if (OF_ALL.some((noun) => ranges.has(noun))) return true;
  const isThere = async (noun: Noun, condition: string, values: readonly string[]): Promise<boolean> => {
    const range = ranges.get(noun);
    if (!range) return false;
    const text = `select from "${noun}" where row between $1 and $2 and ${condition} limit 1`;
    return (await client.query(text, [range.from, range.to, ...values])).rows.length > 0;
  };
  return (
    (await isThere("agreement", "key = $3", [agreement])) ||
    (await isThere("acceptance", "agreement = $3", [agreement])) ||
    (await isThere("statement", "(kind = 'account' or kind like 'diary %')", []))
  );
}

async function incidentsIn(client: pg.ClientBase, ranges: ReadonlyMap<Noun, Range>): Promise<readonly string[]> {
  if (!OF_SOME.some((noun) => ranges.has(noun))) return [];
  const found = new Set<string>();
  for (const noun of OF_SOME) {
    const range = ranges.get(noun);
    if (!range) continue;
    const { rows } = await client.query<{ id: string }>(INCIDENTS[noun]!, [range.from, range.to]);
    for (const { id } of rows) found.add(id);
  }
  return [...found];
}

/** Levels and audiences of an incident are nothing that the judge looks at; the report that is its account is. */
const INCIDENTS: Readonly<Partial<Record<Noun, string>>> = {
  incident: `select i.id from incident i left join incident before on before.row = i.supersedes
    where i.row between $1 and $2
      and (before.row is null or before.account is distinct from i.account or before.withdrawn <> i.withdrawn)`,
  report: `select i.id from report r join incident_member m on m.report = r.id join incident i on i.id = m.incident and i.account = r.id
    where r.row between $1 and $2 and i.superseded_at is null`,
  incident_member: "select incident as id from incident_member where row between $1 and $2",
};
