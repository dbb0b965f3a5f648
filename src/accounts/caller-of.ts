import { defaultKeyHasher } from "@better-auth/api-key";
import type * as pg from "pg";
import { PUBLIC, type Caller } from "./caller.ts";
import { parsePermission, parseRole, ROLE_MEANINGS, viewerOf, type Permission } from "./roles.ts";

/** What of an account decides what it may do; read for every request. */
interface Standing {
  readonly account: string;
  readonly person: string;
  readonly role: string;
  readonly party: string | null;
}

export interface CallerSources {
  readonly pool: pg.Pool;
  /** The token of the session whose cookie this is, if we signed it. */
  readonly tokenOf: (headers: Headers) => Promise<string | undefined>;
  readonly cookie: string;
  /** Of no use to a session that began with a password alone, nor to a key. */
  readonly secondFactorFor: readonly Permission[];
  /** After so long without anything done a session ends. */
  readonly idleSeconds: number;
}

/** See `Accounts.callerOf`. */
export async function callerOf(
  headers: Headers,
  sources: CallerSources,
  { isIdle = false }: { readonly isIdle?: boolean } = {},
): Promise<Caller | undefined> {
  const key = keyIn(headers);
  if (key !== undefined) return callerOfKey(key, sources);
  if (!hasCookie(headers, sources.cookie)) return PUBLIC;
  const token = await sources.tokenOf(headers);
  return token === undefined ? undefined : callerOfSession(token, { ...sources, isIdle });
}

const STANDING = `u.id as account, u.person, u.role, u.party`;

async function callerOfSession(
  token: string,
  { pool, secondFactorFor, idleSeconds, isIdle }: CallerSources & { readonly isIdle: boolean },
): Promise<Caller | undefined> {
  const { rows } = await pool.query<Standing & { readonly strong: boolean; readonly left: number }>({
    name: "caller-of-session",
    text: `select ${STANDING}, s.strong, extract(epoch from s."expiresAt" - now())::float8 as left
           from session as s join "user" as u on u.id = s."userId"
           where s.token = $1 and s."expiresAt" > now() and u.state = 'active'`,
    values: [token],
  });
  const found = rows[0];
  if (!found) return undefined;
  if (!isIdle && found.left < idleSeconds - NOTED_EVERY) await goOn(pool, token, idleSeconds);
  const caller = callerAs(found, "session");
  return caller && !found.strong ? without(caller, secondFactorFor) : caller;
}

/** Seconds. That something is done is written down no more often. */
const NOTED_EVERY = 30;

/** Something is done in a session that has not ended; one from before there were such ends stays as it is. */
async function goOn(pool: pg.Pool, token: string, idleSeconds: number): Promise<void> {
  await pool.query(
    `update session set "expiresAt" = least("endsAt", now() + make_interval(secs => $2))
     where token = $1 and "expiresAt" > now() and "endsAt" is not null`,
    [token, idleSeconds],
  );
}

async function callerOfKey(key: string, { pool, secondFactorFor }: CallerSources): Promise<Caller | undefined> {
  const { rows } = await pool.query<Standing & { readonly permissions: string | null }>({
    name: "caller-of-key",
    text: `select ${STANDING}, k.permissions from apikey as k join "user" as u on u.id = k."referenceId"
           where k.key = $1 and k.enabled and k."expiresAt" > now() and u.state = 'active'`,
    values: [await defaultKeyHasher(key)],
  });
  const found = rows[0];
  const caller = found && callerAs(found, "api-key");
  if (!caller) return undefined;
  const scope = new Set(scopeOf(found.permissions));
  const permissions = new Set(
    [...caller.permissions].filter((one) => scope.has(one) && !secondFactorFor.includes(one)),
  );
  return { ...caller, permissions };
}

/** As if the role did not have them; which ones would come with a second factor is said. */
function without(caller: Caller, guarded: readonly Permission[]): Caller {
  const withheld = guarded.filter((one) => caller.permissions.has(one));
  if (withheld.length === 0) return caller;
  const permissions = new Set([...caller.permissions].filter((one) => !withheld.includes(one)));
  return { ...caller, permissions, withheld };
}

function callerAs({ account, person, role: word, party: of }: Standing, by: "session" | "api-key"): Caller | undefined {
  const role = parseRole(word);
  if (role === undefined) return undefined;
  const party = ROLE_MEANINGS[role].tier === "party" ? (of ?? undefined) : undefined;
  const permissions = new Set(ROLE_MEANINGS[role].permissions);
  return { account, person, role, party, permissions, viewer: viewerOf(role, party), by };
}

/** The library keeps permissions as JSON, by kind of thing; all of ours are of one. */
export const SCOPE_KIND = "truce";

export function scopeOf(permissions: string | null): readonly Permission[] {
  const found = permissions === null ? undefined : (JSON.parse(permissions) as Readonly<Record<string, unknown>>);
  const words = found?.[SCOPE_KIND];
  if (!Array.isArray(words)) return [];
  return words.map((word) => parsePermission(String(word))).filter((known) => known !== undefined);
}

/** Programs that collect forms know only `Basic` and `Token`; with `Basic`, the name before the colon says nothing. */
function keyIn(headers: Headers): string | undefined {
  const own = headers.get("x-api-key");
  if (own !== null) return own;
  const [, scheme, value] = /^(bearer|token|basic)\s+(\S+)\s*$/iu.exec(headers.get("authorization") ?? "") ?? [];
  if (scheme === undefined || value === undefined) return headers.has("authorization") ? "" : undefined;
  if (scheme.toLowerCase() !== "basic") return value;
  const pair = Buffer.from(value, "base64").toString();
  return pair.slice(pair.indexOf(":") + 1);
}

function hasCookie(headers: Headers, name: string): boolean {
  return (headers.get("cookie") ?? "").split(";").some((pair) => pair.trim().startsWith(`${name}=`));
}
