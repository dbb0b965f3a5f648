import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Small folders to judge: an invented truce between two villages, its actors and a handful of recorded events. */

/** Days are of Damascus, whose clocks are on UTC+02:00 in these weeks. */
export const FRONT = `---
truce: 1
id: villages
title: Truce between two invented villages
zone: Asia/Damascus
adopted: 2016-03-01
---
`;

export const DECLARED = `
party upper "Upper village"
party lower "Lower village"
class band "armed bands" enrolled by elders
body elders "The elders"
use common
area road "the road" fixed
area well "the well" fixed
fact provoked "Was it an answer to a threat?"
in force from 2016-03-01 00:00
`;

/** An agreement with these statements behind the usual declarations. */
export function textOf(...statements: readonly string[]): string {
  return `${FRONT}\`\`\`truce\n${DECLARED}\n${statements.join("\n")}\n\`\`\`\n`;
}

export const ACTORS = `
zone: Asia/Damascus
acceptances-complete: true
actors:
  - { id: people-of-upper, name: Upper, kind: armed-group, roles: [{ is: upper, source: the text }] }
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: the text }] }
  - { id: riders, name: Riders, kind: armed-group, roles: [{ is: band, source: the elders }] }
`;

/** An event in the columns of UCDP GED; one-sided: the first on the second, otherwise nobody knows who began. */
export interface Event {
  readonly id: string;
  readonly on: string;
  readonly until?: string;
  readonly sides?: readonly [string, string];
  readonly oneSided?: boolean;
  readonly latitude?: number;
  readonly columns?: Readonly<Record<string, string>>;
}

const EVENT: Readonly<Record<string, string>> = {
  type_of_violence: "2",
  source_article: "the elders",
  where_prec: "1",
  where_coordinates: "somewhere",
  longitude: "37",
  country: "Syria",
  country_id: "652",
  event_clarity: "1",
  date_prec: "1",
  deaths_a: "0",
  deaths_b: "1",
  deaths_civilians: "0",
  deaths_unknown: "0",
  low: "1",
  best: "1",
  high: "1",
};

function rowOf({ id, on, until = on, sides = ["Lower", "Upper"], oneSided = true, ...more }: Event) {
  const { latitude = 36, columns } = more;
  const own = {
    id,
    dyad_name: sides.join(" - "),
    side_a: sides[0],
    side_b: sides[1],
    date_start: on,
    date_end: until,
    latitude: String(latitude),
    geom_wkt: `POINT (37 ${latitude})`,
    ...(oneSided ? { type_of_violence: "3" } : {}),
  };
  return {
    ...EVENT,
    side_a_new_id: "",
    side_b_new_id: "",
    source_original: "",
    adm_1: "",
    adm_2: "",
    ...own,
    ...columns,
  };
}

export function reportsOf(events: readonly Event[]): string {
  const rows = events.map(rowOf);
  const names = Object.keys(rowOf({ id: "x", on: "2016-03-01" }));
  const lines = rows.map((row) => names.map((name) => `"${(row as Record<string, string>)[name] ?? ""}"`).join(","));
  return [names.join(","), ...lines, ""].join("\n");
}

export interface VillageFiles {
  readonly text: string;
  readonly actors?: string;
  readonly events?: readonly Event[];
  readonly coverage?: string;
  readonly accounts?: string;
  /** By name. */
  readonly areas?: Readonly<Record<string, string>>;
}

/** Writes a folder of its own and gives its path. */
export async function villageFolder({ text, actors = ACTORS, ...files }: VillageFiles): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "truce-villages-"));
  const write = (name: string, content: string | undefined): Promise<void> =>
    content === undefined ? Promise.resolve() : writeFile(join(folder, name), content);
  await Promise.all([mkdir(join(folder, "reports")), mkdir(join(folder, "areas"))]);
  await Promise.all([
    write("agreement.md", text),
    write("actors.yaml", actors),
    write("coverage.csv", files.coverage),
    write("accounts.yaml", files.accounts),
    write("reports/events.csv", reportsOf(files.events ?? [])),
    ...Object.entries(files.areas ?? {}).map(([name, content]) => write(join("areas", name), content)),
  ]);
  return folder;
}
