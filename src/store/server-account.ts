import { access, constants, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Refusal } from "../kit/index.ts";

/** The account of the machine that the database server runs under. PostgreSQL refuses to run as root. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Another one than Truce runs under. */
  readonly isOther: boolean;
}

/** Ours, or for root (as in a container) the machine's `postgres`, else `nobody`: accounts that may do nothing else. */
export async function serverAccount(): Promise<ServerAccount> {
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0) return { name: "yours", uid, gid: process.getgid?.() ?? -1, isOther: false };
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n").map((line) => line.split(":"));
  for (const wanted of ["postgres", "nobody"]) {
    const [name, , user, group] = lines.find(([found]) => found === wanted) ?? [];
    if (name !== undefined) return { name, uid: Number(user), gid: Number(group), isOther: true };
  }
  throw new Refusal(
    "no-server-account",
    "the database cannot run as root, and this machine has no account `postgres` or `nobody` for it",
    "run Truce under an ordinary account, add one (`useradd --system postgres`), or use --database postgres://…",
  );
}

/** Every folder on the way must let the account pass. */
export async function checkReachable(account: ServerAccount, paths: readonly string[]): Promise<void> {
  if (!account.isOther) return;
  for (const path of paths) {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      if (!(await mayPass(account, folder))) throw notReachable(account, { path, folder });
      if (folder === dirname(folder)) break;
    }
  }
}

async function mayPass({ uid, gid }: ServerAccount, folder: string): Promise<boolean> {
  await access(folder, constants.F_OK);
  const found = await stat(folder);
  const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
  return (found.mode & bit) !== 0;
}

function notReachable(
  account: ServerAccount,
  { path, folder }: { readonly path: string; readonly folder: string },
): Refusal {
  return new Refusal(
    "folder-closed",
    `the database runs under the account ${account.name} (it may not run as root), which may not pass through ${folder} to ${path}`,
    `allow it (chmod o+x ${folder}), keep the record elsewhere (--data /var/lib/truce), or run Truce under an ordinary account`,
  );
}
