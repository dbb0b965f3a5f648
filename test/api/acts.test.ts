import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { ACTORS, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Sent } from "./served.ts";

const words = (text: string) => ({ text, lang: "en" });

onEachServer("an act over HTTP", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  async function entries(): Promise<number> {
    const [head] = await served.store.query<{ seq: number }>("select seq from ledger_head");
    return head!.seq;
  }

  /** An incident of one report, and how an act on it is asked for. */
  async function incident(n = 0): Promise<string> {
    const reports = [shots("Lower", `2016-03-1${n}`)];
    const { body } = await served.ask("editor", "recordReports", { body: { reports } });
    return body.reports[0]!.incident!;
  }

  async function levelOf(id: string): Promise<Sent> {
    const { body } = await served.ask("verifier", "getIncident", { params: { id } });
    return { params: { id }, body: { seen: body.row, level: "likely", reasons: words("heard") } };
  }

  test("is carried out once, however often it is sent, also at the same moment", async () => {
    served = await Served.open(records);
    const sent = { ...(await levelOf(await incident())), key: randomUUID() };
    await served.person("verifier");
    const before = await entries();
    const answers = await Promise.all([1, 2, 3, 4].map(() => served.ask("verifier", "setOccurrence", sent)));
    const again = await served.ask("verifier", "setOccurrence", sent);
    expect(new Set([...answers, again].map(({ text }) => text)).size).toBe(1);
    expect(again.status).toBe(200);
    expect(await entries()).toBe(before + 1);
  });

  test("is carried out once also by two servers that do not know of each other", async () => {
    served = await Served.open(records);
    const servers = [served, served.another()];
    const verifier = await served.person("verifier");
    for (let i = 0; i < 5; i++) {
      const sent = { ...(await levelOf(await incident(i))), key: randomUUID() };
      const before = await entries();
      const asked = [...servers, ...servers].map((one) => one.ask(verifier, "setOccurrence", sent));
      const answers = await Promise.all(asked);
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(await entries()).toBe(before + 1);
    }
  });

  test("of several changes comes to the same when it is sent again", async () => {
    served = await Served.open(records);
    const key = randomUUID();
    const file = { query: { name: "agreement.md" }, body: MISSION_TEXT, key };
    const first = await served.ask("editor", "receiveItem", file);
    const after = await entries();
    expect((await served.ask("editor", "receiveItem", file)).text).toBe(first.text);
    // Under a key of its own it is another request, and finds the item there.
    const other = await served.ask("editor", "receiveItem", { ...file, key: randomUUID() });
    expect(other.body).toMatchObject({ isNew: false, item: first.body.item });
    expect(await entries()).toBe(after);
  });

  test("needs a key, and a key that was not sent with something else or is somebody else's own", async () => {
    served = await Served.open(records);
    const id = await incident();
    const sent = { ...(await levelOf(id)), key: randomUUID() };
    expect((await served.ask("verifier", "setOccurrence", { ...sent, key: "short" })).problem.code).toBe(
      "no-idempotency-key",
    );
    await served.ask("verifier", "setOccurrence", sent);
    const other = { ...sent, body: { ...(sent.body as object), reasons: words("seen") } };
    expect(await served.ask("verifier", "setOccurrence", other)).toMatchObject({
      status: 422,
      body: { code: "key-used" },
    });
    const somebody = await served.person("verifier", true);
    const theirs = await served.ask(somebody, "setOccurrence", { ...(await levelOf(id)), key: sent.key });
    expect(theirs.status).toBe(200);
  });

  test("that is refused has changed nothing, and may be sent again under its key", async () => {
    served = await Served.open(records);
    const sent = { ...(await levelOf(await incident())), key: randomUUID() };
    const wrong = { ...sent, body: { ...(sent.body as object), seen: 1_000_000 } };
    const before = await entries();
    expect((await served.ask("verifier", "setOccurrence", wrong)).status).toBe(404);
    expect(await entries()).toBe(before);
    expect((await served.ask("verifier", "setOccurrence", sent)).status).toBe(200);
  });

  test("of two people on the same words is refused for the second, who is shown both versions", async () => {
    served = await Served.open(records);
    const sent = await levelOf(await incident());
    await served.ask("verifier", "setOccurrence", sent);
    const second = { ...sent, body: { ...(sent.body as object), level: "confirmed" } };
    expect(await served.ask("verifier", "setOccurrence", second)).toMatchObject({
      status: 409,
      body: {
        code: "changed-meanwhile",
        fields: ["occurrence"],
        saw: { occurrence: "reported" },
        stands: { occurrence: "likely" },
      },
    });
  });

  test("tells of everything that is wrong with what was sent, each where it is", async () => {
    served = await Served.open(records);
    const id = await incident();
    const bad = { params: { id }, body: { seen: 0, level: "sure", reasons: { text: "x", lang: "en", more: 1 } } };
    const { status, problem } = await served.ask("verifier", "setOccurrence", bad);
    expect(status).toBe(422);
    expect(problem.problems?.map(({ pointer }) => pointer).toSorted()).toEqual(["/level", "/reasons", "/seen"]);
    const blank = { params: { id }, body: { seen: 1, level: "likely", reasons: words(" ") } };
    const verb = await served.ask("verifier", "setOccurrence", blank);
    expect(verb).toMatchObject({ status: 422, body: { problems: [{ in: "body", pointer: "/reasons/text" }] } });
  });

  test("is not made by another site with somebody's cookie, and not without JSON", async () => {
    served = await Served.open(records);
    const sent = { body: { agreement: "villages" }, headers: { origin: "https://evil.example" } };
    expect(await served.ask("editor", "judge", sent)).toMatchObject({ status: 403, body: { code: "other-site" } });
    const form = { body: {}, headers: { "content-type": "application/x-www-form-urlencoded" } };
    expect((await served.ask("editor", "judge", form)).status).toBe(415);
    const large = { body: { agreement: "x".repeat(2_000_000) } };
    expect((await served.ask("editor", "judge", large)).status).toBe(413);
  });

  test("does not let anybody release something by recording it who may not release", async () => {
    served = await Served.open(records);
    const report = { reports: [shots("Lower", "2016-03-05")] };
    for (const more of [{ audience: ["public"] }, { openSources: true }]) {
      const got = await served.ask("verifier", "recordReports", { body: { ...report, ...more } });
      expect(got).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    }
    const file = { query: { name: "a.csv", audience: "public" }, body: "id\n1\n" };
    expect((await served.ask("monitor", "receiveItem", file)).status).toBe(403);
  });

  test("of somebody who may only send things in makes no text, no register and no report of them", async () => {
    served = await Served.open(records);
    const files = { "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS, "reports.csv": "id,when\n1,2016-03-01\n" };
    for (const who of ["monitor", "humanitarian", "liaison:a"] as const)
      for (const [name, body] of Object.entries(files)) {
        const got = await served.ask(who, "receiveItem", { query: { name }, body });
        // Whether it was there already is not for them to know: the second gets what the first got.
        expect(Object.keys(got.body)).toEqual(["item", "size"]);
      }
    for (const noun of ["agreement", "actor", "report", "incident"] as const)
      expect(await served.store.current(noun), noun).toEqual([]);
    expect(await served.store.current("item")).toHaveLength(3);
  });

  test("by which people determine something releases it only with the last signature, and no further than its incident", async () => {
    served = await Served.open(records);
    await served.ask("editor", "receiveItem", {
      query: { name: "agreement.md", audience: "public" },
      body: MISSION_TEXT,
    });
    const id = await incident();
    const second = await served.person("decider", true);
    const row = async (): Promise<number> => (await served.ask("decider", "getIncident", { params: { id } })).body.row!;
    const propose = async (): Promise<{ readonly id: string; readonly seen: number }> => {
      const said = { agreement: "villages", judgement: "breach", reasons: words("two teams saw it") };
      const body = { seen: await row(), ...said, audience: ["public"] };
      const { proposal } = (await served.ask("decider", "proposeDetermination", { params: { id }, body })).body;
      const { body: found } = await served.ask("decider", "get:proposal", { params: { id: proposal } });
      return { id: proposal, seen: found.row! };
    };
    const shown = async () => (await served.ask("nobody", "list:determination")).body.items.length;
    const release = async (audience: readonly string[]) =>
      served.ask("editor", "releaseIncident", { params: { id }, body: { seen: await row(), audience } });
    // One person releases nothing with it; two do, and it is not seen without the incident.
    const proposal = await propose();
    await release(["public"]);
    expect(await shown()).toBe(0);
    await release([]);
    const signing = { params: { id: proposal.id }, body: { seen: proposal.seen } };
    expect((await served.ask(second, "signDetermination", signing)).body).toMatchObject({ state: "carried" });
    expect(await shown()).toBe(0);
    await release(["public"]);
    expect(await shown()).toBe(1);
    // What one person alone writes, also a ruling, is released by whoever may release.
    const asked = { agreement: "villages", provision: "cease", askedBy: "lower", question: words("What is one?") };
    const { clarification } = (await served.ask("editor", "askClarification", { body: asked })).body;
    const { body } = await served.ask("decider", "get:clarification", { params: { id: clarification } });
    const ruling = { seen: body.row, ruling: words("A shot is one."), audience: ["public"] };
    const alone = await served.ask("decider", "ruleOnClarification", { params: { id: clarification }, body: ruling });
    expect(alone).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  });

  test("takes a form with a file as browsers and curl send it", async () => {
    served = await Served.open(records);
    const form = new FormData();
    form.set("file", new File(["hello"], "hello.txt"));
    const { headers } = await served.person("editor");
    headers.set("idempotency-key", randomUUID());
    const got = await served.raw("/api/items", { method: "POST", headers, body: form });
    expect(got).toMatchObject({ status: 200, body: { size: 5, isNew: true } });
    headers.set("idempotency-key", randomUUID());
    const none = await served.raw("/api/items", { method: "POST", headers, body: new FormData() });
    expect(none).toMatchObject({ status: 400, body: { code: "no-file" } });
  });

  test("is in the log by its account and its address's pattern, and what is read by nobody's", async () => {
    served = await Served.open(records);
    const id = await incident();
    await served.ask("verifier", "setOccurrence", await levelOf(id));
    await served.ask("verifier", "search", { query: { text: "secret words" } });
    const text = JSON.stringify(served.log);
    expect(served.log.find(({ route }) => route === "/api/incidents/{id}/occurrence")?.["account"]).toMatch(
      /^[0-9a-f-]{36}$/u,
    );
    expect(served.log.find(({ route }) => route === "/api/search")?.["account"]).toBeUndefined();
    expect(text).not.toContain(id);
    expect(text).not.toMatch(/secret|mission\.example|heard/u);
  });

  test("comes no more often than a caller may", async () => {
    served = await Served.open(records, {
      parts: { rates: { account: { burst: 5, perSecond: 0.1 }, nobody: { burst: 2, perSecond: 0.1 } } },
    });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await served.ask("nobody", "countIncidents")).status);
    expect(statuses).toEqual([200, 200, 429]);
    const { headers } = await served.ask("nobody", "countIncidents");
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await served.ask("editor", "countIncidents")).status).toBe(200);
  });
});
