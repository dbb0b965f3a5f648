import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, Hono } from "hono";
import type { z } from "zod";
import { may, type Caller } from "../accounts/index.ts";
import { reasonOf } from "../store/index.ts";
import { BodyRoom } from "./body-room.ts";
import { ENDPOINT_NAMES, endpointNamed, type Endpoint, type EndpointName } from "./contract.ts";
import { nothingHere, problemResponse, somethingWrong, Trouble, troubleOf } from "./errors.ts";
import type { ActHandler, Handler } from "./handler.ts";
import { digestOfRequest, keyOf, Once } from "./once.ts";
import type { ApiParts, Asked } from "./parts.ts";
import { Rating } from "./rate.ts";
import { jsonIn, queryIn, wholeBody } from "./request-body.ts";
import type { Traffic } from "./traffic.ts";

/** Takes the bytes of a body itself, and answers once. */
export type BytesHandler = (asked: Asked<Endpoint>, once: Once) => Promise<Response>;

export interface Mounted {
  readonly parts: ApiParts;
  readonly handlers: Readonly<Record<EndpointName, unknown>>;
  readonly traffic: Traffic;
}

const RATES = { account: { burst: 400, perSecond: 40 }, nobody: { burst: 120, perSecond: 10 } };

/** Every endpoint of the contract, and for all of them in one order: who asks, whether they may, what they ask, the answer. */
export function mount(app: Hono, { parts, handlers, traffic }: Mounted): void {
  const door = new Door(parts);
  const once = new Once(parts.record.store);
  for (const name of inOrder()) {
    const endpoint = endpointNamed(name);
    const path = endpoint.path.replaceAll(/\{(\w+)\}/gu, ":$1");
    app.on(endpoint.method, path, async (c) => {
      const began = performance.now();
      const seen: { caller?: Caller } = {};
      const response = await answer({ c, endpoint, handler: handlers[name], door, once, parts, seen }).catch(
        (error: unknown) => refused(error, { parts, endpoint, caller: seen.caller }),
      );
      traffic.note({ endpoint, status: response.status, ms: performance.now() - began, caller: seen.caller });
      return response;
    });
  }
}

