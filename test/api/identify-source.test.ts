import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { ENDPOINT_NAMES, endpointNamed } from "../../src/api/index.ts";
import { shots } from "../scenarios/mission.ts";
import { codeOf } from "../people/browser.ts";
import { PASSWORD } from "../people/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Who } from "./served.ts";

const NAME = "Umm Khaled";
const WHY = "she has to be warned before it is published";

onEachServer("who a protected source is", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  /** The source of a report, under its handle. */
  async function source(more: object = {}): Promise<{ readonly id: string; readonly handle: string }> {
    const body = { reports: [shots("Lower", "2016-03-05", { source: NAME })], ...more };
    expect((await served.ask("editor", "recordReports", { body })).status).toBe(200);
    const { items } = (await served.ask("editor", "list:source")).body;
    return { id: items[0]!.id, handle: items[0]!.handle! };
  }

  const identify = (who: Who, id: string, reason = WHY) =>
    served.ask(who, "identifySource", { params: { id }, body: { reason } });

  test("is told to a verifier alone, each time as an act with a reason, and to be kept by nobody", async () => {
    served = await Served.open(records);
    const { id, handle } = await source();
    const key = randomUUID();
    const asking = { params: { id }, body: { reason: WHY }, key };
    const told = await served.ask("verifier", "identifySource", asking);
    expect(told).toMatchObject({ status: 200, body: { source: id, handle, name: NAME } });
    expect(told.headers.get("cache-control")).toBe("no-store");
    // Nothing was kept to answer it again with, so it was told, and recorded, twice.
    expect((await served.ask("verifier", "identifySource", asking)).status).toBe(200);
    const { account } = (await served.ask("verifier", "whoAmI")).body;
    const { items } = (await served.ask("editor", "listLedger")).body;
    const acts = items.filter(({ act }) => act === "identify-source");
    const entry = { by: account, reason: WHY, about: id, body: {}, rows: [{ noun: "reason", count: 1 }] };
    expect(acts).toMatchObject([entry, entry]);
    // The entry itself, which goes to people outside, does not say which source.
    const ledger = await served.store.query("select by, reason, body from ledger_entry where act = 'identify-source'");
    expect(JSON.stringify(ledger)).not.toContain(id);
    for (const who of [
      "nobody",
      "admin",
      "editor",
      "decider",
      "monitor",
      "liaison:a",
      "humanitarian",
      "viewer",
    ] as const)
      expect((await identify(who, id)).status, who).toBe(who === "nobody" ? 401 : 403);
    expect(await identify("verifier", id, " ")).toMatchObject({ status: 422 });
    expect(await identify("verifier", randomUUID())).toMatchObject({ status: 404 });
    expect((await served.ask("editor", "verifyLedger")).body.discrepancies).toEqual([]);
  });

  test("stands in no log, error, address, list or table besides, in any form", async () => {
    served = await Served.open(records);
    const { id } = await source();
    await identify("verifier", id);
    await identify("editor", id);
    await identify("verifier", id, "");
    const forms = [NAME, "khaled", Buffer.from(NAME).toString("hex"), Buffer.from(NAME).toString("base64")];
    const hold = (where: string, text: string): void => {
      for (const form of forms) expect(text.toLowerCase(), where).not.toContain(form.toLowerCase());
    };
    hold("the log", JSON.stringify(served.log));
    const tables = await served.store.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
       where table_schema like 'truce%' and table_name <> 'item_piece'`,
    );
    for (const { schema, name } of tables) {
      const rows = await served.store.query<{ text: string }>(
        `select one::text as text from ${schema}."${name}" as one`,
      );
      hold(name, rows.map(({ text }) => text).join("\n"));
    }
    const others = ENDPOINT_NAMES.filter((one) => endpointNamed(one).method === "get" && one !== "events");
    for (const name of others.filter((one) => !endpointNamed(one).path.includes("{digest}")))
      for (const who of ["verifier", "viewer", "nobody"] as const)
        hold(name, (await served.ask(who, name, { params: { id }, query: { who: id, text: id } })).text);
  });

  test("is not told of a source that stands under its own name", async () => {
    served = await Served.open(records);
    const { id } = await source({ openSources: true });
    expect(await identify("verifier", id)).toMatchObject({ status: 422, body: { code: "not-sealed" } });
    const { items } = (await served.ask("editor", "listLedger")).body;
    expect(items.filter(({ act }) => act === "identify-source")).toEqual([]);
  });

  test("needs a second factor, also of a verifier", async () => {
    served = await Served.open(records, { isGuarded: true });
    const { id } = await source();
    expect(await identify("verifier", id)).toMatchObject({ status: 403, body: { code: "second-factor-needed" } });
    const verifier = await served.person("verifier");
    const { body } = await verifier.post("/two-factor/enable", { password: PASSWORD });
    await verifier.post("/two-factor/verify-totp", { code: codeOf(String(body["totpURI"])) });
    expect(await identify("verifier", id)).toMatchObject({ status: 200, body: { name: NAME } });
  });
});
