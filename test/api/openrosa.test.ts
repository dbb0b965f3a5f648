import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Permission, Role } from "../../src/accounts/index.ts";
import {
  digestOf,
  identityOf,
  itemBytes,
  loadKeys,
  ownNameOf,
  submissionsWaiting,
  verifyRecord,
} from "../../src/store/index.ts";
import { ADDRESS } from "../people/browser.ts";
import { ACT } from "../people/mission.ts";
import { onEachServer } from "../temporary-record.ts";
import { Served, type Got } from "./served.ts";

const INSTANCE = "uuid:7d3f0c52-6a0e-4a55-9a3b-0d9f3a1c2b44";

/** A filled-in form as ODK Collect saves it. */
function form(narrative = "سمعنا ثلاثة انفجارات", id = INSTANCE, more = ""): string {
  return `<?xml version='1.0' ?><data id="ceasefire-report" version="1" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><truce_form>ceasefire-report/1</truce_form><start>2024-03-11T07:50:00.000+03:00</start><end>2024-03-11T08:15:21.123+03:00</end><when><when_from>2024-03-10T23:00:00.000+03:00</when_from><when_to/><when_sure>day</when_sure></when><where><point>35.931 36.633 412.0 12.4</point><place_name>المعبر</place_name><place_sure>m100</place_sure></where><what><acts>shelling</acts></what><who><side_1>Riders</side_1><side_2/></who><harm><killed_min/></harm><account><how_known>heard</how_known><narrative>${narrative}</narrative><may_name>no</may_name><photo_1>1710140000001.jpg</photo_1><audio_1>1710140000002.m4a</audio_1></account>${more}<meta><instanceID>${id}</instanceID></meta></data>`;
}

interface SentFile {
  readonly name: string;
  readonly type?: string;
  readonly bytes: string | Uint8Array;
}

const PHOTO: SentFile = {
  name: "1710140000001.jpg",
  type: "image/jpeg",
  bytes: new Uint8Array([0xff, 0xd8, 13, 10, 45, 45, 0, 1]),
};
const SOUND: SentFile = { name: "1710140000002.m4a", type: "audio/m4a", bytes: "\r\n--not the boundary\r\n" };

/** The body as OkHttp writes it for Collect: each part with its length. */
function multipart(
  xml: string | Uint8Array,
  files: readonly SentFile[],
  instanceName = "xml_submission_file",
): RequestInit {
  const boundary = "3c7a2f6e-5f0d-4d4c-9a91-8a7f2d4c1e00";
  const part = (field: string, { name, type = "application/octet-stream", bytes }: SentFile): Buffer[] => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    ),
    Buffer.from(bytes as string),
    Buffer.from("\r\n"),
  ];
  const all = [
    ...part(instanceName, { name: "ceasefire report_2024-03-11.xml", type: "text/xml", bytes: xml }),
    ...files.flatMap((file) => part(file.name, file)),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return {
    method: "POST",
    body: Buffer.concat(all),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  };
}

const OPENROSA = { "x-openrosa-version": "1.0", "user-agent": "org.odk.collect.android/v2024.3.2 Dalvik/2.1.0" };