/** Where two paths could be meant, the one without a parameter there is. */
function inOrder(): readonly EndpointName[] {
  const rank = (name: EndpointName): string => endpointNamed(name).path.replaceAll(/\{\w+\}/gu, "\uffff");
  return ENDPOINT_NAMES.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

interface Answering {
  readonly c: Context;
  readonly endpoint: Endpoint;
  readonly handler: unknown;
  readonly door: Door;
  readonly once: Once;
  readonly parts: ApiParts;
  readonly seen: { caller?: Caller };
}

async function answer({ c, endpoint, handler, door, once, parts, seen }: Answering): Promise<Response> {
  const request = c.req.raw;
  // 1. Who asks, how often, from where, and whether they may.
  const caller = await door.callerOf(c, { isIdle: isListening(endpoint) || request.headers.has(IDLE) });
  seen.caller = caller;
  door.refuseUnlessAllowed(caller, endpoint);
  // 2. What is asked.
  const { id } = c.req.param() as { readonly id?: string };
  if (id !== undefined && !UUID.test(id)) throw nothingHere();
  const query = queryIn(new URL(request.url), endpoint.query);
  const asked = { parts, caller, params: c.req.param(), query, body: undefined, request } as Asked<Endpoint>;
  // 3. The answer.
  if (endpoint.method === "get") return responseOf(await (handler as Handler<Endpoint>)(asked));
  const { body: schema } = endpoint;
  const { largestBody: largest = 0 } = endpoint;
  const holding = { account: caller.account ?? "nobody", largest };
  if (schema === "bytes") {
    const work = (): Promise<Response> => (handler as BytesHandler)(asked, once);
    // Else they go to a file as they come.
    return isMultipart(request) ? BodyRoom.of(parts).holdWhole(request, holding, work) : work();
  }
  return BodyRoom.of(parts).hold(request, holding, (onBytes) =>
    answerPosted(asked, { endpoint, schema: schema!, handler, once, onBytes }),
  );
}

function isMultipart({ headers }: Request): boolean {
  return /^multipart\//iu.test(headers.get("content-type") ?? "");
}

interface Posted extends Pick<Answering, "endpoint" | "handler" | "once"> {
  readonly schema: z.ZodType;
  readonly onBytes: (bytes: number) => void;
}

/** What is asked by a body of JSON. */
async function answerPosted(
  asked: Asked<Endpoint>,
  { endpoint, schema, handler, once, onBytes }: Posted,
): Promise<Response> {
  const { request, parts, caller } = asked;
  if (endpoint.isReading) {
    const body = jsonIn(request, await wholeBody(request, endpoint.largestBody, onBytes), schema);
    return responseOf(await (handler as Handler<Endpoint>)({ ...asked, body }));
  }
  const key = keyOf(request.headers);
  const bytes = await wholeBody(request, endpoint.largestBody, onBytes);
  const act = handler as ActHandler<Endpoint>;
  const full = { ...asked, body: jsonIn(request, bytes, schema) } as Asked<Endpoint>;
  if (endpoint.isSecret) {
    const { result } = await act.carry(full, parts.record.store);
    return jsonResponse(JSON.stringify(act.say(result, full)));
  }
  const { pathname, search } = new URL(request.url);
  const name = { account: caller.account!, key, request: digestOfRequest("post", pathname, search, bytes) };
  const answered = await once.answer(name, {
    carry: (store) => act.carry(full, store),
    say: (result) => JSON.stringify(act.say(result, full)),
    isRepeatable: endpoint.isRepeatable ?? false,
  });
  return jsonResponse(answered.body);
}

function responseOf(answer: unknown): Response {
  return answer instanceof Response ? answer : jsonResponse(JSON.stringify(answer));
}

export function jsonResponse(body: string): Response {
  return new Response(body, { headers: { "content-type": "application/json" } });
}

interface Refused {
  readonly parts: ApiParts;
  readonly endpoint: Endpoint;
  readonly caller: Caller | undefined;
}

function refused(error: unknown, { parts, endpoint, caller }: Refused): Response {
  const told = troubleOf(error, caller?.viewer ?? { tier: "public" });
  if (!told) parts.log?.({ event: "trouble", route: endpoint.path, method: endpoint.method, reason: reasonOf(error) });
  return problemResponse(told ?? somethingWrong());
}

/** A page says so of what it asks by itself, because something changed, and not because somebody did something. */
const IDLE = "truce-idle";

/** Browsers come again by themselves, however long nobody has touched them. */
function isListening({ answer: media }: Endpoint): boolean {
  return Array.isArray(media) && media.includes("text/event-stream");
}

interface Coming {
  /** What was brought to sign in with, if it is not in those of the request. */
  readonly headers?: Headers;
  /** Nobody has done anything: the session goes on no longer for it. */
  readonly isIdle?: boolean;
}

/** Who may come in. */
export class Door {
  private readonly parts: ApiParts;
  private readonly accounts: Rating;
  private readonly addresses: Rating;

  constructor(parts: ApiParts) {
    this.parts = parts;
    const { account, nobody } = { ...RATES, ...parts.rates };
    this.accounts = new Rating(account);
    this.addresses = new Rating(nobody);
  }

  async callerOf(c: Context, { headers = c.req.raw.headers, isIdle = false }: Coming = {}): Promise<Caller> {
    const caller = await this.parts.accounts.callerOf(headers, { isIdle });
    const wait =
      caller?.account === undefined
        ? this.addresses.take(addressOf(c, this.parts))
        : this.accounts.take(caller.account);
    if (wait !== undefined) throw tooMany(wait);
    if (!caller) throw notSignedIn("what was sent to sign in with is not good, or not any more");
    if (!this.parts.accounts.isFromOwnPages({ method: c.req.raw.method, headers }))
      throw new Trouble(403, {
        code: "other-site",
        detail: "another site made this request, with your cookie",
        hint: "use the pages of this server, or an API key",
      });
    return caller;
  }

  /** By address, where it is not known yet who asks. */
  refuseTooMany(c: Context): void {
    const wait = this.addresses.take(addressOf(c, this.parts));
    if (wait !== undefined) throw tooMany(wait);
  }

  refuseUnlessAllowed(caller: Caller, { permission, isInside }: Endpoint): void {
    const isAllowed = permission === "nothing" || may(caller, permission);
    if (isAllowed && (!isInside || caller.viewer.tier === "internal")) return;
    if (caller.account === undefined) throw notSignedIn("this is for those who have signed in");
    if (permission !== "nothing" && caller.withheld?.includes(permission)) throw needsSecondFactor(permission);
    throw new Trouble(403, {
      code: "not-allowed",
      detail: permission === "nothing" || isAllowed ? "this is for the inside" : `this needs ${permission}`,
      hint: "ask whoever looks after accounts",
    });
  }
}

function notSignedIn(detail: string): Trouble {
  const hint = "sign in, or send an API key as x-api-key";
  return new Trouble(401, { code: "not-signed-in", detail, hint }, { "www-authenticate": 'Bearer realm="truce"' });
}

/** What the role may, and this session does not. */
function needsSecondFactor(permission: string): Trouble {
  return new Trouble(403, {
    code: "second-factor-needed",
    detail: `this needs ${permission}, and that a second factor`,
    hint: "turn on an authenticator, or sign in with a passkey or with a code",
  });
}

function tooMany(wait: number): Trouble {
  const hint = `wait ${wait} s`;
  return new Trouble(429, { code: "too-many", detail: "too many requests", hint }, { "retry-after": String(wait) });
}

/** Of whoever is on the other end: for counting, and never kept. */
export function addressOf(c: Context, { isBehindProxy }: Pick<ApiParts, "isBehindProxy">): string {
  const forwarded = isBehindProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  if (forwarded !== undefined) return forwarded;
  // In a test there is no socket.
  return "incoming" in ((c.env ?? {}) as object) ? (getConnInfo(c).remote.address ?? "unknown") : "unknown";
}
