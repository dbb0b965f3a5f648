import { randomUUID } from "node:crypto";
import { unzipSync, strFromU8 } from "fflate";
import { afterEach, expect, test } from "vitest";
import { ENDPOINT_NAMES, endpointNamed, type EndpointName } from "../../src/api/index.ts";
import { ColumnsReader, incidentIdAt, type Viewer } from "../../src/domain/index.ts";
import { Dice } from "../proof/dice.ts";
import { SEED } from "../property-seed.ts";
import { Model } from "../reading/policy.ts";
import { Origins } from "../reading/traces.ts";
import { SHOW, World } from "../reading/world.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Got, type Sent, type Who } from "./served.ts";

/** Who reads with which eyes, besides the inside, which sees everything. */
const WHO: readonly (readonly [Who, Viewer])[] = [
  ["nobody", { tier: "public" }],
  ["monitor", { tier: "public" }],
  ["liaison:a", { tier: "party", party: "a" }],
  ["liaison:b", { tier: "party", party: "b" }],
  ["humanitarian", { tier: "humanitarians" }],
  ["viewer", { tier: "guarantors" }],
];

/** Instants as numbers again, so that they are told from each other as the record tells them. */
function asRecorded(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/gu, (stamp) => ` ${Date.parse(stamp)} `);
}

function textOf(got: Got): string {
  const headers = [...got.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  return `${headers}\n${asRecorded(got.text)}\n${placeIn(got.body)}`;
}

/** What stands in the place to go on from in a list. */
function placeIn(body: unknown): string {
  const { next } = (body ?? {}) as { readonly next?: unknown };
  return typeof next === "string" ? Buffer.from(next, "base64url").toString("latin1") : "";
}

/** Every way of asking for more than one sees: all lists, all things by all ids, and all words that stand anywhere. */
function* questions(world: World, dice: Dice): Generator<readonly [EndpointName, Sent]> {
  const { rule, reading } = SHOW;
  const agreement = String(dice.pick(world.current("agreement")).said["key"]);
  const shows = { rule, reading, agreement };
  for (const name of ["listIncidents", "countIncidents", "countVerdicts", "mapIncidents", "feedIncidents"] as const)
    yield [name, { query: shows }];
  yield ["listColumns", { query: { with: "reports" } }];
  yield ["countTallies", { query: { agreement, pairs: "200" } }];
  for (const format of ["csv", "jsonl", "geojson", "xlsx"]) yield ["exportIncidents", { query: { ...shows, format } }];
  for (const more of [{}, { with: "reports" }, { only: "ids" }])
    yield ["listColumns", { query: { ...shows, ...more } }];
  for (const name of ["listIncidents", "listReports", "mapIncidents"] as const) yield [name, { query: { limit: "1" } }];
  yield ["exportManifest", { query: { format: "csv" } }];
  yield ["listReports", {}];
  yield ["listed", { query: { who: "zq" } }];
  for (const name of ENDPOINT_NAMES.filter((one) => one.startsWith("list:")))
    for (const limit of ["1000", "1"]) yield [name, { query: { limit } }];
  for (const one of dice.draw(world.versions, 30)) {
    const word: string = dice.pick(
      Object.values(one.said)
        .flat()
        .filter((value) => typeof value === "string"),
    );
    yield ["search", { query: { text: word.slice(0, 900) || "x" } }];
    yield ["listIncidents", { query: { text: word.slice(0, 900) } }];
    yield ["countIncidents", { query: { source: word } }];
    yield ["countVerdicts", { query: { rule: word } }];
    yield ["listReports", { query: { source: word } }];
  }
}

/** The address of one thing, for each noun that has one. */
function ofOne(name: EndpointName): boolean {
  const { method, path, isInside } = endpointNamed(name);
  return method === "get" && path.includes("{id}") && !isInside;
}

onEachServer("what is hidden", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  test("is in no answer to anybody: list, search, count, export, feed, error, id", async () => {
    const dice = new Dice(SEED);
    served = await Served.open(records);
    const world = new World(dice);
    for (let i = 0; i < 3; i++) await world.grow(served.store);
    const origins = new Origins(world);
    for (const [who, viewer] of WHO) {
      const now = new Model(world, viewer);
      const hold = (question: unknown, text: string, models: readonly Model[] = [now]): void => {
        const leaked = models.map((model) => origins.leaked(text, model));
        const always = leaked[0]!.filter((trace) => leaked.every((other) => other.includes(trace)));
        expect({ who, question, leaked: always }).toEqual({ who, question, leaked: [] });
      };
      for (const [name, sent] of questions(world, dice)) {
        const got = await served.ask(who, name, sent);
        // What was asked stands in some answers, and is nobody's secret to whoever asked.
        const asked = Object.values(sent.query ?? {});
        const told = asked.reduce(
          (text, word) => (word.length > 5 ? text.replaceAll(word, "") : text),
          await unpacked(served, { who, name, sent, got }),
        );
        hold([name, sent], told);
      }
      const seen = now.seen("incident").length;
      expect((await served.ask(who, "countIncidents")).body).toEqual({ count: seen });
      await holdOld({ served, world, who, viewer, hold, dice });
      await holdIds({ served, world, who, now, hold });
    }
  });
});

