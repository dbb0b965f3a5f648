import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Row } from "../../src/store/index.ts";
import {
  findingsChanged,
  importPaths,
  judge,
  recordReports,
  type FindingChange,
  type JudgedAgain,
} from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { Mission, MISSION_TEXT, shots } from "./mission.ts";

const mission = Mission.forEachTest();

const PLACES = `area road "the road" as at the incident
area well "the well" as at the incident
rule on-road
  who any bound
  must not attack
  in road
rule at-well
  who any bound
  must not attack
  in well
`;
const TEXT = MISSION_TEXT.replace("in force from", `${PLACES}in force from`);

/** From west to east, a tenth of a degree wide. */
function strip(id: string, south: number, dates: object = {}): object {
  const [west, east, north] = [36, 38, south + 0.1];
  // prettier-ignore
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return {
    type: "Feature",
    properties: { id, name: id, ...dates },
    geometry: { type: "Polygon", coordinates: [ring] },
  };
}

const importAreas = (...features: readonly object[]): Promise<void> =>
  mission.import("areas.geojson", JSON.stringify({ type: "FeatureCollection", features }));

/** Incidents by where they were: `road` at 36.05 N, `field` at 35.55 N the day after and `later` another day on; `well` at 37.05 N. */
async function incidents(): Promise<Readonly<Record<"road" | "field" | "later" | "well", string>>> {
  const at = (id: string, on: string, latitude: string) =>
    shots("Lower", on, { id, latitude, longitude: "37", radius_m: "50", place_precision: "exact" });
  const reports = [
    at("road", "2016-03-05", "36.05"),
    at("field", "2016-03-06", "35.55"),
    at("later", "2016-03-07", "35.55"),
    at("well", "2016-03-07", "37.05"),
  ];
  const { result } = await recordReports(mission.person("Ada"), { reports });
  const [road, field, later, well] = result.reports.map(({ incident }) => incident!);
  return { road: road!, field: field!, later: later!, well: well! };
}

interface Again {
  readonly judged: readonly JudgedAgain[];
  /** `incident rule: before → now`. */
  readonly changes: readonly string[];
  readonly because: FindingChange["because"];
}

/** Judges again; that no finding was written but of what changed is looked at each time. */
async function again(names: Readonly<Record<string, string>>): Promise<Again> {
  const before = await mission.store.current("finding");
  const [head] = await mission.store.query<{ at: number }>("select at from ledger_head");
  const { result } = await judge(mission.person("Ada"), {});
  const { changes } = await findingsChanged(mission.store, { since: head!.at });
  expect(changes).toEqual(result.changes);
  const touched = new Set(changes.map(({ incident }) => incident));
  const others = (rows: readonly Row<"finding">[]) => rows.filter(({ incident }) => !touched.has(incident));
  if (before.length > 0) expect(others(await mission.store.current("finding"))).toEqual(others(before));
  const nameOf = new Map(Object.entries(names).map(([name, id]) => [id, name]));
  const said = changes.flatMap(({ incident, verdicts }) =>
    verdicts.map(
      ({ rule, before: then, now }) => `${nameOf.get(incident)} ${rule}: ${then?.verdict} → ${now?.verdict}`,
    ),
  );
  return { judged: result.agreements, changes: said.toSorted(), because: changes[0]?.because ?? [] };
}

describe("what changed on the ground", { timeout: SLOW }, () => {
  it("is judged again where it matters, and nowhere else, with the entry that it comes of", async () => {
    await mission.import("agreement.md", TEXT);
    await importAreas(strip("road", 36), strip("well", 37));
    const names = await incidents();
    await again(names);
    // The same borders again change nothing.
    await importAreas(strip("road", 36), strip("well", 37));
    expect((await again(names)).judged).toEqual([]);

    // The road is drawn elsewhere: what was on it is not, and what was in the field is.
    await importAreas(strip("road", 35.5), strip("well", 37));
    const moved = await again(names);
    expect(moved.changes).toEqual([
      "field on-road: outside → breach",
      "later on-road: outside → breach",
      "road on-road: breach → outside",
    ]);
    const [entry] = moved.because;
    expect(entry).toMatchObject({ act: "import-areas", by: "the secretary" });
    const [found] = await mission.store.query("select act from ledger_entry where seq = $1", [entry!.seq]);
    expect(found).toEqual({ act: "import-areas" });

    // The well is moved, and nothing else is.
    await importAreas(strip("road", 35.5), strip("well", 38));
    expect((await again(names)).changes).toEqual(["well at-well: breach → outside"]);

    // Borders that were so only since a day: what was before it may have been anywhere.
    await importAreas(strip("road", 35.5, { since: "2016-03-07" }), strip("well", 38));
    expect((await again(names)).changes).toEqual([
      "field on-road: breach → undetermined",
      "road on-road: outside → undetermined",
    ]);
    await mission.isProven();
  });

  it("is looked at for every incident, since no border says whom it touches", async () => {
    await mission.import("agreement.md", TEXT);
    await importAreas(strip("road", 36), strip("well", 37));
    const names = await incidents();
    await again(names);
    await importAreas(strip("road", 36), strip("well", 37.1));
    const { judged, changes } = await again(names);
    expect(judged).toMatchObject([{ agreement: "villages", scope: "all", incidents: 4, changed: 1 }]);
    expect(changes).toEqual(["well at-well: breach → outside"]);
  });
});

describe("what is told about one text", { timeout: SLOW }, () => {
  const other = TEXT.replace("id: villages", "id: hamlets");

  /** A document that comes with a text is about it. */
  async function importWith(text: string, name: string, content: string): Promise<void> {
    const paths = [join(mission.folder, "agreement.md"), join(mission.folder, name)];
    await writeFile(paths[0]!, text);
    await writeFile(paths[1]!, content);
    const audience = ["public", "party:lower", "guarantors"];
    const options = { by: "the secretary", audience, openSources: true, isPreview: false };
    await importPaths(mission.store, mission.keys, { ...options, paths });
  }

  it("has its own incidents judged again, and those of no other", async () => {
    for (const text of [TEXT, other]) await mission.import("agreement.md", text);
    await importAreas(strip("road", 36), strip("well", 37));
    await incidents();
    const scopes = async (): Promise<readonly unknown[]> => {
      const { agreements } = (await judge(mission.person("Ada"), {})).result;
      return agreements.map(({ agreement, scope, incidents: count }) => [agreement, scope, count]);
    };
    await scopes();

    // What was watched may decide any incident under its text.
    const header = "area,since,until,acts,weapons,closed,known,source,note";
    await importWith(
      other,
      "coverage.csv",
      `${header}\neverywhere,2016-03-01,2016-04-01,attack,any,yes,,the elders,\n`,
    );
    expect(await scopes()).toEqual([["hamlets", "all", 4]]);

    // What somebody tells of one incident is of that alone, and under the text that it was told about.
    const accounts = (by: string): string =>
      `accounts:\n  - { incident: field, id: one, kind: report, by: ${by}, on: 2016-03-17, at: 2016-03-06 }\n`;
    await importWith(TEXT, "accounts.yaml", accounts("the miller"));
    expect(await scopes()).toEqual([["villages", "some", 1]]);
    await importWith(TEXT, "accounts.yaml", accounts("the smith"));
    expect(await scopes()).toEqual([["villages", "some", 1]]);
    // Withdrawn, it is looked at once more.
    await importWith(TEXT, "accounts.yaml", "accounts: []\n");
    expect(await scopes()).toEqual([["villages", "some", 1]]);
    await mission.isProven();
  });
});
