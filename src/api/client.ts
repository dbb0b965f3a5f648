import type { z } from "zod";
import type { Address } from "./address.ts";
import { ADDRESSES } from "./addresses.generated.ts";
import type {
  AnswerOf,
  AskedEndpoints,
  AskedName,
  BodyOf,
  Endpoint,
  ParamsOf,
  ProblemSaid,
  QueryOf,
} from "./contract.ts";

/** What an endpoint is asked with: what it does not take cannot be given. */
export type AskWith<E extends Endpoint> = (keyof ParamsOf<E["path"]> extends never
  ? unknown
  : { readonly params: ParamsOf<E["path"]> }) &
  (E extends { readonly query: z.ZodType } ? { readonly query?: QueryOf<E> } : unknown) &
  (E extends { readonly body: z.ZodType | "bytes" } ? { readonly body: BodyOf<E> } : unknown) &
  (E extends { readonly method: "get" } | { readonly isReading: true } | { readonly isAtDoor: true }
    ? unknown
    : { /** New for each act, the same when it is sent again. */ readonly key: string });

export interface Client {
  /** @throws ProblemAnswer if the server refuses, with what it says. */
  ask<Name extends AskedName>(
    name: Name,
    given: AskWith<AskedEndpoints[Name]>,
  ): Promise<AnswerOf<AskedEndpoints[Name]>>;
}

export interface ClientOptions {
  /** `https://truce.example`. */
  readonly address: string;
  /** Sent with each request: `x-api-key`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What a server says that refuses. */
export class ProblemAnswer extends Error {
  readonly problem: ProblemSaid;

  constructor(problem: ProblemSaid) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly key?: string;
}

/** Asks a server, with the types of the contract. */
export function createClient({ address, headers = {}, fetch: send = fetch }: ClientOptions): Client {
  return {
    async ask(name, given) {
      const where = ADDRESSES[name];
      const response = await send(requestOf(where, given as Given, { address, headers }));
      if (!response.ok) throw new ProblemAnswer((await response.json()) as ProblemSaid);
      const [, , , answered] = where;
      return (answered === "json" ? await response.json() : response) as AnswerOf<AskedEndpoints[typeof name]>;
    },
  };
}

function requestOf(
  [method, pattern, sent]: Address,
  { params = {}, query = {}, body, key }: Given,
  { address, headers }: Required<Pick<ClientOptions, "address" | "headers">>,
): Request {
  const path = pattern.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return new Request(url, {
    method: method.toUpperCase(),
    headers: {
      ...headers,
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...(sent === "json" ? { "content-type": "application/json" } : {}),
    },
    ...(sent === "nothing" ? {} : { body: sent === "bytes" ? (body as Blob) : JSON.stringify(body) }),
  });
}
