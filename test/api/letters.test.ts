import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseEml } from "../../src/formats/index.ts";
import { codeOf } from "../people/browser.ts";
import { ACT, PASSWORD } from "../people/mission.ts";
import { Passkey } from "../people/passkey.ts";
import { PostOffice } from "../people/post-office.ts";
import { onEachServer, SLOW, temporaryFolder } from "../temporary-record.ts";
import { RealServer } from "./real-server.ts";

const OTHER = "nine blue kites over the ford";

onEachServer("what is done to an account", (records) => {
  let server: RealServer;
  let post: PostOffice;
  let folder: string;
  beforeEach(async () => {
    post = new PostOffice();
    await post.start();
    folder = await temporaryFolder();
  }, SLOW);
  afterEach(async () => {
    await server.stop();
    await post.stop();
    await rm(folder, { recursive: true, force: true });
  }, SLOW);

  async function letters(): Promise<readonly { readonly to: string; readonly text: string; readonly data: string }[]> {
    return Promise.all(
      post.letters.map(async ({ to, data }) => {
        const mail = await parseEml(Buffer.from(data));
        return { to, data, text: JSON.stringify(mail) };
      }),
    );
  }

  test("is told to its person by mail, and to nobody else: password, second factor, passkeys, keys", async () => {
    const mail = join(folder, "mail.json");
    const about = { host: "127.0.0.1", port: post.port, security: "none", from: "truce@mission.example" };
    await writeFile(mail, JSON.stringify(about));
    server = await RealServer.start(records, { mail });
    const person = await server.signedIn("editor");
    const witness = await server.signedIn("verifier");
    await person.turnCodesOn();
    const { challenge } = await person.asks("passkeyToAdd", {});
    const response = new Passkey(server.address).register({ challenge: challenge as string }) as Record<string, never>;
    const { id } = await person.asks("addPasskey", { body: { response } });
    await person.asks("changePassword", { body: { currentPassword: PASSWORD, newPassword: OTHER } });
    await person.asks("removePasskey", { body: { id } });
    await server.program(person, ["record:read"]);
    // To show a code is no news, nor is a password that is wrong.
    const again = person.another();
    await again.well("/api/auth/sign-in/email", { email: person.email, password: OTHER });
    await again.well("/api/auth/two-factor/verify-totp", { code: codeOf(person.totpURI, Date.now() + 30_000) });
    await person.post("/api/auth/change-password", { currentPassword: "wrong", newPassword: PASSWORD });
    await person.asks("disableSecondFactor", { body: { password: OTHER } });
    await server.accounts.resetSecondFactor(witness.account, ACT);
    // Two passwords that were set as they came in, and what followed.
    await post.until(9);
    const told = await letters();
    const of = (email: string): readonly string[] =>
      told.filter(({ to }) => to === `<${email}>`).map(({ text }) => text);
    const said = [
      "password was set",
      "authenticator was added",
      "passkey was added",
      "password was set",
      "passkey of it",
      "a key was made",
      "second factor was taken",
    ];
    expect(of(person.email)).toHaveLength(said.length);
    for (const [i, words] of said.entries()) expect(of(person.email)[i]).toContain(words);
    expect(of(witness.email)).toHaveLength(2);
    for (const { data, text } of told)
      for (const secret of [PASSWORD, OTHER, person.totpURI, "truce_", "token", "http://localhost:1/"])
        expect(`${data}${text}`).not.toContain(secret);
    // In what waits to be sent there is nobody's address.
    expect(JSON.stringify(await server.store.query("select body from outbox"))).not.toContain("@");
    expect(server.log.filter(({ event }) => event === "trouble")).toEqual([]);
  });
});
