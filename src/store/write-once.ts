import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";

/**
 * What a small secret file says; made if there is none. Whole or not at all, so that a crash leaves no half of a key, and
 * the same for all who make it at the same moment: the first stays.
 */
export async function loadOrMake(file: string, make: () => string): Promise<string> {
  const found = await readFile(file, "utf8").catch(unless("ENOENT"));
  if (found !== undefined) return found;
  const partial = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(partial, make(), { mode: 0o600, flag: "wx", flush: true });
  try {
    // Not renamed, which would replace what somebody else has made meanwhile.
    await link(partial, file).catch(unless("EEXIST"));
  } finally {
    await rm(partial, { force: true });
  }
  return readFile(file, "utf8");
}

function unless(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
