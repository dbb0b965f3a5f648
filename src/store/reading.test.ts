import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { Dice } from "../../test/proof/dice.ts";
import { SEED } from "../../test/property-seed.ts";
import { Model } from "../../test/reading/policy.ts";
import { Origins } from "../../test/reading/traces.ts";
import { POOL, SHOW, VIEWERS, World, type Version } from "../../test/reading/world.ts";
import { rowOf } from "../../test/record-rows.ts";
import { changed, onEachServer } from "../../test/temporary-record.ts";
import type { Viewer } from "../domain/index.ts";
import {
  Reading,
  type IncidentQuery,
  type IncidentSeen,
  type Noun,
  type ReportQuery,
  type VerdictAsked,
} from "./index.ts";

const THINGS = [
  ...(["actor", "place", "area", "list_snapshot", "list_entry", "agreement", "acceptance"] as const),
  ...(["coverage", "figure", "source", "statement", "determination", "reply"] as const),
  ...(["level", "proposal", "dissent", "clarification"] as const),
  ...(["match_proposal", "match_verdict", "match_pin", "match_model", "reason"] as const),
];

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of what nobody can date, before everything. */
const begun = ({ said }: Pick<Version, "said">): number =>
  (said["earliest"] as number | null) ?? Number.NEGATIVE_INFINITY;