/** What is in a spreadsheet too. */
async function unpacked(served: Served, { who, name, sent, got }: Asking): Promise<string> {
  if (name === "listColumns" && got.status === 200) return `${asRecorded(got.text)}\n${inColumns(got.text)}`;
  if (name !== "exportIncidents" || sent.query?.["format"] !== "xlsx" || got.status !== 200) return textOf(got);
  const url = `http://localhost:8080/api/incidents/export?${new URLSearchParams(sent.query).toString()}`;
  const headers = who === "nobody" ? new Headers() : (await served.person(who)).headers;
  const response = await served.app.request(url, { headers });
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return asRecorded(
    Object.values(files)
      .map((bytes) => strFromU8(bytes))
      .join("\n"),
  );
}

/** Ids without hyphens and times as differences, as whoever reads columns has them. */
function inColumns(text: string): string {
  const reader = new ColumnsReader();
  reader.take(text);
  const columns = reader.finish();
  const ids = Array.from({ length: columns.count }, (_, i) => incidentIdAt(columns, i));
  return [...ids, ...columns.earliest, ...columns.latest].join("\n");
}

interface Asking {
  readonly who: Who;
  readonly name: EndpointName;
  readonly sent: Sent;
  readonly got: Got;
}

interface Holding {
  readonly served: Served;
  readonly world: World;
  readonly who: Who;
  readonly hold: (question: unknown, text: string, models?: readonly Model[]) => void;
}

/** How it was before: only what was let out then, and still is. */
async function holdOld({
  served,
  world,
  who,
  viewer,
  hold,
  dice,
}: Holding & { viewer: Viewer; dice: Dice }): Promise<void> {
  for (const moment of world.moments) {
    const model = new Model(world, viewer, { at: moment });
    const asOf = new Date(moment).toISOString();
    for (const name of ["listIncidents", "listReports", "list:finding", "list:statement", "list:reply"] as const)
      hold(
        [name, asOf],
        textOf(await served.ask(who, name, { query: { asOf, limit: "1000" } })).replaceAll(String(moment), ""),
        [model],
      );
    const old = await served.ask(who, "listColumns", { query: { asOf } });
    const inOld = `${asRecorded(old.text)}\n${inColumns(old.text)}`.replaceAll(String(moment), "");
    hold(["listColumns", asOf], inOld, [model]);
    for (const { id } of dice.draw(world.versions, 10))
      hold(["getIncident", asOf], textOf(await served.ask(who, "getIncident", { params: { id }, query: { asOf } })), [
        model,
      ]);
  }
}

/** Of what is hidden no address tells more than of what never was. */
async function holdIds({ served, world, who, now, hold }: Holding & { now: Model }): Promise<void> {
  const models = [...world.moments.map((moment) => new Model(world, now.viewer, { at: moment })), now];
  const nouns = new Map(world.versions.map((one) => [one.id, one]));
  for (const name of ENDPOINT_NAMES.filter(ofOne)) {
    const none = await served.ask(who, name, { params: { id: randomUUID() } });
    expect(none.status).toBe(404);
    for (const { id, noun } of nouns.values()) {
      // An address of another noun is tried for some.
      const isOfNoun = endpointNamed(name).path.startsWith(`/api/${PATHS[noun] ?? `${noun}s`}/`);
      if (!isOfNoun && noun !== "cells") continue;
      const got = await served.ask(who, name, { params: { id } });
      hold([name, id], textOf(got), models);
      const isSeen = isOfNoun && now.seen(noun).some((one) => one.id === id);
      if (!isSeen) expect({ name, ...withoutId(got) }).toEqual({ name, ...withoutId(none) });
      else if (name !== "getAgreementText")
        expect({ name, who, status: got.status }).toEqual({ name, who, status: 200 });
    }
  }
}

const PATHS: Readonly<Record<string, string>> = {
  list_snapshot: "lists",
  list_entry: "list-entries",
  reply: "replies",
  coverage: "coverage",
  match_proposal: "matches",
  match_verdict: "match-verdicts",
  match_pin: "pins",
};

function withoutId({ status, text, headers }: Got): object {
  return { status, text, headers: [...headers] };
}
