import { afterEach, expect, test } from "vitest";
import { PATHS } from "../../src/accounts/door.ts";
import { DOOR, DOOR_NAMES, openApiDocument, ProblemAnswer, type DoorName, type Endpoint } from "../../src/api/index.ts";
import { codeOf } from "../people/browser.ts";
import { ACT, PASSWORD } from "../people/mission.ts";
import { Passkey } from "../people/passkey.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { RealServer, type Visitor } from "./real-server.ts";

const OTHER = "nine blue kites over the ford";

test("the contract has every path by which people come in, and the document has it from there", () => {
  const inContract = DOOR_NAMES.map((name) => {
    const { path, method }: Endpoint = DOOR[name];
    return [path.replace("/api/auth", ""), method.toUpperCase()];
  });
  expect(Object.fromEntries(inContract)).toEqual(PATHS);
  const { paths } = openApiDocument() as { paths: Record<string, unknown> };
  for (const path of Object.keys(PATHS)) expect(Object.keys(paths)).toContain(`/api/auth${path}`);
});

onEachServer("coming in over HTTP", (records) => {
  let server: RealServer;
  const answered = new Set<DoorName>();
  afterEach(() => server.stop(), SLOW);

  test("answers as the contract says, from the invitation to the last key", async () => {
    server = await RealServer.start(records);
    await password(await server.invited("editor"));
    await factors(await server.signedIn("verifier"));
    await passkeys(await server.signedIn("decider"));
    await lookingAfter(await server.signedIn("admin", { isStrong: true }));
    expect(DOOR_NAMES.filter((name) => !answered.has(name) && name !== "signInElsewhere")).toEqual([]);
  });

  /** Keeps in mind what was answered well. */
  function asking(visitor: Visitor): Visitor["asks"] {
    return async (name, given) => {
      const answer = await visitor.asks(name, given);
      answered.add(name as DoorName);
      return answer;
    };
  }

  async function password(visitor: Visitor): Promise<void> {
    const ask = asking(visitor);
    expect((await ask("me", {})).account).toBeNull();
    expect(await ask("waysIn", {})).toEqual({ providers: [] });
    const body = { email: visitor.email, password: PASSWORD };
    expect(await ask("signIn", { body })).toEqual({ secondFactorNeeded: false });
    expect(await ask("me", {})).toMatchObject({
      role: "editor",
      email: visitor.email,
      name: "A Person",
      tier: "internal",
    });
    expect((await ask("listSessions", {})).sessions).toMatchObject([{ current: true }]);
    await visitor.another().signIn();
    expect(await ask("revokeOtherSessions", { body: {} })).toEqual({ revoked: 1 });
    const own = (await ask("listSessions", {})).sessions[0]!;
    await ask("changePassword", { body: { currentPassword: PASSWORD, newPassword: OTHER } });
    expect(await ask("revokeSession", { body: { id: own.id } })).toEqual({ revoked: 0 });
    await ask("signOut", { body: {} });
    expect((await ask("me", {})).account).toBeNull();
    const { link } = await server.accounts.inviteAgain(visitor.account, ACT);
    const token = link.slice(link.indexOf("#") + 1);
    expect(await ask("acceptInvitation", { body: { token, password: PASSWORD } })).toEqual({ email: visitor.email });
  }

  async function factors(visitor: Visitor): Promise<void> {
    const ask = asking(visitor);
    const { totpURI, backupCodes } = await ask("enableSecondFactor", { body: { password: PASSWORD } });
    expect(backupCodes).toHaveLength(10);
    await ask("verifyCode", { body: { code: codeOf(totpURI) } });
    expect((await ask("me", {})).secondFactor).toBe(true);
    const { backupCodes: renewed } = await ask("renewBackupCodes", { body: { password: PASSWORD } });
    await ask("signOut", { body: {} });
    const { secondFactorNeeded } = await ask("signIn", { body: { email: visitor.email, password: PASSWORD } });
    expect(secondFactorNeeded).toBe(true);
    expect((await ask("me", {})).account).toBeNull();
    await ask("verifyBackupCode", { body: { code: renewed[0]! } });
    expect((await ask("me", {})).account).toBe(visitor.account);
    await ask("disableSecondFactor", { body: { password: PASSWORD } });
  }

  async function passkeys(visitor: Visitor): Promise<void> {
    const ask = asking(visitor);
    const passkey = new Passkey(server.address);
    const { challenge } = await ask("passkeyToAdd", {});
    const made = passkey.register({ challenge: challenge as string }) as Record<string, never>;
    const { id } = await ask("addPasskey", { body: { response: made, name: "telephone" } });
    await ask("renamePasskey", { body: { id, name: "the other telephone" } });
    expect((await ask("listPasskeys", {})).passkeys).toMatchObject([{ id, name: "the other telephone" }]);
    await ask("signOut", { body: {} });
    const shown = await ask("passkeyToShow", {});
    const response = passkey.signIn({ challenge: shown["challenge"] as string }) as Record<string, never>;
    await ask("signInWithPasskey", { body: { response } });
    // Password and second factor in one.
    expect((await visitor.well("/api/caller"))["withheld"]).toEqual([]);
    await ask("removePasskey", { body: { id } });
    expect((await ask("listPasskeys", {})).passkeys).toEqual([]);
  }

  async function lookingAfter(admin: Visitor): Promise<void> {
    const ask = asking(admin);
    const invitee = { email: "new@mission.example", name: "New", role: "liaison", party: "upper" } as const;
    const { account, link, expiresAt } = await ask("inviteUser", { body: invitee });
    expect(link).toMatch(/^http:\/\/localhost:\d+\/invitation#[\w-]{43}$/u);
    expect(Date.parse(expiresAt!)).toBeGreaterThan(Date.now());
    expect((await ask("inviteUserAgain", { body: { account } })).link).not.toBe(link);
    await ask("setUserRole", { body: { account, role: "editor", reason: "by mistake" } });
    const key = { account, name: "desk", scope: ["record:read"] as ["record:read"], days: 3 };
    const made = await ask("addUserApiKey", { body: key });
    const { users } = await ask("listUsers", {});
    const { key: secret, ...listed } = made;
    expect(secret).toMatch(/^truce_/u);
    expect(users.find(({ id }) => id === account)).toMatchObject({
      role: "editor",
      state: "invited",
      apiKeys: [listed],
    });
    await ask("revokeUserApiKey", { body: { key: made.id } });
    await ask("disableUser", { body: { account } });
    await ask("enableUser", { body: { account } });
    await ask("resetUserSecondFactor", { body: { account } });
    expect(await ask("revokeUserSessions", { body: { account } })).toEqual({ revoked: 0 });
  }

  test("tells trouble as the rest of the API does", async () => {
    server = await RealServer.start(records);
    const [editor, admin] = [await server.signedIn("editor"), await server.signedIn("admin", { isStrong: true })];
    const nobody = editor.another();
    const troubleOf = async (asked: Promise<unknown>): Promise<unknown> => {
      const error = await asked.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof ProblemAnswer)) return error;
      const { status, code, problems = [] } = error.problem;
      return [status, code, ...problems.map(({ pointer }) => pointer)];
    };
    const wrong = { body: { email: editor.email, password: "wrong words to say" } };
    expect(await troubleOf(nobody.asks("signIn", wrong))).toEqual([401, "invalid-email-or-password"]);
    expect(await troubleOf(nobody.asks("listSessions", {}))).toEqual([401, "not-signed-in"]);
    expect(await troubleOf(editor.asks("listUsers", {}))).toEqual([403, "not-allowed"]);
    const weak = { body: { currentPassword: PASSWORD, newPassword: "password1234" } };
    expect(await troubleOf(editor.asks("changePassword", weak))).toEqual([400, "weak-password"]);
    const body = { account: "nobody", role: "king", more: 1 } as never;
    expect(await troubleOf(admin.asks("setUserRole", { body }))).toEqual([422, "bad-input", "/role", ""]);
    const none = { body: { account: "nobody" } };
    expect(await troubleOf(admin.asks("disableUser", none))).toEqual([404, "no-account"]);
    const own = { body: { account: admin.account } };
    expect(await troubleOf(admin.asks("disableUser", own))).toEqual([403, "own-account"]);
    const taken = { body: { email: editor.email, name: "Again", role: "editor" } as const };
    expect(await troubleOf(admin.asks("inviteUser", taken))).toEqual([409, "email-taken"]);
    const init = { method: "POST", headers: { "content-type": "application/json" } };
    expect((await nobody.ask("/api/auth/sign-in/email", { ...init, body: "{" })).problem.code).toBe("bad-json");
    expect((await nobody.ask("/api/auth/sign-in/email", { method: "POST", body: "a=b" })).status).toBe(415);
    expect((await nobody.ask("/api/auth/sign-in/email", { ...init, body: "x".repeat(70_000) })).status).toBe(413);
    expect((await nobody.ask("/api/auth/ways-in?more=1")).problem.code).toBe("bad-query");
    // Nobody is sent elsewhere.
    for (const callbackURL of ["https://elsewhere.example/", "//elsewhere.example"]) {
      const away = await nobody.post("/api/auth/sign-in/social", { provider: "mission", callbackURL });
      expect([callbackURL, away.status]).toEqual([callbackURL, 403]);
    }
    for (const path of ["/api/auth/sign-up/email", "/api/auth/get-session", "/api/auth/sign-out", "/api/auth/"])
      expect(await nobody.ask(path)).toMatchObject({ status: 404, body: { code: "not-found", title: "Not Found" } });
    const statuses: number[] = [];
    let last = await nobody.ask("/api/caller");
    for (let i = 0; i < 12; i++)
      statuses.push((last = await nobody.post("/api/auth/sign-in/email", wrong.body)).status);
    expect(statuses.at(-1)).toBe(429);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(last.problem).toMatchObject({ code: "too-many-attempts", status: 429 });
    // A way back from a provider that there is not.
    const back = await nobody.ask("/api/auth/callback/mission?code=x&state=y");
    expect([302, 400, 401, 404]).toContain(back.status);
  });
});