/** What a selection comes to for a viewer, computed from what was given to the record. */
class Expected {
  readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }

  incidents(query: IncidentQuery): readonly Version[] {
    const found = this.model.seen("incident").filter((version) => this.matches(version, query));
    return found.toSorted((a, b) => begun(b) - begun(a) || byCode(b.id, a.id));
  }

  private matches(version: Version, query: IncidentQuery): boolean {
    const value = (column: string): unknown => this.model.value(version, column);
    const has = (column: string, one: string | undefined): boolean =>
      one === undefined || [value(column)].flat().includes(one);
    const { from, to, box, area, side, act, occurrence, attribution, text, verdict, source } = query;
    return (
      (from === undefined || begun(version) >= from) &&
      (to === undefined || (begun(version) < to && version.said["earliest"] !== null)) &&
      has("area", area) &&
      has("sides", side) &&
      has("acts", act) &&
      has("occurrence", occurrence) &&
      has("attribution", attribution) &&
      (box === undefined || isWithin(box, value("longitude"), value("latitude"))) &&
      (text === undefined || this.hasWord(version, text)) &&
      (verdict === undefined ||
        this.keys(version, verdict).some((keys) =>
          keys.includes(`${verdict.reading}|${verdict.rule}|${verdict.verdict}`),
        )) &&
      (source === undefined || this.sourcesOf(version).includes(source))
    );
  }

  /** In the incident or in one of its reports: for whoever may read what is in them. */
  private hasWord(version: Version, text: string): boolean {
    const own = this.model.value(version, "words") ?? this.model.value(version, "public_words");
    const told = this.reportsOf(version).map((one) => this.model.value(one, "words") ?? "");
    return [own, ...told].some((words) => startsAWord(words, text));
  }

  /** The keys of each finding that is seen with an incident, of one agreement: the only one, if none is named. */
  private keys({ id }: Version, { agreement = this.onlyAgreement() }: VerdictAsked): readonly (readonly string[])[] {
    const cells = new Map(this.model.seen("cells").map((one) => [one.id, one.said["keys"] as readonly string[]]));
    return this.model
      .seen("finding")
      .filter(({ said }) => said["incident"] === id && said["agreement"] === agreement)
      .map(({ said }) => cells.get(String(said["cells"])) ?? []);
  }

  get agreements(): readonly string[] {
    return [...new Set(this.model.seen("agreement").map(({ said }) => String(said["key"])))];
  }

  private onlyAgreement(): string | undefined {
    return this.agreements.length === 1 ? this.agreements[0] : undefined;
  }

  private reportsOf({ id }: Version): readonly Version[] {
    const reports = this.model
      .seen("incident_member")
      .filter(({ said }) => said["incident"] === id)
      .map(({ said }) => said["report"]);
    return this.model.seen("report").filter((one) => reports.includes(one.id));
  }

  private sourcesOf(version: Version): readonly unknown[] {
    return this.handlesOf(this.reportsOf(version));
  }

  private handlesOf(reports: readonly Version[]): readonly unknown[] {
    const sources = reports.map((one) => this.model.value(one, "source"));
    return this.model
      .seen("source")
      .filter((one) => sources.includes(one.id))
      .map(({ said }) => said["handle"]);
  }

  /** Reports of a selection as a list shows them. */
  reports({ kind, from, to, side, act, text, source }: ReportQuery): readonly unknown[] {
    const found = this.model.seen("report").filter((version) => {
      const value = (column: string): unknown => this.model.value(version, column);
      const earliest = value("earliest") as number | null;
      return (
        (kind === undefined || value("kind") === kind) &&
        (from === undefined || (earliest !== null && earliest >= from)) &&
        (to === undefined || (earliest !== null && earliest < to)) &&
        (side === undefined || (value("sides") as string[]).includes(side)) &&
        (act === undefined || (value("acts") as string[]).includes(act)) &&
        (text === undefined || startsAWord(value("words") ?? "", text)) &&
        (source === undefined || this.handlesOf([version]).includes(source))
      );
    });
    const sorted = found.toSorted((a, b) => begun(b) - begun(a) || byCode(b.id, a.id));
    return sorted.map((version) => {
      const { item: _1, place: _2, words: _3, content: _4, body: _5, ...listed } = this.model.row(version);
      return plain(listed);
    });
  }

  verdict(version: Version, show: VerdictAsked): string | null {
    const prefix = `${show.reading}|${show.rule}|`;
    const first = this.keys(version, show)
      .flat()
      .filter((key) => key.startsWith(prefix) && !key.startsWith(`${prefix}?`))
      .toSorted(byCode)[0];
    return first?.slice(prefix.length) ?? null;
  }

  /** An incident as a list shows it. */
  shown(version: Version, show: VerdictAsked): IncidentSeen {
    const row = Object.entries(this.model.row(version)).filter(([name]) => !name.endsWith("words"));
    return { ...Object.fromEntries(row), verdict: this.verdict(version, show) } as unknown as IncidentSeen;
  }

  inFull(version: Version, show: VerdictAsked) {
    const members = this.model.seen("incident_member").filter(({ said }) => said["incident"] === version.id);
    const reports = members.flatMap(({ said }) => {
      const report = this.model.seen("report").find((one) => one.id === said["report"]);
      // Taken back, it is gone from the incident too, also for the inside.
      if (!report) return [];
      const { kind, label, earliest, latest, sides, acts, source, body, id } = this.model.row(report);
      return [{ id, kind, label, earliest, latest, sides, acts, source, body, standing: said["standing"] }];
    });
    const findings = this.model
      .seen("finding")
      .filter(({ said }) => said["incident"] === version.id)
      .map(({ said }) => {
        const { keys, body } = this.model.row(this.model.seen("cells").find(({ id }) => id === said["cells"])!);
        return { agreement: said["agreement"], known_at: said["known_at"], keys, cells: body };
      });
    return { incident: this.shown(version, show), reports: sorted(reports), findings: sorted(findings) };
  }

  bodies(): readonly unknown[] {
    const events = this.model.seen("report").filter(({ said }) => said["kind"] === "event");
    const bodies = events.toSorted((a, b) => byCode(a.id, b.id)).map((one) => this.model.value(one, "body"));
    return bodies.filter((body) => body !== null);
  }

  things(noun: Noun): readonly unknown[] {
    const rows = this.model
      .seen(noun)
      .toSorted((a, b) => this.model.recordedAt(a) - this.model.recordedAt(b) || byCode(a.id, b.id));
    // The inside is also told to whom it was let out.
    const inside = ({ audience, withdrawn }: Version): object =>
      this.model.viewer.tier === "internal" ? { audience: audience.toSorted(), withdrawn } : {};
    return rows.map((version) => plain({ ...this.model.row(version), ...inside(version) }));
  }
}

function startsAWord(words: unknown, text: string): boolean {
  return String(words)
    .split(" ")
    .some((word) => word.startsWith(text));
}

function isWithin(
  [west, south, east, north]: readonly [number, number, number, number],
  x: unknown,
  y: unknown,
): boolean {
  if (typeof x !== "number" || typeof y !== "number" || y < south || y > north) return false;
  return west <= east ? x >= west && x <= east : x >= west || x <= east;
}

