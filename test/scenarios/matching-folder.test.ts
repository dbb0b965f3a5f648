import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FIELDS } from "../../src/match/index.ts";
import { SHIPPED_WEIGHTS } from "../../src/match/shipped-weights.ts";
import { matchedCsv, matchedJson, matchFolder, pairReasons } from "../../src/workflow/index.ts";
import { temporaryFolder } from "../temporary-record.ts";
import { FRONT } from "./village-folder.ts";

const SYRIA = "examples/syria-2016";

const TEXT = `${FRONT}\`\`\`truce
party upper "Upper village"
party lower "Lower village"
use common
rule cease "attacks"
  who any party
  must not attack
in force from 2016-03-01 00:00
\`\`\`
`;
const ACTORS = `
zone: Asia/Damascus
acceptances-complete: false
actors:
  - id: people-of-upper
    name: Upper
    kind: armed-group
    aliases: [{ text: Men of Upper }]
  - { id: people-of-lower, name: Lower, kind: armed-group }
`;
const HEAD =
  "id,source,reported,when,zone,place,place_precision,latitude,longitude,radius_m,country,side_a,side_b,acts,killed,narrative";
const row = (
  id: string,
  source: string,
  said: { day?: string; from?: string; north?: string; sideB?: string } = {},
): string => {
  const { day = "2016-03-05", from = "12:00", north = "35.1", sideB = "Upper" } = said;
  const when = `${day}T${from}/${day}T${from.slice(0, 3)}20`;
  return `${id},${source},${day}T18:00,${when},Asia/Damascus,the mill,exact,${north},36.9,300,Syria,Lower,${sideB},mortar-fire,3,`;
};

async function folderWith(...rows: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "reports"));
  await writeFile(join(folder, "agreement.md"), TEXT);
  await writeFile(join(folder, "actors.yaml"), ACTORS);
  await writeFile(join(folder, "reports", "teams.csv"), `${[HEAD, ...rows].join("\n")}\n`);
  return folder;
}

describe("the reports of a folder", () => {
  it("that tell of one thing are put together, by place, time, actors and numbers, and others stay alone", async () => {
    const folder = await folderWith(
      row("A-1", "Team 3"),
      row("B-1", "Team 4", { from: "12:05", north: "35.101", sideB: "Men of Upper" }),
      row("C-1", "Team 5", { day: "2016-03-09" }),
    );
    const matched = await matchFolder(folder);
    const groups = matched.incidents.map(({ band, members, derived }) => [
      band,
      derived.voices,
      members.map(({ claim }) => claim.id),
    ]);
    expect(groups).toEqual([
      ["solid", 2, ["A-1", "B-1"]],
      ["alone", 1, ["C-1"]],
    ]);
    expect(matched.counts).toMatchObject({ reports: 3, claims: 3, incidents: 2, waiting: 0, copies: 0 });
    expect(matched.answer).toBeUndefined();
  });

  it("are explained in bits that add up, with what would turn it, and unknown ids are refused with the way to find them", async () => {
    const folder = await folderWith(
      row("A-1", "Team 3"),
      row("B-1", "Team 4"),
      row("C-1", "Team 5", { day: "2016-03-19" }),
    );
    const { batch, incidents } = await matchFolder(folder);
    const incidentOf = (claim: string): string | undefined =>
      incidents.find(({ members }) => members.some((one) => one.claim.id === claim))?.id;
    const explain = (a: string, b: string) => pairReasons({ ...batch, incidentOf }, [a, b]);
    const { pair, because, isOneIncident } = explain("A-1", "B-1");
    expect(isOneIncident).toBe(true);
    expect(pair!.bars.reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(pair!.total, 9);
    expect(because[0]).toMatch(/^The two alone: \+[\d.]+ bits, so \d+ in 100 that they are one incident\.$/u);
    expect(because.join("\n")).toMatch(/It would turn if|No single fact/u);
    expect(explain("A-1", "C-1")).toMatchObject({ isOneIncident: false, pair: undefined });
    expect(explain("A-1", "C-1").because[0]).toMatch(/not compared.*hours apart/u);
    expect(() => explain("A-1", "X-9")).toThrow("there is no report X-9");
    expect(() => explain("A-1", "A-1")).toThrow("are one report");
  });

  it("come out as files that say of each report where it is and why", async () => {
    const folder = await folderWith(row("A-1", "Team 3"), row("B-1", "Team 4"));
    const matched = await matchFolder(folder);
    const [head, first, second] = [...matchedCsv(matched.incidents)];
    expect(head).toMatch(/^incident,band,probability,voices,report,source,copy_of,/u);
    expect([first, second].map((line) => line!.split(",").slice(0, 2))).toEqual([
      ["A-1", "solid"],
      ["A-1", "solid"],
    ]);
    const json = JSON.parse(JSON.stringify(matchedJson(matched))) as { incidents: readonly object[] };
    expect(json).toMatchObject({
      model: { origin: "shipped" },
      names: expect.stringMatching(/^names /u),
      knownAnswer: null,
    });
    expect(json.incidents).toMatchObject([{ id: "A-1", voices: 2, killed: { low: 3, high: 3, floorHeldByTwo: 3 } }]);
  });
});

describe("the examples", () => {
  it("two villages: seven reports of one source are seven incidents", async () => {
    const { counts } = await matchFolder("examples/two-villages");
    expect(counts).toMatchObject({ reports: 7, incidents: 7, bands: { alone: 7 }, waiting: 0 });
  });

  it(
    "Syria 2016: cited documents are claims of who published them, held against what GED cites together",
    { timeout: 120_000 },
    async () => {
      const { counts, answer, incidents, claims } = await matchFolder(SYRIA);
      expect(counts).toMatchObject({ reports: 2541, documents: 1491, claims: 2892, sums: 94 });
      const inIncidents = incidents.reduce((sum, { members }) => sum + members.length, 0);
      expect(inIncidents + counts.sums).toBe(counts.claims);
      expect(answer).toMatchObject({ events: 2476, all: { known: 391 }, differentDesks: { known: 78 } });
      // Far from all of it is right, which the command says.
      expect(answer!.differentDesks.right).toBeGreaterThan(50);
      expect(answer!.byBand.solid!.right / answer!.byBand.solid!.together).toBeGreaterThan(0.7);
      // Two claims of one article are never of one incident.
      for (const { members } of incidents)
        expect(new Set(members.map(({ claim }) => claim.report)).size).toBe(members.length);
      const asRows = await matchFolder(SYRIA, { asRows: true });
      expect(asRows.counts).toMatchObject({ claims: 2541, documents: 0 });
      expect(claims.byId.get("217059/1")).toMatchObject({ source: "SOHR", event: "217059" });
    },
  );
});

describe("the weights that are shipped", () => {
  it("have a level for each level there is, and each best level speaks for a match", () => {
    const { match, others } = SHIPPED_WEIGHTS;
    for (const one of [match, ...others])
      expect(one.logs.map(({ length }) => length)).toEqual(FIELDS.map(({ levels }) => levels.length));
    for (const [f, { id }] of FIELDS.entries())
      if (["space", "time", "kind", "killed"].includes(id))
        expect(match.logs[f]![1]!, id).toBeGreaterThan(others.at(-1)!.logs[f]![1]!);
  });
});
