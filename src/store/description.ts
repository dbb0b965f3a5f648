import { schemaVersion } from "./migrate.ts";
import { NOUN_NAMES, type Noun } from "./nouns.ts";
import type { Store } from "./store.ts";

/** What a record is and holds, for whoever looks after it. */
export interface RecordDescription {
  readonly where: string;
  /** `PostgreSQL 18.4`. */
  readonly server: string;
  readonly schema: number;
  readonly bytes: number;
  readonly entries: number;
  readonly lastChange: number | undefined;
  /** Things that stand now, by noun. */
  readonly things: ReadonlyMap<Noun, number>;
}

export async function describeRecord(store: Store): Promise<RecordDescription> {
  const counts = NOUN_NAMES.map(
    (noun) =>
      `select '${noun}' as noun, count(*) as count from "${noun}" where superseded_at is null and not withdrawn`,
  );
  const [[about], things, schema] = await Promise.all([
    store.query<{ server: string; bytes: number; seq: number; at: number }>(
      "select current_setting('server_version') as server, pg_database_size(current_database()) as bytes, seq, at from ledger_head",
    ),
    store.query<{ noun: Noun; count: number }>(counts.join(" union all ")),
    schemaVersion(),
  ]);
  const { server, bytes, seq, at } = about!;
  return {
    where: "folder" in store.where ? store.where.folder : withoutSecrets(store.where.database),
    server: `PostgreSQL ${server}`,
    schema,
    bytes,
    entries: seq,
    lastChange: seq === 0 ? undefined : at,
    things: new Map(things.map(({ noun, count }) => [noun, count])),
  };
}

/** Also of addresses without a host, which are no URLs. */
function withoutSecrets(address: string): string {
  return address.replace(/\?.*$/su, "").replace(/^(\w+:\/\/[^:/@]*):.*@/su, "$1@");
}
