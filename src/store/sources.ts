import { randomUUID } from "node:crypto";
import type { Change } from "./change.ts";
import type { Client } from "./connection.ts";
import { OWN_NAME } from "./items.ts";
import type { Keys } from "./keys.ts";
import type { Store } from "./store.ts";

/** `open`: published under its own name. `protected`: shown by a handle that says nothing; who it is stays sealed. */
export type Protection = "open" | "protected";

export interface SourceToNote {
  readonly name: string;
  readonly kind: string;
  readonly protection: Protection;
  readonly audience: readonly string[];
}

/** Finds and makes sources by name, without the name of a protected one ever standing in the database in the clear. */
export class SourceBook {
  private readonly keys: Keys;
  private readonly ids = new Map<string, string>();
  /** Ids made in a change that has not been committed. */
  private fresh: string[] = [];

  /** The last row of `source` that is known here. */
  private seen = 0;

  private constructor(keys: Keys) {
    this.keys = keys;
  }

  static async open(store: Store, keys: Keys): Promise<SourceBook> {
    return store.withClient((client) => SourceBook.within({ client }, keys));
  }

  /** As it stands in a change. If it is for that alone, it is never settled. */
  static async within(change: Pick<Change, "client">, keys: Keys): Promise<SourceBook> {
    const book = new SourceBook(keys);
    await book.catchUp(change);
    return book;
  }

  /** Takes in what others have made meanwhile, so that nobody is two sources. To be called first in each change. */
  async catchUp({ client }: Pick<Change, "client">): Promise<void> {
    const { rows } = await client.query<{ handle: string; id: string; row: number }>(
      "select handle, id, row from source where row > $1 and superseded_at is null",
      [this.seen],
    );
    for (const { handle, id, row } of rows) {
      this.ids.set(handle, id);
      this.seen = Math.max(this.seen, row);
    }
  }

  /** The id of the source, made in this change if it is new. */
  idOf(change: Change, { name, kind, protection, audience }: SourceToNote): string {
    const handle = protection === "open" ? name : this.keys.handleOf(name);
    const known = this.ids.get(handle);
    if (known !== undefined) return known;
    const id = randomUUID();
    change.add("source", { id, audience }, { handle, kind, affiliation: null, reliability: "F", protection, body: {} });
    if (protection === "protected")
      change.add("source_identity", { audience: [] }, { source: id, sealed: this.keys.seal(id, name) });
    this.ids.set(handle, id);
    this.fresh.push(handle);
    return id;
  }

  /** To be called when a change is through: `false` forgets what it made. */
  settle(isCommitted: boolean): void {
    if (!isCommitted) for (const handle of this.fresh) this.ids.delete(handle);
    this.fresh = [];
  }
}

/** Who a protected source is. For the few who may know; every use of it is for the caller to note in the ledger. */
export async function identityOf(
  { client }: Pick<Change, "client">,
  keys: Pick<Keys, "unseal">,
  source: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ sealed: Buffer }>(
    "select sealed from source_identity where source = $1 and superseded_at is null and not withdrawn",
    [source],
  );
  return rows[0] && keys.unseal(source, rows[0].sealed);
}

/** Whether the record was made with these keys. True also where nothing was sealed yet. The first item mostly has a name, so it is soon found. */
export async function areKeysOf(store: Store, keys: Pick<Keys, "unseal">): Promise<boolean> {
  const sealed = await store.query<{ thing: string; bytes: Buffer }>(
    `(select source::text as thing, sealed as bytes from source_identity order by row desc limit 1) union all
     (select encode(digest, 'hex'), decode(body->>$1, 'base64') from item where body->>$1 is not null order by row limit 1)`,
    [OWN_NAME],
  );
  try {
    for (const { thing, bytes } of sealed) keys.unseal(thing, bytes);
    return true;
  } catch {
    return false;
  }
}

/** The sources of the reports that tell of an incident. */
export async function sourcesOf(
  client: Client,
  incident: string,
): Promise<readonly { readonly id: string; readonly handle: string }[]> {
  const { rows } = await client.query<{ id: string; handle: string }>(
    `select distinct s.id, s.handle from incident_member m
       join report r on r.id = m.report and r.superseded_at is null and not r.withdrawn
       join source s on s.id = r.source and s.superseded_at is null and not s.withdrawn
     where m.incident = $1 and m.superseded_at is null and not m.withdrawn order by s.handle`,
    [incident],
  );
  return rows;
}
