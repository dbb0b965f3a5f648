import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openAccounts, type Role } from "../../src/accounts/index.ts";
import { importPaths, judgeAll, MATCH_REPORTS, openRecord, type OpenRecord } from "../../src/workflow/index.ts";
import { writeEvents } from "../store/events.ts";
import { importFiles } from "../store/import.ts";

/** A record as large as the largest mission's, with its text, its findings and its people, made once and kept. */
export interface BenchRecord {
  /** The data folder. */
  readonly data: string;
  readonly users: readonly BenchUser[];
  readonly incidents: number;
  readonly reports: number;
  /** Seconds that making it took. */
  readonly took: Readonly<Record<"importing" | "judging", number>>;
}

export interface BenchUser {
  readonly email: string;
  readonly role: Role;
}

export const PASSWORD = "seven tin lanterns by the well";
const SEED = 20160227;
const INCIDENTS = 300_000;
const EVERYBODY = ["guarantors", "humanitarians", "public", "party:sar"];
const SYRIA = "examples/syria-2016";
const TEXT = ["agreement.md", "actors.yaml", "un-list.csv", "areas/syr-adm1-full.geojson"];

/** Of ten users: who they are. */
const ROLES: readonly Role[] = [
  "editor",
  "editor",
  "verifier",
  "verifier",
  "decider",
  "monitor",
  "monitor",
  "liaison",
  "humanitarian",
  "viewer",
];

export interface RecordToMake {
  readonly scale: number;
  readonly users: number;
  readonly say: (text: string) => void;
}

/** The one that is kept in the folder, if it is the one asked for; else it is made there. */
export async function benchRecord(folder: string, what: RecordToMake): Promise<BenchRecord> {
  const data = join(folder, "data");
  const filled = await onceIn(folder, `record of ${what.scale}`, () => fill(folder, what));
  const users = await onceIn(data, `${what.users} users`, () => makeUsers(data, what));
  return { data, users, ...filled };
}

/** Made before, and kept with the folder; else whatever half of it there is gives way. */
async function onceIn<T>(folder: string, name: string, make: () => Promise<T>): Promise<T> {
  const kept = join(folder, "made.json");
  const known = existsSync(kept)
    ? (JSON.parse(readFileSync(kept, "utf8")) as { readonly name: string; readonly made: T })
    : undefined;
  if (known?.name === name) return known.made;
  const made = await make();
  writeFileSync(kept, JSON.stringify({ name, made }));
  return made;
}

type Filled = Omit<BenchRecord, "data" | "users">;

async function fill(folder: string, { scale, say }: RecordToMake): Promise<Filled> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  const events = Math.round(INCIDENTS * scale);
  const released = Math.round((events * 2) / 3);
  const files = [
    { path: join(folder, "released.csv.gz"), audience: EVERYBODY, events: released, firstId: 1_000_000 },
    { path: join(folder, "kept.csv.gz"), audience: [], events: events - released, firstId: 2_000_000 },
  ];
  say(`making files of ${events.toLocaleString("en")} events`);
  for (const { path, ...what } of files) await writeEvents(path, { ...what, seed: SEED });
  const record = await openRecord({ data: join(folder, "data"), purpose: "bench" });
  try {
    const { store, keys } = record;
    const about = { by: "bench", audience: EVERYBODY, openSources: true, isPreview: false };
    await importPaths(store, keys, { ...about, paths: TEXT.map((name) => join(SYRIA, name)) });
    say("importing");
    const { incidents, reports, seconds: importing } = await importFiles(store, keys, files);
    await store.query("vacuum analyze");
    say("judging");
    const judging = await secondsOf(() => judgeAll(store, { by: "bench", audience: EVERYBODY }));
    await noteAsMatched(record);
    await store.query("vacuum analyze");
    return { incidents, reports, took: { importing, judging } };
  } finally {
    await record.close();
    for (const { path } of files) await rm(path, { force: true });
  }
}

/** All of it is one data set, of which each report is an incident of its own: the matcher begins with what comes later. */
async function noteAsMatched({ store }: OpenRecord): Promise<void> {
  const [last] = await store.query<{ row: number }>("select max(row) as row from report");
  const body = { upTo: last!.row, looked: 0, attached: 0, waiting: 0, model: "none", names: "none" };
  await store.change(() => Promise.resolve({ result: undefined, act: { by: "bench", act: MATCH_REPORTS, body } }));
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

async function makeUsers(data: string, { users: count, say }: RecordToMake): Promise<readonly BenchUser[]> {
  say(`making ${count} users`);
  const record = await openRecord({ data, purpose: "bench" });
  const { store } = record;
  try {
    const accounts = await openAccounts(store, { address: "http://localhost", keys: join(data, "keys") });
    try {
      const users: BenchUser[] = [];
      const run = Date.now().toString(36);
      for (let n = 0; n < count; n++) {
        const role = ROLES[n % ROLES.length]!;
        const email = `${role}-${n}-${run}@mission.example`;
        const party = role === "liaison" ? { party: "sar" } : {};
        const { link } = await accounts.invite({ email, name: "A Person", role, ...party }, { by: "bench" });
        await accounts.accept({ token: link.slice(link.indexOf("#") + 1), password: PASSWORD });
        users.push({ email, role });
      }
      return users;
    } finally {
      await accounts.close();
    }
  } finally {
    await record.close();
  }
}
