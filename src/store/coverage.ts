import { timestampOf } from "./connection.ts";
import type { Store } from "./store.ts";

/** What was watched, as far as a look at many days needs it: instants in milliseconds since 1970 UTC. */
export interface CoverageSpan {
  /** Ids of areas; empty: wherever the agreement speaks of. */
  readonly areas: readonly string[];
  readonly earliest: number;
  readonly latest: number;
  /** Everything of the kind would have been recorded. */
  readonly closed: boolean;
  /** Some acts or some weapons alone were watched for. */
  readonly isPartial: boolean;
}

/** The statements that touch a stretch of time, and the areas that the record knows besides. For the inside. */
export async function coverageBetween(
  store: Store,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ readonly spans: readonly CoverageSpan[]; readonly areas: readonly AreaNamed[] }> {
  const standing = "superseded_at is null and not withdrawn";
  const spans = await store.query<CoverageSpan>(
    `select coalesce(string_to_array(area, ' '), '{}') as areas, earliest, latest,
       coalesce(body->'closed' = 'true'::jsonb, false) as closed,
       not coalesce(body->>'acts' = 'any' and body->>'weapons' = 'any', false) as "isPartial"
     from coverage where ${standing} and earliest < $2 and latest > $1 order by row`,
    [timestampOf(from), timestampOf(to)],
  );
  const areas = await store.query<AreaNamed>(`select key, name from area where ${standing} order by key`);
  return { spans, areas };
}

/** An area of the record. */
export interface AreaNamed {
  readonly key: string;
  readonly name: string;
}
