import { randomUUID } from "node:crypto";
import type * as pg from "pg";
import { Refusal } from "../kit/index.ts";
import { noteReason, type Act, type Change, type Store } from "../store/index.ts";
import { makeInvitation } from "./invitation.ts";
import { noticeIn, type Notice } from "./notices.ts";
import { ROLE_MEANINGS, needsParty, type Role } from "./roles.ts";
import { SCHEMA } from "./tables.ts";
import type { AccountAct, Invitation, Invitee, ListedAccount } from "./user-account.ts";

/**
 * What is done to accounts, each in one transaction with its entry of the ledger. In the entry is the account's id and what it
 * may do now, and nothing else about the person: the ledger is for everybody inside, and for ever. Why it was done is in a row.
 */

export interface Registry {
  readonly store: Store;
  readonly address: string;
  /** Whether people are told by mail of what is done to their accounts. */
  readonly isTelling: boolean;
}

interface Held {
  readonly id: string;
  readonly role: Role;
  readonly party: string | null;
  readonly person: string;
  readonly state: "invited" | "active" | "disabled";
}

type Body = Act["body"];

/** One act on an account that is there. `work` gives what the entry says besides the account's id. */
async function onAccount<T>(
  { store, isTelling }: Pick<Registry, "store" | "isTelling">,
  {
    account,
    act,
    notice,
    ...who
  }: AccountAct & {
    readonly account: string;
    readonly act: string;
    readonly notice?: Notice;
  },
  work: (client: pg.ClientBase, held: Held, at: number) => Promise<{ readonly result: T; readonly body?: Body }>,
): Promise<T> {
  const { result } = await store.change(async (change) => {
    const { client, at } = change;
    const held = await hold(client, account);
    const done = await work(client, held, at);
    if (isTelling && notice !== undefined) await noticeIn(change, account, notice);
    return { result: done.result, act: entryOf(change, who, { act, body: { account, ...done.body } }) };
  });
  return result;
}

/** The entry of the ledger, and the row that says why. */
export function entryOf(change: Change, { by, reason }: AccountAct, entry: Pick<Act, "act" | "body">): Act {
  noteReason(change, { act: entry.act, by, reason });
  return { by, ...entry };
}

/** The account, for nobody else to change meanwhile. */
async function hold(client: pg.ClientBase, account: string): Promise<Held> {
  const { rows } = await client.query<Held>(
    `select id, role, party, person, state from ${SCHEMA}."user" where id = $1 for update`,
    [account],
  );
  if (!rows[0]) throw new Refusal("no-account", "there is no such user account", "see those that there are");
  return rows[0];
}

export async function invite(registry: Registry, invitee: Invitee, act: AccountAct): Promise<Invitation> {
  const party = partyFor(invitee.role, invitee.party);
  const email = checkedEmail(invitee.email);
  const name = invitee.name.trim();
  if (name === "")
    throw new Refusal("name-needed", "an account needs a name", "the person's own, or what it is used for");
  const account = randomUUID();
  const { result } = await registry.store.change(async (change) => {
    const { client, at } = change;
    const person = invitee.samePersonAs === undefined ? account : (await hold(client, invitee.samePersonAs)).person;
    const { rowCount } = await client.query(
      `insert into ${SCHEMA}."user" (id, name, email, "emailVerified", "createdAt", "updatedAt", role, party, person, state)
       values ($1, $2, $3, true, clock_timestamp(), clock_timestamp(), $4, $5, $6, 'invited') on conflict (email) do nothing`,
      [account, name, email, invitee.role, party, person],
    );
    if (rowCount === 0)
      throw new Refusal("email-taken", "there is an account with this address", "give it another role instead");
    const { token: _, ...invitation } = await makeInvitation(client, { account, address: registry.address, at });
    const body = {
      account,
      role: invitee.role,
      ...(party === null ? {} : { party }),
      ...(person === account ? {} : { person }),
    };
    return { result: invitation, act: entryOf(change, act, { act: "invite-user", body }) };
  });
  return result;
}

/**
 * Makes accounts again as a list has them, with their ids, so that the ledger still says who did what; nothing that they were
 * signed in with comes along. Whoever may come in gets an invitation. All or none of them.
 */
export async function bringBack(
  { store, address }: Registry,
  listed: readonly ListedAccount[],
  act: AccountAct,
): Promise<readonly Invitation[]> {
  const { result } = await store.change(async (change) => {
    const { client, at } = change;
    const invitations: Invitation[] = [];
    for (const { id, name, email, role, party: of, person, state } of listed) {
      const { rowCount } = await client.query(
        `insert into ${SCHEMA}."user" (id, name, email, "emailVerified", "createdAt", "updatedAt", role, party, person, state)
         values ($1, $2, $3, true, clock_timestamp(), clock_timestamp(), $4, $5, $6, $7) on conflict do nothing`,
        [id, name, checkedEmail(email), role, partyFor(role, of), person, state === "disabled" ? state : "invited"],
      );
      if (rowCount === 0)
        throw new Refusal(
          "account-there",
          `the account ${id}, or another with its address, is here already`,
          "bring accounts back into a new record",
        );
      if (state === "disabled") continue;
      const { token: _, ...invitation } = await makeInvitation(client, { account: id, address, at });
      invitations.push(invitation);
    }
    const body = {
      accounts: listed.map(({ id, role, state }) => ({ account: id, role, disabled: state === "disabled" })),
    };
    return { result: invitations, act: entryOf(change, act, { act: "bring-back-users", body }) };
  });
  return result;
}

