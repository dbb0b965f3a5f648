import { strFromU8, unzipSync } from "fflate";
import { afterEach, expect, test } from "vitest";
import { rowOf } from "../record-rows.ts";
import { changed, onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Who } from "./served.ts";

const ROWS = 1203;
const LABEL = "قصف على الجسر، “North”";

interface Manifest {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly for: string;
}

/** How many rows each format has, counted as its readers would. */
const COUNTERS: Readonly<Record<string, (bytes: Uint8Array) => number>> = {
  csv: (bytes) => strFromU8(bytes).split("\r\n").length - 2,
  jsonl: (bytes) =>
    strFromU8(bytes)
      .trim()
      .split("\n")
      .filter((line) => JSON.parse(line) !== null).length,
  geojson: (bytes) => (JSON.parse(strFromU8(bytes)) as { features: unknown[] }).features.length,
  xlsx: (bytes) => strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"]!).split("<row ").length - 2,
};

onEachServer("an export over HTTP", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  async function take(who: Exclude<Who, "nobody">, query: Readonly<Record<string, string>>) {
    const { headers } = await served.person(who);
    const url = `http://localhost:8080/api/incidents/export?${new URLSearchParams(query).toString()}`;
    const response = await served.app.request(url, { headers });
    expect(response.status).toBe(200);
    const manifest = JSON.parse(response.headers.get("truce-manifest")!) as Manifest;
    return { manifest, bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  test("has as many rows as its manifest says, in every format, for each viewer, while the record goes on", async () => {
    served = await Served.open(records);
    const add = (count: number, audience: readonly string[]) =>
      changed(served.store, (change) => {
        for (let i = 0; i < count; i++)
          change.add("incident", { audience }, rowOf("incident", i, { area: "حلب", label: LABEL, kind: "=1+1" }));
      });
    await add(ROWS, ["guarantors"]);
    await add(7, []);
    for (const [format, rows] of Object.entries(COUNTERS))
      for (const [who, expected] of [
        ["editor", ROWS + 7],
        ["viewer", ROWS],
      ] as const) {
        const [{ manifest, bytes }] = await Promise.all([take(who, { format, area: "حلب" }), add(1, ["nobody"])]);
        // For the inside one more each time.
        if (who === "viewer") expect(manifest.rows).toBe(expected);
        expect(manifest.rows).toBeGreaterThanOrEqual(expected);
        expect({ format, rows: rows(bytes) }).toEqual({ format, rows: manifest.rows });
        expect(manifest).toMatchObject({ filters: { area: "حلب" }, for: who === "viewer" ? "guarantors" : "internal" });
        expect(manifest.columns).toContain("verdict");
        const text = format === "xlsx" ? strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"]!) : strFromU8(bytes);
        expect(text).toContain("حلب");
        // A spreadsheet would calculate it.
        if (format === "csv" || format === "xlsx") expect(text).toMatch(/'=1\+1/u);
      }
    const { body } = await served.ask("viewer", "exportManifest", { query: { format: "csv", area: "حلب" } });
    expect(body.rows).toBe(ROWS);
  });

  test("says in a spreadsheet what it is of", async () => {
    served = await Served.open(records);
    const { bytes } = await take("editor", { format: "xlsx", side: "سوريا", asOf: "2030-01-01T00:00:00Z" });
    const about = strFromU8(unzipSync(bytes)["xl/worksheets/sheet2.xml"]!);
    for (const words of ["rows", "internal", "as of", "2030-01-01T00:00:00.000Z", "side", "سوريا"])
      expect(about).toContain(words);
  });
});
