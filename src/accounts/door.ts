import { Refusal } from "../kit/index.ts";
import { databaseTrouble } from "../store/index.ts";
import { ADDRESS_HEADER } from "./auth.ts";
import type { AccountEvent } from "./events.ts";

/**
 * What of better-auth can be reached, and how. It has many paths that are of no use here, and some that would let people do to
 * their accounts what only an admin may; what is not in this table does not exist.
 */
export const PATHS: Readonly<Record<string, "GET" | "POST">> = {
  "/ways-in": "GET",
  "/me": "GET",
  "/sign-in/email": "POST",
  "/sign-in/social": "POST",
  "/sign-out": "POST",
  "/change-password": "POST",
  "/invitation/accept": "POST",
  "/sessions": "GET",
  "/sessions/revoke": "POST",
  "/sessions/revoke-others": "POST",
  "/two-factor/enable": "POST",
  "/two-factor/disable": "POST",
  "/two-factor/verify-totp": "POST",
  "/two-factor/verify-backup-code": "POST",
  "/two-factor/generate-backup-codes": "POST",
  "/passkey/generate-register-options": "GET",
  "/passkey/verify-registration": "POST",
  "/passkey/generate-authenticate-options": "GET",
  "/passkey/verify-authentication": "POST",
  "/passkey/list-user-passkeys": "GET",
  "/passkey/delete-passkey": "POST",
  "/passkey/update-passkey": "POST",
  "/users": "GET",
  "/users/invite": "POST",
  "/users/invite-again": "POST",
  "/users/role": "POST",
  "/users/disable": "POST",
  "/users/enable": "POST",
  "/users/revoke-sessions": "POST",
  "/users/reset-second-factor": "POST",
  "/users/api-keys": "POST",
  "/users/api-keys/revoke": "POST",
};

const PREFIX = "/api/auth";
const CALLBACK = /^\/callback\/[a-z0-9-]{1,40}$/u;
const LARGEST_BODY_BYTES = 64 * 1024;
const NULL_CHARACTER = /\0|\\u0000/u;

export interface Door {
  readonly handler: (request: Request) => Promise<Response>;
  readonly tell: (event: AccountEvent) => void;
}

export interface Arrival {
  readonly address: string;
}

export async function answer(request: Request, { address }: Arrival, { handler, tell }: Door): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.startsWith(`${PREFIX}/`) ? url.pathname.slice(PREFIX.length) : "";
  const method = CALLBACK.test(path) ? "GET" : PATHS[path];
  if (method === undefined) return refusal(404, { code: "NOT_FOUND", message: "there is nothing here" });
  if (request.method !== method)
    return refusal(405, { code: "METHOD_NOT_ALLOWED", message: `this is for ${method}` }, { allow: method });
  const body = method === "POST" ? await bodyOf(request) : null;
  if (body instanceof Response) return body;
  const headers = new Headers(request.headers);
  headers.set(ADDRESS_HEADER, address);
  if (body !== null) headers.set("content-type", "application/json");
  const inner = new Request(request.url, { method, headers, body, redirect: "manual" });
  const response = await handler(inner).then(tidied, (error: unknown) => failed(tell, { path, error }));
  tellOf(tell, path, response);
  return response;
}

/** An object of JSON, or the answer to what is none. An empty body is an object without anything in it. */
async function bodyOf(request: Request): Promise<string | Response> {
  const text = await textOf(request);
  if (text === undefined) return refusal(413, { code: "TOO_LARGE", message: "this is too large to be a sign-in" });
  if (text === "") return "{}";
  if (!/^application\/json\b/iu.test(request.headers.get("content-type") ?? ""))
    return refusal(415, { code: "NOT_JSON", message: "send application/json" });
  // A NUL: no database of ours can hold it, and it is never meant.
  return isObject(text) && !NULL_CHARACTER.test(text)
    ? text
    : refusal(400, { code: "BAD_BODY", message: "send an object of JSON, without NUL in it" });
}

/** `undefined`: more than anybody needs here. */
async function textOf(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_BODY_BYTES) return undefined;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.length;
    if (size > LARGEST_BODY_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Of an error only its kind is told: its words, and those of the database, may quote what somebody typed. */
function failed(tell: Door["tell"], { path, error }: { readonly path: string; readonly error: unknown }): Response {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  tell({ event: "trouble", path, code: code ?? name ?? "error" });
  const trouble = databaseTrouble(error);
  if (trouble instanceof Refusal && trouble.code === "database-gone")
    return refusal(503, { code: "DATABASE_GONE", message: "the database does not answer" }, { "retry-after": "5" });
  return refusal(500, { code: "INTERNAL_SERVER_ERROR", message: "something went wrong here; it is noted" });
}

/** The token of a session is in its cookie, which no script can read, and so not in a body, which any script can. */
async function tidied(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.set("cache-control", "no-store");
  const wait = headers.get("x-retry-after");
  if (wait !== null) headers.set("retry-after", wait);
  headers.delete("x-retry-after");
  if (response.status === 429) return refusal(429, TOO_MANY, headers);
  const { status } = response;
  if (!headers.get("content-type")?.includes("json")) return new Response(response.body, { status, headers });
  headers.delete("content-length");
  const text = await response.text();
  const said = text === "" ? null : withoutTokens(JSON.parse(text));
  return new Response(said === null ? null : JSON.stringify(said), { status: isOnlyBad(said) ? 400 : status, headers });
}

/** What the library calls its own failure, though what it was sent was no good passkey. */
function isOnlyBad(said: unknown): boolean {
  return (said as { readonly code?: unknown } | null)?.code === "FAILED_TO_VERIFY_REGISTRATION";
}

/** The authenticator's secret and backup codes are shown once on purpose; they are not called tokens. */
function withoutTokens(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !/token$/iu.test(name) && name !== "ipAddress");
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutTokens(inner)]));
}

function tellOf(tell: Door["tell"], path: string, { status }: Response): void {
  if (status === 429) tell({ event: "limited", path, status });
  else if (status >= 400 && status < 500) tell({ event: "refused", path, status });
  else if (path === "/sign-out") tell({ event: "signed-out", path, status });
  else if (path === "/invitation/accept") tell({ event: "invitation-accepted", path, status });
  else if (path === "/change-password") tell({ event: "password-changed", path, status });
}

const TOO_MANY: Said = { code: "TOO_MANY_ATTEMPTS", message: "too many attempts; try again later" };

interface Said {
  readonly code: string;
  readonly message: string;
}

function refusal(status: number, said: Said, headers?: Headers | Readonly<Record<string, string>>): Response {
  const all = new Headers(headers);
  all.set("content-type", "application/json");
  all.set("cache-control", "no-store");
  return new Response(JSON.stringify(said), { status, headers: all });
}
