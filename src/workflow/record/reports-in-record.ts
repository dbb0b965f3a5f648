import type { ReportDraft } from "../../domain/index.ts";
import { decodeReport } from "../../formats/index.ts";
import type { OpenedItem, Tally } from "../../intake/index.ts";
import type { Json, Store } from "../../store/index.ts";
import type { ReportStream } from "../report-stream.ts";

/** Rows fetched at once. */
const BATCH = 2000;

export interface RecordStream extends ReportStream {
  /** The incident whose account a draft of this stream is. */
  incidentOf(draft: ReportDraft): string;
}

/**
 * For each incident of the record the report that is its account, in the order of the record, a batch in memory at a time.
 * `only`: of these incidents. A batch is a snapshot: reading holds nobody up, and what arrives meanwhile is judged by whoever brings it.
 */
export function reportsInRecord(store: Store, only?: readonly string[]): RecordStream {
  const incidents = new WeakMap<ReportDraft, string>();
  return {
    name: "the record",
    incidentOf: (draft) => incidents.get(draft)!,
    open: (onProgress) => {
      const tally = { rowsIn: 0, draftsOut: 0, rowsRefused: 0 };
      return {
        items: read(store, { incidents, tally, onProgress, only }),
        tally: (): Tally => ({ ...tally }),
        format: () => "the record",
      };
    },
  };
}

interface Reading {
  readonly incidents: WeakMap<ReportDraft, string>;
  readonly tally: { rowsIn: number; draftsOut: number };
  readonly only: readonly string[] | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

async function* read(store: Store, { incidents, tally, onProgress, only }: Reading): AsyncGenerator<OpenedItem, void> {
  const [{ total } = { total: 0 }] = await store.query<{ total: number }>(
    "select count(*) as total from incident where superseded_at is null and not withdrawn and account is not null and ($1::uuid[] is null or id = any($1))",
    [only ?? null],
  );
  for (let after = 0; ;) {
    const rows = await store.query<{ row: number; id: string; body: Json }>(
      `select i.row, i.id, r.body from incident i join report r on r.id = i.account and r.superseded_at is null
       where i.row > $1 and i.superseded_at is null and not i.withdrawn and ($3::uuid[] is null or i.id = any($3))
       order by i.row limit $2`,
      [after, BATCH, only ?? null],
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.row;
    for (const { id, body } of rows) {
      const draft = decodeReport(body);
      incidents.set(draft, id);
      tally.rowsIn += 1;
      tally.draftsOut += 1;
      yield { kind: "draft", draft, at: {} };
    }
    onProgress?.(tally.rowsIn, total);
  }
}
