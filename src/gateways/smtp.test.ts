import { writeFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PostOffice } from "../../test/people/post-office.ts";
import { temporaryFolder } from "../../test/temporary-record.ts";
import { loadMailServer, sendBySmtp, type MailServer } from "./index.ts";

const office = (): MailServer => ({
  host: "127.0.0.1",
  port: post.port,
  security: "none",
  from: "truce@mission.example",
});
const soon = (): AbortSignal => AbortSignal.timeout(5000);
const bytes = new TextEncoder().encode("Subject: x\r\n\r\n.hidden\r\n..\r\n.\r\nlast\r\n");

let post: PostOffice;
beforeEach(async () => {
  post = new PostOffice();
  await post.start();
});
afterEach(() => post.stop());

describe("a letter", () => {
  it("is handed over to the byte, dots at the beginning of a line too", async () => {
    await sendBySmtp(office(), { to: "amal@mission.example", bytes }, soon());
    expect(post.letters).toEqual([
      { from: "<truce@mission.example>", to: "<amal@mission.example>", data: new TextDecoder().decode(bytes) },
    ]);
    expect(post.heard).not.toContain("AUTH");
  });

  it("goes with a name and a password where the server asks for them", async () => {
    await sendBySmtp({ ...office(), user: "truce", password: "sécret" }, { to: "a@b.example", bytes }, soon());
    const plain = Buffer.from("\0truce\0sécret").toString("base64");
    expect(post.heard).toContain(`AUTH PLAIN ${plain}\r\n`);
  });

  it("that is not taken is said to be so by its number, without an address", async () => {
    post.recipient = "550 no amal@mission.example here";
    const refused = sendBySmtp(office(), { to: "amal@mission.example", bytes }, soon());
    await expect(refused).rejects.toMatchObject({ code: "smtp-550", message: "the mail server refused" });
    expect(post.letters).toEqual([]);
  });

  it("does not become another command, and does not wait for ever", async () => {
    for (const to of ["a@b.example>\r\nRCPT TO:<c@d.example", "a b@c.example", "", "x"])
      await expect(sendBySmtp(office(), { to, bytes }, soon())).rejects.toThrow(RangeError);
    await expect(sendBySmtp({ ...office(), port: 1 }, { to: "a@b.example", bytes }, soon())).rejects.toThrow();
    post.recipient = "250-never ends";
    const late = sendBySmtp(office(), { to: "a@b.example", bytes }, AbortSignal.timeout(200));
    await expect(late).rejects.toThrow();
  });

  it("and the password stay here if the server cannot speak TLS as it should", async () => {
    const safe = { ...office(), security: "starttls", user: "truce", password: "secret" } as const;
    await expect(sendBySmtp(safe, { to: "a@b.example", bytes }, soon())).rejects.toThrow();
    expect(post.heard).not.toContain("AUTH");
    expect(post.letters).toEqual([]);
  });
});

describe("a mail server", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is read from a file, and without TLS only on this machine", async () => {
    const file = join(folder, "mail.json");
    const given = { host: "post.example", port: 465, security: "tls", user: "u", password: "p", from: "t@m.example" };
    await writeFile(file, JSON.stringify(given));
    expect(await loadMailServer(file)).toEqual(given);
    for (const wrong of [{ security: "none" }, { port: 0 }, { from: "nobody" }, { more: 1 }]) {
      await writeFile(file, JSON.stringify({ ...given, ...wrong }));
      await expect(loadMailServer(file)).rejects.toMatchObject({ code: "bad-mail-server" });
    }
    await expect(loadMailServer(join(folder, "none.json"))).rejects.toMatchObject({ code: "bad-mail-server" });
  });
});
