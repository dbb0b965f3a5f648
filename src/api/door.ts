import type { Context, Hono } from "hono";
import { reasonOf } from "../store/index.ts";
import { DOOR, DOOR_NAMES, type DoorName, type Endpoint } from "./contract.ts";
import { nothingHere, problemResponse, somethingWrong, Trouble, troubleOf } from "./errors.ts";
import { addressOf, jsonResponse, type Door } from "./mount.ts";
import type { ApiParts } from "./parts.ts";
import { jsonIn, queryIn, wholeBody } from "./request-body.ts";
import type { Traffic } from "./traffic.ts";

/**
 * What is below `/api/auth`, as the contract has it: what is asked is checked here as everywhere, who may is for the accounts,
 * and their words for trouble become problems as the rest of the API tells them.
 */

const LARGEST = 64 * 1024;

interface Mounting {
  readonly parts: ApiParts;
  readonly traffic: Traffic;
  readonly door: Pick<Door, "refuseTooMany">;
}

export function mountDoor(app: Hono, { parts, traffic, door }: Mounting): void {
  for (const name of DOOR_NAMES) {
    const endpoint: Endpoint = DOOR[name];
    app.on(endpoint.method, endpoint.path, async (c) => {
      const began = performance.now();
      const response = await answer(name, { c, parts, door }).catch((error: unknown) => {
        const told = troubleOf(error, { tier: "public" });
        if (!told)
          parts.log?.({ event: "trouble", route: endpoint.path, method: endpoint.method, reason: reasonOf(error) });
        return problemResponse(told ?? somethingWrong());
      });
      traffic.note({ endpoint, status: response.status, ms: performance.now() - began, caller: undefined });
      return response;
    });
  }
  // Back from a provider of identities; and nothing else that is not in the contract.
  app.get("/api/auth/callback/:provider", async (c) => inOurWords(await handled(c, parts, c.req.raw)));
  app.all("/api/auth/*", () => problemResponse(nothingHere()));
}

interface Asking {
  readonly c: Context;
  readonly parts: ApiParts;
  readonly door: Pick<Door, "refuseTooMany">;
}

async function answer(name: DoorName, { c, parts, door }: Asking): Promise<Response> {
  const { method, body: schema, answer: shape }: Endpoint = DOOR[name];
  const request = c.req.raw;
  door.refuseTooMany(c);
  queryIn(new URL(request.url), undefined);
  const asked = method === "get" ? request : withBody(request, await bodyIn(request, schema as Body));
  const response = await inOurWords(await handled(c, parts, asked));
  if (!response.ok) return response;
  const said = shape.parse(answerOf(name, await response.json()));
  const told = jsonResponse(JSON.stringify(said));
  for (const cookie of response.headers.getSetCookie()) told.headers.append("set-cookie", cookie);
  return told;
}

type Body = Exclude<Endpoint["body"], "bytes" | undefined>;

/** What asks nothing may be sent without a body. */
async function bodyIn(request: Request, schema: Body): Promise<unknown> {
  const bytes = await wholeBody(request, LARGEST);
  if (bytes.length > 0) return jsonIn(request, bytes, schema);
  const json = new Request(request.url, { headers: { "content-type": "application/json" } });
  return jsonIn(json, Buffer.from("{}"), schema);
}

function withBody({ url, headers: given }: Request, body: unknown): Request {
  const headers = new Headers(given);
  headers.delete("content-length");
  headers.set("content-type", "application/json");
  return new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
}

function handled(c: Context, parts: ApiParts, request: Request): Promise<Response> {
  return parts.accounts.handle(request, { address: addressOf(c, parts) });
}

interface Refused {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly hint?: unknown;
}

const KEPT = ["retry-after", "allow", "location", "cache-control"];

/** `{ code: "EMAIL_TAKEN", message }` as a problem; what went well as it is. */
async function inOurWords(response: Response): Promise<Response> {
  const { status, headers } = response;
  if (status < 400) return response;
  const { code, message, hint } = ((await response.json().catch(() => null)) ?? {}) as Refused;
  const said = { code: codeOf(code, status), detail: sentenceOf(message) };
  const kept = KEPT.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!] as const] : []));
  const asked = status === 401 ? { "www-authenticate": 'Bearer realm="truce"' } : {};
  const told = problemResponse(
    status >= 500 && status !== 503
      ? somethingWrong()
      : new Trouble(
          status,
          { ...said, ...(typeof hint === "string" ? { hint } : {}) },
          { ...Object.fromEntries(kept), ...asked },
        ),
  );
  // A cookie that is no good any more is taken back.
  for (const cookie of headers.getSetCookie()) told.headers.append("set-cookie", cookie);
  return told;
}

function codeOf(code: unknown, status: number): string {
  return typeof code === "string" ? code.toLowerCase().replaceAll("_", "-") : `refused-${status}`;
}

function sentenceOf(message: unknown): string {
  return typeof message === "string" && message !== "" ? message : "this was refused";
}

type Said = Readonly<Record<string, unknown>>;
const DONE = { done: true };
const only =
  (...names: readonly string[]) =>
  (said: Said) =>
    Object.fromEntries(names.map((name) => [name, said[name]]));

/** Where the library says more, or says it otherwise, than the contract. */
const ANSWERS: Readonly<Partial<Record<DoorName, (said: Said) => unknown>>> = {
  signIn: (said) => ({ secondFactorNeeded: said["twoFactorRedirect"] === true }),
  signInElsewhere: only("url"),
  signOut: () => DONE,
  changePassword: () => DONE,
  enableSecondFactor: only("totpURI", "backupCodes"),
  disableSecondFactor: () => DONE,
  verifyCode: () => DONE,
  verifyBackupCode: () => DONE,
  renewBackupCodes: only("backupCodes"),
  addPasskey: only("id"),
  signInWithPasskey: () => DONE,
  listPasskeys: (said) => ({ passkeys: (said as unknown as readonly Said[]).map(passkeyOf) }),
  renamePasskey: () => DONE,
  removePasskey: () => DONE,
  listUsers: ({ users }) => ({ users: (users as readonly Said[]).map(userOf) }),
  inviteUser: withEnd,
  inviteUserAgain: withEnd,
  setUserRole: () => DONE,
  disableUser: () => DONE,
  enableUser: () => DONE,
  resetUserSecondFactor: () => DONE,
  addUserApiKey: withEnd,
  revokeUserApiKey: () => DONE,
};

function answerOf(name: DoorName, said: unknown): unknown {
  return ANSWERS[name]?.(said as Said) ?? said;
}

function passkeyOf({ id, name = null, createdAt = null }: Said): Said {
  return { id, name, createdAt };
}

function userOf(user: Said): Said {
  return { ...user, apiKeys: (user["apiKeys"] as readonly Said[]).map(withEnd) };
}

/** Instants are told in RFC 3339 everywhere. */
function withEnd({ expiresAt, ...said }: Said): Said {
  return { ...said, expiresAt: typeof expiresAt === "number" ? new Date(expiresAt).toISOString() : null };
}
