import { randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, expect, test } from "vitest";
import { verifyRecord } from "../../src/store/index.ts";
import type { AnswerOf, Endpoints } from "../../src/api/contract.ts";
import { ACTORS, listSince, MISSION_TEXT } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served } from "./served.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const LOG = "No,Date,Attacker,Target,What\n7,05/03/2016,Riders,Upper,Firing\n8,15/03/2016,Riders,Lower,Firing\n";
const MAPPING = JSON.stringify({
  truce: "column-mapping/1",
  name: "the valley's log",
  zone: "Asia/Damascus",
  columns: [
    { column: "id", from: ["No"] },
    { column: "when", from: ["Date"], dayOrder: "day-month-year" },
    { column: "side_a", from: ["Attacker"] },
    { column: "side_b", from: ["Target"] },
    { column: "kind", always: "non-state" },
    { column: "acts", from: ["What"], values: [{ theirs: "Firing", ours: "small-arms-fire" }] },
  ],
});
const MISSION = { "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS, "council-list.csv": listSince("2016-04-01") };

onEachServer("importing", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  async function sent(
    path: string,
    files: Readonly<Record<string, string>>,
    more: { mapping?: string; key?: string } = {},
  ) {
    const form = new FormData();
    for (const [name, text] of Object.entries(files)) form.append("file", new File([text], name));
    if (more.mapping !== undefined) form.set("mapping", more.mapping);
    const { headers } = await served.person("editor");
    headers.set("idempotency-key", more.key ?? randomUUID());
    return served.raw(path, { method: "POST", headers, body: form });
  }
  const preview = async (files: Readonly<Record<string, string>>, mapping?: string) => {
    const got = await sent("/api/items/preview", files, mapping === undefined ? {} : { mapping });
    return { ...got, body: got.body as AnswerOf<Endpoints["previewItems"]> };
  };
  const state = async () => {
    const seq = await served.store.query("select seq from ledger_head");
    const counts = await served.store.query(
      "select (select count(*) from item) as items, (select count(*) from report) as reports, (select count(*) from import_run) as runs, (select count(*) from item_piece) as pieces",
    );
    return [seq, counts];
  };
  const arriving = async (): Promise<readonly string[]> =>
    (await readdir(tmpdir())).filter((name) => name.startsWith("truce-arriving-"));

  test("is previewed: what each file is, what would come of it, and nothing of it is left", async () => {
    served = await Served.open(records);
    await served.person("editor");
    await state();
    const here = await arriving();
    const before = await state();
    const { body, status } = await preview({ ...MISSION, "notes.txt": "hello" });
    expect(status).toBe(200);
    expect(body.files.map(({ name, kind }) => [name, kind])).toEqual([
      ["agreement.md", "agreement"],
      ["actors.yaml", "actors"],
      ["council-list.csv", "list"],
      ["notes.txt", "other"],
    ]);
    expect(body.files[1]).toMatchObject({ isNew: true, things: { added: 4 } });
    expect(body.files[3]!.problems).toMatchObject([{ code: "not-understood", severity: "warning" }]);
    expect(await state()).toEqual(before);
    expect(await arriving()).toEqual(here);
    expect(JSON.stringify(body)).not.toContain(tmpdir());
  });

  test("of somebody else's table proposes which of its columns holds what, and goes by what is decided", async () => {
    served = await Served.open(records);
    const { body } = await preview({ "log.csv": LOG });
    const [file] = body.files;
    expect(file!.table!.columns.find(({ source }) => source === "Date")).toMatchObject({
      column: "when",
      samples: ["05/03/2016", "15/03/2016"],
    });
    expect(JSON.parse(file!.table!.mapping)).toMatchObject({ truce: "column-mapping/1" });
    const decided = await preview({ "log.csv": LOG }, MAPPING);
    expect(decided.body.files[0]).toMatchObject({ reports: { read: 2, added: 2, refused: 0 } });
    const wrong = await preview({ "log.csv": LOG }, MAPPING.replace('"No"', '"Nr"'));
    expect(wrong.body.files[0]!.problems[0]).toMatchObject({ severity: "error" });
    const bad = await preview({ "log.csv": LOG }, "{}");
    expect(bad.status).toBe(422);
    expect(bad.problem.problems![0]).toMatchObject({ pointer: "/mapping", code: "mapping-broken" });
    const committed = await sent("/api/items", { "log.csv": LOG }, { mapping: MAPPING });
    expect(committed).toMatchObject({ status: 200, body: { reports: { added: 2 } } });
    const seen = await served.ask("editor", "listIncidents");
    const days = new Set(seen.body.items.map(({ earliest }) => earliest?.slice(0, 10)));
    expect(days).toEqual(new Set(["2016-03-04", "2016-03-14"]));
    const again = { query: { name: "log.csv", mapping: MAPPING }, body: LOG };
    expect((await served.ask("editor", "receiveItem", again)).body).toMatchObject({
      isNew: false,
      reports: { added: 0 },
    });
  });

  test("says of what is wrong the file, the line and how to mend it", async () => {
    served = await Served.open(records);
    const broken = MISSION_TEXT.replace("who any bound", "who any buond");
    const line = broken.split("\n").findIndex((one) => one.includes("buond")) + 1;
    const { body } = await preview({ "agreement.md": broken });
    expect(body.files[0]!.problems).toContainEqual(
      expect.objectContaining({ severity: "error", line, hint: expect.any(String) as string }),
    );
    const alone = await served.ask("editor", "receiveItem", { query: { name: "agreement.md" }, body: broken });
    expect(alone).toMatchObject({ status: 422, problem: { code: "broken-agreement", problems: [{ line }] } });
    expect(JSON.stringify(alone.body)).not.toContain(tmpdir());
  });

  test("of a text and its register together works where each needs the other", async () => {
    served = await Served.open(records);
    const names = ["agreement.md", "actors.yaml"];
    const texts = await Promise.all(names.map((name) => readFile(new URL(`syria-2016/${name}`, EXAMPLES), "utf8")));
    const files = Object.fromEntries(names.map((name, i) => [name, texts[i]!]));
    const alone = await served.ask("editor", "receiveItem", { query: { name: names[0]! }, body: texts[0]! });
    expect(alone.status).toBe(422);
    // As a browser hands files over: in any order.
    const { "agreement.md": first, ...rest } = files;
    const key = randomUUID();
    const got = await sent("/api/items/folder", { ...rest, "agreement.md": first! }, { key });
    expect(got).toMatchObject({
      status: 200,
      body: { files: [{ name: "agreement.md", kind: "agreement" }, { kind: "actors" }] },
    });
    const body = got.body as AnswerOf<Endpoints["receiveItems"]>;
    expect(
      body.files
        .flatMap(({ problems = [] }) => problems as { severity: string }[])
        .filter(({ severity }) => severity === "error"),
    ).toEqual([]);
    expect((await served.ask("editor", "list:agreement")).body.items).toHaveLength(1);
    const after = await state();
    const again = await sent("/api/items/folder", { ...rest, "agreement.md": first! }, { key });
    expect(again.text).toBe(got.text);
    expect(await state()).toEqual(after);
    expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
  });

  test("says how far it has come to whoever sent it, and to nobody else", async () => {
    served = await Served.open(records);
    const key = randomUUID();
    const rows = Array.from({ length: 1500 }, (_, i) => `${i},05/03/2016,Riders,Upper,Firing`);
    const text = `No,Date,Attacker,Target,What\n${rows.join("\n")}\n`;
    const asked = { params: { key } };
    expect((await served.ask("editor", "getImport", asked)).status).toBe(404);
    const file = { query: { name: "log.csv", mapping: MAPPING }, body: text, key };
    const done = served.ask("editor", "receiveItem", file);
    const states = new Set<string>();
    const over = { is: false };
    void done.finally(() => (over.is = true));
    while (!over.is) {
      const { status, body } = await served.ask("editor", "getImport", asked);
      if (status === 200) states.add(`${body.state} ${body.rows}`);
    }
    expect((await done).body).toMatchObject({ reports: { added: 1500 } });
    expect([...states]).toContain("reading 1000");
    const { body } = await served.ask("editor", "getImport", asked);
    expect(body).toMatchObject({ state: "done", rows: 1500, bytes: text.length, file: "log.csv" });
    expect((await served.ask("admin", "getImport", asked)).status).toBe(404);
  });

  test("that lost its connection is finished, and sent again it finds that, and nothing is there twice", async () => {
    served = await Served.open(records);
    const key = randomUUID();
    const rows = Array.from({ length: 1500 }, (_, i) => `${i},05/03/2016,Riders,Upper,Firing`);
    const text = `No,Date,Attacker,Target,What\n${rows.join("\n")}\n`;
    const { headers } = await served.person("editor");
    headers.set("idempotency-key", key);
    const path = `/api/items?name=log.csv&mapping=${encodeURIComponent(MAPPING)}`;
    // Half of it comes, and then the line is dead.
    const half = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
        setTimeout(() => controller.error(new Error("gone")), 20);
      },
    });
    const init = { method: "POST", headers, body: half, duplex: "half" } as RequestInit;
    await served.raw(path, init).catch(() => undefined);
    expect(await served.store.current("item")).toEqual([]);
    const both = await Promise.all([1, 2].map(() => served.raw(path, { method: "POST", headers, body: text })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(both.map((one) => one.text)).size).toBe(1);
    expect(await served.store.current("report")).toHaveLength(1500);
    expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
  });
});
