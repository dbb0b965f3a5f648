import { expect, it } from "vitest";
import { judgeAgain, judgeApart, setOccurrence } from "../../src/workflow/index.ts";
import type { Store } from "../../src/store/index.ts";
import { SLOW } from "../temporary-record.ts";
import { en, Mission } from "./mission.ts";

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

it("an incident that people change while it is judged has one finding", { timeout: SLOW }, async () => {
  const [riders] = await mission.threeReports();
  const { store } = mission;
  let changes = 0;
  const query = async (text: string, values: readonly unknown[]): Promise<readonly unknown[]> => {
    const rows = await store.query(text, values);
    // All incidents have been read, and whether there are more is looked at next.
    if (text.includes("r.id = i.account") && text.includes("order by i.row") && changes++ === 0)
      await setOccurrence(mission.person("Ada"), {
        ...(await mission.seen(riders)),
        level: "likely",
        reasons: en("heard twice"),
      });
    return rows;
  };
  await judgeAgain(Object.create(store, { query: { value: query } }) as Store, { by: "a worker" });
  expect(changes).toBeGreaterThan(1);
  expect((await store.current("finding")).filter(({ incident }) => incident === riders)).toHaveLength(1);
});
