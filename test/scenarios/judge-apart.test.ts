import { expect, it } from "vitest";
import { judgeAgain, judgeApart } from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { Mission } from "./mission.ts";

const mission = Mission.forEachTest();

it("in a thread apart comes to what is come to here, while others go on", { timeout: SLOW }, async () => {
  const [riders] = await mission.threeReports();
  let turns = 0;
  const others = setInterval(() => (turns += 1), 1);
  const judged = await judgeApart(mission.store, { by: "a worker" });
  clearInterval(others);
  expect(judged).toMatchObject([{ agreement: "villages", added: 3, changed: 0 }]);
  expect(turns).toBeGreaterThan(10);
  expect(await mission.verdict(riders)).toBe("undetermined");
  expect(await judgeAgain(mission.store, { by: "a worker" })).toEqual([]);
  await mission.isProven();
});

it("what keeps it from judging is told as it is here", { timeout: SLOW }, async () => {
  await mission
    .import(
      "agreement.md",
      "---\ntruce: 1\nid: villages\ntitle: T\nzone: UTC\nadopted: 2016-02-01\nlanguage: en\n---\n\n```truce\nrule of nothing\n```\n",
    )
    .catch(() => undefined);
  const told = (error: unknown): unknown => ({ ...(error as object), message: (error as Error).message });
  const here = await judgeAgain(mission.store, { by: "a worker" }).then(() => "done", told);
  const apart = await judgeApart(mission.store, { by: "a worker" }).then(() => "done", told);
  expect(apart).toEqual(here);
});

it("is given up when told so, and is found undone", { timeout: SLOW }, async () => {
  await mission.threeReports();
  const stopping = new AbortController();
  const judging = judgeApart(mission.store, { by: "a worker" }, stopping.signal);
  stopping.abort();
  await expect(judging).rejects.toThrow();
  expect(await judgeAgain(mission.store, { by: "a worker" })).toMatchObject([{ agreement: "villages" }]);
});
