import type * as pg from "pg";
import type { Accounts } from "./accounts.ts";
import type { Notice } from "./notices.ts";

/** What a person does about their own account that they are told of, by the path below `/api/auth`. */
const NOTICED: Readonly<Record<string, Notice>> = {
  "/change-password": "password-set",
  "/two-factor/verify-totp": "second-factor-on",
  "/two-factor/disable": "second-factor-off",
  "/passkey/verify-registration": "passkey-added",
  "/passkey/delete-passkey": "passkey-removed",
};

/** What is to be told if a request goes well; asked before, since afterwards it looks otherwise. */
export async function toBeNoticed(
  request: Request,
  { pool, callerOf }: { readonly pool: pg.Pool; readonly callerOf: Accounts["callerOf"] },
): Promise<{ readonly account: string; readonly notice: Notice } | undefined> {
  const notice = NOTICED[new URL(request.url).pathname.replace(/^\/api\/auth/u, "")];
  if (notice === undefined || request.method !== "POST") return undefined;
  const caller = await callerOf(request.headers, { isIdle: true }).catch(() => undefined);
  if (caller?.by !== "session" || caller.account === undefined) return undefined;
  const { account } = caller;
  // A code is also shown to sign in, where there is an authenticator already.
  if (notice === "second-factor-on" && (await hasCodes(pool, account))) return undefined;
  return { account, notice };
}

async function hasCodes(pool: pg.Pool, account: string): Promise<boolean> {
  const { rows } = await pool.query<{ enabled: boolean | null }>(
    `select "twoFactorEnabled" as enabled from "user" where id = $1`,
    [account],
  );
  return rows[0]?.enabled === true;
}
