import type { Instant } from "../../kit/index.ts";
import type { Name, Program } from "../../language/index.ts";
import { agreementsKept, ledgerEnd, type Store } from "../../store/index.ts";
import { FolderAccounts } from "../folder-accounts.ts";
import { countRecord } from "../folder-aggregates.ts";
import { compileWithDiary } from "../folder-duties.ts";
import { FolderRecord } from "../folder-situation.ts";
import { chooseReadings, refuseIfBroken } from "../judge-folder.ts";
import { loadRecord, type LoadedRecord } from "../record/load-record.ts";
import { reportsInRecord } from "../record/reports-in-record.ts";
import type { RecordCounts } from "../record-counts.ts";

/** All that incidents of the record are judged by under one text: it, and who is who. */
export interface JudgedBy {
  readonly folder: LoadedRecord;
  readonly program: Program;
  readonly readings: readonly Name[];
  readonly known: Instant;
  /** What was counted over all reports: they are read for it once, and only if somebody asks. */
  readonly counts: () => Promise<RecordCounts>;
}

interface Kept {
  /** The last entry of the ledger when it was loaded. */
  readonly seq: number;
  readonly judgedBy: Promise<JudgedBy>;
}

const KEPT = new WeakMap<Store["pool"], Map<string, Kept>>();
/** Texts, and moments of knowledge, of a record that are looked at together. */
const MOST_KEPT = 4;

/**
 * What incidents are judged by now. It is loaded again after each change of the record: explaining a second incident costs
 * little, and what is explained is never older than the record.
 * @param known Knowledge cut-off; infinite: everything that was ever learnt.
 */
export async function judgedBy(
  store: Store,
  { agreement, known }: { readonly agreement?: string; readonly known: Instant },
): Promise<JudgedBy> {
  const { seq } = await store.withClient(ledgerEnd);
  const kept = KEPT.get(store.pool) ?? new Map<string, Kept>();
  KEPT.set(store.pool, kept);
  const key = `${known} ${agreement ?? (await store.withClient(agreementsKept)).map((one) => one.key).join(" ")}`;
  const found = kept.get(key);
  if (found?.seq === seq) return found.judgedBy;
  const loading = load(store, agreement, known);
  kept.delete(key);
  kept.set(key, { seq, judgedBy: loading });
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
  loading.catch(() => kept.delete(key));
  return loading;
}

async function load(store: Store, agreement: string | undefined, known: Instant): Promise<JudgedBy> {
  const folder = await loadRecord(store, agreement);
  refuseIfBroken(folder);
  const program = compileWithDiary(folder, known);
  const readings = chooseReadings(program, undefined);
  let counted: Promise<RecordCounts> | undefined;
  const count = (): Promise<RecordCounts> => {
    const record = new FolderRecord(folder, program);
    const accounts = new FolderAccounts(folder.accounts, { program, record, known });
    const { coverage } = folder;
    const reports = [reportsInRecord(store)];
    return countRecord({ program, record, accounts, coverage, readings, known, reports });
  };
  return { folder, program, readings, known, counts: () => (counted ??= count()) };
}
