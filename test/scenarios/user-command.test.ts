import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SLOW, temporaryFolder } from "../temporary-record.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `truce user` on a data folder, as an admin of a mission types it. */
describe("truce user", { timeout: 2 * SLOW }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }), SLOW);

  const truce = (words: readonly string[], { input = "", data = "data" } = {}): Promise<Ran> =>
    new Promise((resolve) => {
      const place = ["--data", join(folder, data)];
      const child = execFile(process.execPath, ["src/cli.ts", ...words, ...place], (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
      child.stdin!.end(input);
    });
  const asJson = async <T>(...words: readonly string[]): Promise<T> => {
    const { code, out, err } = await truce([...words, "--json"]);
    expect([code, err.includes("bug")]).toEqual([0, false]);
    return JSON.parse(out) as T;
  };

  it("makes the first admin, has everything in the ledger, and brings accounts back after a restore", async () => {
    const admin = await asJson<{ readonly account: string; readonly link: string }>(
      "user",
      "add",
      "amal@mission.example",
      "Amal",
      "--role=admin",
      "--address=https://truce.example",
    );
    expect(admin.link).toMatch(/^https:\/\/truce\.example\/invitation#[\w-]{43}$/u);
    const weak = await truce(["user", "add", "b@mission.example", "B", "--role", "decider", "--password"], {
      input: "short\n",
    });
    expect([weak.code, weak.err]).toEqual([2, expect.stringContaining("at least 12 characters")]);
    const b = ["user", "add", "b@mission.example", "B", "--role", "decider", "--password"];
    expect(await truce(b, { input: "seven tin lanterns by the well\n" })).toMatchObject({ code: 0 });
    expect(await truce(["user", "role", "b@mission.example", "verifier"])).toMatchObject({ code: 0 });
    expect(await truce(["user", "role", "b@mission.example", "liaison"])).toMatchObject({ code: 2 });
    const may = ["--may", "item:receive,level:set"];
    const key = await asJson<{ readonly id: string }>("user", "api-key", "add", "b@mission.example", "kobo", ...may);
    expect(await truce(["user", "api-key", "revoke", key.id])).toMatchObject({ code: 0 });
    for (const act of ["disable", "enable"])
      expect([act, (await truce(["user", act, "b@mission.example"])).code]).toEqual([act, 0]);
    expect(await truce(["user", "disable", "nobody@mission.example"])).toMatchObject({ code: 2 });
    const { entries } = await asJson<{ readonly entries: number }>("verify");
    expect(entries).toBe(8);
    await bringsBack();
  });

  /** Into a record that was restored, with their ids; and nobody comes in by what they had. */
  const bringsBack = async (): Promise<void> => {
    const { out } = await truce(["user", "list", "--json"]);
    const file = join(folder, "accounts.json");
    await writeFile(file, out);
    expect(await truce(["backup", join(folder, "record.truce")])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, "record.truce"), "utf8")).not.toContain("@mission.example");
    const data = "restored";
    expect(await truce(["restore", join(folder, "record.truce")], { data })).toMatchObject({ code: 0 });
    expect((await truce(["user", "list"], { data })).out).toContain("no account yet");
    const back = await truce(["user", "bring-back", file], { data });
    expect([back.code, back.out.match(/#[\w-]{43}/gu)?.length]).toEqual([0, 2]);
    expect(await truce(["user", "bring-back", file], { data })).toMatchObject({ code: 2 });
    const ids = (text: string): readonly string[] =>
      (JSON.parse(text) as { readonly id: string }[]).map(({ id }) => id);
    expect(ids((await truce(["user", "list", "--json"], { data })).out)).toEqual(ids(out));
    await writeFile(file, "[{}]");
    expect(await truce(["user", "bring-back", file], { data })).toMatchObject({ code: 2 });
  };
});
