import type { Change } from "./change.ts";
import { sayings, type PutCounts } from "./keyed.ts";
import type { Said } from "./nouns.ts";

export type SetNoun = "acceptance" | "figure" | "statement" | "coverage";

/** The rows that a document is the whole of: those whose column, or whose body under a key, has this value. */
export type Scope = ({ readonly column: string } | { readonly bodyKey: string }) & {
  readonly value: string;
  /** Rows whose body has this key are not of the document. */
  readonly exceptWith?: string;
};

export interface SetCounts extends PutCounts {
  /** Said before, and no longer. */
  readonly withdrawn: number;
}

/**
 * Makes the rows of a scope those that are given: what is new is added, what is no longer said is withdrawn (and stays in
 * the record as something that was said), what is said as before is left alone.
 */
export async function putSet<N extends SetNoun>(
  change: Change,
  noun: N,
  {
    rows,
    scope,
    audience,
  }: { readonly rows: readonly Said<N>[]; readonly scope?: Scope; readonly audience: readonly string[] },
): Promise<SetCounts> {
  const where =
    scope === undefined ? "true" : "column" in scope ? `"${scope.column}" = $1` : `body->>'${scope.bodyKey}' = $1`;
  const others = scope?.exceptWith === undefined ? "" : ` and not body ? '${scope.exceptWith}'`;
  const { rows: current } = await change.client.query<
    Readonly<Record<string, unknown>> & { row: number; id: string; audience: string[] }
  >(
    `select * from "${noun}" where superseded_at is null and not withdrawn and ${where}${others}`,
    scope === undefined ? [] : [scope.value],
  );
  const unclaimed = new Map(current.map((row) => [sayings(noun, row), row]));
  const counts = { added: 0, revised: 0, unchanged: 0, withdrawn: 0 };
  for (const row of rows) {
    const said = sayings(noun, row);
    if (unclaimed.delete(said)) counts.unchanged += 1;
    else {
      change.add(noun, { audience }, row);
      counts.added += 1;
    }
  }
  for (const gone of unclaimed.values()) {
    change.add(
      noun,
      { id: gone.id, supersedes: gone.row, withdrawn: true, audience: gone.audience },
      gone as unknown as Said<N>,
    );
    counts.withdrawn += 1;
  }
  return counts;
}
