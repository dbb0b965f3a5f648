// What gets killed: imports files one after the other and edits the record all the while. A line on standard output for
// everything that was acknowledged, written before the next thing is begun.

import { writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../../src/kit/index.ts";
import { digestOf, keepSmallItems, SourceBook, type Change, type Row, type Store } from "../../src/store/index.ts";
import { importReports } from "../../src/workflow/record/import-reports.ts";
import { keepFile } from "../../src/workflow/record/keep-file.ts";
import { openRecord } from "../../src/workflow/record/open-record.ts";

export interface WorkToDo {
  readonly data: string;
  readonly files: readonly string[];
  /** All of the files are releases of it. */
  readonly dataSet: string;
}

const BY = "crash test";

function tell(line: string): void {
  writeSync(1, `${line}\n`);
}

async function work({ data, files, dataSet }: WorkToDo): Promise<void> {
  const record = await openRecord({ data, purpose: BY });
  tell("open");
  const { store, keys } = record;
  const state = { isImporting: true };
  const editing = (async () => {
    for (let n = 0; state.isImporting; n++) {
      const token = await edit(store, n);
      tell(`kept ${token}`);
      await pause(5 + Math.random() * 40);
    }
  })();
  // Whatever ends the edits ends the import too, and is told there.
  editing.catch(() => undefined);
  const sources = await SourceBook.open(store, keys);
  for (const path of files) {
    const kept = await keepFile(store, path, { by: BY, keys, isPreview: false });
    const what = { path, ...kept, dataSet, audience: ["public"], protection: "open" } as const;
    const onProgress = (rows: number): void => tell(`rows ${rows}`);
    await importReports(what, { store, sources, by: BY, isPreview: false, onProgress });
  }
  state.isImporting = false;
  await editing;
  await record.close();
  tell("finished");
}

/** A small change with a token in the ledger, of one of the kinds that people make. */
async function edit(store: Store, n: number): Promise<string> {
  const token = randomUUID();
  await store.change(async (change) => {
    change.add("figure", { audience: [] }, { what: token, value: n, by: BY, said_on: null, body: {} });
    if (n % 3 === 1) await setLevel(change);
    if (n % 3 === 2) {
      const bytes = Buffer.from(`${token}\n`);
      await keepSmallItems(change, [{ bytes, digest: digestOf(bytes), name: "a note", mediaType: "text/plain" }]);
    }
    return { result: undefined, act: { by: BY, act: "edit", body: { token } } };
  });
  return token;
}

/** What the importer may take back in the next moment by a revision, and must not lose. */
async function setLevel(change: Change): Promise<void> {
  const { rows } = await change.client.query<Row<"incident">>(
    "select * from incident where superseded_at is null and occurrence = 'reported' order by row desc limit 1",
  );
  const [found] = rows;
  if (!found) return;
  const { id, row, audience } = found;
  change.add("incident", { id, supersedes: row, audience }, { ...found, occurrence: "likely" });
}

try {
  await work(JSON.parse(process.argv[2]!) as WorkToDo);
} catch (error) {
  if (error instanceof Refusal) tell(`refused ${error.code}`);
  else
    tell(`broken ${error instanceof Error ? (error.stack ?? error.message).replaceAll("\n", " / ") : String(error)}`);
  // As the command line ends: what is still open ends with the process.
  process.exit(3);
}
