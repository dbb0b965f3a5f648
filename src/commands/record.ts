import { chmod, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { Option, type Command } from "commander";
import { onUnread } from "./terminal.ts";
import { hasRecord, openRecord, type OpenRecord } from "../workflow/index.ts";

export interface PlaceFlags {
  readonly data: string;
  readonly database?: string;
}

/** Options of every command that works on a kept record. */
export function withRecord(command: Command): Command {
  return command
    .addOption(
      new Option("--data <folder>", "the data folder: the database, its keys and checkpoints")
        .env("TRUCE_DATA")
        .default(defaultFolder()),
    )
    .addOption(
      new Option(
        "--database <address>",
        "a PostgreSQL server of your own (15 or newer), as postgres://user@host/name, instead of the one in the data folder",
      ).env("TRUCE_DATABASE"),
    );
}

/** Where a record is kept if nobody says: by the customs of the system. */
export function defaultFolder(): string {
  const { env, platform } = process;
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? homedir(), "Truce");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Truce");
  if (process.getuid?.() === 0) return "/var/lib/truce";
  return join(env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "truce");
}

/** Opens the record for one piece of work and closes it in any case, also when somebody presses Ctrl-C. */
export async function withOpenRecord<T>(
  { data, database }: PlaceFlags,
  purpose: string,
  work: (record: OpenRecord) => Promise<T>,
): Promise<T> {
  const record = await openRecord({ data, purpose, ...(database === undefined ? {} : { database }) });
  const stop = (signal: NodeJS.Signals): void => {
    process.stderr.write(
      `\ntruce: stopped by ${signal}; what was committed is kept, and the same command goes on from there\n`,
    );
    void record.close().finally(() => process.exit(130));
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const atEase = onUnread(() => void record.store.abandon().finally(() => process.exit(0)));
  try {
    return await work(record);
  } finally {
    atEase();
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await record.close();
  }
}

/** The same for what changes nothing: where there is no record, in an empty one that is thrown away. */
export async function withRecordToLookAt<T>(
  place: PlaceFlags,
  purpose: string,
  work: (record: OpenRecord) => Promise<T>,
): Promise<T> {
  if (place.database !== undefined || hasRecord(place.data)) return withOpenRecord(place, purpose, work);
  const data = await mkdtemp(join(tmpdir(), "truce-preview-"));
  // Run by root, the database has an account of its own, which has to come through.
  await chmod(data, 0o711);
  try {
    return await withOpenRecord({ data }, purpose, work);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
