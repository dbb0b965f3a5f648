import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { openApiDocument } from "../../src/api/index.ts";
import { verifyRecord } from "../../src/store/index.ts";
import { onEachServer, SLOW, temporaryFolder } from "../temporary-record.ts";
import { oneOfEach } from "./party-record.ts";
import { Served, type Who } from "./served.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Texts that have broken things: in databases, in paths, in spreadsheets, in terminals. */
const NASTY = [
  ["", " ", "\0", "a\0b", "\ud800", "'; drop table incident; --", "%", "../../etc/passwd", "=1+1", "{}", "[]", "null"],
  ["NaN", "-1", "1e309", "9".repeat(400), "عربي", "\u202eabc", "<script>", "2016-02-30T99:99:99Z", "x".repeat(5000)],
  ["9999-12-31T23:59:59.999999Z", "0000-01-01T00:00:00Z", "-271821-04-20T00:00:00Z", "9999-12-31T23:59:59-23:59"],
].flat();
const INSTANTS = ["2016-02-27T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2016-02-27T00:00:00+14:00"];

const text = fc.oneof({ arbitrary: fc.string({ unit: "grapheme" }), weight: 2 }, fc.constantFrom(...NASTY));

/** What a schema asks for, mostly; and what it does not, now and then. */
function valueOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const wild = fc.oneof(text, fc.constantFrom<unknown>(null, 0, -1, 1.5, 2 ** 53, true, [], {}, [[]]));
  return fc.oneof({ arbitrary: asAsked(schema, ids), weight: 9 }, { arbitrary: wild, weight: 1 });
}

function asAsked(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const { type, enum: words, format, anyOf, items, properties, required = [] } = schema;
  if (words) return fc.constantFrom(...words);
  if (anyOf) return fc.oneof(...anyOf.map((one) => valueOf(one, ids)));
  if (format === "date-time") return fc.constantFrom(...INSTANTS, ...NASTY);
  switch (type) {
    case "string":
      return fc.oneof(text, fc.constantFrom(...ids, "en", "2016-03-01", "text", "public"));
    case "integer":
    case "number":
      return fc.oneof(fc.integer({ min: -2, max: 300 }), fc.constantFrom(2 ** 31, 2 ** 53, 1e300, 0.5));
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(valueOf(items ?? {}, ids), { maxLength: 3 });
    case "object": {
      if (!properties) return fc.dictionary(text, valueOf(recordIn(schema), ids), { maxKeys: 3 });
      const own = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valueOf(one, ids)]));
      const requiredKeys = Object.keys(properties).filter((name) => required.includes(name));
      return fc.record(own, { requiredKeys });
    }
    default:
      return fc.jsonValue();
  }
}

function recordIn({ additionalProperties: inner }: Schema): Schema {
  return typeof inner === "object" ? inner : {};
}

interface Call {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly url: string;
  readonly init: { method: string; headers: Record<string, string>; body?: string };
}

function callOf(
  { path, method, operation }: Pick<Call, "path" | "method" | "operation">,
  ids: readonly string[],
): fc.Arbitrary<Call> {
  const { parameters = [], requestBody } = operation;
  const id = fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 4 }, { arbitrary: text, weight: 1 });
  const params = Object.fromEntries(parameters.filter((one) => one.in === "path").map(({ name }) => [name, id]));
  const query = Object.fromEntries(
    parameters.filter((one) => one.in === "query").map(({ name, schema }) => [name, valueOf(schema, ids)]),
  );
  const schema = requestBody?.content["application/json"]?.schema;
  const body = schema ? valueOf(schema, ids).map((value) => JSON.stringify(value) ?? "") : text;
  return fc
    .record({ params: fc.record(params), query: fc.record(query, { requiredKeys: [] }), body, broken: fc.nat(20) })
    .map(({ params: given, query: asked, body: sent, broken }) => {
      const filled = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encoded(String(given[name])));
      const search = new URLSearchParams(
        Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
      );
      const type = schema ? "application/json" : "application/octet-stream";
      const headers = {
        "idempotency-key": broken === 0 ? "" : randomUUID(),
        "content-type": broken === 1 ? "x" : type,
      };
      const raw = broken === 2 ? sent.slice(1) : sent;
      const url = `http://localhost:8080${filled}?${search.toString()}`;
      const init = { method: method.toUpperCase(), headers, ...(requestBody ? { body: raw } : {}) };
      return { path, method, operation, url, init };
    });
}