onEachServer("Filled-in forms", (records) => {
  let served: Served;
  beforeEach(async () => {
    served = await Served.open(records);
  });
  afterEach(() => served.close());

  let people = 0;
  async function keyFor(
    role: Role,
    scope: readonly Permission[],
  ): Promise<{ key: string; id: string; account: string }> {
    const party = role === "liaison" ? { party: "upper" } : {};
    const email = `${role}-key-${++people}@mission.example`;
    const { account, link } = await served.accounts.invite({ email, name: "A Person", role, ...party }, ACT);
    await served.accounts.accept({
      token: link.slice(link.indexOf("#") + 1),
      password: "seven tin lanterns by the well",
    });
    const made = await served.accounts.addApiKey({ account, name: "telephone", scope, days: 3 }, ACT);
    return { key: made.key, id: made.id, account };
  }
  const editor = (): ReturnType<typeof keyFor> => keyFor("editor", ["item:receive", "report:accept"]);

  function send(path: string, init: RequestInit, key?: string): Promise<Got> {
    const headers = new Headers({ ...OPENROSA, ...(init.headers as Record<string, string> | undefined) });
    if (key !== undefined) headers.set("authorization", `Basic ${Buffer.from(`field:${key}`).toString("base64")}`);
    return served.raw(path, { ...init, headers });
  }

  const digestsOf = (of: readonly SentFile[]): string[] =>
    of.map(({ bytes }) => digestOf(Buffer.from(bytes as string)));
  async function kept(): Promise<readonly string[]> {
    return (await served.store.current("item")).map(({ digest }) =>
      Buffer.from(digest as unknown as Uint8Array).toString("hex"),
    );
  }
  async function bytesOf(digest: string): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of itemBytes(served.store, digest)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  describe("as ODK Collect sends them", () => {
    it("become one report with two files, however often they are sent", async () => {
      const { key, account } = await editor();
      // 1. The form, after the challenge.
      const refused = await send("/openrosa/formList", {});
      expect(refused.status).toBe(401);
      expect(refused.headers.get("www-authenticate")).toMatch(/^Basic realm=/u);
      const list = await send("/openrosa/formList", {}, key);
      expect(list.status).toBe(200);
      expect(list.headers.get("x-openrosa-version")).toBe("1.0");
      expect(list.headers.get("content-type")).toBe("text/xml; charset=utf-8");
      expect(Number.isNaN(Date.parse(list.headers.get("date")!))).toBe(false);
      const [, download] = /<downloadUrl>(.*)<\/downloadUrl>/u.exec(list.text)!;
      const [, manifest] = /<manifestUrl>(.*)<\/manifestUrl>/u.exec(list.text)!;
      const got = await send(download!.slice(ADDRESS.length), {}, key);
      expect(got.text).toContain(`<data id="ceasefire-report" version="1">`);
      expect((await send(manifest!.slice(ADDRESS.length), {}, key)).text).toContain(
        "openrosa.org/xforms/xformsManifest",
      );
      // 2. HEAD, challenged, and again with the key.
      const head = `/openrosa/submission?deviceID=collect%3A5hZ2`;
      expect((await send(head, { method: "HEAD" })).status).toBe(401);
      const ready = await send(head, { method: "HEAD" }, key);
      expect(ready.status).toBe(204);
      expect(ready.headers.get("location")).toBe(`${ADDRESS}/openrosa/submission`);
      expect(Number(ready.headers.get("x-openrosa-accept-content-length"))).toBeGreaterThan(1e6);
      // 3. The form with its files, and all of it once more.
      const first = await send(head, multipart(form(), [PHOTO, SOUND]), key);
      expect(first.status).toBe(201);
      expect(first.text).toContain(`<OpenRosaResponse xmlns="http://openrosa.org/http/response">`);
      expect(first.text).toContain("recorded as a report");
      const entries = await served.store.query("select seq from ledger_entry where act = 'receive-submission'");
      expect(entries).toHaveLength(1);
      const again = await send(head, multipart(form(), [PHOTO, SOUND]), key);
      expect([again.status, again.text]).toEqual([201, first.text]);
      // One item set, one report, one entry of the ledger.
      const xml = digestOf(form());
      expect([...(await kept())].sort()).toEqual([xml, ...digestsOf([PHOTO, SOUND])].sort());
      expect(await bytesOf(digestsOf([SOUND])[0]!)).toEqual(Buffer.from(SOUND.bytes as string));
      expect(await bytesOf(xml)).toEqual(Buffer.from(form()));
      const reports = await served.store.current("report");
      expect(reports).toHaveLength(1);
      expect(await served.store.current("incident")).toHaveLength(1);
      expect(await served.store.query("select seq from ledger_entry where act = 'receive-submission'")).toHaveLength(1);
      expect(JSON.stringify(reports[0]!.body)).toContain("سمعنا ثلاثة انفجارات");
      expect(reports[0]).toMatchObject({ sides: ["Riders"], acts: ["shelling"], dead_least: null, audience: [] });
      // Whoever sent it is the source, under a handle.
      const [source] = await served.store.current("source");
      expect(source).toMatchObject({ protection: "protected", kind: "account" });
      expect(reports[0]!.source).toBe(source!.id);
      expect(source!.handle).not.toContain(account);
      expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
    });

    it("are one form also in two posts, and its files come together", async () => {
      const { key } = await editor();
      for (const file of [PHOTO, SOUND, PHOTO])
        expect((await send("/openrosa/submission", multipart(form(), [file]), key)).status).toBe(201);
      const items = await served.store.current("item");
      expect(items).toHaveLength(3);
      const body = items
        .map((item) => item.body as Record<string, string>)
        .find((one) => one["instance"] !== undefined)!;
      expect(body["files"]!.split(" ")).toEqual(digestsOf([PHOTO, SOUND]));
      expect(body).toMatchObject({ form: "ceasefire-report", howKnown: "heard", mayName: "no" });
      expect(await served.store.current("report")).toHaveLength(1);
      expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
    });

    it("are one form also when they come at the same moment", async () => {
      const { key } = await editor();
      const all = Array.from({ length: 6 }, (_, i) =>
        send("/openrosa/submission", multipart(form(), [i % 2 === 0 ? PHOTO : SOUND]), key),
      );
      expect((await Promise.all(all)).map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
      expect(await served.store.current("source")).toHaveLength(1);
      expect(await served.store.current("report")).toHaveLength(1);
      expect(await kept()).toHaveLength(3);
    });

    it("share a photograph that both of them have", async () => {
      const { key } = await editor();
      await send("/openrosa/submission", multipart(form(), [PHOTO]), key);
      await send("/openrosa/submission", multipart(form("other", "uuid:2"), [PHOTO]), key);
      const bodies = (await served.store.current("item")).map(({ body }) => body as Record<string, string>);
      const forms = bodies.filter((body) => body["instance"] !== undefined);
      expect(forms.map((body) => body["files"])).toEqual([digestsOf([PHOTO])[0], digestsOf([PHOTO])[0]]);
      expect(await served.store.current("report")).toHaveLength(2);
    });

    it("with the same id and other words are refused, and nothing is lost", async () => {
      const { key } = await editor();
      await send("/openrosa/submission", multipart(form(), []), key);
      const changed = await send("/openrosa/submission", multipart(form("other words"), []), key);
      expect(changed.status).toBe(409);
      expect(changed.text).toContain("submit_error");
      const corrected = form("other words", "uuid:2").replace(
        "<meta>",
        `<meta><deprecatedID>${INSTANCE}</deprecatedID>`,
      );
      expect((await send("/openrosa/submission", multipart(corrected, []), key)).status).toBe(201);
      expect(await served.store.current("report")).toHaveLength(2);
    });

    it("are nobody else's, whatever id somebody else's forms have", async () => {
      const [one, other, third] = [await editor(), await editor(), await editor()];
      await send("/openrosa/submission", multipart(form(), []), one.key);
      const second = await send("/openrosa/submission", multipart(form("not yours"), []), other.key);
      expect(second.status).toBe(201);
      expect(await served.store.current("report")).toHaveLength(2);
      // The very same form through another account: it is there.
      expect((await send("/openrosa/submission", multipart(form(), [PHOTO]), third.key)).status).toBe(201);
      expect(await served.store.current("report")).toHaveLength(2);
    });

    it("that nobody can read as a report are kept, and their sender is told", async () => {
      const { key } = await editor();
      const odd = form().replace("<killed_min/>", "<killed_min>many</killed_min>");
      const got = await send("/openrosa/submission", multipart(odd, [PHOTO]), key);
      expect(got.status).toBe(201);
      expect(got.text).toMatch(/kept; it is not read as a report yet: .*killed_min/u);
      expect(await kept()).toHaveLength(2);
      expect(await served.store.current("report")).toEqual([]);
      expect(await submissionsWaiting(served.store)).toMatchObject([{ form: "ceasefire-report", files: 1 }]);
    });
  });

  describe("of somebody who may only send", () => {
    it("wait until somebody makes reports of them, and their sender stays their source", async () => {
      const monitor = await keyFor("monitor", ["item:receive"]);
      const got = await send("/openrosa/submission", multipart(form(), [PHOTO]), monitor.key);
      expect(got.status).toBe(201);
      expect(got.text).toContain("until somebody makes a report of it");
      expect(await served.store.current("report")).toEqual([]);
      const { items: found } = (await served.ask("editor", "listSubmissions")).body as { items: { item: string }[] };
      expect(found).toMatchObject([{ form: "ceasefire-report", files: 1 }]);
      expect((await served.ask("monitor", "listSubmissions")).status).toBe(403);
      const [waiting] = found;
      const keys = await loadKeys(join(served.folder, "keys"));
      const accept = (): Promise<Got> =>
        served.ask("editor", "acceptSubmissions", { body: { items: [waiting!.item] } });
      const accepted = await accept();
      expect(accepted.body).toEqual({ items: [{ item: waiting!.item, report: expect.any(String), problems: [] }] });
      const [report] = await served.store.current("report");
      expect(await served.store.withClient((client) => identityOf({ client }, keys, report!.source!))).toBe(
        `person ${monitor.account}`,
      );
      expect(await submissionsWaiting(served.store)).toEqual([]);
      // Once more, it is the same report; and so it is when the telephone sends again.
      expect((await accept()).body).toEqual(accepted.body);
      await send("/openrosa/submission", multipart(form(), [SOUND]), monitor.key);
      expect(await served.store.current("report")).toHaveLength(1);
      expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
    });
  });

  describe("are refused, with nothing written,", () => {
    it("if there is no key, a wrong one, one that was revoked, or one that may not", async () => {
      const good = await editor();
      const reading = await keyFor("viewer", ["record:read"]);
      const post = multipart(form(), [PHOTO]);
      expect((await send("/openrosa/submission", post)).status).toBe(401);
      expect((await send("/openrosa/submission", post, `${good.key}x`)).status).toBe(401);
      expect((await send("/openrosa/submission", post, reading.key)).status).toBe(403);
      expect((await send("/openrosa/formList", {}, reading.key)).status).toBe(403);
      const { headers } = await served.person("editor");
      expect((await send("/openrosa/formList", { headers: Object.fromEntries(headers) })).status).toBe(401);
      expect(await kept()).toEqual([]);
      await served.accounts.revokeApiKey(good.id, ACT);
      const revoked = await send("/openrosa/submission", post, good.key);
      expect(revoked.status).toBe(401);
      expect(revoked.text).toContain("<OpenRosaResponse");
      expect(await kept()).toEqual([]);
    });

    it("if they are broken, a bomb, too deep, too large or no form at all", async () => {
      const { key } = await editor();
      const bomb = `<!DOCTYPE data [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`;
      const bad: RequestInit[] = [
        multipart("", []),
        multipart(form().slice(0, -10), []),
        multipart(`${bomb}${form().slice(form().indexOf("<data"))}`.replace("Riders", "&b;&f;"), []),
        multipart(form().replace("Riders", "&f;"), []),
        multipart(form().replace("Riders", "<a>".repeat(1000)), []),
        multipart(form("x".repeat(2 << 20)), []),
        multipart(form("x".repeat(5 << 20)), []),
        multipart(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]), []),
        multipart(form(undefined, "a b"), []),
        multipart(form(), [], "something_else"),
        { method: "POST", body: form(), headers: { "content-type": "text/xml" } },
        { method: "POST", body: "--b\r\nhalf", headers: { "content-type": "multipart/form-data; boundary=b" } },
        { method: "POST" },
      ];
      for (const init of bad) {
        const got = await send("/openrosa/submission", init, key);
        expect(got.status, got.text).toBe(400);
        expect(got.text).toContain(`nature="submit_error"`);
        expect(got.text).not.toMatch(/\bat .*\.ts:|root:|haha/u);
      }
      const huge = await send(
        "/openrosa/submission",
        multipart(form(), [{ name: "v.mp4", bytes: new Uint8Array(33 << 20) }]),
        key,
      );
      expect(huge.status).toBe(413);
      expect(huge.text).toContain("<OpenRosaResponse");
      expect((await send("/openrosa/nothing", {}, key)).text).toContain("<OpenRosaResponse");
      expect((await send("/openrosa/submission", {}, key)).status).toBe(405);
      expect(await kept()).toEqual([]);
      expect(served.log.filter(({ event }) => event === "trouble")).toEqual([]);
    });
  });

  it("wait where too much is sent at once, and lose nothing: a small one never, and nobody takes all the room", async () => {
    await served.close();
    const bodyRoom = { all: 5 << 20, ofOne: 3 << 20 };
    served = await Served.open(records, { parts: { bodyRoom } });
    const [one, two, three] = [await editor(), await editor(), await editor()];
    const video = (n: number): SentFile => ({ name: `${n}.mp4`, bytes: new Uint8Array(2 << 20).fill(n) });
    const posts = [one, one, two, three].map(({ key }, n) => ({ n, key, of: form("seen", `uuid:${n}`) }));
    const post = ({ n, key, of }: (typeof posts)[number]): Promise<Got> => {
      const init = multipart(of, [video(n)]);
      // Half of them say how much it is.
      const length = n % 2 === 0 ? { "content-length": String((init.body as Uint8Array).length) } : {};
      return send(
        "/openrosa/submission",
        { ...init, headers: { ...(init.headers as Record<string, string>), ...length } },
        key,
      );
    };
    const small = send("/openrosa/submission", multipart(form("small", "uuid:small"), []), three.key);
    const first = await Promise.all(posts.map(post));
    // Of one account at most one at a time, and of all of them two.
    expect(first.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 503, 503]);
    expect(first.slice(0, 2).filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await small).status).toBe(201);
    const busy = first.find(({ status }) => status === 503)!;
    expect(Number(busy.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(busy.text).toMatch(/<OpenRosaResponse.*too much is being sent at once/su);
    for (const again of posts) expect((await post(again)).status).toBe(201);
    expect(await served.store.current("report")).toHaveLength(5);
    expect(await kept()).toHaveLength(9);
  });

  it("have files whose names are no paths, and stand nowhere in the clear", async () => {
    const { key } = await editor();
    const names = ["../../etc/cron.d/evil", "..\\..\\Fatima at the ford.jpg", "..", "/", ""];
    const files = names.map((name, i) => ({ name, bytes: `file ${i}` }));
    expect((await send("/openrosa/submission", multipart(form(), files), key)).status).toBe(201);
    const keys = await loadKeys(join(served.folder, "keys"));
    const items = (await served.store.current("item")).map((item) => ({
      ...item,
      digest: Buffer.from(item.digest as unknown as Uint8Array).toString("hex"),
    }));
    const own = digestsOf(files).map((digest) =>
      ownNameOf(
        keys,
        items.find((item) => item.digest === digest)!,
      ),
    );
    expect(own).toEqual(["evil", "Fatima at the ford.jpg", undefined, undefined, undefined]);
    expect(JSON.stringify(items)).not.toMatch(/Fatima|evil|cron/u);
    expect(JSON.stringify(await served.store.query("select * from ledger_entry"))).not.toMatch(
      /Fatima|evil|cron|ford/u,
    );
  });

  it("are sent to where people reach the server, and not to where it listens", async () => {
    await served.close();
    served = await Served.open(records, { parts: { address: "https://truce.example" } });
    const { key } = await editor();
    const head = await send("/openrosa/submission", { method: "HEAD" }, key);
    expect(head.headers.get("location")).toBe("https://truce.example/openrosa/submission");
    expect((await send("/openrosa/formList", {}, key)).text).toContain(
      "<downloadUrl>https://truce.example/openrosa/forms/ceasefire-report.xml<",
    );
  });

  it("come with the key in the path too, which is noted nowhere", async () => {
    const { key } = await editor();
    const list = await send(`/openrosa/key/${key}/formList`, {});
    expect(list.status).toBe(200);
    const [, download] = /<downloadUrl>(.*)<\/downloadUrl>/u.exec(list.text)!;
    expect(download).toBe(`${ADDRESS}/openrosa/key/${key}/forms/ceasefire-report.xml`);
    const head = await send(`/openrosa/key/${key}/submission`, { method: "HEAD" });
    expect(head.headers.get("location")).toBe(`${ADDRESS}/openrosa/key/${key}/submission`);
    expect((await send(`/openrosa/key/${key}/submission`, multipart(form(), [PHOTO]))).status).toBe(201);
    expect((await send(`/openrosa/key/${key}x/formList`, {})).status).toBe(401);
    expect((await send(`/openrosa/key/%00/formList`, {})).status).toBe(401);
    expect(JSON.stringify(served.log)).not.toContain(key);
    expect(served.log.map(({ route }) => route)).toContain("/openrosa/key/{token}/submission");
    expect(JSON.stringify(await served.store.query("select * from ledger_entry"))).not.toContain(key);
  });

  it("come from KoboToolbox as JSON, once for each _uuid", async () => {
    const { key } = await editor();
    const submission = {
      _id: 12,
      _uuid: "7d3f0c52",
      _xform_id_string: "aXyz",
      _submitted_by: "team-3",
      _submission_time: "2024-03-11T05:15:30",
      truce_form: "ceasefire-report/1",
      "when/when_from": "2024-03-10T23:00:00.000+03:00",
      "account/narrative": "سمعنا طلقتين",
      _attachments: [],
    };
    const post = (body: unknown, by = key): Promise<Got> =>
      send(
        "/openrosa/kobo",
        {
          method: "POST",
          body: typeof body === "string" ? body : JSON.stringify(body),
          headers: { "content-type": "application/json" },
        },
        by,
      );
    expect((await post(submission)).body).toMatchObject({ reports: { added: 1 }, problems: [] });
    expect((await post(submission)).status).toBe(200);
    expect((await post({ ...submission, _status: "submitted_via_web" })).body).toMatchObject({
      reports: { unchanged: 1 },
    });
    expect(await served.store.current("report")).toHaveLength(1);
    const changed = await post({ ...submission, "account/narrative": "سمعنا ثلاث طلقات" });
    expect(changed.body).toMatchObject({ reports: { revised: 1 } });
    expect(await served.store.current("report")).toHaveLength(1);
    expect(JSON.stringify((await served.store.current("report"))[0]!.body)).toContain("ثلاث");
    const before = (await kept()).length;
    expect((await post({ ...submission, _uuid: undefined })).status).toBe(422);
    expect((await post([submission])).status).toBe(422);
    expect((await post("{")).status).toBe(400);
    expect((await post(submission, (await keyFor("monitor", ["item:receive"])).key)).status).toBe(403);
    expect((await post(submission, "wrong")).body).toMatchObject({ status: 401 });
    expect(await kept()).toHaveLength(before);
  });
});
