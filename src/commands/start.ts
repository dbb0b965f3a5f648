import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Option, type Command } from "commander";
import { makeDemonstrationAccounts, type Accounts } from "../accounts/index.ts";
import {
  hasRecord,
  importPaths,
  judgeAll,
  partiesInRecord,
  signCheckpoint,
  type OpenRecord,
} from "../workflow/index.ts";
import { defaultFolder } from "./record.ts";
import { portArgument, serveUntilStopped } from "./serve.ts";
import { note, rowsProgress } from "./terminal.ts";
import { WEB_FOLDER, webFolder } from "./web-build.ts";

const BY = "truce start";
/** In a data folder that a demonstration was made in. Without it a record is somebody's own, and nobody enters it so. */
const MARK = "demonstration";

interface Flags {
  readonly data: string;
  readonly port: number;
}

/** `truce start`: the situation room on the worked example, on this computer and for whoever sits at it. */
export function addStart(program: Command): void {
  program
    .command("start")
    .description("open the situation room on the worked example, for this computer alone")
    .argument("[folder]", "what is imported into a new record", "examples/syria-2016")
    .addOption(
      new Option("--data <folder>", "the data folder; one with a record of your own is served as it is")
        .env("TRUCE_DATA")
        .default(`${defaultFolder()}-demonstration`),
    )
    .addOption(new Option("--port <number>", "where to listen").env("PORT").default(8080).argParser(portArgument))
    .addHelpText(
      "after",
      `
Everybody at this computer may look at a demonstration as anybody: keep no real reports in it. For a mission: truce serve

Examples:
  truce start
  PORT=9000 TRUCE_DATA=./try truce start examples/two-villages`,
    )
    .action(runStart);
}

async function runStart(folder: string, { data, port }: Flags): Promise<void> {
  const mark = join(resolve(data), MARK);
  const isDemonstration = existsSync(mark) || !hasRecord(data);
  if (isDemonstration) await markAs(mark, data);
  // The pages are built while the record is made: each has a core.
  const building = webFolder();
  building.catch(() => undefined);
  const options = {
    data,
    port,
    host: "127.0.0.1",
    isWorker: true,
    isDemonstration,
    web: WEB_FOLDER,
    prepare: async (record: OpenRecord, accounts: Accounts) => {
      if (isDemonstration) await makeDemonstration(record, { accounts, folder });
      await building;
    },
    log: () => undefined,
  };
  await serveUntilStopped(options, (address) =>
    note("", `  the situation room: ${address}`, "", "stop it with Ctrl-C; what is in it stays"),
  );
}

async function markAs(file: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(file, "This record is a demonstration: everybody at this computer may enter it as anybody.\n");
}

/** Brings the example in, once; what was begun and not ended is ended. */
async function makeDemonstration(
  record: OpenRecord,
  { accounts, folder }: { readonly accounts: Accounts; readonly folder: string },
): Promise<void> {
  const { store, keys } = record;
  const bar = rowsProgress();
  try {
    if ((await store.current("finding")).length === 0) {
      await importPaths(store, keys, {
        paths: [folder],
        audience: [],
        by: BY,
        openSources: true,
        isPreview: false,
        onStep: bar.step,
      });
      await judgeAll(store, { by: BY, audience: [], onProgress: (done, all) => bar.step("judging", done, all) });
      await signCheckpoint(record);
    }
    await makeDemonstrationAccounts(accounts, await partiesInRecord(store));
  } finally {
    bar.stop();
  }
}
