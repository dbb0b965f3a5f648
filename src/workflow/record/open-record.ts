import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  appendCheckpoint,
  checkCheckpoints,
  loadCheckpoints,
  loadKeys,
  makeCheckpoint,
  openStore,
  verifyRecord,
  type Checkpoint,
  type Keys,
  type OpenStoreOptions,
  type Store,
  type Verification,
} from "../../store/index.ts";

export interface RecordPlace {
  /** The data folder: keys and checkpoints, and the database unless another is given. */
  readonly data: string;
  /** A PostgreSQL of one's own, `postgres://…`. */
  readonly database?: string;
  /** What is done, for whoever finds the folder in use: `truce import`. */
  readonly purpose: string;
  /** See `openStore`. */
  readonly keepAlive?: NonNullable<OpenStoreOptions["keepAlive"]>;
}

/** A record with its keys. Whoever opens it closes it. */
export interface OpenRecord {
  readonly store: Store;
  readonly keys: Keys;
  readonly checkpoints: string;
  close(): Promise<void>;
}

export async function openRecord({ data, database, ...options }: RecordPlace): Promise<OpenRecord> {
  const folder = resolve(data);
  const store = await openStore(database === undefined ? { folder } : { database }, options);
  try {
    const keys = await loadKeys(join(folder, "keys"));
    return { store, keys, checkpoints: join(folder, "checkpoints.jsonl"), close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Whether there is a record in a data folder. */
export function hasRecord(data: string): boolean {
  return existsSync(join(resolve(data), "postgres"));
}

/** Signs where the ledger stands and notes it beside the database, so that cutting off its end shows. */
export async function signCheckpoint({ store, keys, checkpoints }: OpenRecord): Promise<Checkpoint> {
  const checkpoint = await makeCheckpoint(store, keys);
  await appendCheckpoint(checkpoints, checkpoint);
  return checkpoint;
}

export interface VerifyRecordOptions {
  /** Checkpoints kept elsewhere, besides those noted beside the record. */
  readonly checkpointFiles?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
}

export interface VerifiedRecord extends Verification {
  readonly checkpoints: number;
}

/** Everything computed again, and held against every signed checkpoint. */
export async function verifyWithCheckpoints(
  record: OpenRecord,
  options: VerifyRecordOptions = {},
): Promise<VerifiedRecord> {
  const own = await loadCheckpoints(record.checkpoints);
  const given = (await Promise.all((options.checkpointFiles ?? []).map(loadCheckpoints))).flat();
  const found = await verifyRecord(record.store, options.onProgress ? { onProgress: options.onProgress } : {});
  const contradicted = [
    // What this record noted itself is signed with its key; who gave a checkpoint out may have kept it longer than the key.
    ...(await checkCheckpoints(record.store, own, { signedBy: record.keys.verifying })),
    ...(await checkCheckpoints(record.store, given)),
  ];
  const discrepancies = [...found.discrepancies, ...contradicted];
  return { ...found, discrepancies, checkpoints: own.length + given.length };
}
