import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { verifyRecord } from "../../src/store/index.ts";
import { ACTORS, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served } from "./served.ts";

const DRAFT = MISSION_TEXT.replace("  outside listed: target in outlaws or actor in outlaws\n", "");

onEachServer("a new version of a text", (records) => {
  let served: Served;
  let id: string;
  afterEach(() => served?.close(), SLOW);

  async function mission(): Promise<void> {
    served = await Served.open(records, { withJobs: true });
    const files = { "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS };
    for (const [name, body] of Object.entries(files))
      await served.ask("editor", "receiveItem", { query: { name, audience: "guarantors" }, body });
    id = (await served.ask("editor", "list:agreement")).body.items[0]!.id;
  }

  const stands = async () => (await served.ask("editor", "get:agreement", { params: { id } })).body;
  const save = async (text: string, seen?: number) =>
    served.ask("editor", "recordText", { params: { id }, body: { text, seen: seen ?? (await stands()).row } });

  test("takes the place of the one before, is seen by the same, and the incidents are judged by it", async () => {
    await mission();
    const { body } = await served.ask("editor", "recordReports", {
      body: { reports: [shots("Raiders", "2016-03-05")] },
    });
    await served.ask("editor", "judge", { body: {} });
    const tried = await served.ask("editor", "dryRunText", { params: { id }, body: { text: DRAFT } });
    const before = await stands();
    const saved = await save(DRAFT);
    expect(saved.status).toBe(200);
    expect(await stands()).toMatchObject({
      textItem: saved.body.item,
      supersedes: before.row,
      audience: before.audience,
    });
    expect((await served.ask("editor", "getAgreementText", { params: { id } })).text).toBe(DRAFT);
    expect((await served.ask("viewer", "get:agreement", { params: { id } })).status).toBe(200);
    await served.ask("editor", "judge", { body: {} });
    const query = { rule: "cease" };
    const found = await served.ask("editor", "countVerdicts", { query });
    const expected = tried.body.compared!.counts.find(({ reading }) => reading === "text")!.after;
    expect(found.body.verdicts).toEqual(expected);
    expect(body.reports).toHaveLength(1);
    expect((await verifyRecord(served.store)).discrepancies).toEqual([]);
  });

  test("with an error is refused with every place, and nothing is changed", async () => {
    await mission();
    const before = await stands();
    const wrong = MISSION_TEXT.replace("who any bound", "who any buond").replace(
      "2016-03-01 00:00",
      "2016-33-01 00:00",
    );
    const got = await save(wrong);
    expect(got.status).toBe(422);
    const lines = wrong.split("\n").flatMap((line, i) => (/2016-33|buond/u.test(line) ? [i + 1] : []));
    const places = new Set(got.problem.problems!.map(({ line }) => line));
    for (const line of lines) expect(places).toContain(line);
    expect(got.problem.problems![0]).toMatchObject({
      column: expect.any(Number) as number,
      hint: expect.any(String) as string,
    });
    expect(await stands()).toEqual(before);
  });

  test("of somebody who did not see the last one is refused with both", async () => {
    await mission();
    const { row } = await stands();
    await save(DRAFT, row);
    const late = await save(`${MISSION_TEXT}\nMore.\n`, row);
    expect(late).toMatchObject({ status: 409, problem: { code: "changed-meanwhile", fields: ["text_item"] } });
  });

  test("that says the same changes nothing, and that of another agreement is refused", async () => {
    await mission();
    const before = await stands();
    expect((await save(MISSION_TEXT)).body.item).toBe(before.textItem);
    expect(await stands()).toEqual(before);
    const other = await save(MISSION_TEXT.replace(/^id: .*$/mu, `id: x-${randomUUID().slice(0, 8)}`));
    expect(other).toMatchObject({ status: 422, problem: { code: "other-agreement" } });
  });
});
