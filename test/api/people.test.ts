import { afterEach, expect, test } from "vitest";
import { PAGE_POLICY } from "../../src/api/index.ts";
import { codeOf } from "../people/browser.ts";
import { ACT } from "../people/mission.ts";
import { ACTORS, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Listening } from "./listening.ts";
import { RealServer, type Program, type Said, type Visitor } from "./real-server.ts";

const words = (text: string) => ({ text, lang: "en" });
const WRITING = ["record:read", "item:receive", "report:accept", "agreement:record"] as const;

onEachServer("people at a server", (records) => {
  let server: RealServer | undefined;
  const listening: Listening[] = [];
  afterEach(async () => {
    await Promise.all(listening.splice(0).map((one) => one.stop()));
    await server?.stop();
    server = undefined;
  }, SLOW);

  async function listen(asker: Visitor | Program): Promise<Listening> {
    const one = new Listening(await asker.listen());
    listening.push(one);
    return one;
  }

  /** A record with a text and one incident, and the key of the program that made it. */
  async function begin(
    more: Parameters<typeof RealServer.start>[1] = {},
  ): Promise<{ incident: string; program: Program }> {
    server = await RealServer.start(records, more);
    const program = await server.program(await server.invited("editor"), WRITING);
    for (const [name, body] of Object.entries({ "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS })) {
      const headers = { "idempotency-key": crypto.randomUUID() };
      const got = await program.ask(`/api/items?name=${name}`, { method: "POST", body, headers });
      expect(got.status).toBe(200);
    }
    return { incident: await shotsOn(program, "2016-03-05"), program };
  }

  async function shotsOn(program: Program, day: string): Promise<string> {
    const { reports } = await program.well("/api/reports", { reports: [shots("Lower", day)] });
    return String((reports as readonly Readonly<Record<string, unknown>>[])[0]!["incident"]);
  }

  async function rowOf(asker: Visitor | Program, path: string): Promise<number> {
    return Number((await asker.well(path))["row"]);
  }

  async function proposing(asker: Visitor | Program, incident: string): Promise<Said> {
    const seen = await rowOf(asker, `/api/incidents/${incident}`);
    const body = { seen, agreement: "villages", judgement: "breach", reasons: words("as found") };
    return asker.post(`/api/incidents/${incident}/determinations`, body);
  }

  test("determine nothing with a password alone, and may with a second factor", async () => {
    const { incident } = await begin();
    const decider = await server!.signedIn("decider");
    expect(await decider.well("/api/caller")).toMatchObject({ role: "decider", withheld: ["determination:sign"] });
    const refused = await proposing(decider, incident);
    expect([refused.status, refused.problem.code]).toEqual([403, "second-factor-needed"]);
    expect((await decider.well("/api/proposals"))["items"]).toEqual([]);
    await decider.turnCodesOn();
    expect((await decider.well("/api/caller"))["withheld"]).toEqual([]);
    expect((await proposing(decider, incident)).status).toBe(200);
    // And an admin looks after nobody, and a verifier learns of no source.
    const admin = await server!.signedIn("admin");
    expect((await admin.ask("/api/auth/users")).problem.code).toBe("second-factor-needed");
    await admin.turnCodesOn();
    expect((await admin.ask("/api/auth/users")).status).toBe(200);
  });

  test("are two only if they are two people: not two sessions, a key, a telephone's key or another account of one", async () => {
    const { incident } = await begin();
    const first = await server!.signedIn("decider", { isStrong: true });
    const { proposal } = (await proposing(first, incident)).body;
    const path = `/api/proposals/${String(proposal)}`;
    const sign = async (asker: Visitor | Program): Promise<unknown> => {
      const { status, problem } = await asker.post(`${path}/signatures`, { seen: await rowOf(asker, path) });
      return status === 200 ? status : [status, problem.code];
    };
    const second = first.another();
    await second.signIn();
    await second.well("/api/auth/two-factor/verify-totp", { code: codeOf(first.totpURI, Date.now() + 30_000) });
    expect(await second.well("/api/caller")).toMatchObject({ account: first.account, withheld: [] });
    const key = await server!.program(first, ["record:read", "determination:sign", "ledger:read"]);
    const again = await server!.signedIn("decider", { samePersonAs: first.account, isStrong: true });
    const telephone = await server!.program(again, ["record:read", "determination:sign"]);
    expect(await Promise.all([first, second, again].map(sign))).toEqual([1, 2, 3].map(() => [403, "own-proposal"]));
    // No key signs at all, however it is brought.
    expect(await Promise.all([key, telephone].map(sign))).toEqual([1, 2].map(() => [403, "not-allowed"]));
    const basic = { authorization: `Basic ${Buffer.from(`field:${telephone.key}`).toString("base64")}` };
    const body = JSON.stringify({ seen: await rowOf(first, path) });
    const asBasic = await fetch(new URL(`${path}/signatures`, server!.address), {
      method: "POST",
      headers: { ...basic, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
      body,
    });
    expect(asBasic.status).toBe(403);
    expect((await first.well(path))["state"]).toBe("open");
    const other = await server!.signedIn("decider", { isStrong: true });
    expect(await sign(other)).toBe(200);
    expect((await first.well(path))["state"]).toBe("carried");
  });

  test("edit one incident at once, and neither loses words", async () => {
    const { incident } = await begin();
    const [one, two] = [await server!.signedIn("verifier"), await server!.signedIn("verifier")];
    const seen = await rowOf(one, `/api/incidents/${incident}`);
    expect(await rowOf(two, `/api/incidents/${incident}`)).toBe(seen);
    const level = (asker: Visitor, ladder: string, body: object): Promise<Said> =>
      asker.post(`/api/incidents/${incident}/${ladder}`, body);
    // On different things both stand.
    const both = await Promise.all([
      level(one, "occurrence", { seen, level: "likely", reasons: words("one heard it") }),
      level(two, "attribution", { seen, level: "disputed", reasons: words("two asked both") }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    // On the same thing the second is told, with both versions, and nothing that was written is gone.
    const late = { seen, level: "confirmed", reasons: words("two saw the crater") };
    const refused = await level(two, "occurrence", late);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "changed-meanwhile", saw: { occurrence: "reported" }, stands: { occurrence: "likely" } },
    });
    const again = await level(two, "occurrence", { ...late, seen: await rowOf(two, `/api/incidents/${incident}`) });
    expect(again.status).toBe(200);
    const { items } = await one.well(`/api/levels?incident=${incident}`);
    const said: unknown[] = [];
    for (const { id } of items as readonly { readonly id: string }[])
      said.push(...((await one.well(`/api/levels/${id}/versions`))["versions"] as readonly unknown[]));
    for (const reasons of ["one heard it", "two asked both", "two saw the crater"])
      expect(JSON.stringify(said)).toContain(reasons);
  });

  test("use a code once, whoever is first", async () => {
    server = await RealServer.start(records);
    const person = await server.signedIn("decider", { isStrong: true });
    const browsers = [person.another(), person.another(), person.another()];
    for (const browser of browsers) await browser.signIn();
    const code = codeOf(person.totpURI, Date.now() + 30_000);
    const show = (browser: Visitor): Promise<Said> => browser.post("/api/auth/two-factor/verify-totp", { code });
    const answers = await Promise.all(browsers.slice(1).map(show));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    const late = await show(browsers[0]!);
    expect([late.status, late.problem.code, late.headers.get("content-type")]).toEqual([
      401,
      "invalid-code",
      "application/problem+json",
    ]);
  });

  test("are out at once when a session is revoked, or they are: also of streams, keys and telephones", async () => {
    const { program } = await begin();
    const editor = await server!.signedIn("editor");
    const elsewhere = editor.another();
    await elsewhere.signIn();
    const key = await server!.program(editor, ["record:read", "item:receive"]);
    const heard = { elsewhere: await listen(elsewhere), own: await listen(editor), key: await listen(key) };
    // 1. One of the sessions.
    const { sessions } = await editor.well("/api/auth/sessions");
    const other = (sessions as readonly { id: string; current: boolean }[]).find(({ current }) => !current)!;
    expect(await editor.well("/api/auth/sessions/revoke", { id: other.id })).toEqual({ revoked: 1 });
    expect((await elsewhere.ask("/api/incidents")).status).toBe(401);
    const secret = await shotsOn(program, "2016-03-06");
    await heard.own.until((said) => said.some(({ data }) => data["id"] === secret));
    await over(heard.elsewhere);
    expect(heard.elsewhere.text).not.toContain(secret);
    // 2. The person, by somebody else.
    await server!.accounts.disable(editor.account, ACT);
    for (const asker of [editor, key]) expect((await asker.ask("/api/incidents")).status).toBe(401);
    const telephone = { authorization: `Basic ${Buffer.from(`field:${key.key}`).toString("base64")}` };
    expect((await fetch(new URL("/openrosa/formList", server!.address), { headers: telephone })).status).toBe(401);
    expect((await fetch(new URL(`/openrosa/key/${key.key}/formList`, server!.address))).status).toBe(401);
    const later = await shotsOn(program, "2016-03-07");
    for (const one of [heard.own, heard.key]) {
      await over(one);
      expect(one.text).not.toContain(later);
    }
  });

  async function over(one: Listening): Promise<void> {
    const begun = performance.now();
    while (!one.isOver && performance.now() - begun < 10_000) await new Promise((wait) => setTimeout(wait, 20));
    expect(one.isOver).toBe(true);
  }

  test("stay in for as long as they do something, and no longer than half a day; a page that listens does nothing", async () => {
    server = await RealServer.start(records, { sessions: { idleMinutes: 10, sessionHours: 2 } });
    const viewer = await server.signedIn("viewer");
    const left = async (): Promise<number> => {
      const [found] = await server!.store.query<{ left: number }>(
        `select extract(epoch from "expiresAt" - now())::float8 as left from truce_accounts.session`,
      );
      return Math.round(found!.left / 60);
    };
    const set = (column: string, minutes: number): Promise<unknown> =>
      server!.store.query(`update truce_accounts.session set "${column}" = now() + make_interval(mins => $1)`, [
        minutes,
      ]);
    expect(await left()).toBe(10);
    await set("expiresAt", 3);
    await listen(viewer);
    // Nor does one that asks by itself, because something changed.
    expect((await viewer.ask("/api/incidents", { headers: { "truce-idle": "1" } })).status).toBe(200);
    expect(await left()).toBe(3);
    await viewer.well("/api/incidents");
    expect(await left()).toBe(10);
    await set("endsAt", 4);
    await set("expiresAt", 3);
    await viewer.well("/api/incidents");
    expect(await left()).toBe(4);
    await set("expiresAt", -1);
    expect((await viewer.listen()).status).toBe(401);
    for (const path of ["/api/incidents", "/api/auth/me", "/api/auth/sessions"])
      expect((await viewer.ask(path)).status).toBe(401);
  });

  test("are served a page's own requests, and nothing that another site's page asks for", async () => {
    const { incident } = await begin();
    const verifier = await server!.invited("verifier");
    const signedIn = await verifier.post("/api/auth/sign-in/email", {
      email: verifier.email,
      password: "seven tin lanterns by the well",
    });
    const cookie = signedIn.headers.getSetCookie().find((line) => line.includes("session_token"))!;
    // A browser keeps a cookie that is `Secure` from a page over http.
    for (const attribute of ["HttpOnly", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(attribute);
    expect(cookie).not.toMatch(/secure/iu);
    const body = {
      seen: await rowOf(verifier, `/api/incidents/${incident}`),
      level: "likely",
      reasons: words("heard"),
    };
    const path = `/api/incidents/${incident}/occurrence`;
    for (const origin of [
      "https://elsewhere.example",
      "null",
      "http://localhost:1",
      server!.address.replace("http:", "https:"),
    ]) {
      verifier.origin = origin;
      const refused = await verifier.post(path, body);
      expect([origin, refused.status, refused.problem.code]).toEqual([origin, 403, "other-site"]);
      expect((await verifier.post("/api/auth/sign-out")).status).toBe(403);
    }
    verifier.origin = server!.address;
    expect((await verifier.post(path, body)).status).toBe(200);
    // However this machine is called.
    verifier.origin = server!.address.replace("localhost", "127.0.0.1");
    expect((await verifier.ask("/api/caller")).body).toMatchObject({ role: "verifier" });
    expect((await verifier.post("/api/findings/judge", {})).status).toBe(200);
    const headers = (await verifier.ask("/api/caller")).headers;
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect((await verifier.ask("/")).headers.get("content-security-policy")).toBe(PAGE_POLICY);
    for (const [name, value] of [
      ["x-content-type-options", "nosniff"],
      ["x-frame-options", "DENY"],
      ["referrer-policy", "no-referrer"],
      ["cross-origin-resource-policy", "same-origin"],
    ] as const)
      expect(headers.get(name)).toBe(value);
    // No other site reads an answer.
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});