const sorted = (some: readonly unknown[]): readonly unknown[] =>
  some.toSorted((a, b) => byCode(JSON.stringify(a), JSON.stringify(b)));

/** Digests in hex, whichever way they came. */
function plain(row: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
    ]),
  );
}

/** Where a row is among the others is nothing that was given to the record. */
function withoutPlace(row: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== "row" && name !== "supersedes"));
}

/** Selections by what is shared, and by what is only in one incident, whoever may see that. */
function queriesOf({ world, dice, show }: Asked): readonly IncidentQuery[] {
  const incidents = world.versions.filter(({ noun }) => noun === "incident");
  const cells = world.versions.filter(({ noun }) => noun === "cells");
  const sources = world.versions.filter(({ noun }) => noun === "source");
  const reports = world.versions.filter(({ noun }) => noun === "report");
  const one = (column: string): string => String([dice.pick(incidents).said[column]].flat().at(-1));
  const box = (): [number, number, number, number] => {
    const { longitude, latitude } = dice.pick(incidents.filter(({ said }) => said["latitude"] !== null)).said as Record<
      string,
      number
    >;
    const size = dice.pick([0.00001, 0.5]);
    return [longitude! - size, latitude! - size, longitude! + size, latitude! + size];
  };
  const key = (): NonNullable<IncidentQuery["verdict"]> => {
    const [reading, rule, verdict] = dice.pick(dice.pick(cells).said["keys"] as string[]).split("|") as [
      string,
      string,
      string,
    ];
    return { ...show, reading, rule, verdict };
  };
  const single: readonly IncidentQuery[] = [
    {},
    { from: dice.pick(POOL.earliest) },
    { to: dice.pick(POOL.earliest) },
    { area: dice.pick(POOL.area) },
    { area: one("area") },
    { side: dice.pick(POOL.sides) },
    { side: one("sides") },
    { act: one("acts") },
    { occurrence: one("occurrence") },
    { attribution: one("attribution") },
    { text: dice.pick(POOL.words) },
    { text: String(one("words").split(" ")[0]) },
    { text: String(one("public_words").split(" ")[0]) },
    { text: one("label") },
    { text: String(dice.pick(reports).said["words"]).split(" ")[0]! },
    { text: String(dice.pick(reports).said["label"]) },
    { box: box() },
    { box: box() },
    { box: [170, -90, 29, 90] },
    { box: [170, -90, 33, 90] },
    { verdict: { ...show, verdict: dice.pick(POOL.verdict) } },
    { verdict: { ...show, verdict: "?breach" } },
    { verdict: key() },
    { source: String(dice.pick(sources).said["handle"]) },
    { source: String(dice.pick(sources).said["handle"]) },
  ];
  const joint = Array.from({ length: 4 }, () => Object.assign({}, ...dice.draw(single, 2)) as IncidentQuery);
  return [...single, ...joint];
}

interface Asked {
  readonly world: World;
  readonly dice: Dice;
  readonly show: VerdictAsked;
}

