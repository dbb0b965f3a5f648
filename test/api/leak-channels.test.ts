import { randomUUID } from "node:crypto";
import * as pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { ENDPOINT_NAMES, endpointNamed, type EndpointName } from "../../src/api/index.ts";
import { NOUN_NAMES, type Noun } from "../../src/store/index.ts";
import type { Browser } from "../people/browser.ts";
import { ACT } from "../people/mission.ts";
import { ACTORS, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { NOUN_AT, queriesOf } from "./asking.ts";
import { oneOfEach } from "./party-record.ts";
import { Served, type Got, type Sent, type Who } from "./served.ts";

/** Everybody from whom something is hidden that the inside alone sees. */
const OUTSIDE: readonly Who[] = ["nobody", "monitor", "liaison:a", "liaison:b", "humanitarian", "viewer"];
const EVERYBODY = ["guarantors", "humanitarians", "public", "party:a", "party:b"];

const readings = ENDPOINT_NAMES.filter(
  (name) => endpointNamed(name).method === "get" && name !== "events" && name !== "whoAmI",
);

/** Nothing of an answer but what no two answers have alike. */
function whole({ status, text, headers }: Got): unknown {
  return { status, text, headers: [...headers] };
}

function nounOf(name: EndpointName): Noun {
  const place = endpointNamed(name).path.split("/")[2] ?? "";
  return NOUN_AT[place] ?? (place.replace(/s$/u, "") as Noun);
}

onEachServer("what is hidden from somebody", (records) => {
  const opened: Served[] = [];
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const one of opened.splice(0)) await one.close();
  }, SLOW);

  async function open(): Promise<Served> {
    const served = await Served.open(records);
    opened.push(served);
    return served;
  }

  /** Every way of reading what there is one of each, by its address and by what it is called. */
  function* questions(ids: Readonly<Record<Noun, string>>): Generator<readonly [EndpointName, Sent]> {
    const asOf = "2100-01-01T00:00:00Z";
    for (const name of readings) {
      const { path, query } = endpointNamed(name);
      const given = queriesOf(ids)[name] ?? {};
      const params = path.includes("{id}") ? { id: ids[nounOf(name)] } : { digest: "a".repeat(64) };
      // Of exports it is said when they were asked for.
      const isExport = name.startsWith("export");
      yield [name, { params, query: isExport ? { ...given, asOf } : given }];
      if (query === undefined || isExport || !("limit" in ((query as { shape?: object }).shape ?? {}))) continue;
      yield [name, { params, query: { ...given, limit: "1" } }];
    }
  }

  test("changes nothing of what they get: no word, no order, no place to go on from, no header", async () => {
    const ids = Object.fromEntries(NOUN_NAMES.map((noun) => [noun, randomUUID()])) as Record<Noun, string>;
    const [without, having] = [await open(), await open()];
    const more = Object.fromEntries(NOUN_NAMES.map((noun) => [noun, randomUUID()])) as Record<Noun, string>;
    for (const { store } of [without, having]) {
      const isHaving = store === having.store;
      if (isHaving) await oneOfEach(store, [], { n: 7 });
      await oneOfEach(store, EVERYBODY, { ids });
      // What is hidden is about what is seen, too.
      const there = [
        "incident",
        "report",
        "agreement",
        "actor",
        "list_snapshot",
        "determination",
        "source",
        "match_pin",
      ] as const;
      const about = Object.fromEntries(there.map((noun) => [noun, ids[noun]]));
      if (isHaving) await oneOfEach(store, [], { n: 8, ids: about, there });
      await oneOfEach(store, EVERYBODY, { n: 2, ids: more });
      if (isHaving) await oneOfEach(store, ["somebody else"], { n: 9 });
    }
    for (const who of OUTSIDE)
      for (const of of [ids, more])
        for (const [name, sent] of questions(of)) {
          const [a, b] = [await without.ask(who, name, sent), await having.ask(who, name, sent)];
          expect({ who, name, sent, got: whole(b) }).toEqual({ who, name, sent, got: whole(a) });
          for (const header of ["etag", "last-modified", "age", "content-location"])
            expect([name, header, b.headers.get(header)]).toEqual([name, header, null]);
        }
  });

  test("is looked for as what is not there: the same questions to the database, and the same answer", async () => {
    const served = await open();
    const ids = await oneOfEach(served.store, []);
    const [item] = await served.store.query<{ digest: Buffer }>("select digest from item");
    const asked: string[] = [];
    const query = vi.spyOn(pg.Client.prototype, "query");
    const traced = async (who: Who, name: EndpointName, sent: Sent): Promise<unknown> => {
      if (who !== "nobody") await served.person(who);
      query.mockClear();
      const got = await served.ask(who, name, sent);
      for (const [what] of query.mock.calls as unknown as readonly [string | { readonly text: string }][])
        asked.push(typeof what === "string" ? what : what.text);
      // That somebody did something is written down now and then.
      const said = asked.splice(0).filter((text) => !text.startsWith("update session"));
      return { got: whole(got), asked: said };
    };
    const inside = new Set<EndpointName>(ENDPOINT_NAMES.filter((name) => endpointNamed(name).isInside));
    for (const who of OUTSIDE)
      for (const name of readings.filter((one) => /\{\w+\}/u.test(endpointNamed(one).path) && !inside.has(one))) {
        const hidden = { id: ids[nounOf(name)], digest: item!.digest.toString("hex") };
        const none = { id: randomUUID(), digest: "0".repeat(64) };
        const told = await traced(who, name, { params: none });
        expect({ who, name, ...((await traced(who, name, { params: hidden })) as object) }).toEqual({
          who,
          name,
          ...(told as object),
        });
        expect(told).toMatchObject({ got: { status: 404 } });
      }
    // Acts that they may do, on what is not theirs.
    const answer = { answer: { text: "not us", lang: "en" }, position: "denied" };
    for (const id of [ids.reply, "not an id"]) {
      const none = await traced("liaison:b", "giveReply", { params: { id: randomUUID() }, body: answer });
      const got = (await traced("liaison:b", "giveReply", { params: { id }, body: answer })) as { got: object };
      expect(got.got).toEqual((none as { got: object }).got);
    }
  });

  test("is not had by sending somebody's request again, nor one's own when one may no longer", async () => {
    const served = await open();
    const body = { party: "lower", reports: [{ ...shots("Lower", "2016-03-05"), label: "own" }] };
    await served.ask("editor", "receiveItem", { query: { name: "agreement.md" }, body: MISSION_TEXT });
    await served.ask("editor", "receiveItem", { query: { name: "actors.yaml" }, body: ACTORS });
    const key = randomUUID();
    const first = await served.ask("liaison:lower", "reportOwnAct", { body, key });
    expect(first.status).toBe(200);
    const others = [await served.person("liaison:lower", true), "liaison:upper", "editor", "nobody"] as const;
    for (const other of others) {
      const got = await served.ask(other, "reportOwnAct", { body, key });
      expect(got.text).not.toContain(first.body.reports[0]!.report);
    }
    const liaison = await served.person("liaison:lower");
    expect((await served.ask(liaison, "reportOwnAct", { body, key })).text).toBe(first.text);
    const { account } = (await liaison.caller())!;
    await served.accounts.setRole(account!, { role: "viewer" }, ACT);
    expect((await served.ask(liaison, "reportOwnAct", { body, key })).problem.code).toBe("not-allowed");
    await served.accounts.disable(account!, ACT);
    expect((await served.ask(liaison, "reportOwnAct", { body, key })).status).toBe(401);
  });

  test("is in no figure of the server, and in nothing that telephones fetch or are told", async () => {
    const served = await open();
    const telephone = async (): Promise<Record<string, string>> => {
      const browser: Browser = await served.person("monitor", true);
      const { account } = (await browser.caller())!;
      const made = await served.accounts.addApiKey({ account: account!, name: "k", scope: ["item:receive"] }, ACT);
      return { authorization: `Basic ${Buffer.from(`field:${made.key}`).toString("base64")}` };
    };
    const [one, two] = [await telephone(), await telephone()];
    const fetched = async (): Promise<readonly unknown[]> => {
      const paths = ["/formList", "/forms/ceasefire-report.xml", "/forms/ceasefire-report/manifest"];
      const all = paths.map((path) => served.raw(`/openrosa${path}`, { headers: one }));
      return (await Promise.all(all)).map(({ status, text }) => [status, text]);
    };
    const send = async (headers: Record<string, string>, id: string): Promise<unknown> => {
      const form = new FormData();
      const xml = `<data id="ceasefire-report" version="1"><meta><instanceID>${id}</instanceID></meta></data>`;
      form.set("xml_submission_file", new File([xml], "form.xml", { type: "text/xml" }));
      const { status, text } = await served.raw("/openrosa/submission", { method: "POST", headers, body: form });
      return [status, text];
    };
    const before = await fetched();
    await oneOfEach(served.store, []);
    expect(await fetched()).toEqual(before);
    // Whether somebody else sent a form of this name is nobody's to know.
    const first = await send(one, "uuid:1");
    expect(first).toMatchObject([201, expect.stringContaining("until somebody makes a report of it")]);
    expect(await send(two, "uuid:1")).toEqual(first);
    for (const who of OUTSIDE) expect([401, 403]).toContain((await served.ask(who, "getMetrics")).status);
    const { text } = await served.ask("editor", "getMetrics");
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|uuid:|mission\.example/u);
  });

  test("is not told by an id: none has a number, a time or an order in it", async () => {
    const served = await open();
    const body = { reports: Array.from({ length: 8 }, (_, i) => shots("Lower", `2016-03-1${i}`)) };
    const { body: made } = await served.ask("editor", "recordReports", { body });
    const ids = made.reports.flatMap(({ report, incident }) => [report, incident!]);
    // RFC 9562: version 4, all else by chance.
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(ids.toSorted()).not.toEqual(ids);
  });
});
