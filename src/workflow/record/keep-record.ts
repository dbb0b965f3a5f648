import { loadBytes, writeWholeFile } from "../../gateways/index.ts";
import { Refusal } from "../../kit/index.ts";
import { areKeysOf, backupRecord, describeRecord, restoreRecord, type RecordDescription } from "../../store/index.ts";
import { isProblem } from "./is-problem.ts";
import { verifyWithCheckpoints, type OpenRecord, type VerifiedRecord } from "./open-record.ts";

/** Writes all of the record into one file (compressed if its name ends in `.gz`). The bytes before compression. */
export function backupTo(
  { store }: OpenRecord,
  file: string,
  onTable?: (table: string, done: number, total: number) => void,
): Promise<number> {
  return writeWholeFile(file, backupRecord(store, onTable ? { onTable } : {}));
}

export interface RestoredRecord extends VerifiedRecord {
  /** False: nobody can read who its sources are, until the keys that it was made with are put back. */
  readonly hasItsKeys: boolean;
}

/** Brings a backup into an empty record, and then computes everything in it again. */
export async function restoreFrom(record: OpenRecord, file: string): Promise<RestoredRecord> {
  await restoreRecord(record.store, bytesOf(file));
  const hasItsKeys = await areKeysOf(record.store, record.keys);
  return { ...(await verifyWithCheckpoints(record)), hasItsKeys };
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of loadBytes(file)) {
    if (isProblem(chunk)) throw new Refusal(chunk.code, `${file}: ${chunk.message}`, chunk.hint);
    yield chunk;
  }
}

export function describe({ store }: OpenRecord): Promise<RecordDescription> {
  return describeRecord(store);
}
