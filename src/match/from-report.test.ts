import { describe, expect, it } from "vitest";
import { reportFrom, type ReportDraft } from "../domain/index.ts";
import { claimOfCitation, claimOfReport, type Claim } from "./index.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2016, 2, 5, 12);

const DRAFT: ReportDraft = reportFrom({
  id: "1",
  label: "Lower - Upper",
  kind: undefined,
  sides: [],
  direction: "unknown",
  when: {
    interval: { earliest: NOON, latest: NOON + DAY },
    zone: "UTC",
    asStated: "2016-03-05",
    spread: "within",
    exact: false,
  },
  where: {
    precision: "unstated",
    circle: undefined,
    within: [],
    areaNames: [],
    country: undefined,
    drawnAt: undefined,
    asStated: "",
  },
  aggregate: undefined,
  casualties: {
    best: undefined,
    low: undefined,
    high: undefined,
    sideA: undefined,
    sideB: undefined,
    civilians: undefined,
    unknown: undefined,
  },
  citations: [],
  toldBy: undefined,
});

const ACTS: Readonly<Record<string, readonly string[]>> = {
  "mortar-fire": ["attack", "shelling", "mortar-fire"],
  "rocket-fire": ["attack", "shelling", "rocket-fire"],
  sniping: ["attack", "small-arms-fire", "sniping"],
};

function claimOf(said: Partial<ReportDraft>): Claim {
  return claimOfReport(
    { ...DRAFT, ...said },
    {
      id: "1",
      source: "Team 3",
      actorOf: ({ name }) =>
        name === "civilians"
          ? undefined
          : { actor: undefined, parent: undefined, isGeneric: false, name, by: "nothing" },
      pathOf: (act) => ACTS[act] ?? [act],
    },
  );
}

const lasting = (length: number, exact = false): Partial<ReportDraft> => ({
  when: { ...DRAFT.when, interval: { earliest: NOON, latest: NOON + length }, exact },
});
const where = (said: Partial<ReportDraft["where"]>): Partial<ReportDraft> => ({ where: { ...DRAFT.where, ...said } });
const MILL = { latitude: 35.1, longitude: 36.9 };

describe("a claim of a report", () => {
  it("says nothing that the report does not say", () => {
    const claim = claimOf({});
    expect(claim).toMatchObject({ kind: [], actors: [], isAggregate: false });
    for (const field of ["where", "killed", "injured", "publishedAt", "text", "url", "updates"] as const)
      expect(claim[field], field).toBeUndefined();
    const open = { ...DRAFT.when, interval: { earliest: NOON, latest: Number.POSITIVE_INFINITY } };
    expect(claimOf({ when: open }).when).toBeUndefined();
  });

  it("is as exact in time as the stretch is short, and a day of no known zone is a day", () => {
    const lengths = [0.02, 0.25, 1, 5, 7, 31].map((days) => claimOf(lasting(days * DAY)).when!.precision);
    expect(lengths).toEqual([0, 1, 2, 3, 4, 5]);
    expect(claimOf(lasting(2.1 * DAY, true)).when!.precision).toBe(2);
  });

  it("is as exact in place as is said, with the circle of that where none is given, and with no place where nothing is", () => {
    const placed = (precision: ReportDraft["where"]["precision"]) => claimOf(where({ precision, drawnAt: MILL })).where;
    expect(
      ["exact", "near", "district", "province", "fuzzy", "country", "international"].map((one) => {
        const { precision, radiusKm } = placed(one as "exact")!;
        return [precision, radiusKm];
      }),
    ).toEqual([
      [1, 3],
      [2, 25],
      [3, 30],
      [4, 90],
      [5, 60],
      [6, 600],
      [5, 60],
    ]);
    expect(placed("unstated")).toBeUndefined();
    const circle = { centre: MILL, radiusMetres: 12_000 };
    expect(claimOf(where({ circle })).where).toMatchObject({ precision: 2, radiusKm: 12 });
    expect(claimOf(where({ precision: "exact", circle: { ...circle, radiusMetres: 200 } })).where).toMatchObject({
      precision: 0,
    });
  });

  it("names the units from the largest down, as far as the precision holds them, and a place only if one is meant", () => {
    const said = { areaNames: ["Azaz", "Aleppo"], drawnAt: MILL, asStated: "Marea town", country: "Syria" };
    expect(claimOf(where({ ...said, precision: "exact" })).where).toMatchObject({
      units: ["aleppo", "azaz"],
      name: "marea",
      country: "syria",
    });
    expect(claimOf(where({ ...said, precision: "province" })).where).toMatchObject({
      units: ["aleppo"],
      name: undefined,
    });
    expect(claimOf(where({ ...said, precision: "country" })).where).toMatchObject({ units: [] });
  });

  it("takes a blank for not known, and open ends for open", () => {
    const killed = (casualties: Partial<ReportDraft["casualties"]>) =>
      claimOf({ casualties: { ...DRAFT.casualties, ...casualties } }).killed;
    expect(killed({ best: 3 })).toEqual({ least: 3, most: 3 });
    expect(killed({ low: 2, high: 5, best: 3 })).toEqual({ least: 2, most: 5 });
    expect(killed({ low: 2 })).toEqual({ least: 2, most: Number.POSITIVE_INFINITY });
    expect(killed({ high: 4 })).toEqual({ least: 0, most: 4 });
    expect(killed({ best: 0 })).toEqual({ least: 0, most: 0 });
    const harm = [{ what: "injured", whom: "people", least: 5, most: undefined }] as const;
    expect(claimOf({ harm }).injured).toEqual({ least: 5, most: Number.POSITIVE_INFINITY });
    expect(claimOf({ harm: [{ ...harm[0], whom: "women" }] }).injured).toBeUndefined();
  });

  it("is of the kind that all its acts have in common, since all of them happened", () => {
    expect(claimOf({ acts: ["mortar-fire"] }).kind).toEqual(["attack", "shelling", "mortar-fire"]);
    expect(claimOf({ acts: ["mortar-fire", "rocket-fire"] }).kind).toEqual(["attack", "shelling"]);
    expect(claimOf({ acts: ["mortar-fire", "sniping"] }).kind).toEqual(["attack"]);
  });

  it("keeps sides in their order, and nobody who is no force", () => {
    const sides = [
      { name: "civilians", code: undefined },
      { name: "Upper", code: undefined },
    ] as const;
    expect(claimOf({ sides }).actors.map(({ side, name }) => [side, name])).toEqual([["second", "Upper"]]);
  });
});

describe("a claim of a cited document", () => {
  it("is its publisher's, of its day, and for the rest what the data set read in it", () => {
    const coded = claimOf({ casualties: { ...DRAFT.casualties, best: 3 } });
    const cited = claimOfCitation(
      coded,
      { office: "The Valley Times", date: "2016-03-06", headline: "Shots at the mill" },
      { id: "1/1", report: "valley times 2016-03-06 shots at the mill", source: "valley times" },
    );
    expect(cited).toMatchObject({
      id: "1/1",
      source: "valley times",
      killed: { least: 3, most: 3 },
      text: "Shots at the mill",
    });
    // At some time of that day: not later than its end.
    expect(cited.publishedAt).toBe(Date.UTC(2016, 2, 7));
    const undated = { office: undefined, date: undefined, headline: "Shots" };
    expect(claimOfCitation(coded, undated, { id: "1/2", report: "r", source: "s" }).publishedAt).toBeUndefined();
  });
});