function encoded(part: string): string {
  try {
    return encodeURIComponent(part) || "%20";
  } catch {
    return "%ED%A0%80";
  }
}

const WHO: readonly Who[] = ["nobody", "editor", "verifier", "decider", "admin", "liaison:a", "monitor"];

onEachServer("any request", (records) => {
  let served: Served;
  let asked = 0;
  let folder: string | undefined;
  afterEach(async () => {
    vi.unstubAllEnvs();
    await served?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }, SLOW);

  test(
    "that can be made of the document gets an answer that is in it, never a failure, and writes nothing if refused",
    { timeout: 2 * SLOW },
    async () => {
      // What arrives is put there, and there alone.
      vi.stubEnv("TMPDIR", (folder = await temporaryFolder()));
      served = await Served.open(records, { parts: { isBehindProxy: true } });
      const ids = await oneOfEach(served.store, ["party:a", "public"]);
      const before = (await verifyRecord(served.store)).discrepancies;
      const document = openApiDocument() as unknown as Document;
      const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      const accounts = await Promise.all(WHO.filter((who) => who !== "nobody").map((who) => served.person(who)));
      const callers = await Promise.all(accounts.map((browser) => browser.caller()));
      const people = callers.map((caller) => caller!.account!);
      const known = [...Object.values<string>(ids), "a".repeat(64), ...people];
      const isLast = ({ path }: { readonly path: string }): number => (path.startsWith("/api/auth/") ? 1 : 0);
      const inOrder = operations.filter((one) => one.path !== "/api/events").toSorted((a, b) => isLast(a) - isLast(b));
      for (const { path, method, operation } of inOrder) {
        const calls = fc.sample(callOf({ path, method, operation }, known), 12);
        for (const call of calls)
          for (const who of [WHO[calls.indexOf(call) % WHO.length]!, "editor"] as const) await hold(call, who);
      }
      expect((await verifyRecord(served.store)).discrepancies).toEqual(before);
      expect(await arriving()).toEqual([]);
    },
  );

  /** What is on its way into the record, in files of its own. */
  async function arriving(): Promise<readonly string[]> {
    return (await readdir(tmpdir())).filter((name) => name.startsWith("truce-arriving-"));
  }

  /** Where the ledger stands, and how many rows there are without it. */
  async function reached(): Promise<string> {
    const [head] = await served.store.query<{ seq: number; row: number; items: number }>(
      `select seq, next_row as row, (select count(*)::int from item_piece) as items from ledger_head`,
    );
    return JSON.stringify(head);
  }

  async function hold({ operation, url, init }: Call, who: Who): Promise<void> {
    // By some requests people sign out, or somebody is let in no more; those come last.
    const isAtDoor = url.includes("/api/auth/");
    const person = who === "nobody" ? undefined : await (isAtDoor ? served.stillIn(who) : served.person(who));
    const signedIn = person ? Object.fromEntries(person.headers) : {};
    const from = { "x-forwarded-for": `198.51.${++asked >> 8}.${asked & 255}` };
    const headers = Object.fromEntries(
      Object.entries({ ...init.headers, ...signedIn, ...from }).filter(([, value]) => value !== ""),
    );
    const before = init.method === "POST" ? await reached() : undefined;
    const response = await served.app.request(url, { ...init, headers });
    const said = await response.text().catch((error: unknown) => `failed: ${String(error)}`);
    const about = `${who} ${init.method} ${url} ${init.body ?? ""}: ${said.slice(0, 300)} ${JSON.stringify(served.log.slice(-2))}`;
    expect(Object.keys(operation.responses), about).toContain(String(response.status));
    // What was refused has written nothing.
    if (before !== undefined && response.status >= 400) expect(await reached(), about).toBe(before);
    expect(said, about).not.toMatch(/^failed|node_modules|at \w+ \(|\.ts:\d+/u);
  }
});