/** Everything that a reading can be asked, against what it may answer. */
async function holdAgainstModel(reading: Reading, asked: Asked): Promise<void> {
  const { world, dice, show } = asked;
  const model = new Model(world, reading.viewer, { at: reading.asOf });
  const origins = new Origins(world);
  const expected = new Expected(model);
  const hold = (question: unknown, answer: unknown, should: unknown): void => {
    const leaked = origins.leaked(answer, model);
    const who = { question, viewer: reading.viewer, asOf: reading.asOf };
    if (leaked.length > 0) expect({ ...who, leaked }).toBe("nothing of what is hidden");
    expect({ ...who, answer }).toEqual({ ...who, answer: should });
  };
  for (const noun of THINGS) {
    const found = (await reading.things(noun)).map(plain);
    hold(noun, reading.viewer.tier === "internal" ? found.map(withoutPlace) : found, expected.things(noun));
  }
  for (const query of queriesOf(asked)) {
    const incidents = expected.incidents(query);
    const found = await reading.incidents(query, { limit: 1000, show });
    hold(
      query,
      { ...found, items: found.items.map(plain) },
      { items: incidents.map((one) => expected.shown(one, show)), next: undefined },
    );
    hold(query, await reading.countIncidents(query), incidents.length);
    const counts = new Map<string, number>();
    for (const one of incidents) {
      const verdict = expected.verdict(one, show) ?? "not judged";
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
    hold(query, await reading.countVerdicts(query, show), counts);
  }
  await holdPages(reading, { expected, hold, dice, show });
  await holdReports(reading, { expected, hold, dice, show });
  await holdOnlyAgreement(reading, { expected, hold, dice, show });
  for (const id of new Set(
    world.versions.filter(({ noun }) => noun === "incident" || noun === "report").map((one) => one.id),
  )) {
    const version = model.seen("incident").find((one) => one.id === id);
    const answer = await reading.incident(id, show);
    const full = answer && {
      incident: plain(answer.incident),
      reports: sorted(answer.reports),
      findings: sorted(answer.findings),
    };
    hold(id, full, version && expected.inFull(version, show));
  }
  for (const id of [randomUUID(), "", "' or true --", "A".repeat(36)]) hold(id, await reading.incident(id), undefined);
}

interface Holding {
  readonly expected: Expected;
  readonly hold: (question: unknown, answer: unknown, should: unknown) => void;
  readonly dice: Dice;
  readonly show: VerdictAsked;
}

/** Pages and exports, and lists that are begun at a place that somebody made up. */
async function holdPages(reading: Reading, { expected, hold, dice, show }: Holding): Promise<void> {
  const all = expected.incidents({}).map((one) => expected.shown(one, show));
  for (const limit of [1, 2, 3]) {
    const paged: unknown[] = [];
    let after: string | undefined;
    do {
      const page = await reading.incidents({}, { limit, show, ...(after === undefined ? {} : { after }) });
      hold(`a page of ${limit}`, page.next, page.next);
      paged.push(...page.items.map(plain));
      after = page.next;
    } while (after !== undefined);
    hold(`pages of ${limit}`, paged, all);
  }
  const exported: unknown[] = [];
  for await (const incident of reading.exportIncidents({}, show)) exported.push(plain(incident));
  hold("export", exported, all);
  const bodies: unknown[] = [];
  for await (const body of reading.exportReportBodies()) bodies.push(body);
  hold("bodies of reports", bodies, expected.bodies());
  const everything = new Model(expected.model.world, { tier: "internal" }, undefined).seen("incident");
  for (const { id, said } of dice.draw(everything, 3)) {
    const after = Buffer.from(JSON.stringify([said["earliest"], id])).toString("base64url");
    const found = await reading.incidents({}, { limit: 1000, show, after });
    const later = all.filter(
      (one) => begun({ said: { ...one } }) < begun({ said }) || (one.earliest === said["earliest"] && one.id < id),
    );
    hold("after a place made up", found.items.map(plain), later);
  }
}

/** Lists of reports, whole and page by page. */
async function holdReports(reading: Reading, { expected, hold, dice }: Holding): Promise<void> {
  const { versions } = expected.model.world;
  const reports = versions.filter(({ noun }) => noun === "report");
  const sources = versions.filter(({ noun }) => noun === "source");
  const one = (column: string): string => String([dice.pick(reports).said[column]].flat()[0]);
  const queries: readonly ReportQuery[] = [
    {},
    { kind: "event" },
    { from: dice.pick(POOL.earliest), to: dice.pick(POOL.earliest) },
    { text: dice.pick(POOL.words) },
    { text: one("words").split(" ")[0]! },
    { text: one("label") },
    { side: one("sides") },
    { act: one("acts") },
    { source: String(dice.pick(sources).said["handle"]) },
    { source: String(dice.pick(sources).said["handle"]), text: dice.pick(POOL.words) },
  ];
  for (const query of queries) {
    for (const limit of [2, 1000]) {
      const paged: unknown[] = [];
      let after: string | undefined;
      do {
        const page = await reading.reports(query, { limit, ...(after === undefined ? {} : { after }) });
        hold({ after }, page.next, page.next);
        paged.push(...page.items.map(plain));
        after = page.next;
      } while (after !== undefined);
      hold({ reports: query, limit }, paged, expected.reports(query));
    }
  }
}

/** Without an agreement named, the only one that is seen is meant; of several none. */
async function holdOnlyAgreement(reading: Reading, { expected, hold, show }: Holding): Promise<void> {
  const { rule, reading: read } = show;
  const answer = await reading
    .incidents({ verdict: { rule, reading: read, verdict: "?breach" } }, { limit: 1000, show: { rule, reading: read } })
    .then(({ items }) => items.map(plain))
    .catch((error: { readonly code?: string; readonly message: string }) => ({
      code: error.code,
      said: error.message,
    }));
  const { agreements } = expected;
  const several = { code: "which-agreement", said: `the record has several agreements: ${agreements.toSorted(byCode).join(", ")}` }; // prettier-ignore
  const one = (): readonly unknown[] =>
    expected
      .incidents({ verdict: { rule, reading: read, verdict: "?breach" } })
      .map((each) => expected.shown(each, { rule, reading: read }));
  hold("of the only agreement", answer, agreements.length > 1 ? several : one());
}

onEachServer("a reading", (records) => {
  test.each([0, 1])(
    "answers everything, at every moment, from what its viewer may see and nothing else (record %i)",
    async (n) => {
      const dice = new Dice(SEED * 100 + n);
      const store = await records.open();
      const world = new World(dice);
      for (let i = 0; i < 4; i++) await world.grow(store);
      const moments = [undefined, dice.pick(world.moments), dice.pick(world.moments) - 1];
      const asked = moments.flatMap((asOf) => VIEWERS.map((viewer) => new Reading(store, viewer, asOf)));
      const dices = asked.map((_, i) => new Dice(SEED * 1000 + n * 100 + i));
      const agreements = world.versions.filter(({ noun }) => noun === "agreement");
      const show = { ...SHOW, agreement: String(dice.pick(agreements).said["key"]) };
      await Promise.all(asked.map((reading, i) => holdAgainstModel(reading, { world, dice: dices[i]!, show })));
    },
  );

  const GUARANTORS: Viewer = { tier: "guarantors" };
  const PUBLIC: Viewer = { tier: "public" };

  test("gives the same answer about what is hidden and about what never was", async () => {
    const store = await records.open();
    const hidden = await changed(store, (change) =>
      change.add("incident", { audience: ["guarantors"] }, rowOf("incident", 1)),
    );
    const reading = new Reading(store, PUBLIC);
    expect(await reading.incident(hidden)).toBe(await reading.incident(randomUUID()));
    expect((await new Reading(store, GUARANTORS).incident(hidden))?.incident.id).toBe(hidden);
  });

  test("does not give out what was hidden again by asking how it was before, and still does for the inside", async () => {
    const store = await records.open();
    const { id, at } = await changed(store, (change) => ({
      id: change.add("incident", { audience: ["public"] }, rowOf("incident", 1)),
      at: change.at,
    }));
    const then = (viewer: Viewer) => new Reading(store, viewer, at);
    expect(await then(PUBLIC).countIncidents({})).toBe(1);
    await changed(store, (change) => change.add("incident", { id, supersedes: 1, audience: [] }, rowOf("incident", 2)));
    for (const reading of [then(PUBLIC), new Reading(store, PUBLIC)])
      expect([await reading.countIncidents({}), await reading.incident(id)]).toEqual([0, undefined]);
    expect((await then({ tier: "internal" }).incident(id))?.incident.label).toBe(rowOf("incident", 1).label);
  });

  test("tells guarantors of a report without the id of its source where the source is not for them", async () => {
    const store = await records.open();
    const incident = await changed(store, (change) => {
      const audience = ["guarantors"];
      const sources = [
        change.add("source", { audience: [] }, rowOf("source", 1)),
        change.add("source", { audience }, rowOf("source", 2)),
      ];
      const id = change.add("incident", { audience }, rowOf("incident", 3));
      for (const [i, source] of sources.entries()) {
        const report = change.add("report", { audience }, rowOf("report", 4 + i, { source }));
        change.add("incident_member", { audience }, { incident: id, report, standing: `${i}`, reason: "" });
      }
      return id;
    });
    const found = await new Reading(store, GUARANTORS).incident(incident);
    const [, open] = await store.current("source");
    expect(found!.reports.map(({ source }) => source)).toEqual([null, open!.id]);
  });
});
