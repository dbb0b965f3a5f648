import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/language/index.ts";
import { judgeFolder, typedInstant } from "../../src/workflow/index.ts";
import { textOf, villageFolder, type Event, type VillageFiles } from "./village-folder.ts";

/** Who belonged to whom, and where an area lay, is asked of the time of the incident, as known at the cut-off. */

const text = textOf("rule peace", "  who lower", "  must not attack");
const gunmen = (members: string): string => `
zone: Asia/Damascus
acceptances-complete: true
actors:
  - { id: people-of-upper, name: Upper, kind: armed-group, roles: [{ is: upper, source: s }] }
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: s }] }
  - { id: riders, name: Riders, kind: armed-group }
  - { id: gunmen, name: Gunmen, kind: umbrella, members-complete: true, members-source: s, members: [${members}] }
  - { id: alliance, name: Alliance, kind: front, members: [${members}] }
`;

async function cellOf(files: VillageFiles, known?: string): Promise<Cell> {
  const folder = await villageFolder(files);
  const window =
    known === undefined ? {} : { window: (zone: string) => ({ known: typedInstant(known, "last", zone) }) };
  const { incidents } = await judgeFolder(folder, window);
  return incidents[0]!.cells[0]!;
}

describe("members of an umbrella or a front", () => {
  const possible = async (members: string, event: Partial<Event>, known?: string): Promise<readonly string[]> => {
    const events = [{ id: "e", on: "2016-03-15", sides: ["Gunmen", "Upper"] as const, ...event }];
    return (await cellOf({ text, actors: gunmen(members), events }, known)).possible;
  };
  const changed = "{ actor: people-of-lower, until: 2016-03-15 }, { actor: riders, since: 2016-03-15 }";

  it("are those of the day", async () => {
    expect(await possible(changed, { on: "2016-03-14" })).toEqual(["breach"]);
    expect(await possible(changed, { on: "2016-03-15" })).toEqual(["outside"]);
    const days = { on: "2016-03-12", until: "2016-03-17", columns: { date_prec: "2" } };
    expect(await possible(changed, days)).toEqual(["breach", "outside"]);
    expect(await possible(changed, { on: "2016-03-14", sides: ["Alliance", "Upper"] })).toEqual(["breach"]);
    expect(await possible(changed, { on: "2016-03-15", sides: ["Alliance", "Upper"] })).toEqual(["outside"]);
  });

  it("are those that were known by the cut-off", async () => {
    const learnt = "{ actor: riders }, { actor: people-of-lower, known: 2016-04-01 }";
    expect(await possible(learnt, {}, "2016-03-31")).toEqual(["outside"]);
    expect(await possible(learnt, {}, "2016-04-01")).toEqual(["breach", "outside"]);
  });

  it("of a front that left in the middle may or may not have been there", async () => {
    const days = {
      on: "2016-03-12",
      until: "2016-03-17",
      sides: ["Alliance", "Upper"] as const,
      columns: { date_prec: "2" },
    };
    const left = "{ actor: people-of-lower, until: 2016-03-15 }, { actor: riders }";
    expect(await possible(left, days)).toEqual(["breach", "outside"]);
    expect(await possible(left, { ...days, on: "2016-03-11", until: "2016-03-13" })).toEqual(["breach"]);
  });

  it("are nobody known, if there was none then", async () => {
    const cell = await cellOf({
      text,
      actors: gunmen("{ actor: riders, since: 2016-04-01 }"),
      events: [{ id: "e", on: "2016-03-15", sides: ["Gunmen", "Upper"] }],
    });
    expect(cell.possible).toEqual(["breach", "outside"]);
  });
});

describe("a role", () => {
  const actors = (dates: string): string => `
zone: Asia/Damascus
acceptances-complete: true
actors:
  - { id: walkers, name: Walkers, kind: armed-group, roles: [{ is: lower, source: s, ${dates} }] }
`;
  const verdict = async (dates: string, on: string, known?: string): Promise<string> =>
    (await cellOf({ text, actors: actors(dates), events: [{ id: "e", on, sides: ["Walkers", "Upper"] }] }, known))
      .verdict;

  it("binds from the day on which it was taken to the day on which it was left", async () => {
    const dates = "since: 2016-03-10, until: 2016-03-20";
    expect(
      await Promise.all(["2016-03-09", "2016-03-10", "2016-03-19", "2016-03-20"].map((on) => verdict(dates, on))),
    ).toEqual(["outside", "breach", "breach", "outside"]);
  });

  it("that was learnt after the cut-off does not count", async () => {
    expect(await verdict("known: 2016-04-01", "2016-03-15", "2016-03-31")).toBe("outside");
    expect(await verdict("known: 2016-04-01", "2016-03-15", "2016-04-01")).toBe("breach");
  });
});

describe("an area", () => {
  const near = textOf("rule peace", "  who lower", "  must not attack", "  in road");
  const version = (south: number, dates: object) => ({
    type: "Feature",
    properties: { id: "road", name: "the road", ...dates },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [36, south],
          [38, south],
          [38, south + 1],
          [36, south + 1],
          [36, south],
        ],
      ],
    },
  });
  const verdict = async (features: readonly object[], event: Partial<Event>, known?: string): Promise<string> => {
    const areas = { "road.geojson": JSON.stringify({ type: "FeatureCollection", features }) };
    const events = [{ id: "e", on: "2016-03-15", latitude: 33.5, ...event }];
    return (await cellOf({ text: near, areas, events }, known)).verdict;
  };
  const moved = [version(33, { until: "2016-03-15" }), version(35, { since: "2016-03-15" })];

  it("has the borders of the day", async () => {
    expect(await verdict(moved, { on: "2016-03-14" })).toBe("breach");
    expect(await verdict(moved, { on: "2016-03-15" })).toBe("outside");
    expect(await verdict(moved, { on: "2016-03-15", latitude: 35.5 })).toBe("breach");
  });

  it("of which nobody says where it lay then may be anywhere", async () => {
    expect(await verdict([version(33, { since: "2016-04-01" })], {})).toBe("undetermined");
  });

  it("whose borders were learnt after the cut-off may be anywhere", async () => {
    const learnt = [version(33, { known: "2016-04-01" })];
    expect(await verdict(learnt, {}, "2016-03-31")).toBe("undetermined");
    expect(await verdict(learnt, {}, "2016-04-01")).toBe("breach");
  });

  it("that a record names holds its incident while it is called so, wherever it lay", async () => {
    const named = { latitude: 36.9, columns: { adm_1: "the road", where_prec: "4" } };
    expect(await verdict(moved, named)).toBe("breach");
    expect(await verdict([version(33, { since: "2016-04-01" })], named)).toBe("undetermined");
  });
});
