import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SLOW, onEachServer } from "../temporary-record.ts";
import { GUARDED_PERMISSIONS, may } from "../../src/accounts/index.ts";
import { PATHS } from "../../src/accounts/door.ts";
import { ADDRESS, type Browser, codeOf } from "../people/browser.ts";
import { IdentityProvider } from "../people/identity-provider.ts";
import { ACT, Mission, PASSWORD } from "../people/mission.ts";
import { Passkey } from "../people/passkey.ts";

onEachServer("a second factor", (records) => {
  const mission = new Mission(records);

  it("is asked for, and a code works once: not after it turned the second factor on, and not for two at a time", async () => {
    const person = await mission.person("decider");
    const { uri, used } = await mission.withCodes(person);
    const begin = async (): Promise<Browser> => {
      const browser = mission.browser();
      expect((await browser.signIn(person.email, PASSWORD)).body).toMatchObject({ twoFactorRedirect: true });
      expect((await browser.caller())?.account).toBeUndefined();
      return browser;
    };
    const replaying = await begin();
    expect((await replaying.post("/two-factor/verify-totp", { code: used })).status).toBe(401);
    const next = codeOf(uri, Date.now() + 30_000);
    const [one, two] = [await begin(), await begin()];
    const answers = await Promise.all(
      [one, two].map((browser) => browser.post("/two-factor/verify-totp", { code: next })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "401"]);
    const callers = await Promise.all([one.caller(), two.caller()]);
    expect(callers.filter((caller) => caller?.account === person.id)).toHaveLength(1);
    const late = await begin();
    expect((await late.post("/two-factor/verify-totp", { code: next })).status).toBe(401);
    expect((await late.post("/two-factor/verify-totp", { code: ` ${next} ` })).status).toBe(401);
  });

  it("is not waived for a device, nor by a password that is set anew", async () => {
    const person = await mission.person("decider");
    const { uri } = await mission.withCodes(person);
    const browser = mission.browser();
    await browser.signIn(person.email, PASSWORD);
    const code = codeOf(uri, Date.now() + 30_000);
    expect((await browser.post("/two-factor/verify-totp", { code, trustDevice: true })).status).toBe(400);
    const { link } = await mission.accounts.inviteAgain(person.id, ACT);
    const other = mission.browser();
    const token = link.slice(link.indexOf("#") + 1);
    expect((await other.post("/invitation/accept", { token, password: PASSWORD })).status).toBe(200);
    expect((await other.signIn(person.email, PASSWORD)).body).toMatchObject({ twoFactorRedirect: true });
  });

  it("has codes for when it is lost, each of which works once, and can be reset", async () => {
    const person = await mission.person("decider");
    const { backup } = await mission.withCodes(person);
    const tries = async (code: string): Promise<number> => {
      const browser = mission.browser();
      await browser.signIn(person.email, PASSWORD);
      return (await browser.post("/two-factor/verify-backup-code", { code })).status;
    };
    expect(new Set(backup).size).toBe(10);
    expect([await tries(backup[0]!), await tries(backup[0]!), await tries(backup[1]!)]).toEqual([200, 401, 200]);
    const both = await Promise.all([tries(backup[2]!), tries(backup[2]!)]);
    expect(both.filter((status) => status === 200)).toHaveLength(1);
    await mission.accounts.resetSecondFactor(person.id, ACT);
    expect(await person.browser.caller()).toBeUndefined();
    const browser = mission.browser();
    await browser.signIn(person.email, PASSWORD);
    expect((await browser.caller())?.account).toBe(person.id);
  });

  it("is guessed at a few times only, from however many addresses", async () => {
    const person = await mission.person("decider");
    await mission.withCodes(person);
    const statuses: number[] = [];
    for (let n = 0; n < 3; n++) {
      const browser = mission.browser();
      await browser.signIn(person.email, PASSWORD);
      for (let m = 0; m < 5; m++)
        statuses.push((await browser.post("/two-factor/verify-totp", { code: `00000${n * 5 + m}`.slice(-6) })).status);
    }
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(10).every((status) => status === 429)).toBe(true);
  });
});

