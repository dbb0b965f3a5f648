import { randomUUID } from "node:crypto";
import { z } from "zod";
import { afterEach, expect, test } from "vitest";
import { ENDPOINT_NAMES, endpointNamed, type EndpointName } from "../../src/api/index.ts";
import { MISSION_TEXT } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { queriesOf } from "./asking.ts";
import { oneOfEach } from "./party-record.ts";
import { Served } from "./served.ts";

const readings = ENDPOINT_NAMES.filter((name) => endpointNamed(name).method === "get");

function takesAsOf(name: EndpointName): boolean {
  const { query } = endpointNamed(name);
  return query instanceof z.ZodObject && "asOf" in query.shape;
}

onEachServer("how it was", (records) => {
  let served: Served;
  afterEach(() => served.close(), SLOW);

  test("is told by everything that is kept as it was, and refused plainly by what is not", async () => {
    served = await Served.open(records);
    const ids = await oneOfEach(served.store, []);
    const asOf = "2016-02-27T00:00:00Z";
    for (const name of readings) {
      const names = endpointNamed(name).path.matchAll(/\{(\w+)\}/gu);
      const params = {
        ...Object.fromEntries(Array.from(names, ([, param]) => [param, randomUUID()])),
        digest: "0".repeat(64),
      };
      const query = { ...queriesOf(ids)[name], asOf };
      const who = name === "listFailedJobs" ? "admin" : "editor";
      const { status, problem } = await served.ask(who, name, { params, query });
      if (takesAsOf(name)) expect({ name, is: status === 200 || status === 404 }).toEqual({ name, is: true });
      else expect({ name, status, code: problem.code }).toEqual({ name, status: 400, code: "only-as-it-stands" });
    }
    // Lists, things, counts, maps, exports, search, files and texts; not the server, the queue or what happens now.
    for (const name of ["list:item", "get:item", "getItemBytes", "getAgreementText", "search", "listLedger"] as const)
      expect([name, takesAsOf(name)]).toEqual([name, true]);
    for (const name of ["getQueue", "getHealth", "events", "whoAmI", "listFailedJobs"] as const)
      expect([name, takesAsOf(name)]).toEqual([name, false]);
  });

  test("is also so of texts and files: the words that stood, and no file before it came", async () => {
    served = await Served.open(records);
    const send = (body: string) => served.ask("editor", "receiveItem", { query: { name: "agreement.md" }, body });
    const before = new Date(Date.now() - 1000).toISOString();
    const first = await send(MISSION_TEXT);
    const between = new Date().toISOString();
    await new Promise((wait) => setTimeout(wait, 20));
    const amended = MISSION_TEXT.replace("Lower village", "Village below");
    const second = await send(amended);
    const { items } = (await served.ask("editor", "list:agreement")).body;
    const text = (asOf?: string) =>
      served.ask("editor", "getAgreementText", {
        params: { id: items[0]!.id },
        ...(asOf === undefined ? {} : { query: { asOf } }),
      });
    expect((await text()).body).toBe(amended);
    expect((await text(between)).body).toBe(MISSION_TEXT);
    expect((await text(before)).status).toBe(404);
    const files = async (asOf: string): Promise<readonly unknown[]> =>
      (await served.ask("editor", "list:item", { query: { asOf } })).body.items.map(({ digest }) => digest);
    expect(await files(before)).toEqual([]);
    expect(await files(between)).toEqual([first.body.item]);
    const bytes = (digest: string, asOf: string) =>
      served.ask("editor", "getItemBytes", { params: { digest }, query: { asOf } });
    expect((await bytes(second.body.item, between)).status).toBe(404);
    expect((await bytes(second.body.item, new Date().toISOString())).body).toBe(amended);
  });
});