export async function inviteAgain(registry: Registry, account: string, act: AccountAct): Promise<Invitation> {
  return onAccount(registry, { account, act: "invite-user-again", ...act }, async (client, held, at) => {
    if (held.state === "disabled") throw isDisabled();
    await client.query(`delete from ${SCHEMA}.account where "userId" = $1 and "providerId" = 'credential'`, [account]);
    await closeSessions(client, account);
    const { token: _, ...invitation } = await makeInvitation(client, { account, address: registry.address, at });
    return { result: invitation };
  });
}

export async function setRole(
  registry: Registry,
  account: string,
  { role, party: of, ...act }: AccountAct & { readonly role: Role; readonly party?: string },
): Promise<void> {
  const party = partyFor(role, of);
  if (act.by === account)
    throw new Refusal("own-account", "nobody gives themselves a role", "another admin can do it, or `truce user role`");
  await onAccount(registry, { account, act: "set-user-role", ...act }, async (client, held) => {
    if (role !== "admin") await refuseLastAdmin(client, held);
    await client.query(`update ${SCHEMA}."user" set role = $2, party = $3, "updatedAt" = now() where id = $1`, [
      account,
      role,
      party,
    ]);
    return { result: undefined, body: { role, ...(party === null ? {} : { party }), before: held.role } };
  });
}

export async function disable(registry: Registry, account: string, act: AccountAct): Promise<void> {
  if (act.by === account)
    throw new Refusal("own-account", "nobody locks themselves out", "another admin can do it, or `truce user disable`");
  await onAccount(registry, { account, act: "disable-user", ...act }, async (client, held) => {
    await refuseLastAdmin(client, held);
    await client.query(`update ${SCHEMA}."user" set state = 'disabled', "updatedAt" = now() where id = $1`, [account]);
    await client.query(`delete from ${SCHEMA}.invitation where "userId" = $1`, [account]);
    return { result: undefined, body: { sessions: await closeSessions(client, account) } };
  });
}

export async function enable(registry: Registry, account: string, act: AccountAct): Promise<void> {
  await onAccount(registry, { account, act: "enable-user", ...act }, async (client) => {
    // What was begun while it was being disabled.
    await closeSessions(client, account);
    await client.query(
      `update ${SCHEMA}."user" set "updatedAt" = now(), state = case when
         exists (select from ${SCHEMA}.account as a where a."userId" = $1) then 'active' else 'invited' end where id = $1`,
      [account],
    );
    return { result: undefined };
  });
}

export async function revokeSessions(registry: Registry, account: string, act: AccountAct): Promise<number> {
  return onAccount(registry, { account, act: "revoke-sessions", ...act }, async (client) => {
    const sessions = await closeSessions(client, account);
    return { result: sessions, body: { sessions } };
  });
}

export async function resetSecondFactor(registry: Registry, account: string, act: AccountAct): Promise<void> {
  const about = { account, act: "reset-second-factor", notice: "second-factor-off", ...act } as const;
  await onAccount(registry, about, async (client) => {
    await client.query(`delete from ${SCHEMA}."twoFactor" where "userId" = $1`, [account]);
    await client.query(`delete from ${SCHEMA}.passkey where "userId" = $1`, [account]);
    await client.query(`update ${SCHEMA}."user" set "twoFactorEnabled" = false, "updatedAt" = now() where id = $1`, [
      account,
    ]);
    return { result: undefined, body: { sessions: await closeSessions(client, account) } };
  });
}

/** Also what waits for a second factor. */
async function closeSessions(client: pg.ClientBase, account: string): Promise<number> {
  const { rowCount } = await client.query(`delete from ${SCHEMA}.session where "userId" = $1`, [account]);
  await client.query(`delete from ${SCHEMA}.verification where value = $1`, [account]);
  return rowCount ?? 0;
}

async function refuseLastAdmin(client: pg.ClientBase, { id, role, state }: Held): Promise<void> {
  if (role !== "admin" || state !== "active") return;
  const { rows } = await client.query(
    `select id from ${SCHEMA}."user" where role = 'admin' and state = 'active' and id <> $1 for update`,
    [id],
  );
  if (rows.length === 0)
    throw new Refusal("last-admin", "this is the only admin who can sign in", "let another become admin first");
}

export function isDisabled(): Refusal {
  return new Refusal("account-disabled", "this account is disabled", "enable it first");
}

function partyFor(role: Role, party: string | undefined): string | null {
  if (!needsParty(role)) {
    if (party === undefined) return null;
    throw new Refusal("no-party", `${role} is of no party`, `only a liaison is: ${ROLE_MEANINGS.liaison.about}`);
  }
  if (party !== undefined && /^[a-z0-9][a-z0-9-]*$/u.test(party)) return party;
  throw new Refusal("party-needed", `${role} needs the party that it is of`, "the id of an actor: sar");
}

function checkedEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  if (/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/u.test(trimmed)) return trimmed;
  throw new Refusal("bad-email", "this is not an e-mail address", "such as name@example.org");
}