onEachServer("what a password alone is not enough for", (records) => {
  const mission = new Mission(records);

  it("is had by whoever shows a second factor, for as long as it is one", async () => {
    const strict = await mission.open({ secondFactorFor: GUARDED_PERMISSIONS });
    const person = await mission.person("verifier");
    const mayIdentify = async (browser: Browser): Promise<boolean> =>
      may((await strict.callerOf(browser.headers))!, "source:identify");
    expect(await mayIdentify(person.browser)).toBe(false);
    expect(await strict.callerOf(person.browser.headers)).toMatchObject({
      withheld: ["source:identify"],
      role: "verifier",
    });
    const { backup } = await mission.withCodes(person);
    expect(await mayIdentify(person.browser)).toBe(true);
    const change = { currentPassword: PASSWORD, newPassword: "nine blue kites over the ford" };
    expect((await person.browser.post("/change-password", change)).status).toBe(200);
    expect(await mayIdentify(person.browser)).toBe(true);
    const again = mission.browser();
    await again.signIn(person.email, change.newPassword);
    await again.post("/two-factor/verify-backup-code", { code: backup[0] });
    expect(await mayIdentify(again)).toBe(true);
    expect((await again.post("/two-factor/disable", { password: change.newPassword })).status).toBe(200);
    expect((await again.caller())?.account).toBe(person.id);
    expect(await mayIdentify(again)).toBe(false);
    const key = { account: person.id, name: "k", scope: ["source:identify", "level:set"] as const };
    const made = await mission.accounts.addApiKey(key, ACT);
    const caller = await strict.callerOf(new Headers({ "x-api-key": made.key }));
    expect([...caller!.permissions]).toEqual(["level:set"]);
  });
});

onEachServer("a passkey", (records) => {
  const mission = new Mission(records);

  const added = async (): Promise<{ readonly id: string; readonly email: string; readonly passkey: Passkey }> => {
    const { id, email, browser } = await mission.person("verifier");
    const passkey = new Passkey(ADDRESS);
    const { body } = await browser.get("/passkey/generate-register-options");
    const response = passkey.register(body as { challenge: string });
    expect((await browser.post("/passkey/verify-registration", { response, name: "telephone" })).status).toBe(200);
    return { id, email, passkey };
  };

  const comes = async (
    passkey: Passkey,
  ): Promise<{ readonly status: number; readonly browser: Browser; readonly response: unknown }> => {
    const browser = mission.browser();
    const { body } = await browser.get("/passkey/generate-authenticate-options");
    const response = passkey.signIn(body as { challenge: string });
    return { status: (await browser.post("/passkey/verify-authentication", { response })).status, browser, response };
  };

  it("signs its person in by itself, and nobody else", async () => {
    const { id, passkey } = await added();
    const { status, browser, response } = await comes(passkey);
    expect(status).toBe(200);
    expect((await browser.caller())?.account).toBe(id);
    expect(await mission.sessionsAreStrong(id)).toContain(true);
    expect((await mission.browser().post("/passkey/verify-authentication", { response })).status).toBe(400);
    expect((await browser.post("/passkey/verify-authentication", { response })).status).toBe(400);
    expect((await comes(new Passkey(ADDRESS))).status).toBe(401);
  });

  it("must be unlocked, be of this address, and be of an account that may come in", async () => {
    const { id, passkey } = await added();
    passkey.isUnlocked = false;
    expect((await comes(passkey)).status).toBe(401);
    passkey.isUnlocked = true;
    await mission.accounts.disable(id, ACT);
    const { status, browser } = await comes(passkey);
    expect(status).toBe(401);
    expect((await browser.caller())?.account).toBeUndefined();
    const other = await mission.person("verifier");
    const { body } = await other.browser.get("/passkey/generate-register-options");
    const response = new Passkey("http://elsewhere.example").register(body as { challenge: string });
    expect((await other.browser.post("/passkey/verify-registration", { response })).status).toBe(400);
  });

  it("is gone with a reset of the second factor", async () => {
    const { id, passkey } = await added();
    await mission.accounts.resetSecondFactor(id, ACT);
    expect((await comes(passkey)).status).toBe(401);
  });

  it("is of one account", async () => {
    const { passkey } = await added();
    const { browser } = await mission.person("verifier");
    const { body } = await browser.get("/passkey/generate-register-options");
    const response = passkey.register(body as { challenge: string });
    expect((await browser.post("/passkey/verify-registration", { response })).body).toMatchObject({
      code: "PASSKEY_TAKEN",
    });
  });

  it("is added by who has just signed in, not by who found a screen open", async () => {
    const { browser } = await mission.person("verifier");
    await mission.tables(`update truce_accounts.session set "createdAt" = now() - interval '20 minutes'`);
    expect((await browser.get("/passkey/generate-register-options")).status).toBe(403);
  });
});

