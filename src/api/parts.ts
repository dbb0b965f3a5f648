import type { Accounts, Caller } from "../accounts/index.ts";
import { Reading, type Jobs } from "../store/index.ts";
import type { Acting, OpenRecord } from "../workflow/index.ts";
import type { BodyIn, Endpoint, ParamsOf, QueryIn } from "./contract.ts";
import type { Rate } from "./rate.ts";

/** What the API works with. Whoever opened these closes them. */
export interface ApiParts {
  readonly record: OpenRecord;
  readonly accounts: Pick<Accounts, "callerOf" | "isFromOwnPages" | "handle">;
  /** Unset: work that follows from a change is left to whoever has a worker. */
  readonly jobs?: Jobs;
  /** One line of the log. Nothing in it is about a person but the id of an account. */
  readonly log?: (line: LogLine) => void;
  readonly rates?: Partial<Rates>;
  /** The folder of the built web application. */
  readonly web?: string;
  /** Everybody at this computer may enter as anybody. */
  readonly demonstration?: Pick<Accounts, "list" | "find" | "inviteAgain" | "accept" | "enter">;
  /** The last address of `x-forwarded-for` is the caller's: there is a proxy of ours before it. */
  readonly isBehindProxy?: boolean;
  /** Where people reach the server, if that is not where it listens. */
  readonly address?: string;
  /** Milliseconds between looks at what changed, for server-sent events. */
  readonly lookEvery?: number;
  /** Ends streams that would go on for ever. */
  readonly stopping?: AbortSignal;
  /** Bytes of bodies that are held in memory at once, if not as usual. */
  readonly bodyRoom?: { readonly all: number; readonly ofOne: number };
  readonly version?: string;
}

export interface Rates {
  /** Of each account. */
  readonly account: Rate;
  /** Of each address from which nobody has signed in. */
  readonly nobody: Rate;
}

export type LogLine = Readonly<Record<string, string | number | undefined>> & { readonly event: string };

/** One request, looked at and found good. */
export interface Asked<E extends Endpoint> {
  readonly parts: ApiParts;
  readonly caller: Caller;
  readonly params: ParamsOf<E["path"]>;
  readonly query: QueryIn<E>;
  readonly body: BodyIn<E>;
  readonly request: Request;
}

/** The record as the caller may see it. */
export function readingFor({ parts, caller }: Pick<Asked<Endpoint>, "parts" | "caller">, asOf?: number): Reading {
  return new Reading(parts.record.store, caller.viewer, asOf);
}

/** The caller as one who acts. Whoever is nobody does not. */
export function actingFor(
  { parts, caller }: Pick<Asked<Endpoint>, "parts" | "caller">,
  store: Acting["store"],
): Acting {
  const { account, person, party } = caller;
  if (account === undefined || person === undefined) throw new Error("nobody acts");
  const { record, jobs } = parts;
  return {
    store,
    keys: record.keys,
    by: account,
    person,
    ...(party === undefined ? {} : { party }),
    ...(jobs ? { ask: (change, kind, key) => jobs.ask(change, kind, key) } : {}),
  };
}
