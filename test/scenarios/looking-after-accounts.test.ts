import { expect, it } from "vitest";
import { GUARDED_PERMISSIONS, ROLES } from "../../src/accounts/index.ts";
import { PATHS } from "../../src/accounts/door.ts";
import { ACT, Mission, PASSWORD, type Person } from "../people/mission.ts";
import { onEachServer } from "../temporary-record.ts";

onEachServer("looking after accounts while the server runs", (records) => {
  const mission = new Mission(records);

  /** One good request for each act; what it is done to is not who does it. */
  const requests = (account: string): Readonly<Record<string, unknown>> => ({
    "/users/invite": { email: `new-${account}@mission.example`, name: "New", role: "monitor" },
    "/users/role": { account, role: "viewer" },
    "/users/revoke-sessions": { account },
    "/users/reset-second-factor": { account },
    "/users/api-keys": { account, name: "k", scope: ["record:read"], days: 5 },
    "/users/api-keys/revoke": { key: "no such key" },
    "/users/disable": { account },
    "/users/enable": { account },
    "/users/invite-again": { account, reason: "lost the password" },
  });

  const statuses = async (
    { browser }: Pick<Person, "browser">,
    account: string,
  ): Promise<Readonly<Record<string, number>>> => {
    const found: Record<string, number> = { "/users": (await browser.get("/users")).status };
    for (const [path, body] of Object.entries(requests(account))) found[path] = (await browser.post(path, body)).status;
    return found;
  };

  it("is for admins and for nobody else, whatever is asked", async () => {
    const { id } = await mission.invite("monitor");
    const all = (status: number): Readonly<Record<string, number>> =>
      Object.fromEntries(["/users", ...Object.keys(requests(id))].map((path) => [path, status]));
    expect(Object.keys(all(0)).toSorted()).toEqual(
      Object.keys(PATHS)
        .filter((path) => path.startsWith("/users"))
        .toSorted(),
    );
    for (const role of ROLES.filter((one) => one !== "admin")) {
      const person = await mission.person(role, role === "liaison" ? { party: "sar" } : {});
      expect([role, await statuses(person, id)]).toEqual([role, all(403)]);
    }
    expect(await statuses({ browser: mission.browser() }, id)).toEqual(all(401));
    const before = await mission.acts();
    const admin = await mission.person("admin");
    expect(await statuses(admin, id)).toEqual({ ...all(200), "/users/api-keys/revoke": 404 });
    admin.browser.origin = "https://elsewhere.example";
    expect(await statuses(admin, id)).toEqual({ ...all(403), "/users": 200 });
    const acts = (await mission.acts()).slice(before.length + 2);
    expect(acts.every(({ by }) => by === admin.id)).toBe(true);
    expect(acts.map(({ act }) => act)).toEqual([
      "invite-user",
      "set-user-role",
      "revoke-sessions",
      "reset-second-factor",
      "add-api-key",
      "disable-user",
      "enable-user",
      "invite-user-again",
    ]);
  });

  it("shows a link and a key once, and answers what cannot be done by a code of its own", async () => {
    const { browser, id, email } = await mission.person("admin");
    const sent = { email: "b@mission.example", name: "B", role: "liaison", party: "sar" };
    const { body } = await browser.post("/users/invite", sent);
    const link = String(body["link"]);
    const token = link.slice(link.indexOf("#") + 1);
    const other = mission.browser();
    expect((await other.post("/invitation/accept", { token, password: PASSWORD })).status).toBe(200);
    expect((await other.signIn(sent.email, PASSWORD)).status).toBe(200);
    expect(await other.caller()).toMatchObject({ viewer: { tier: "party", party: "sar" } });
    const key = { account: body["account"], name: "k", scope: ["reply:give"] };
    const made = await browser.post("/users/api-keys", key);
    expect(await mission.accounts.callerOf(new Headers({ "x-api-key": String(made.body["key"]) }))).toMatchObject({
      party: "sar",
    });
    const listed = JSON.stringify((await browser.get("/users")).body);
    expect(listed).toContain(email);
    expect(listed).not.toContain(token);
    expect(listed).not.toContain(String(made.body["key"]));
    const codes = async (path: string, asked: unknown): Promise<unknown> => {
      const { status, body: said } = await browser.post(path, asked);
      return [status, said["code"]];
    };
    expect(await codes("/users/invite", sent)).toEqual([409, "EMAIL_TAKEN"]);
    expect(await codes("/users/invite", { ...sent, email: "c@mission.example", party: undefined })).toEqual([
      400,
      "PARTY_NEEDED",
    ]);
    expect(await codes("/users/role", { account: id, role: "decider" })).toEqual([403, "OWN_ACCOUNT"]);
    expect(await codes("/users/disable", { account: "nobody" })).toEqual([404, "NO_ACCOUNT"]);
    expect(await codes("/users/api-keys", { ...key, scope: ["user:manage"] })).toEqual([400, "BEYOND_ROLE"]);
    expect((await browser.post("/users/role", { account: body["account"], role: "king" })).status).toBe(400);
    expect((await browser.post("/users/disable", { account: body["account"], and: "more" })).status).toBe(400);
  });

  it("needs a second factor where the server says so", async () => {
    const strict = await mission.open({ secondFactorFor: GUARDED_PERMISSIONS });
    const { token, email, id } = await mission.invite("admin");
    await mission.accounts.accept({ token, password: PASSWORD });
    const browser = mission.browser(strict);
    await browser.signIn(email, PASSWORD);
    expect((await browser.get("/users")).body).toMatchObject({ code: "SECOND_FACTOR_NEEDED" });
    expect((await browser.get("/me")).body).toMatchObject({ role: "admin", withheld: ["user:manage"] });
    await mission.withCodes({ id, email, browser });
    expect((await browser.get("/users")).status).toBe(200);
    await mission.accounts.revokeSessions(id, ACT);
    expect((await browser.get("/users")).status).toBe(401);
  });
});