onEachServer("a session", (records) => {
  const mission = new Mission(records);

  it("stops at once when it is revoked, wherever that is done", async () => {
    const { id, email, browser } = await mission.person("editor");
    const others = [mission.browser(), mission.browser(await mission.open()), mission.browser()];
    for (const other of others) await other.signIn(email, PASSWORD);
    const { body } = await browser.get("/sessions");
    const sessions = body["sessions"] as { readonly id: string; readonly current: boolean }[];
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(sessions).toHaveLength(4);
    const newest = sessions[0]!;
    expect((await browser.post("/sessions/revoke", { id: newest.id })).body).toEqual({ revoked: 1 });
    expect(await others[2]!.caller()).toBeUndefined();
    expect((await others[1]!.caller())?.account).toBe(id);
    expect((await browser.post("/sessions/revoke-others")).body).toEqual({ revoked: 2 });
    expect(await others[1]!.caller()).toBeUndefined();
    expect((await browser.caller())?.account).toBe(id);
    expect(await mission.accounts.revokeSessions(id, ACT)).toBe(1);
    expect(await browser.caller()).toBeUndefined();
    expect((await browser.get("/me")).status).toBe(401);
    const stranger = await mission.person("viewer");
    const again = mission.browser();
    await again.signIn(email, PASSWORD);
    const own = ((await again.get("/sessions")).body["sessions"] as { readonly id: string }[])[0]!;
    expect((await stranger.browser.post("/sessions/revoke", { id: own.id })).body).toEqual({ revoked: 0 });
  });

  it("stops when its account is disabled, signed out, given another password, or half a day has passed", async () => {
    const disabled = await mission.person("editor");
    await mission.accounts.disable(disabled.id, ACT);
    expect(await disabled.browser.caller()).toBeUndefined();
    await mission.accounts.enable(disabled.id, ACT);
    expect(await disabled.browser.caller()).toBeUndefined();
    const out = await mission.person("editor");
    const kept = out.browser.headers;
    await out.browser.post("/sign-out");
    expect(await mission.accounts.callerOf(kept)).toBeUndefined();
    const changed = await mission.person("editor");
    const elsewhere = mission.browser();
    await elsewhere.signIn(changed.email, PASSWORD);
    const change = {
      currentPassword: PASSWORD,
      newPassword: "nine blue kites over the ford",
      revokeOtherSessions: false,
    };
    expect((await changed.browser.post("/change-password", { ...change, newPassword: "password1234" })).status).toBe(
      400,
    );
    expect((await changed.browser.post("/change-password", change)).status).toBe(200);
    expect(await elsewhere.caller()).toBeUndefined();
    expect((await changed.browser.caller())?.account).toBe(changed.id);
    const [ends] = await mission.tables(
      `select bool_and("expiresAt" <= now() + interval '12 hours') as soon from truce_accounts.session`,
    );
    expect(ends).toEqual({ soon: true });
    await mission.tables(`update truce_accounts.session set "expiresAt" = now() - interval '1 second'`);
    expect(await changed.browser.caller()).toBeUndefined();
  });

  it("is in a cookie that no script reads and no other site sends, and in no body", async () => {
    const secure = await mission.open({ address: "https://truce.example" });
    const { id, email, token } = await mission.invite("editor");
    await mission.accounts.accept({ token, password: PASSWORD });
    const browser = mission.browser(secure);
    browser.origin = "https://truce.example";
    const { headers, body } = await browser.signIn(email, PASSWORD);
    const cookie = headers.getSetCookie().find((line) => line.includes("session_token"));
    expect(cookie).toMatch(/^__Secure-truce\.session_token=/u);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(attribute);
    expect((await browser.caller())?.account).toBe(id);
    const [stored] = await mission.tables("select token from truce_accounts.session");
    expect(JSON.stringify(body)).not.toContain(String(stored!["token"]));
    expect(headers.get("cache-control")).toBe("no-store");
    const forged = new Headers({ cookie: `__Secure-truce.session_token=${String(stored!["token"])}.c2lnbmF0dXJl` });
    expect(await secure.callerOf(forged)).toBeUndefined();
  });

  it("does nothing that another site's page asks for", async () => {
    const { browser, id } = await mission.person("editor");
    for (const origin of ["https://elsewhere.example", "null", "http://localhost:8081", undefined]) {
      browser.origin = origin;
      expect((await browser.post("/sign-out")).status).toBe(403);
      expect(mission.accounts.isFromOwnPages({ method: "POST", headers: browser.headers })).toBe(false);
      expect(mission.accounts.isFromOwnPages({ method: "GET", headers: browser.headers })).toBe(true);
    }
    for (const origin of [ADDRESS, "http://127.0.0.1:8080", "http://[::1]:8080"]) {
      browser.origin = origin;
      expect(mission.accounts.isFromOwnPages({ method: "POST", headers: browser.headers })).toBe(true);
      expect((await browser.post("/sessions/revoke-others")).status).toBe(200);
    }
    expect(mission.accounts.isFromOwnPages({ method: "POST", headers: new Headers({ "x-api-key": "k" }) })).toBe(true);
    const basic = { authorization: "Basic YTpi" };
    const isOwn = (headers: Record<string, string>): boolean =>
      mission.accounts.isFromOwnPages({ method: "POST", headers: new Headers({ ...basic, ...headers }) });
    expect([
      isOwn({}),
      isOwn({ origin: "https://elsewhere.example" }),
      isOwn({ "sec-fetch-site": "cross-site" }),
    ]).toEqual([true, false, false]);
    expect((await browser.caller())?.account).toBe(id);
    const foreign = mission.browser();
    foreign.origin = "https://elsewhere.example";
    expect((await foreign.signIn("a@mission.example", PASSWORD)).status).toBe(403);
  });

  it("cannot reach what is not in the table of paths, nor send more than a sign-in needs", async () => {
    const { browser, id } = await mission.person("viewer");
    for (const path of [
      "/update-user",
      "/delete-user",
      "/change-email",
      "/api-key/create",
      "/revoke-sessions",
      "/set-password",
      "/reset-password",
      "/link-social",
      "/two-factor/send-otp",
      "/sign-in/email/",
      "/SIGN-OUT",
      "/../me",
    ])
      expect([
        path,
        (await browser.post(path, { role: "admin", password: PASSWORD, newPassword: PASSWORD })).status,
      ]).toEqual([path, 404]);
    for (const path of ["/get-session", "/list-sessions", "/ok", "/error", "/api-key/list", "/verify-email"])
      expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
    expect((await browser.get("/sign-out")).status).toBe(405);
    expect((await browser.post("/sign-in/email", { email: "x".repeat(70_000) })).status).toBe(413);
    expect(await browser.caller()).toMatchObject({ account: id, role: "viewer" });
  });
});

