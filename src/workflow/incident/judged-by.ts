import type { Instant } from "../../kit/index.ts";
import type { Name, Program } from "../../language/index.ts";
import { agreementsKept, ledgerEnd, type Store } from "../../store/index.ts";
import { causesIn } from "../acts/judge-causes.ts";
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
  /** The last entry of the ledger up to which nothing was added that findings may rest on. */
  seq: number;
  readonly judgedBy: Promise<JudgedBy>;
}

const KEPT = new WeakMap<Store["pool"], Map<string, Kept>>();
/** Texts, and moments of knowledge, of a record that are looked at together. */
const MOST_KEPT = 4;

/**
 * What incidents are judged by now. It is loaded again after each change that findings may rest on: explaining a second incident
 * costs little, and what is explained is never older than the record.
 * @param wanted `known`: knowledge cut-off; infinite: everything that was ever learnt. `agreement` unset: the only one.
 */
export async function judgedBy(
  store: Store,
  { agreement: wanted, known }: { readonly agreement?: string; readonly known: Instant },
): Promise<JudgedBy> {
  const kept = KEPT.get(store.pool) ?? new Map<string, Kept>();
  KEPT.set(store.pool, kept);
  const { agreement, seq, found } = await store.snapshot(async (client) => {
    const keys = wanted === undefined ? (await agreementsKept(client)).map(({ key }) => key) : [wanted];
    const named = keys.length === 1 ? keys[0] : wanted;
    const end = await ledgerEnd(client);
    const one = kept.get(`${known} ${named}`);
    if (!one || named === undefined) return { agreement: named, seq: end.seq, found: undefined };
    const causes = await causesIn(client, { agreement: named, after: one.seq, upTo: end.seq });
    return { agreement: named, seq: end.seq, found: causes.length === 0 ? one : undefined };
  });
  if (found) {
    found.seq = Math.max(found.seq, seq);
    return found.judgedBy;
  }
  const key = `${known} ${agreement}`;
  const judging = { seq, judgedBy: load(store, agreement, known) };
  kept.delete(key);
  kept.set(key, judging);
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
  judging.judgedBy.catch(() => kept.delete(key));
  return judging.judgedBy;
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
