import {
  entriesBetween,
  entriesNumbered,
  incidentsTouched,
  isAgreementTouched,
  rowsOf,
  type Client,
  type EntryWithRuns,
  type Noun,
} from "../../store/index.ts";

/** An entry of the ledger after which findings may come out otherwise. */
export interface Cause {
  readonly seq: number;
  readonly act: string;
  readonly by: string;
  readonly at: number;
  /** The incidents that it is about; unset: it may be about any. */
  readonly incidents: readonly string[] | undefined;
}

/**
 * Who is who, where is what, and who was listed: any finding may rest on it, under every text. Which do follows from names,
 * members, borders and distances, that is, from judging again; a wrong guess would leave an old verdict standing.
 */
const OF_ALL: readonly Noun[] = ["actor", "area", "list_snapshot", "list_entry"];
/** They change a text's settings and no word of it. */
const NOT_FOR_THE_JUDGE: ReadonlySet<string> = new Set(["set-mandate"]);

export interface Stretch {
  readonly agreement: string;
  /** Numbers of entries; `after` is not part of it, `upTo` is. */
  readonly after: number;
  readonly upTo: number;
}

/** What happened in a stretch of the ledger that the findings on an agreement may rest on. */
export async function causesIn(client: Client, { agreement, ...stretch }: Stretch): Promise<readonly Cause[]> {
  return causesAmong(client, await entriesBetween(client, stretch), agreement);
}

/** The same of entries that are known by their numbers. */
export async function causesNumbered(
  client: Client,
  seqs: readonly number[],
  agreement: string,
): Promise<readonly Cause[]> {
  return causesAmong(client, await entriesNumbered(client, seqs), agreement);
}

async function causesAmong(
  client: Client,
  entries: readonly EntryWithRuns[],
  agreement: string,
): Promise<readonly Cause[]> {
  const causes: Cause[] = [];
  for (const entry of entries) {
    const { seq, act, by, at } = entry;
    if (NOT_FOR_THE_JUDGE.has(act)) continue;
    const rows = rowsOf(entry);
    const isAboutAll = OF_ALL.some((noun) => rows.has(noun)) || (await isAgreementTouched(client, rows, agreement));
    const incidents = isAboutAll ? undefined : await incidentsTouched(client, rows, agreement);
    if (incidents?.length !== 0) causes.push({ seq, act, by, at, incidents });
  }
  return causes;
}
