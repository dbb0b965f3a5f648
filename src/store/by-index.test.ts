import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { onEachServer } from "../../test/temporary-record.ts";
import {
  determinationFrom,
  determinationOn,
  dissentsOn,
  findFirstVersion,
  findStanding,
  findVersion,
  hasActor,
  hasItem,
  isAgreementTouched,
  isFindingOn,
  lastEntryOf,
  levelsOf,
  NOUN_NAMES,
  pageQuery,
  positionsOn,
  type Client,
} from "./index.ts";

const ID = randomUUID();
const RANGES = new Map(NOUN_NAMES.map((noun) => [noun, { from: 1, to: 2 }]));

/** Of one table: what is read first of several depends on how much there is in each. */
const ASKED: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  "an item by its digest": (client) => hasItem(client, "0".repeat(64)),
  "an actor by its key": (client) => hasActor(client, "upper"),
  "the version of a thing that stands": (client) => findStanding(client, "incident", ID),
  "a version by its row": (client) => findVersion(client, "incident", { id: ID, row: 1 }),
  "the first version": (client) => findFirstVersion(client, "reply", ID),
  "the levels of an incident": (client) => levelsOf(client, ID),
  "what parties said to incidents": (client) => positionsOn(client, [ID]),
  "what was determined": (client) => determinationOn(client, { incident: ID, agreement: "villages", rule: null }),
  "what a proposal became": (client) => determinationFrom(client, { id: ID, incident: ID }),
  "what was said against a proposal": (client) => dissentsOn(client, ID),
  "a finding on an incident": (client) => isFindingOn(client, { id: ID, row: 1, incident: ID, agreement: "villages" }),
  "the last entry of an act": (client) =>
    lastEntryOf(client, { act: "judge-again", about: { key: "agreement", value: "villages" } }),
  "whether an entry touches an agreement": (client) => isAgreementTouched(client, RANGES, "villages"),
};

onEachServer("what is asked for by what it is", (records) => {
  test("is found by an index, however much there is beside it", async () => {
    const store = await records.open();
    await store.withClient(async (client) => {
      // Of empty tables it might as well read all; so it does only where no index would do.
      await client.query("set enable_seqscan = off");
      for (const [what, ask] of Object.entries(ASKED)) {
        const plans: Plan[] = [];
        await ask(explaining(client, plans));
        expect(plans.length, what).toBeGreaterThan(0);
        expect(plans.flatMap(readThrough), what).toEqual([]);
      }
    });
  });
});

/** Nouns of which a record may have very many, and who else than the inside reads lists of them. */
const LONG = ["finding", "item", "list_entry", "place", "statement", "level", "match_proposal"] as const;
const LONG_OUTSIDE = ["finding", "list_entry", "place", "statement", "level"] as const;

onEachServer("a page of a long list", (records) => {
  test("is read along an index from where the page before ended, and nothing is sorted for it", async () => {
    const store = await records.open();
    const outside = [{ tier: "public" }, { tier: "guarantors" }, { tier: "party", party: "upper" }] as const;
    const asked = [
      ...LONG.map((noun) => ({ noun, viewer: { tier: "internal" }, asOf: undefined }) as const),
      ...LONG_OUTSIDE.flatMap((noun) => outside.map((viewer) => ({ noun, viewer, asOf: undefined }))),
    ];
    const after = Buffer.from(JSON.stringify([0, ID])).toString("base64url");
    await store.withClient(async (client) => {
      for (const setting of ["seqscan", "bitmapscan", "sort"]) await client.query(`set enable_${setting} = off`);
      for (const one of asked) {
        const { sql: text, parameters } = pageQuery(one, { limit: 50, after }).compile(store.db);
        const plans: Plan[] = [];
        await explaining(client, plans).query(text, [...parameters]);
        expect(plans.flatMap(sorts), `${one.noun} for ${one.viewer.tier}`).toEqual([]);
      }
    });
  });
});

function sorts(plan: Plan): readonly string[] {
  const type = plan["Node Type"];
  return [...(type.includes("Sort") ? [type] : []), ...(plan.Plans ?? []).flatMap(sorts)];
}

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Recheck Cond"?: string;
  readonly Plans?: readonly Plan[];
}

/** Answers nothing, and keeps how the database would have looked. */
function explaining(client: Client, plans: Plan[]): Client {
  const query = async (text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }> => {
    const { rows } = await client.query<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>(
      `explain (format json) ${text}`,
      values,
    );
    plans.push(...rows[0]!["QUERY PLAN"].map((one) => one.Plan));
    return { rows: [] };
  };
  return { query } as unknown as Client;
}

/** Tables that are read without anything that an index was asked for. */
function readThrough(plan: Plan): readonly string[] {
  const table = plan["Relation Name"];
  const isSought = plan["Index Cond"] !== undefined || plan["Recheck Cond"] !== undefined;
  return [...(table === undefined || isSought ? [] : [table]), ...(plan.Plans ?? []).flatMap(readThrough)];
}
