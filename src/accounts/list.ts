import type * as pg from "pg";
import { scopeOf } from "./caller-of.ts";
import type { Role } from "./roles.ts";
import type { ApiKey, UserAccount, UserState } from "./user-account.ts";

interface UserRow {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly party: string | null;
  readonly state: UserState;
  readonly secondFactor: boolean;
  readonly passkeys: number;
  readonly sessions: number;
}

interface KeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly account: string;
  readonly permissions: string | null;
  readonly expiresAt: Date | null;
}

/** Accounts with what they sign in with; all, or the one of this id or address. */
export async function listAccounts(pool: pg.Pool, idOrEmail?: string): Promise<readonly UserAccount[]> {
  const { rows } = await pool.query<UserRow>(
    `select u.id, u.person, u.name, u.email, u.role, u.party, u.state, coalesce(u."twoFactorEnabled", false) as "secondFactor",
       (select count(*)::int from passkey as p where p."userId" = u.id) as passkeys,
       (select count(*)::int from session as s where s."userId" = u.id and s."expiresAt" > now()) as sessions
     from "user" as u where $1::text is null or u.id = $1 or u.email = lower($1) order by u."createdAt", u.id`,
    [idOrEmail ?? null],
  );
  const keys = await keysOf(
    pool,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, party: row.party ?? undefined, apiKeys: keys.get(row.id) ?? [] }));
}

async function keysOf(pool: pg.Pool, accounts: readonly string[]): Promise<ReadonlyMap<string, readonly ApiKey[]>> {
  const { rows } = await pool.query<KeyRow>(
    `select id, name, start, "referenceId" as account, permissions, "expiresAt" from apikey
     where "referenceId" = any($1) order by "createdAt", id`,
    [accounts],
  );
  const byAccount = new Map<string, ApiKey[]>();
  for (const { account, name, start, permissions, expiresAt, id } of rows) {
    const keys = byAccount.get(account) ?? [];
    byAccount.set(account, keys);
    keys.push({
      id,
      name: name ?? "",
      start: start ?? "",
      scope: scopeOf(permissions),
      expiresAt: expiresAt?.getTime(),
    });
  }
  return byAccount;
}