onEachServer("the door", (records) => {
  const mission = new Mission(records);

  it("answers whatever it is sent by a status that is meant, and never by a failure of its own", async () => {
    const { browser, email } = await mission.person("viewer");
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        email,
        PASSWORD,
        "\0",
        "a\0@b.example",
        "\ud800",
        "' or 1=1 --",
        "__proto__",
        "../..",
        1e308,
        null,
        [],
      ),
    );
    const names = "email password token code id provider callbackURL response newPassword currentPassword name method";
    const body = fc.oneof(strange, fc.dictionary(fc.constantFrom(...names.split(" ")), strange));
    let n = 0;
    const path = fc.constantFrom(...Object.keys(PATHS), "/callback/mission");
    await fc.assert(
      fc.asyncProperty(path, body, fc.string({ unit: "binary" }), async (to, sent, query) => {
        // One whose session a request has ended goes on without it; limits are met elsewhere.
        const asked = browser.at(`198.51.${n >> 8}.${n++ & 255}`);
        const asking =
          PATHS[to] === "POST" ? asked.post(to, sent) : asked.get(`${to}?state=${encodeURIComponent(query)}&code=x`);
        const { status } = await asking;
        expect([200, 302, 400, 401, 403, 404, 415, 422, 429]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect(mission.log.events.filter(({ event }) => event === "trouble")).toEqual([]);
  });
});

onEachServer("a provider of identities", (records) => {
  const mission = new Mission(records);
  const provider = new IdentityProvider();
  beforeEach(() => provider.start(), SLOW);
  afterEach(() => provider.stop(), SLOW);

  const comes = async (
    claims: IdentityProvider["claims"],
  ): Promise<{ readonly browser: Browser; readonly to: string }> => {
    provider.claims = claims;
    const browser = mission.browser(await mission.open({ oidc: [provider.provider] }));
    const { body } = await browser.post("/sign-in/social", {
      provider: "mission",
      callbackURL: "/",
      disableRedirect: true,
    });
    const back = provider.authorize(String(body["url"]));
    const { headers } = await browser.get(`/callback/mission?${back.toString()}`);
    return { browser, to: headers.get("location") ?? "" };
  };

  it("lets in whoever was invited, without a password, and nobody else", async () => {
    const { id, email } = await mission.invite("verifier");
    const claims = { sub: "7", email, email_verified: true, name: "Somebody" };
    const { browser } = await comes(claims);
    expect(await browser.caller()).toMatchObject({ account: id, role: "verifier" });
    expect(await mission.sessionsAreStrong(id)).toEqual([true]);
    expect(await mission.accounts.find(id)).toMatchObject({ state: "active", name: "A Person" });
    expect((await mission.acts()).map(({ act }) => act)).toEqual(["invite-user", "accept-invitation"]);
    expect((await (await comes(claims)).browser.caller())?.account).toBe(id);
    const [link] = await mission.tables(`select "accessToken", "refreshToken", "idToken" from truce_accounts.account`);
    expect(link).toEqual({ accessToken: null, refreshToken: null, idToken: null });
    const stranger = await comes({ sub: "8", email: "stranger@mission.example", email_verified: true, name: "S" });
    expect((await stranger.browser.caller())?.account).toBeUndefined();
    expect(await mission.accounts.list()).toHaveLength(1);
    await mission.accounts.disable(id, ACT);
    expect((await (await comes(claims)).browser.caller())?.account).toBeUndefined();
  });

  it("that does not answer holds nobody up, and is offered when it comes back", async () => {
    const { port, provider: given } = provider;
    await provider.stop();
    const begun = performance.now();
    const accounts = await mission.open({ oidc: [given], askProvidersEvery: 50 });
    expect(performance.now() - begun).toBeLessThan(10_000);
    const browser = mission.browser(accounts);
    expect((await browser.get("/ways-in")).body).toEqual({ providers: [] });
    const { email, token } = await mission.invite("verifier");
    await mission.accounts.accept({ token, password: PASSWORD });
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    const asked = { provider: "mission", callbackURL: "/", disableRedirect: true };
    expect((await browser.post("/sign-in/social", asked)).status).toBe(404);
    await provider.start(port);
    const offered = async (): Promise<unknown> => (await browser.get("/ways-in")).body["providers"];
    while (((await offered()) as readonly unknown[]).length === 0) await new Promise((wait) => setTimeout(wait, 20));
    expect(await offered()).toEqual([{ id: "mission", name: "Mission" }]);
    expect((await browser.post("/sign-in/social", asked)).status).toBe(200);
    // Whoever was signed in still is.
    expect((await browser.caller())?.role).toBe("verifier");
  });

  it("is not believed about an address that it has not verified, nor with an answer to another question", async () => {
    const { email } = await mission.invite("verifier");
    const unverified = await comes({ sub: "7", email, email_verified: false, name: "Somebody" });
    expect((await unverified.browser.caller())?.account).toBeUndefined();
    provider.nonce = "of another sign-in";
    const stolen = await comes({ sub: "7", email, email_verified: true, name: "Somebody" });
    expect((await stolen.browser.caller())?.account).toBeUndefined();
    provider.nonce = undefined;
    expect((await mission.accounts.find(email))?.state).toBe("invited");
  });
});

onEachServer("what is told of the door", (records) => {
  const mission = new Mission(records);
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    const keep = (...words: readonly unknown[]): void => void written.push(words.map(String).join(" "));
    for (const name of ["log", "info", "warn", "error", "debug"] as const)
      vi.spyOn(console, name).mockImplementation(keep);
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, "write").mockImplementation((piece) => (written.push(String(piece)), true));
  });
  afterEach(() => void vi.restoreAllMocks());

  it("has no name, address, password, code, token or key in it, whatever goes wrong", async () => {
    const person = await mission.person("admin", { name: "Amal Haddad" });
    const { uri, backup, used } = await mission.withCodes(person);
    const browser = mission.browser();
    await browser.signIn(person.email, "not the password at all");
    await browser.signIn("nobody@mission.example", PASSWORD);
    await browser.signIn(person.email, PASSWORD);
    await browser.post("/two-factor/verify-totp", { code: used });
    await browser.post("/two-factor/verify-backup-code", { code: backup[0] });
    await browser.post("/invitation/accept", { token: "secret-token-of-mine", password: PASSWORD });
    await browser.post("/sign-in/email", { email: { secret: "object-in-place" } });
    await browser.get("/callback/mission?code=secret-code&state=secret-state");
    const { key } = await mission.accounts.addApiKey({ account: person.id, name: "k", scope: ["ledger:read"] }, ACT);
    await mission.accounts.callerOf(new Headers({ "x-api-key": `${key}x` }));
    await mission.tables("alter table truce_accounts.session rename to elsewhere");
    await browser.signIn(person.email, PASSWORD);
    await mission.tables("alter table truce_accounts.elsewhere rename to session");
    const told = written.join("\n") + JSON.stringify(mission.log.events);
    expect(mission.log.events).toContainEqual({ event: "signed-in", account: person.id });
    expect(mission.log.events).toContainEqual({ event: "refused", path: "/sign-in/email", status: 401 });
    const secret = new URL(uri).searchParams.get("secret")!;
    for (const word of [
      person.email,
      "nobody@",
      "Amal",
      PASSWORD,
      "not the password",
      used,
      secret,
      ...backup,
      key,
      "secret-",
      "object-in-place",
      "192.0.2.",
    ])
      expect(told).not.toContain(word);
  });

  it("says what went wrong by its code when the database fails, and the answer says nothing", async () => {
    const { email } = await mission.person("viewer");
    await mission.tables("alter table truce_accounts.session rename to elsewhere");
    const { status, body } = await mission.browser().signIn(email, PASSWORD);
    await mission.tables("alter table truce_accounts.elsewhere rename to session");
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/session|relation|select|at /iu);
    expect(mission.log.events).toContainEqual({ event: "trouble", path: "/sign-in/email", code: "42P01" });
    expect(written.join("\n")).not.toMatch(/42P01|relation|SERVER_ERROR/u);
  });
});
