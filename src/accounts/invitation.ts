import type * as pg from "pg";
import { Refusal } from "../kit/index.ts";
import type { Store } from "../store/index.ts";
import { noticeIn } from "./notices.ts";
import { weaknessOf } from "./password-rules.ts";
import { hashPassword } from "./password.ts";
import { digestOf, makeToken } from "./secrets.ts";
import { SCHEMA } from "./tables.ts";
import type { Invitation } from "./user-account.ts";

/** Long enough for somebody who is in the field for a week. */
const DAYS = 7;

export interface MadeInvitation extends Invitation {
  readonly token: string;
}

/** A way in for an account, in the transaction of whoever invites; one that it had before is void. */
export async function makeInvitation(
  client: pg.ClientBase,
  { account, address, at }: { readonly account: string; readonly address: string; readonly at: number },
): Promise<MadeInvitation> {
  const token = makeToken();
  const expiresAt = at + DAYS * 24 * 3600 * 1000;
  await client.query(`delete from ${SCHEMA}.invitation where "userId" = $1`, [account]);
  await client.query(
    `insert into ${SCHEMA}.invitation (id, digest, "userId", "expiresAt") values (gen_random_uuid(), $1, $2, $3)`,
    [digestOf(token), account, new Date(expiresAt)],
  );
  return { account, token, link: `${address}/invitation#${token}`, expiresAt };
}

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  /** For the ledger, if it is not the person. */
  readonly by?: string;
}

/**
 * Uses an invitation up and sets the password. Nobody is signed in by it: a second factor that the account has is still to be
 * shown. The address of the account.
 * @throws Refusal `invitation-gone`, `weak-password`
 */
export async function acceptInvitation(
  { store, pool, isTelling }: { readonly store: Store; readonly pool: pg.Pool; readonly isTelling: boolean },
  { token, password, by }: Acceptance,
): Promise<string> {
  const invited = await findInvited(pool, token);
  if (!invited) throw gone();
  const { account, name, email } = invited;
  const weakness = weaknessOf(password, [name, email]);
  if (weakness !== undefined)
    throw new Refusal("weak-password", weakness, "a few unrelated words are good and easy to keep");
  const hash = await hashPassword(password);
  await store.change(async (change) => {
    const { client } = change;
    if (!(await takeInvitation(client, token))) throw gone();
    await setPassword(client, account, hash);
    if (isTelling) await noticeIn(change, account, "password-set");
    return { result: undefined, act: { by: by ?? account, act: "accept-invitation", body: { account } } };
  });
  return email;
}

function gone(): Refusal {
  return new Refusal("invitation-gone", "this invitation was used, is too old, or never was", "ask for another");
}

/** Whom a token invites; what its password may not be made of comes along. */
async function findInvited(
  pool: pg.Pool,
  token: string,
): Promise<{ readonly account: string; readonly name: string; readonly email: string } | undefined> {
  const { rows } = await pool.query<{ account: string; name: string; email: string }>(
    `select u.id as account, u.name, u.email from ${SCHEMA}.invitation as i join ${SCHEMA}."user" as u on u.id = i."userId"
     where i.digest = $1 and i."expiresAt" > now() and u.state <> 'disabled'`,
    [digestOf(token)],
  );
  return rows[0];
}

/** Uses an invitation up: true for one of those who try, and once. */
async function takeInvitation(client: pg.ClientBase, token: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `delete from ${SCHEMA}.invitation where digest = $1 and "expiresAt" > now()`,
    [digestOf(token)],
  );
  return rowCount === 1;
}

/** The password of an account from now on, with which it may sign in; what it had open before is closed. */
async function setPassword(client: pg.ClientBase, account: string, hash: string): Promise<void> {
  await client.query(`delete from ${SCHEMA}.account where "userId" = $1 and "providerId" = 'credential'`, [account]);
  await client.query(
    `insert into ${SCHEMA}.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     values (gen_random_uuid(), $1, 'credential', $1, $2, now(), now())`,
    [account, hash],
  );
  await client.query(`delete from ${SCHEMA}.session where "userId" = $1`, [account]);
  await client.query(`update ${SCHEMA}."user" set state = 'active', "updatedAt" = now() where id = $1`, [account]);
}
