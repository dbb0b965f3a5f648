import { APIError, createAuthEndpoint } from "better-auth/api";
import * as z from "zod";
import { Refusal } from "../kit/index.ts";
import { may } from "./caller.ts";
import type { Accounts } from "./accounts.ts";
import { PERMISSIONS, ROLES } from "./roles.ts";
import type { AccountAct } from "./user-account.ts";

/** What looking after accounts needs of them. */
export type Managed = Omit<Accounts, "handle" | "enter" | "letterOf" | "close" | "accept" | "bringBack">;

/**
 * `truce user` over HTTP, for admins, while the server has the record open. A party and the like are left out where there is
 * none, never blank.
 */
export function userEndpoints(managed: () => Managed) {
  const act = actsOf(managed);
  return {
    listUsers: createAuthEndpoint("/users", { method: "GET", requireHeaders: true }, async (ctx) => {
      await adminIn(managed(), ctx.headers);
      return ctx.json({ users: await managed().list() });
    }),
    inviteUser: act("/users/invite", INVITEE, (accounts, invitee, by) => accounts.invite(invitee, by)),
    inviteUserAgain: act("/users/invite-again", ONE, (accounts, one, by) => accounts.inviteAgain(one.account, by)),
    setUserRole: act("/users/role", TO, (accounts, { account, ...to }, by) => accounts.setRole(account, to, by)),
    disableUser: act("/users/disable", ONE, (accounts, { account }, by) => accounts.disable(account, by)),
    enableUser: act("/users/enable", ONE, (accounts, { account }, by) => accounts.enable(account, by)),
    revokeUserSessions: act("/users/revoke-sessions", ONE, async (accounts, { account }, by) => ({
      revoked: await accounts.revokeSessions(account, by),
    })),
    resetUserSecondFactor: act("/users/reset-second-factor", ONE, (accounts, { account }, by) =>
      accounts.resetSecondFactor(account, by),
    ),
    addUserApiKey: act("/users/api-keys", KEY, (accounts, key, by) => accounts.addApiKey(key, by)),
    revokeUserApiKey: act("/users/api-keys/revoke", { key: text }, (accounts, { key }, by) =>
      accounts.revokeApiKey(key, by),
    ),
  };
}

const text = z.string().min(1).max(200);
const party = text.exactOptional();
const reason = z.string().max(1000).exactOptional();
const ONE = { account: text };
const TO = { account: text, role: z.enum(ROLES), party };
const INVITEE = { email: text, name: text, role: z.enum(ROLES), party, samePersonAs: text.exactOptional() };
const KEY = { account: text, name: text, scope: z.array(z.enum(PERMISSIONS)), days: z.int().exactOptional() };

type Sent<Body extends z.ZodRawShape> = z.output<z.ZodObject<Body>>;
type Work<Body extends z.ZodRawShape> = (accounts: Managed, sent: Sent<Body>, by: AccountAct) => Promise<unknown>;

function actsOf(managed: () => Managed) {
  return <Path extends string, Body extends z.ZodRawShape>(path: Path, body: Body, work: Work<Body>) => {
    const whole = z.strictObject({ ...body, reason });
    return createAuthEndpoint(path, { method: "POST", requireHeaders: true, body: whole }, async (ctx) => {
      const by = await adminIn(managed(), ctx.headers);
      const { reason: why, ...sent } = ctx.body as { readonly reason?: string };
      const act = { by, ...(why === undefined ? {} : { reason: why }) };
      // Checked as `body` says, which the compiler cannot follow through the spread.
      return ctx.json((await work(managed(), sent as Sent<Body>, act).catch(toAnswer)) ?? {});
    });
  };
}

/** The account of the admin who asks. */
async function adminIn(accounts: Managed, headers: Headers): Promise<string> {
  const caller = await accounts.callerOf(headers);
  if (caller?.account === undefined)
    throw new APIError("UNAUTHORIZED", { code: "NOT_SIGNED_IN", message: "sign in first" });
  if (may(caller, "user:manage")) return caller.account;
  throw caller.withheld?.includes("user:manage")
    ? new APIError("FORBIDDEN", { code: "SECOND_FACTOR_NEEDED", message: "this needs a second factor" })
    : new APIError("FORBIDDEN", { code: "NOT_ALLOWED", message: "this needs user:manage" });
}

const STATUSES: Readonly<Record<string, "NOT_FOUND" | "CONFLICT" | "FORBIDDEN">> = {
  "no-account": "NOT_FOUND",
  "no-api-key": "NOT_FOUND",
  "email-taken": "CONFLICT",
  "last-admin": "CONFLICT",
  "account-disabled": "CONFLICT",
  "own-account": "FORBIDDEN",
};

/** A refusal as better-auth answers: `{ code: "EMAIL_TAKEN", message }`. */
export function toAnswer(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  const { code, message, hint } = error;
  const body = { code: code.replaceAll("-", "_").toUpperCase(), message, ...(hint === undefined ? {} : { hint }) };
  throw new APIError(STATUSES[code] ?? "BAD_REQUEST", body);
}
