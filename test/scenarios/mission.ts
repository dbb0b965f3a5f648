import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Viewer } from "../../src/domain/index.ts";
import { loadKeys, Reading, verifyRecord, type Keys, type Row, type Store } from "../../src/store/index.ts";
import { importPaths, recordReports, type Acting, type Words } from "../../src/workflow/index.ts";
import { SLOW, temporaryFolder, TemporaryRecords } from "../temporary-record.ts";
import { FRONT } from "./village-folder.ts";

/** A mission looks after a truce between two villages. Riders may or may not have accepted it; raiders are about to be listed. */
export const MISSION_TEXT = `${FRONT}\`\`\`truce
party upper "Upper village"
party lower "Lower village"
class band "armed bands" enrolled by elders
body elders "The elders"
body council "The council"
list outlaws "bands that the council has named"
  designated by council as at the incident
use common
accept terms "acceptance by a band"
  who each band to elders
rule cease "attacks"
  who any bound
  must not attack
  against any bound
  outside listed: target in outlaws or actor in outlaws
in force from 2016-03-01 00:00
\`\`\`
`;
export const ACTORS = `
zone: Asia/Damascus
acceptances-complete: false
actors:
  - { id: people-of-upper, name: Upper, kind: armed-group, roles: [{ is: upper, source: the text }] }
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: the text }] }
  - { id: riders, name: Riders, kind: armed-group, roles: [{ is: band, source: the elders }] }
  - id: raiders
    name: Raiders
    kind: armed-group
    roles: [{ is: band, source: the elders }]
    listings: [{ list: outlaws, reference: C.1, source: the council }]
`;
const HEAD = "reference,name,aliases,listed_on,delisted_on,known_on,source,note";
export const listSince = (day: string): string => `${HEAD}\nC.1,Raiders,,${day},,${day},the council,\n`;

export const HOUR = 3_600_000;
export const INSIDE: Viewer = { tier: "internal" };
export const LIAISON: Viewer = { tier: "party", party: "lower" };
export const en = (text: string): Words => ({ text, lang: "en" });

/** What one fills in for shots at Upper. */
export const shots = (by: string, on: string, more: object = {}) => ({
  source: "Team 3",
  when: on,
  zone: "Asia/Damascus",
  kind: "non-state",
  side_a: by,
  side_b: "Upper",
  direction: "a-on-b",
  narrative: `${by} shot at the mill of Upper for an hour on ${on}`,
  ...more,
});

/** What one fills in for mortar fire at the mill, at noon of a day. */
export const mortar = (source: string, more: object = {}) => ({
  source,
  when: "2016-03-05T12:00/2016-03-05T12:20",
  zone: "Asia/Damascus",
  place: "the mill",
  place_precision: "exact",
  latitude: "35.1000",
  longitude: "36.9000",
  radius_m: "300",
  within: "Lower district; Upper province",
  country: "Syria",
  kind: "non-state",
  side_a: "Lower",
  side_b: "Upper",
  acts: "mortar-fire",
  killed: "3",
  injured_min: "5",
  injured_max: "5",
  ...more,
});

export const itemOf = ({ item }: Row<"report">): string => Buffer.from(item as unknown as Uint8Array).toString("hex");

/** The record of the mission, a new one for each test of a file. */
export class Mission {
  readonly records = new TemporaryRecords(undefined);
  folder = "";
  keys!: Keys;
  store!: Store;

  static forEachTest(): Mission {
    const mission = new Mission();
    beforeAll(() => mission.start(), SLOW);
    beforeEach(() => mission.open(), SLOW);
    afterEach(() => mission.records.discard(), SLOW);
    afterAll(() => mission.stop(), SLOW);
    return mission;
  }

  private async start(): Promise<void> {
    this.folder = await temporaryFolder();
    this.keys = await loadKeys(join(this.folder, "keys"));
    await this.records.start();
  }

  private async open(): Promise<void> {
    this.store = await this.records.open();
    const files = { "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS, "council-list.csv": listSince("2016-04-01") };
    for (const [name, text] of Object.entries(files)) await this.import(name, text);
  }

  private async stop(): Promise<void> {
    await this.records.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async import(name: string, text: string): Promise<void> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    const audience = ["public", "party:lower", "guarantors"];
    const options = { paths: [path], by: "the secretary", audience, openSources: true, isPreview: false };
    await importPaths(this.store, this.keys, options);
  }

  /** Somebody of the team; `as`: with another account, or in another session. */
  person(name: string, { as = name, party }: { as?: string; party?: string } = {}): Acting {
    const { store, keys } = this;
    return { store, keys, by: as, person: name, ...(party === undefined ? {} : { party }) };
  }

  async incident(id: string): Promise<Row<"incident">> {
    return (await this.store.current("incident")).find((one) => one.id === id)!;
  }

  /** The incident as somebody looks at it now. */
  async seen(id: string): Promise<{ readonly incident: string; readonly seen: number }> {
    return { incident: id, seen: (await this.incident(id)).row };
  }

  async verdict(id: string): Promise<string | null> {
    const found = await new Reading(this.store, INSIDE).incident(id, { rule: "cease", reading: "text" });
    return found!.incident.verdict;
  }

  /** One report of each: riders, raiders and people of Lower shoot at Upper. Their incidents. */
  async threeReports(): Promise<readonly [string, string, string]> {
    const reports = [shots("Riders", "2016-03-05"), shots("Raiders", "2016-03-06"), shots("Lower", "2016-03-07")];
    const { result } = await recordReports(this.person("Ada"), { reports, audience: ["party:lower"] });
    const [riders, raiders, lower] = result.reports.map(({ incident }) => incident!);
    return [riders!, raiders!, lower!];
  }

  async isProven(): Promise<void> {
    expect((await verifyRecord(this.store)).discrepancies).toEqual([]);
  }
}
