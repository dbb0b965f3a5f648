import { expect, it } from "vitest";
import { areTwoPeople, may, mayReplyFor, PERMISSIONS, PUBLIC, ROLE_MEANINGS, ROLES } from "../../src/accounts/index.ts";
import { ledgerEntries, verifyRecord } from "../../src/store/index.ts";
import { ACT, Mission, PASSWORD } from "../people/mission.ts";
import { onEachServer } from "../temporary-record.ts";

onEachServer("coming in", (records) => {
  const mission = new Mission(records);

  it("is by invitation only: nobody signs themselves up", async () => {
    const browser = mission.browser();
    const body = { email: "me@example.org", password: PASSWORD, name: "Me" };
    expect((await browser.post("/sign-up/email", body)).status).toBe(404);
    expect(await mission.accounts.list()).toEqual([]);
    expect(await browser.caller()).toBe(PUBLIC);
  });

  it("takes an invitation once, and then the password", async () => {
    const { id, email, token } = await mission.invite("editor");
    expect((await mission.accounts.find(email))?.state).toBe("invited");
    const browser = mission.browser();
    expect((await browser.signIn(email, PASSWORD)).status).toBe(401);
    const tries = await Promise.all(
      [1, 2].map(() => browser.post("/invitation/accept", { token, password: PASSWORD })),
    );
    expect(tries.map(({ status }) => String(status)).toSorted()).toEqual(["200", "400"]);
    expect(await browser.caller()).toBe(PUBLIC);
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    expect(await browser.caller()).toMatchObject({ account: id, person: id, role: "editor", by: "session" });
    expect((await browser.get("/me")).body).toMatchObject({ account: id, role: "editor", tier: "internal", email });
  });

  it("does not take an invitation that is too old, was replaced, or is a disabled account's", async () => {
    const browser = mission.browser();
    const refused = async (token: string): Promise<unknown> =>
      (await browser.post("/invitation/accept", { token, password: PASSWORD })).body["code"];
    const late = await mission.invite("viewer");
    await mission.tables(`update truce_accounts.invitation set "expiresAt" = now() - interval '1 second'`);
    expect(await refused(late.token)).toBe("INVITATION_GONE");
    const replaced = await mission.invite("viewer");
    await mission.accounts.inviteAgain(replaced.id, ACT);
    expect(await refused(replaced.token)).toBe("INVITATION_GONE");
    const disabled = await mission.invite("viewer");
    await mission.accounts.disable(disabled.id, ACT);
    expect(await refused(disabled.token)).toBe("INVITATION_GONE");
    expect(await refused("never was")).toBe("INVITATION_GONE");
  });

  it("asks for a password that is not soon guessed, and keeps the invitation meanwhile", async () => {
    const { token, email } = await mission.invite("viewer", { name: "Amal Haddad" });
    const browser = mission.browser();
    for (const weak of [
      "short",
      "aaaaaaaaaaaaaaaa",
      "Password123456",
      "qwertyuiop1234",
      "amal-haddad-amal",
      "abababababab",
    ]) {
      const { status, body } = await browser.post("/invitation/accept", { token, password: weak });
      expect([weak, status, body["code"]]).toEqual([weak, 400, "WEAK_PASSWORD"]);
    }
    expect((await browser.post("/invitation/accept", { token, password: "خيمة وقنديل ونهر" })).status).toBe(200);
    expect((await browser.signIn(email, "خيمة وقنديل ونهر")).status).toBe(200);
  });

  it("answers a wrong password as an address that nobody has, in about the same time", async () => {
    const { email, browser: own } = await mission.person("editor");
    await own.post("/sign-out");
    const asked = async (address: string): Promise<{ readonly answer: unknown; readonly ms: number }> => {
      const begun = performance.now();
      const { status, body } = await mission.browser().signIn(address, "not the password at all");
      return { answer: { status, body }, ms: performance.now() - begun };
    };
    const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
    const wrong: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 7; round++) {
      const [a, b] = [await asked(email), await asked("nobody@mission.example")];
      expect(a.answer).toEqual(b.answer);
      wrong.push(a.ms);
      unknown.push(b.ms);
    }
    const ratio = median(wrong) / median(unknown);
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  it("answers a disabled account as a wrong password", async () => {
    const { id, email } = await mission.person("editor");
    await mission.accounts.disable(id, ACT);
    const right = await mission.browser().signIn(email, PASSWORD);
    const wrong = await mission.browser().signIn(email, "not the password at all");
    expect([right.status, right.body]).toEqual([wrong.status, wrong.body]);
  });

  it("stops guessing from one address, whoever is guessed at", async () => {
    const browser = mission.browser();
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await browser.signIn(`a${n}@mission.example`, "x".repeat(12))).status);
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(10)).toEqual([429, 429]);
    const limited = await browser.signIn("b@mission.example", "x".repeat(12));
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(mission.log.events.at(-1)).toEqual({ event: "limited", path: "/sign-in/email", status: 429 });
    expect((await mission.browser().signIn("b@mission.example", "x".repeat(12))).status).toBe(401);
  });

  it("stops guessing at one account from many addresses, whether there is one or not, and in all processes", async () => {
    const { email } = await mission.invite("viewer");
    const other = await mission.open();
    const last = async (address: string): Promise<readonly number[]> => {
      const statuses: number[] = [];
      for (let n = 0; n < 21; n++) {
        const browser = mission.browser(n % 2 === 0 ? mission.accounts : other);
        statuses.push((await browser.signIn(n % 3 === 0 ? address.toUpperCase() : address, "x".repeat(12))).status);
      }
      return statuses.slice(-2);
    };
    expect(await last(email)).toEqual([401, 429]);
    expect(await last("nobody@mission.example")).toEqual([401, 429]);
  });

  it("takes no word of a request for where it comes from", async () => {
    const browser = mission.browser();
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) {
      const headers = browser.headers;
      headers.set("content-type", "application/json");
      for (const name of ["x-forwarded-for", "x-truce-address", "x-real-ip"]) headers.set(name, `198.51.100.${n}`);
      const body = JSON.stringify({ email: `a${n}@mission.example`, password: "x".repeat(12) });
      const request = new Request("http://localhost:8080/api/auth/sign-in/email", { method: "POST", headers, body });
      statuses.push((await mission.accounts.handle(request, { address: browser.from })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});

onEachServer("what an account may do", (records) => {
  const mission = new Mission(records);

  it("is what the table of roles says, for every role", async () => {
    for (const role of ROLES) {
      const { browser } = await mission.person(role, role === "liaison" ? { party: "sar" } : {});
      const caller = await browser.caller();
      expect([...caller!.permissions]).toEqual([...ROLE_MEANINGS[role].permissions]);
      expect(caller!.viewer.tier).toBe(ROLE_MEANINGS[role].tier);
    }
  });

  it("keeps duties apart: who hands out roles does not decide, who confirms does not decide, one role decides", () => {
    const whoMay = (permission: (typeof PERMISSIONS)[number]): readonly string[] =>
      ROLES.filter((role) => ROLE_MEANINGS[role].permissions.includes(permission));
    expect(whoMay("user:manage")).toEqual(["admin"]);
    expect(whoMay("determination:sign")).toEqual(["decider"]);
    expect(whoMay("level:set")).toEqual(["verifier"]);
    expect(whoMay("reply:give")).toEqual(["liaison"]);
    expect(whoMay("source:identify")).toEqual(["verifier"]);
    expect(PERMISSIONS.every((permission) => whoMay(permission).length > 0)).toBe(true);
    expect([...PUBLIC.permissions]).toEqual(["record:read"]);
  });

  it("changes with the role from the next request on", async () => {
    const { id, browser } = await mission.person("viewer");
    expect((await browser.caller())?.viewer).toEqual({ tier: "guarantors" });
    await mission.accounts.setRole(id, { role: "decider" }, ACT);
    expect(may((await browser.caller())!, "determination:sign")).toBe(true);
    await mission.accounts.setRole(id, { role: "monitor" }, ACT);
    expect((await browser.caller())?.viewer).toEqual({ tier: "public" });
    expect(may((await browser.caller())!, "determination:sign")).toBe(false);
  });

  it("confines a liaison to its own party", async () => {
    const { id, browser } = await mission.person("liaison", { party: "sar" });
    const caller = (await browser.caller())!;
    expect(caller).toMatchObject({ party: "sar", viewer: { tier: "party", party: "sar" } });
    expect([mayReplyFor(caller, "sar"), mayReplyFor(caller, "snc"), mayReplyFor(PUBLIC, "sar")]).toEqual([
      true,
      false,
      false,
    ]);
    await expect(mission.accounts.setRole(id, { role: "liaison" }, ACT)).rejects.toMatchObject({
      code: "party-needed",
    });
    await expect(mission.accounts.setRole(id, { role: "editor", party: "sar" }, ACT)).rejects.toMatchObject({
      code: "no-party",
    });
    await mission.accounts.setRole(id, { role: "liaison", party: "snc" }, ACT);
    expect((await browser.caller())?.viewer).toEqual({ tier: "party", party: "snc" });
    await mission.accounts.setRole(id, { role: "humanitarian" }, ACT);
    expect(await browser.caller()).toMatchObject({ party: undefined, viewer: { tier: "humanitarians" } });
  });

  it("of an API key is its scope, as far as the role of its owner goes now", async () => {
    const { id } = await mission.person("editor");
    const key = await mission.accounts
      .addApiKey({ account: id, name: "kobo", scope: ["item:receive", "level:set"] as const, days: 3 }, ACT)
      .catch((error: unknown) => error);
    expect(key).toMatchObject({ code: "beyond-role" });
    const made = await mission.accounts.addApiKey(
      { account: id, name: "kobo", scope: ["item:receive", "judge:run"], days: 3 },
      ACT,
    );
    const asks = (headers: Record<string, string>) => mission.accounts.callerOf(new Headers(headers));
    const basic = Buffer.from(`anybody:${made.key}`).toString("base64");
    for (const headers of [
      { "x-api-key": made.key },
      { authorization: `Bearer ${made.key}` },
      { authorization: `Token ${made.key}` },
      { authorization: `Basic ${basic}` },
    ]) {
      const caller = (await asks(headers))!;
      expect(caller).toMatchObject({ account: id, person: id, by: "api-key", viewer: { tier: "internal" } });
      expect([...caller.permissions].toSorted()).toEqual(["item:receive", "judge:run"]);
    }
    await mission.accounts.setRole(id, { role: "monitor" }, ACT);
    expect(await asks({ "x-api-key": made.key })).toMatchObject({ viewer: { tier: "public" } });
    expect([...(await asks({ "x-api-key": made.key }))!.permissions]).toEqual(["item:receive"]);
    for (const bad of ["", "truce_not-a-key", made.start, `${made.key} `, made.id])
      expect(await asks({ "x-api-key": bad.trimEnd() === made.key ? `${made.key}x` : bad })).toBeUndefined();
    expect(await asks({ authorization: "Digest username=a" })).toBeUndefined();
    await mission.accounts.disable(id, ACT);
    expect(await asks({ "x-api-key": made.key })).toBeUndefined();
    await mission.accounts.enable(id, ACT);
    expect(await asks({ "x-api-key": made.key })).toBeDefined();
    await mission.accounts.revokeApiKey(made.id, ACT);
    expect(await asks({ "x-api-key": made.key })).toBeUndefined();
  });

  it("ends with the day of an API key, and never manages users by one", async () => {
    const { id } = await mission.person("admin");
    const scope = ["user:manage"] as const;
    await expect(mission.accounts.addApiKey({ account: id, name: "x", scope }, ACT)).rejects.toMatchObject({
      code: "beyond-role",
    });
    await expect(
      mission.accounts.addApiKey({ account: id, name: "x", scope: ["ledger:read"], days: 400 }, ACT),
    ).rejects.toMatchObject({ code: "bad-days" });
    const { key } = await mission.accounts.addApiKey({ account: id, name: "x", scope: ["ledger:read"] }, ACT);
    await mission.tables(`update truce_accounts.apikey set "expiresAt" = now() - interval '1 second'`);
    expect(await mission.accounts.callerOf(new Headers({ "x-api-key": key }))).toBeUndefined();
  });

  it("does not make two people of one: two sessions, a key and its owner, two accounts that are said to be one's", async () => {
    const first = await mission.person("decider");
    const again = mission.browser();
    await again.signIn(first.email, PASSWORD);
    const { key } = await mission.accounts.addApiKey(
      { account: first.id, name: "x", scope: ["determination:sign"] },
      ACT,
    );
    const second = await mission.person("decider", { samePersonAs: first.id });
    const third = await mission.person("decider", { samePersonAs: second.id });
    const other = await mission.person("decider");
    const caller = (await first.browser.caller())!;
    const same = [
      await again.caller(),
      await mission.accounts.callerOf(new Headers({ "x-api-key": key })),
      await second.browser.caller(),
      await third.browser.caller(),
    ];
    expect(same.map((one) => areTwoPeople(caller, one!))).toEqual([false, false, false, false]);
    expect(areTwoPeople(caller, (await other.browser.caller())!)).toBe(true);
    expect(areTwoPeople(PUBLIC, PUBLIC)).toBe(false);
  });
});

onEachServer("what is done to accounts", (records) => {
  const mission = new Mission(records);

  it("is in the ledger with the account's id, and nothing else of the person", async () => {
    const { id, email } = await mission.person("editor", { name: "Amal Haddad" });
    const act = { ...ACT, reason: "left the office" };
    await mission.accounts.setRole(id, { role: "verifier" }, act);
    const { id: key } = await mission.accounts.addApiKey(
      { account: id, name: "kobo", scope: ["level:set"], days: 9 },
      act,
    );
    await mission.accounts.revokeApiKey(key, act);
    await mission.accounts.revokeSessions(id, act);
    await mission.accounts.resetSecondFactor(id, act);
    await mission.accounts.disable(id, act);
    await mission.accounts.enable(id, act);
    await mission.accounts.inviteAgain(id, act);
    const acts = await mission.acts();
    expect(acts.map(({ by, act: verb, body }) => [by, verb, body])).toEqual([
      ["truce user", "invite-user", { account: id, role: "editor" }],
      [id, "accept-invitation", { account: id }],
      ["truce user", "set-user-role", { account: id, role: "verifier", before: "editor" }],
      ["truce user", "add-api-key", { account: id, key, scope: ["level:set"], days: 9 }],
      ["truce user", "revoke-api-key", { account: id, key }],
      ["truce user", "revoke-sessions", { account: id, sessions: 1 }],
      ["truce user", "reset-second-factor", { account: id, sessions: 0 }],
      ["truce user", "disable-user", { account: id, sessions: 0 }],
      ["truce user", "enable-user", { account: id }],
      ["truce user", "invite-user-again", { account: id }],
    ]);
    expect(JSON.stringify(acts)).not.toContain(email);
    expect(JSON.stringify(acts)).not.toContain("Amal");
    // Why is in rows for the inside: what stands in the ledger stands there for ever.
    expect(await mission.store.query("select distinct reason from ledger_entry")).toEqual([{ reason: null }]);
    const reasons = await mission.store.current("reason");
    expect(reasons.map(({ act: verb, by, words, audience }) => [verb, by, words, audience])).toEqual(
      acts.slice(2).map(({ act: verb }) => [verb, "truce user", act.reason, []]),
    );
    const entries = await ledgerEntries(mission.store, { limit: 100 });
    expect(entries.toReversed().map(({ reason }) => reason)).toEqual([
      null,
      null,
      ...acts.slice(2).map(() => act.reason),
    ]);
    expect((await verifyRecord(mission.store)).discrepancies).toEqual([]);
  });

  it("leaves an admin who can sign in, and lets nobody raise themselves", async () => {
    const { id } = await mission.person("admin");
    await mission.invite("admin");
    await expect(mission.accounts.disable(id, ACT)).rejects.toMatchObject({ code: "last-admin" });
    await expect(mission.accounts.setRole(id, { role: "viewer" }, ACT)).rejects.toMatchObject({ code: "last-admin" });
    const second = await mission.person("admin");
    await expect(mission.accounts.setRole(id, { role: "decider" }, { by: id })).rejects.toMatchObject({
      code: "own-account",
    });
    await expect(mission.accounts.disable(id, { by: id })).rejects.toMatchObject({ code: "own-account" });
    const done = await Promise.allSettled([
      mission.accounts.disable(id, { by: second.id }),
      mission.accounts.disable(second.id, { by: id }),
    ]);
    expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("changes nothing where it is refused", async () => {
    const { email } = await mission.person("editor");
    const before = [await mission.acts(), await mission.accounts.list()];
    const invite = (invitee: { email: string; name?: string; samePersonAs?: string }) =>
      mission.accounts.invite({ name: "A", role: "viewer", ...invitee }, ACT);
    await expect(invite({ email: email.toUpperCase() })).rejects.toMatchObject({ code: "email-taken" });
    await expect(invite({ email: "not an address" })).rejects.toMatchObject({ code: "bad-email" });
    await expect(invite({ email: "b@example.org", name: " " })).rejects.toMatchObject({ code: "name-needed" });
    await expect(invite({ email: "b@example.org", samePersonAs: "nobody" })).rejects.toMatchObject({
      code: "no-account",
    });
    await expect(mission.accounts.enable("nobody", ACT)).rejects.toMatchObject({ code: "no-account" });
    expect([await mission.acts(), await mission.accounts.list()]).toEqual(before);
  });

  it("leaves nothing behind that has run out", async () => {
    const { browser } = await mission.person("viewer");
    await mission.invite("viewer");
    for (const table of ["session", "invitation"])
      await mission.tables(`update truce_accounts.${table} set "expiresAt" = now() - interval '1 second'`);
    await mission.tables("delete from truce_accounts.attempt");
    await mission.open();
    const left = await mission.tables(
      "select (select count(*) from truce_accounts.session) + (select count(*) from truce_accounts.invitation) as n",
    );
    expect(left).toEqual([{ n: 0 }]);
    expect(await browser.caller()).toBeUndefined();
  });

  it("is done to tables that are made once, whoever comes first, and that a backup does not hold", async () => {
    const { email } = await mission.person("viewer");
    const more = await Promise.all([mission.open(), mission.open(), mission.open()]);
    expect((await more[1].find(email))?.email).toBe(email);
    const tables = await mission.tables(
      "select table_name as name from information_schema.tables where table_schema = 'truce_accounts' order by 1",
    );
    expect(tables.map(({ name }) => name)).toEqual([
      "account",
      "apikey",
      "attempt",
      "invitation",
      "passkey",
      "session",
      "twoFactor",
      "usedCode",
      "user",
      "verification",
    ]);
  });
});
