import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { NOUN_NAMES, SourceBook, type Keys, type Store } from "../../src/store/index.ts";
import { importReports } from "../../src/workflow/record/import-reports.ts";
import { keepFile } from "../../src/workflow/record/keep-file.ts";

export interface FileToImport {
  readonly path: string;
  readonly audience: readonly string[];
}

export interface Imported {
  readonly incidents: number;
  readonly reports: number;
  readonly seconds: number;
}

/** The way that `truce import` goes: the file is kept, then read from the record's own copy. */
export async function importFiles(store: Store, keys: Keys, files: readonly FileToImport[]): Promise<Imported> {
  const begun = performance.now();
  const sources = await SourceBook.open(store, keys);
  let [incidents, reports] = [0, 0];
  for (const { path, audience } of files) {
    const kept = await keepFile(store, path, { by: "bench", keys, isPreview: false });
    const what = { path, ...kept, dataSet: "ucdp-ged", audience, protection: "open" } as const;
    const { counts } = await importReports(what, { store, sources, by: "bench", isPreview: false });
    incidents += counts.added;
    reports += counts.added + counts.revised + counts.cited;
  }
  return { incidents, reports, seconds: (performance.now() - begun) / 1000 };
}

export interface RawCopy {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** The very same rows into empty copies of the same tables, with the same indexes, each table by one `COPY` from a file. */
export async function copyRaw(store: Store, folder: string): Promise<RawCopy> {
  await mkdir(folder);
  let [rows, bytes, seconds] = [0, 0, 0];
  for (const table of [...NOUN_NAMES, "item_piece"]) {
    const file = join(folder, table);
    bytes += await dump(store, table, file);
    await store.query(`create table "raw ${table}" (like "${table}" including all)`);
    const begun = performance.now();
    rows += await load(store, table, file);
    seconds += (performance.now() - begun) / 1000;
    await store.query(`drop table "raw ${table}"`);
  }
  await rm(folder, { recursive: true });
  return { rows, bytes, seconds };
}

function dump(store: Store, table: string, file: string): Promise<number> {
  return store.withClient(async (client) => {
    const out = createWriteStream(file);
    await pipeline(client.query(copyTo(`copy "${table}" to stdout`)), out);
    return out.bytesWritten;
  });
}

function load(store: Store, table: string, file: string): Promise<number> {
  return store.withClient(async (client) => {
    const into = client.query(copyFrom(`copy "raw ${table}" from stdin`));
    await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), into);
    return into.rowCount;
  });
}
