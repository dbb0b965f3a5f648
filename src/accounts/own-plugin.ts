import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import type * as pg from "pg";
import * as z from "zod";
import { Refusal } from "../kit/index.ts";
import type { Store } from "../store/index.ts";
import type { Caller } from "./caller.ts";
import { enterEndpoint } from "./enter.ts";
import { acceptInvitation } from "./invitation.ts";
import type { Limits } from "./limits.ts";
import type { OidcProvider } from "./oidc.ts";
import { weaknessOf } from "./password-rules.ts";
import { toAnswer, userEndpoints, type Managed } from "./user-endpoints.ts";

/** What the parts of this folder give each other. */
export interface Inside {
  readonly store: Store;
  readonly pool: pg.Pool;
  readonly limits: Limits;
  readonly address: string;
  /** People are told by mail of what is done to their accounts. */
  readonly isTelling: boolean;
  readonly oidc: readonly OidcProvider[];
  readonly callerOf: (headers: Headers) => Promise<Caller | undefined>;
  readonly managed: () => Managed;
}

/** Of one account, whoever tries: about eighty in an hour, where OWASP ASVS 4.0, 2.2.1 allows a hundred. */
const SIGN_INS = { most: 20, seconds: 15 * 60 };

export const signInsOf = (email: string): string => `sign-in ${email.toLowerCase()}`;

/** What better-auth does not do: invitations, codes that work once, limits by account, sessions by id. */
export function ownPlugin(inside: Inside) {
  return {
    id: "truce",
    schema: SCHEMA_OF_OURS,
    endpoints: {
      ...invitationEndpoints(inside),
      ...sessionEndpoints(inside),
      ...lookingEndpoints(inside),
      enter: enterEndpoint(),
      ...userEndpoints(inside.managed),
    },
    hooks: { before: [...guards(inside)] },
  } satisfies BetterAuthPlugin;
}

const SCHEMA_OF_OURS = {
  invitation: {
    fields: {
      digest: { type: "string", required: true, unique: true },
      userId: { type: "string", required: true, index: true, references: { model: "user", field: "id" } },
      expiresAt: { type: "date", required: true },
    },
  },
  attempt: {
    fields: {
      key: { type: "string", required: true, unique: true },
      count: { type: "number", required: true },
      until: { type: "date", required: true, index: true },
    },
  },
  usedCode: {
    fields: {
      digest: { type: "string", required: true, unique: true },
      usedAt: { type: "date", required: true, index: true },
    },
  },
} as const;

type Guard = NonNullable<NonNullable<BetterAuthPlugin["hooks"]>["before"]>[number];

/** Guards before a path of better-auth. */
function guards({ limits }: Inside): readonly Guard[] {
  const before = (path: string, handler: Guard["handler"]): Guard => ({ matcher: (ctx) => ctx.path === path, handler });
  return [
    before(
      "/sign-in/email",
      createAuthMiddleware(async (ctx) => {
        const { email } = ctx.body as { readonly email?: unknown };
        const wait = typeof email === "string" ? await limits.take(signInsOf(email), SIGN_INS) : undefined;
        if (wait !== undefined) throw tooMany(wait);
      }),
    ),
    before(
      "/two-factor/verify-totp",
      createAuthMiddleware(async (ctx) => {
        refuseTrustedDevice(ctx.body);
        const { code } = ctx.body as { readonly code?: unknown };
        const account = await accountProving(ctx);
        if (typeof code !== "string" || account === undefined) return;
        if (!(await limits.takeCode(account, code.trim())))
          throw new APIError("UNAUTHORIZED", { code: "INVALID_CODE", message: "Invalid code" });
      }),
    ),
    before(
      "/two-factor/verify-backup-code",
      createAuthMiddleware(async (ctx) => Promise.resolve(refuseTrustedDevice(ctx.body))),
    ),
    before(
      "/change-password",
      createAuthMiddleware(async (ctx) => {
        const session = await getSessionFromCtx(ctx);
        const body = ctx.body as { readonly newPassword?: unknown };
        if (!session || typeof body.newPassword !== "string") return undefined;
        refuseWeak(body.newPassword, [session.user.name, session.user.email]);
        // Whoever changes a password fears that somebody else has it.
        return { context: { body: { ...body, revokeOtherSessions: true } } };
      }),
    ),
  ];
}

/** A device that is trusted is a second factor that is not asked for. */
function refuseTrustedDevice(body: unknown): void {
  if ((body as { readonly trustDevice?: unknown } | undefined)?.trustDevice)
    throw new APIError("BAD_REQUEST", { code: "NO_TRUSTED_DEVICES", message: "devices are not trusted here" });
}

