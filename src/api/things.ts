import { findThing, thingsPage, versionsSeen, type ThingSeen } from "../store/index.ts";
import { THINGS, type ThingNoun } from "./contract.ts";
import { camelCase, type ThingEndpoints } from "./contract/things.ts";
import type { Endpoint } from "./contract/endpoint.ts";
import { nothingHere } from "./errors.ts";
import type { Handler, Handlers } from "./handler.ts";
import type { Asked } from "./parts.ts";
import { presentRow } from "./present.ts";
import { pageOf } from "./selection.ts";

/** The nouns that are read alike, see `THINGS`. */
export const thingHandlers = Object.fromEntries(
  (Object.keys(THINGS) as ThingNoun[]).flatMap((noun) => handlersOf(noun)),
) as unknown as Handlers<keyof ThingEndpoints>;

type AnyAsked = Asked<Endpoint> & {
  readonly query: Readonly<Record<string, unknown>> & { readonly asOf?: number; readonly limit?: number };
  readonly params: { readonly id: string };
};

function handlersOf(noun: ThingNoun): readonly (readonly [string, Handler<Endpoint>])[] {
  const name = camelCase(noun);
  const asHandler = (work: (asked: AnyAsked) => Promise<unknown>): Handler<Endpoint> =>
    work as unknown as Handler<Endpoint>;
  return [
    [`list:${name}`, asHandler((asked) => listOf(noun, asked))],
    [`get:${name}`, asHandler((asked) => oneOf(noun, asked))],
    [`versions:${name}`, asHandler((asked) => versionsOf(noun, asked))],
  ];
}

async function listOf(noun: ThingNoun, { query, parts, caller }: AnyAsked): Promise<unknown> {
  const { page, rest } = pageOf(query as { readonly limit?: number; readonly after?: string });
  const { asOf, ...filters } = rest as { readonly asOf?: number } & Readonly<Record<string, string>>;
  const columns = THINGS[noun].filters.map((column) => [column, filters[camelCase(column)]] as const);
  const wanted = { noun, viewer: caller.viewer, asOf };
  const found = await thingsPage(parts.record.store, wanted, { ...page, where: Object.fromEntries(columns) });
  return { items: found.items.map((one) => present(noun, one)), next: found.next ?? null };
}

async function oneOf(noun: ThingNoun, { query, params, parts, caller }: AnyAsked): Promise<unknown> {
  const wanted = { noun, viewer: caller.viewer, asOf: query.asOf };
  const found = await findThing(parts.record.store, wanted, { column: "id", value: params.id });
  if (!found) throw nothingHere();
  return present(noun, found);
}

async function versionsOf(noun: ThingNoun, { params, parts, caller }: AnyAsked): Promise<unknown> {
  const versions = await versionsSeen(parts.record.store, { noun, viewer: caller.viewer }, params.id);
  if (versions.length === 0) throw nothingHere();
  return { versions: versions.map((one) => present(noun, one)) };
}

function present(noun: ThingNoun, row: ThingSeen<ThingNoun>): Record<string, unknown> {
  return presentRow(noun, row);
}
