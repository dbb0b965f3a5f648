// The worked example's own files, read with the codecs of this folder.

import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ActorIndex, holdsPoint, wasNameInUse } from "../domain/index.ts";
import { parseActors } from "./actors-yaml.ts";
import { parseAreas } from "./areas-geojson.ts";
import { parseCsv } from "./csv.ts";
import { parseListEntries } from "./un-list-csv.ts";

const example = new URL("../../examples/syria-2016/", import.meta.url);
const load = (path: string): string => readFileSync(new URL(path, example), "utf8");

const { register, problems } = parseActors(load("actors.yaml"), "actors.yaml");
const index = new ActorIndex(register);

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const bytes = readFileSync(new URL(path, example));
  yield path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

/** Every side of a file of reports, by code: its name. */
async function sidesIn(path: string): Promise<ReadonlyMap<string, string>> {
  const sides = new Map<string, string>();
  let columns: readonly string[] = [];
  for await (const items of parseCsv(bytesOf(path))) {
    for (const item of items) {
      if (item.kind !== "row") continue;
      if (item.row === 0) columns = item.fields;
      else
        for (const side of ["side_a", "side_b"])
          sides.set(`ucdp:${item.fields[columns.indexOf(`${side}_new_id`)]}`, item.fields[columns.indexOf(side)] ?? "");
    }
  }
  return sides;
}

const reports = ["reports/", "reports/full/"].flatMap((folder) =>
  readdirSync(new URL(folder, example))
    .filter((name) => /\.csv(\.gz)?$/u.test(name))
    .map((name) => folder + name),
);

describe("the actors of Syria 2016", () => {
  it("are read without a problem", () => {
    expect(problems).toEqual([]);
  });

  it.each(reports)("are found by number and by name, every side of %s", async (path) => {
    const sides = await sidesIn(path);
    expect(sides.size).toBeGreaterThan(40);
    for (const [code, name] of sides) {
      expect(index.findByCode(code)?.id, `${code} ${name}`).toBeDefined();
      expect(index.findByName(name)?.actor.id, name).toBe(index.findByCode(code)!.id);
    }
  });

  it("have as members of a joint front exactly the groups that its name lists", () => {
    for (const front of register.actors.filter(({ kind }) => kind === "front")) {
      const named = front.name.split(", ").map((name) => index.findByName(name)?.actor.id);
      expect(
        front.members.map(({ actor }) => actor),
        front.name,
      ).toEqual(named);
    }
  });

  it("name al-Nusra as one listed entity, by names that it bore only later too", () => {
    for (const name of [
      "Jabhat al-Nusra",
      "Jabhat Fateh al-Sham",
      "HTS",
      "جبهة النصرة",
      "جبهة فتح الشام",
      "هيئة تحرير الشام",
    ])
      expect(index.findByName(name)?.actor.id, name).toBe("nusra");
    const fateh = index.findByName("Jabhat Fateh al-Sham")!;
    expect(wasNameInUse(fateh, "2016-03-08")).toBe(false);
    expect(wasNameInUse(fateh, "2016-07-28")).toBe(true);
    expect(wasNameInUse(index.findByName("HTS")!, "2016-07-28")).toBe(false);
  });

  it("leave open who else “Syrian insurgents” may stand for", () => {
    const umbrella = index.findByName("Syrian insurgents")!.actor;
    expect(umbrella).toMatchObject({ id: "syrian-insurgents", kind: "umbrella", membersComplete: false });
    const members = umbrella.members.map(({ actor }) => index.find(actor)!);
    expect(members.map(({ id }) => id)).toContain("nusra");
    expect(members.every(({ kind }) => kind === "armed-group" || kind === "coalition")).toBe(true);
    expect(umbrella.members.every(({ standing, source }) => standing === "assessed" && source !== undefined)).toBe(
      true,
    );
  });

  it("are not on a list and able to take part at once", () => {
    const both = register.actors.filter(
      ({ listings, roles }) => listings.length > 0 && roles.some(({ is }) => is === "aog"),
    );
    expect(both).toEqual([]);
  });

  it("are on the list under numbers that the list has", async () => {
    const { entries, problems: wrong } = await parseListEntries(bytesOf("un-list.csv"), "un-list.csv");
    expect(wrong).toEqual([]);
    const references = entries.map(({ reference }) => reference);
    for (const { id, listings } of register.actors)
      for (const { reference } of listings) expect(references, id).toContain(reference);
    expect(entries.find(({ reference }) => reference === "QDe.149")).toMatchObject({
      listedOn: "2016-02-29",
      knownOn: "2016-02-29",
    });
  });
});

describe("the areas of Syria 2016", () => {
  const { areas, problems: wrong } = parseAreas(load("areas/syr-adm1-full.geojson"), "syr-adm1-full.geojson");

  it("are the fourteen governorates, read without a problem", () => {
    expect(wrong).toEqual([]);
    expect(areas.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: 14 }, (_, i) => `sy${String(i + 1).padStart(2, "0")}`),
    );
  });

  it("hold the cities that they are named after", () => {
    const holding = (latitude: number, longitude: number): readonly string[] =>
      areas.filter((area) => holdsPoint(area, { latitude, longitude })).map(({ name }) => name);
    expect(holding(35.1318, 36.7578)).toEqual(["Hama"]);
    expect(holding(35.9306, 36.6339)).toEqual(["Idleb"]);
    expect(holding(33.5102, 36.2913)).toEqual(["Damascus"]);
    expect(holding(33.8938, 35.5018)).toEqual([]);
  });
});
