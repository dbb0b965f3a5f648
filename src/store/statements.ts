import type { Store } from "./store.ts";

/** What the documents of an agreement say beside the reports, as it stands and in the order in which it was recorded. */
export interface DocumentsTold {
  readonly statements: readonly { readonly kind: string; readonly body: unknown }[];
  /** Bodies of what is said to have been watched. */
  readonly coverage: readonly unknown[];
}

/** @param folder What the names of the agreement's documents begin with. */
export async function toldIn(store: Store, folder: string): Promise<DocumentsTold> {
  // A document without an agreement before its name was imported when there was only one.
  const standing =
    "superseded_at is null and not withdrawn and (starts_with(document, $1) or position('/' in document) = 0) order by row";
  const statements = await store.query<DocumentsTold["statements"][number]>(
    `select kind, body from statement where ${standing}`,
    [folder],
  );
  const coverage = await store.query<{ body: unknown }>(`select body from coverage where ${standing}`, [folder]);
  return { statements, coverage: coverage.map(({ body }) => body) };
}
