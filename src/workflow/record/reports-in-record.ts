import type { ReportDraft } from "../../domain/index.ts";
import { decodeReport } from "../../formats/index.ts";
import type { OpenedItem, Tally } from "../../intake/index.ts";
import { accountsOfIncidents, countAccounts, type Store } from "../../store/index.ts";
import type { ReportStream } from "../report-stream.ts";

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
  const total = await countAccounts(store, only);
  for await (const batch of accountsOfIncidents(store, only)) {
    for (const { id, body } of batch) {
      const draft = decodeReport(body);
      incidents.set(draft, id);
      tally.rowsIn += 1;
      tally.draftsOut += 1;
      yield { kind: "draft", draft, at: {} };
    }
    onProgress?.(tally.rowsIn, total);
  }
}
