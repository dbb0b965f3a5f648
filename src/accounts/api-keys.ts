import { Refusal } from "../kit/index.ts";
import type { Auth } from "./auth.ts";
import { LONGEST_KEY_DAYS } from "./auth.ts";
import { entryOf, isDisabled, type Registry } from "./acts.ts";
import { SCOPE_KIND } from "./caller-of.ts";
import { noticeIn } from "./notices.ts";
import { ROLE_MEANINGS, type Role } from "./roles.ts";
import { SCHEMA } from "./tables.ts";
import type { AccountAct, MadeApiKey, NewApiKey } from "./user-account.ts";

const USUAL_DAYS = 90;

/** A key for a program that acts as an account, and for no more than it needs. Every key ends. */
export async function addApiKey(
  { store, auth, isTelling }: Registry & { readonly auth: Auth },
  { account, name, scope, days = USUAL_DAYS }: NewApiKey,
  act: AccountAct,
): Promise<MadeApiKey> {
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_KEY_DAYS)
    throw new Refusal("bad-days", `a key is good for 1 to ${LONGEST_KEY_DAYS} days`, "make another when it ends");
  if (scope.length === 0)
    throw new Refusal("no-scope", "a key that may do nothing is of no use", "name what it may do");
  const { result } = await store.change(async (change) => {
    const { rows } = await change.client.query<{ role: Role; state: string }>(
      `select role, state from ${SCHEMA}."user" where id = $1 for share`,
      [account],
    );
    if (!rows[0]) throw new Refusal("no-account", "there is no such user account", "see those that there are");
    if (rows[0].state === "disabled") throw isDisabled();
    refuseBeyond(rows[0].role, scope);
    // Made beside this transaction. If that does not go through, nobody learns the key, and it opens nothing.
    const made = await auth.api.createApiKey({
      body: {
        userId: account,
        name,
        expiresIn: days * 24 * 3600,
        permissions: { [SCOPE_KIND]: [...scope] },
      },
    });
    const key: MadeApiKey = {
      id: made.id,
      name,
      start: made.start ?? "",
      scope,
      expiresAt: made.expiresAt ? made.expiresAt.getTime() : undefined,
      key: made.key,
    };
    const body = { account, key: made.id, scope: [...scope], days };
    if (isTelling) await noticeIn(change, account, "api-key-made");
    return { result: key, act: entryOf(change, act, { act: "add-api-key", body }) };
  });
  return result;
}

function refuseBeyond(role: Role, scope: readonly string[]): void {
  const may: readonly string[] = ROLE_MEANINGS[role].permissions;
  const beyond = scope.filter((permission) => !may.includes(permission));
  // What follows from accounts is never for a program alone.
  if (scope.includes("user:manage")) beyond.push("user:manage");
  if (beyond.length > 0)
    throw new Refusal(
      "beyond-role",
      `a key of this account cannot have ${beyond.join(", ")}`,
      `it may: ${may.join(", ")}`,
    );
}

export async function revokeApiKey({ store }: Registry, id: string, act: AccountAct): Promise<void> {
  await store.change(async (change) => {
    const { rows } = await change.client.query<{ account: string }>(
      `delete from ${SCHEMA}.apikey where id = $1 returning "referenceId" as account`,
      [id],
    );
    if (!rows[0]) throw new Refusal("no-api-key", "there is no such key", "it may be gone already");
    const body = { account: rows[0].account, key: id };
    return { result: undefined, act: entryOf(change, act, { act: "revoke-api-key", body }) };
  });
}