function refuseWeak(password: string, own: readonly string[]): void {
  const weakness = weaknessOf(password, own);
  if (weakness !== undefined) toAnswer(new Refusal("weak-password", weakness));
}

function tooMany(wait: number): APIError {
  return new APIError(
    "TOO_MANY_REQUESTS",
    { code: "TOO_MANY_ATTEMPTS", message: "too many attempts; try again later" },
    { "retry-after": String(wait) },
  );
}

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** Whose code is to be verified: of the session, or of the sign-in that waits for it. As better-auth finds it. */
async function accountProving(ctx: Context): Promise<string | undefined> {
  const session = await getSessionFromCtx(ctx);
  if (session) return session.user.id;
  const { name } = ctx.context.createAuthCookie("two_factor");
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
  if (!identifier) return undefined;
  return (await ctx.context.internalAdapter.findVerificationValue(identifier))?.value;
}

function invitationEndpoints(inside: Inside) {
  return {
    acceptInvitation: createAuthEndpoint(
      "/invitation/accept",
      { method: "POST", body: z.object({ token: z.string().max(100), password: z.string().max(1000) }) },
      async (ctx) => {
        const email = await acceptInvitation(inside, ctx.body).catch(toAnswer);
        return ctx.json({ email });
      },
    ),
  };
}

function sessionEndpoints({ pool }: Inside) {
  return {
    sessionsOfOwn: createAuthEndpoint("/sessions", { method: "GET", requireHeaders: true }, async (ctx) => {
      const own = await ownSession(ctx);
      const { rows } = await pool.query<Record<"id" | "createdAt" | "expiresAt" | "userAgent", unknown>>(
        `select id, "createdAt", "expiresAt", "userAgent" from session where "userId" = $1 and "expiresAt" > now() order by "createdAt" desc`,
        [own.account],
      );
      return ctx.json({ sessions: rows.map((row) => ({ ...row, current: row.id === own.session })) });
    }),
    revokeOneOfOwn: createAuthEndpoint(
      "/sessions/revoke",
      { method: "POST", requireHeaders: true, body: z.object({ id: z.string().max(100) }) },
      async (ctx) => {
        const { account } = await ownSession(ctx);
        const { rowCount } = await pool.query(`delete from session where "userId" = $1 and id = $2`, [
          account,
          ctx.body.id,
        ]);
        return ctx.json({ revoked: rowCount ?? 0 });
      },
    ),
    revokeOthersOfOwn: createAuthEndpoint(
      "/sessions/revoke-others",
      { method: "POST", requireHeaders: true },
      async (ctx) => {
        const { account, session } = await ownSession(ctx);
        const { rowCount } = await pool.query(`delete from session where "userId" = $1 and id <> $2`, [
          account,
          session,
        ]);
        return ctx.json({ revoked: rowCount ?? 0 });
      },
    ),
  };
}

async function ownSession(ctx: Context): Promise<{ readonly account: string; readonly session: string }> {
  const found = await getSessionFromCtx(ctx);
  if (!found) throw new APIError("UNAUTHORIZED", { code: "NOT_SIGNED_IN", message: "sign in first" });
  return { account: found.user.id, session: found.session.id };
}

function lookingEndpoints({ pool, oidc, callerOf }: Inside) {
  return {
    waysIn: createAuthEndpoint("/ways-in", { method: "GET" }, async (ctx) =>
      Promise.resolve(ctx.json({ providers: oidc.map(({ id, name }) => ({ id, name })) })),
    ),
    me: createAuthEndpoint("/me", { method: "GET", requireHeaders: true }, async (ctx) => {
      const caller = await callerOf(ctx.headers);
      if (!caller) throw new APIError("UNAUTHORIZED", { code: "NOT_SIGNED_IN", message: "sign in again" });
      const { account = null, role, party = null, permissions, withheld = [], viewer } = caller;
      const { rows } = await pool.query(
        `select name, email, coalesce("twoFactorEnabled", false) as "secondFactor" from "user" where id = $1`,
        [account],
      );
      const about = (rows[0] ?? {}) as Readonly<Record<string, unknown>>;
      return ctx.json({ account, role, party, tier: viewer.tier, permissions: [...permissions], withheld, ...about });
    }),
    /** The token of a session that a cookie of ours names: only its signature is looked at. Never a path. */
    sessionToken: createAuthEndpoint.serverOnly({ method: "GET", requireHeaders: true }, async (ctx) => {
      const { name } = ctx.context.authCookies.sessionToken;
      return { token: (await ctx.getSignedCookie(name, ctx.context.secret)) || null };
    }),
  };
}
