import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { FIELD_FORM } from "../../src/formats/index.ts";
import { digestOf, verifyRecord } from "../../src/store/index.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { RealServer } from "./real-server.ts";

/**
 * Our form, filled in and written by the engine of ODK Web Forms (@getodk/xforms-engine 0.22.0, which has read the form as
 * `/openrosa/forms/ceasefire-report.xml` gives it out), as its client would post it: a FormData with the files that it names.
 */
const FILLED_IN = join(import.meta.dirname, "../fixtures/openrosa/filled-in-by-xforms-engine.xml");
const PHOTO = new File([new Uint8Array([0xff, 0xd8, 13, 10, 45, 45, 0, 1])], "1710140000001.jpg", {
  type: "image/jpeg",
});
const SOUND = new File(["\r\n--not the boundary\r\n"], "1710140000002.m4a", { type: "audio/m4a" });

onEachServer("a form that another program filled in", (records) => {
  let server: RealServer;
  afterEach(() => server.stop(), SLOW);

  test("comes in over a socket with two files, and then again: one form, one report, three items, no duplicate", async () => {
    server = await RealServer.start(records);
    const { key } = await server.program(await server.invited("editor"), ["item:receive", "report:accept"]);
    const authorization = `Basic ${Buffer.from(`field:${key}`).toString("base64")}`;
    const headers = { authorization, "x-openrosa-version": "1.0" };
    // Where to, and how much, as the client asks beforehand.
    const ready = await fetch(new URL("/openrosa/submission", server.address), { method: "HEAD", headers });
    expect(ready.status).toBe(204);
    const location = ready.headers.get("location")!;
    expect(new URL(location).origin).toBe(server.address);
    const xml = await readFile(FILLED_IN, "utf8");
    const post = async (files: readonly File[]): Promise<string> => {
      const body = new FormData();
      body.set("xml_submission_file", new File([xml], "xml_submission_file", { type: "text/xml" }));
      for (const file of files) body.set(file.name, file);
      const response = await fetch(location, { method: "POST", headers, body });
      expect(response.status).toBe(201);
      return response.text();
    };
    const first = await post([SOUND, PHOTO]);
    expect(first).toContain("recorded as a report");
    expect(await post([SOUND, PHOTO])).toBe(first);
    // In several posts, as it does where a server takes less at once.
    for (const file of [PHOTO, SOUND]) expect(await post([file])).toBe(first);
    const items = (await server.store.current("item")).map(({ digest }) => Buffer.from(digest).toString("hex"));
    const expected = [xml, Buffer.from(await PHOTO.arrayBuffer()), Buffer.from(await SOUND.arrayBuffer())].map(
      digestOf,
    );
    expect(items.toSorted()).toEqual(expected.toSorted());
    const [report, ...more] = await server.store.current("report");
    expect(more).toEqual([]);
    expect(report).toMatchObject({ sides: ["Riders"], acts: ["shelling"], dead_least: null });
    expect(JSON.stringify(report!.body)).toContain("سمعنا ثلاثة انفجارات <قرب> الجسر & النهر");
    expect(await server.store.current("incident")).toHaveLength(1);
    expect(await server.store.query("select seq from ledger_entry where act = 'receive-submission'")).toHaveLength(1);
    expect((await verifyRecord(server.store)).discrepancies).toEqual([]);
    // It was this version of the form.
    expect(xml).toContain(`<data id="${FIELD_FORM.id}" version="${FIELD_FORM.version}">`);
  });
});
