import { ANSWERED, RECORD } from "../../domain/index.ts";
import type { Instant } from "../../kit/index.ts";
import type { Cell } from "../../language/index.ts";
import {
  canonicalJson,
  cellsByContent,
  currentFindings,
  digestOf,
  WITH_ANSWERS,
  type Change,
  type Json,
  type Store,
} from "../../store/index.ts";
import { compileWithDiary } from "../folder-duties.ts";
import { judgeLoaded, refuseIfBroken } from "../judge-folder.ts";
import { loadRecord } from "./load-record.ts";
import { reportsInRecord } from "./reports-in-record.ts";

export interface JudgeRecordOptions {
  readonly by: string;
  readonly agreement?: string;
  /** Knowledge cut-off; unset: everything that was ever learnt. */
  readonly known?: Instant;
  readonly audience: readonly string[];
  /** Only these incidents; unset: all. Not for a text that counts events, where one may decide another. */
  readonly only?: readonly string[];
  /** A finding that was there stays released to whom it was; `audience` is for new ones. */
  readonly keepsAudience?: boolean;
  /** Entries of the ledger that it may come of, to be noted with what comes out. */
  readonly because?: readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RecordJudged {
  readonly incidents: number;
  /** Findings that were not there. */
  readonly added: number;
  /** Findings that came out otherwise than before. */
  readonly changed: number;
  readonly unchanged: number;
}

/** Incidents in one transaction. */
const BATCH = 2000;

/**
 * Judges every incident of the record under every rule and reading, as `truce judge` judges a folder, and keeps what came
 * out where it is new.
 */
export async function judgeRecord(store: Store, options: JudgeRecordOptions): Promise<RecordJudged> {
  const folder = await loadRecord(store, options.agreement);
  refuseIfBroken(folder);
  const known = options.known ?? Number.POSITIVE_INFINITY;
  const writer = new FindingWriter({ ...options, agreement: folder.agreement.meta.id, textItem: folder.textItem });
  const sum = { incidents: 0, added: 0, changed: 0, unchanged: 0 };
  const reports = reportsInRecord(store, options.only);
  // Whoever is changed meanwhile is met again further on: what is judged last counts.
  let waiting = new Map<string, Judged>();
  const flush = async (): Promise<void> => {
    const { result } = await store.change((change) => writer.write(change, [...waiting.values()]));
    sum.incidents += waiting.size;
    for (const key of ["added", "changed", "unchanged"] as const) sum[key] += result[key];
    waiting = new Map();
  };
  await judgeLoaded(folder, compileWithDiary(folder, known), {
    reports: [reports],
    window: () => ({ known }),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    onIncident: async ({ draft, cells, answered }) => {
      const incident = reports.incidentOf(draft);
      waiting.set(incident, { incident, cells: [...cells, ...(answered?.cells ?? [])] });
      if (waiting.size === BATCH) await flush();
    },
  });
  await flush();
  return sum;
}

/** The same under each agreement of the record, one after the other; the sums are over all of them. */
export function judgeAll(store: Store, options: Omit<JudgeRecordOptions, "agreement">): Promise<RecordJudged> {
  return store.alone(JUDGING, async () => {
    const sum = { incidents: 0, added: 0, changed: 0, unchanged: 0 };
    for (const { key: agreement } of await store.current("agreement")) {
      const { incidents, ...counts } = await judgeRecord(store, { ...options, agreement });
      sum.incidents = incidents;
      for (const key of ["added", "changed", "unchanged"] as const) sum[key] += counts[key];
    }
    return sum;
  });
}

/** Whoever judges while others change the record does it alone: see `Store.alone`. */
export const JUDGING = "judging";

interface Judged {
  readonly incident: string;
  readonly cells: readonly Cell[];
}

interface CellsRow {
  readonly content: string;
  readonly keys: readonly string[];
  readonly body: Json;
}

interface Writing extends Pick<JudgeRecordOptions, "by" | "known" | "audience" | "keepsAudience" | "because"> {
  readonly agreement: string;
  readonly textItem: string;
}

class FindingWriter {
  private readonly what: Writing;
  /** Cells come as the same objects again and again, so that most need no second look. */
  private readonly numbers = new WeakMap<Cell, number>();
  private count = 0;
  private readonly rows = new Map<string, CellsRow>();

  constructor(what: Writing) {
    this.what = what;
  }

  async write(change: Change, judged: readonly Judged[]) {
    const { agreement, textItem, known, by, audience, keepsAudience = false, because } = this.what;
    const cells = await this.keepCells(change, judged);
    const before = await currentFindings(
      change.client,
      agreement,
      judged.map(({ incident }) => incident),
    );
    const counts = { added: 0, changed: 0, unchanged: 0 };
    const known_at = known === undefined || !Number.isFinite(known) ? null : known;
    for (const [i, { incident }] of judged.entries()) {
      const found = before.get(incident);
      const said = { incident, agreement, text_item: textItem, known_at, cells: cells[i]! };
      if (found && found.cells === said.cells && found.text_item === textItem && found.known_at === known_at)
        counts.unchanged += 1;
      else {
        counts[found ? "changed" : "added"] += 1;
        const to = keepsAudience && found ? found.audience : audience;
        change.add("finding", { audience: to, ...(found ? { id: found.id, supersedes: found.row } : {}) }, said);
      }
    }
    const body = { agreement, text: textItem, known: known_at, ...counts, ...(because ? { because } : {}) };
    return { result: counts, act: change.size === 0 ? undefined : { by, act: "judge", body } };
  }

  /** The id of the cells of each incident; the same cells are kept once. */
  private async keepCells(change: Change, judged: readonly Judged[]): Promise<readonly string[]> {
    const each = judged.map(({ cells }) => this.rowOf(cells));
    const known = await cellsByContent(
      change.client,
      each.map(({ content }) => content),
    );
    const ids = new Map(known);
    return each.map((row) => {
      let id = ids.get(row.content);
      if (id === undefined) ids.set(row.content, (id = change.add("cells", { audience: this.what.audience }, row)));
      return id;
    });
  }

  private rowOf(cells: readonly Cell[]): CellsRow {
    const key = cells.map((cell) => this.numberOf(cell)).join(" ");
    let row = this.rows.get(key);
    if (!row) {
      const body = cells as unknown as Json;
      row = { content: digestOf(canonicalJson(body)), keys: keysOf(cells), body };
      this.rows.set(key, row);
    }
    return row;
  }

  private numberOf(cell: Cell): number {
    let number = this.numbers.get(cell);
    if (number === undefined) this.numbers.set(cell, (number = this.count++));
    return number;
  }
}

/**
 * What incidents are found by: `text|cease-attacks|undetermined`, and `text|cease-attacks|?breach` where that is possible; the
 * same of `text with answers` where something was found out.
 */
function keysOf(cells: readonly Cell[]): readonly string[] {
  return cells
    .filter(({ account }) => account === RECORD || account === ANSWERED)
    .flatMap(({ account, reading, rule, verdict, possible }) => {
      const under = account === ANSWERED ? `${reading}${WITH_ANSWERS}` : reading;
      return [`${under}|${rule}|${verdict}`, ...possible.map((one) => `${under}|${rule}|?${one}`)];
    });
}
