import { afterEach, expect, test } from "vitest";
import type { CoverageStatement } from "../../src/domain/index.ts";
import type { Json } from "../../src/store/index.ts";
import { MISSION_TEXT } from "../scenarios/mission.ts";
import { changed, onEachServer, SLOW } from "../temporary-record.ts";
import { Served } from "./served.ts";

/** Damascus is two hours ahead of UTC in March 2016, until the 25th. */
const midnight = (day: number): number => Date.UTC(2016, 2, day) - 2 * 3_600_000;

onEachServer("a summary of coverage", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  async function told(...statements: readonly (Partial<CoverageStatement> & { days: readonly [number, number] })[]) {
    served = await Served.open(records);
    await served.ask("editor", "receiveItem", { query: { name: "agreement.md" }, body: MISSION_TEXT });
    await changed(served.store, (change) => {
      for (const key of ["mill", "ford"]) change.add("area", { audience: [] }, { key, name: `The ${key}`, body: {} });
      for (const { days, areas = "everywhere", ...said } of statements) {
        const body = { areas, acts: "any", weapons: "any", closed: true, ...said } as unknown as Json;
        const area = areas === "everywhere" ? null : areas.join(" ");
        const [earliest, latest] = [midnight(days[0]), midnight(days[1])];
        change.add("coverage", { audience: [] }, { document: "x", area, earliest, latest, body });
      }
    });
  }
  const query = { from: new Date(midnight(10)).toISOString(), to: new Date(midnight(14)).toISOString() };
  const summary = async () => (await served.ask("decider", "summariseCoverage", { query })).body;

  test("counts for each area the days, and for each day the areas, and they are the same", async () => {
    await told({ areas: ["mill"], days: [10, 12] }, { days: [11, 12] });
    const body = await summary();
    expect(body).toMatchObject({ zone: "Asia/Damascus", from: "2016-03-10", to: "2016-03-13", statements: 2 });
    expect(body.areas).toEqual([
      { area: "ford", name: "The ford", covered: 1, partly: 0, silent: 3, last: "2016-03-11" },
      { area: "mill", name: "The mill", covered: 2, partly: 0, silent: 2, last: "2016-03-11" },
    ]);
    expect(body.days.map(({ covered, silent }) => [covered, silent])).toEqual([
      [1, 1],
      [2, 0],
      [0, 2],
      [0, 2],
    ]);
    for (const state of ["covered", "partly", "silent"] as const)
      expect(body.areas.reduce((sum, one) => sum + one[state], 0)).toBe(
        body.days.reduce((sum, one) => sum + one[state], 0),
      );
  });

  test("takes a watch that is not closed, or for some acts, for no more than a part", async () => {
    await told(
      { days: [10, 11], closed: false },
      { days: [11, 12], acts: ["shelling"] },
      { days: [12, 13], closed: true },
    );
    const body = await summary();
    expect(body.days.map(({ covered, partly, silent }) => [covered, partly, silent])).toEqual([
      [0, 2, 0],
      [0, 2, 0],
      [2, 0, 0],
      [0, 0, 2],
    ]);
  });

  test("of a record without statements and areas says that it is silent", async () => {
    served = await Served.open(records);
    const { body } = await served.ask("editor", "summariseCoverage");
    expect(body).toMatchObject({ statements: 0, zone: "UTC", areas: [{ covered: 0, partly: 0 }] });
    expect(body.areas[0]!.silent).toBe(body.days.length);
    const backwards = { query: { from: "2016-03-02T00:00:00Z", to: "2016-03-01T00:00:00Z" } };
    expect((await served.ask("editor", "summariseCoverage", backwards)).status).toBe(400);
    expect((await served.ask("liaison:a", "summariseCoverage")).status).toBe(403);
  });
});
