import { randomUUID } from "node:crypto";
import { apiKey } from "@better-auth/api-key";
import { passkey } from "@better-auth/passkey";
import { betterAuth, type BetterAuthOptions, type GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { AccountEvent } from "./events.ts";
import type { SessionLengths } from "./session-lengths.ts";
import { oidcPlugin } from "./oidc-plugin.ts";
import { ownPlugin, signInsOf, type Inside } from "./own-plugin.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./password-rules.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/** The header by which `handle` tells better-auth where a request comes from. A request cannot bring its own. */
export const ADDRESS_HEADER = "x-truce-address";
export const COOKIE_PREFIX = "truce";

/** A passkey is added only by who has just signed in. */
const FRESH_SECONDS = 15 * 60;

export interface AuthParts extends Inside {
  readonly secret: string;
  readonly lengths: SessionLengths;
  readonly tell: (event: AccountEvent) => void;
}

// The library's own type is made of every plugin's; only its door and a few calls are used, which `open-accounts` names.
export type Auth = ReturnType<typeof makeAuth>;

export function makeAuth(parts: AuthParts) {
  return betterAuth(authOptions(parts));
}

export function authOptions(parts: AuthParts) {
  const { address, secret, pool, oidc, limits, lengths } = parts;
  return {
    appName: "Truce",
    baseURL: address,
    basePath: "/api/auth",
    secret,
    database: pool,
    telemetry: { enabled: false },
    // Its lines quote addresses of people. What is told of the door goes through `tell`.
    logger: { disabled: true },
    onAPIError: { errorURL: `${address}/`, onError: passOn },
    trustedOrigins: [...originsOf(address)],
    emailAndPassword: PASSWORDS,
    user: { additionalFields: USER_FIELDS },
    session: { ...SESSIONS, expiresIn: lengths.whole },
    account: {
      updateAccountOnSignIn: false,
      accountLinking: {
        enabled: true,
        trustedProviders: oidc.filter((one) => one.vouchesForEmail).map(({ id }) => id),
      },
    },
    verification: { storeIdentifier: "hashed" },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      customRules: RATES,
      customStorage: {
        consume: async (key, { window, max }) => {
          const wait = await limits.take(`address ${key}`, { most: max, seconds: window });
          return { allowed: wait === undefined, retryAfter: wait ?? null };
        },
      },
    },
    advanced: advancedOptions(address),
    databaseHooks: databaseHooks(parts),
    plugins: plugins(parts),
  } satisfies BetterAuthOptions;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"] as const;

/** The pages that are ours. This machine has several names, and which one somebody types says nothing. */
export function originsOf(address: string): readonly string[] {
  const url = new URL(address);
  if (!LOOPBACK.some((name) => name === url.hostname)) return [url.origin];
  return LOOPBACK.map((name) => `${url.protocol}//${name}${url.port === "" ? "" : `:${url.port}`}`);
}

function plugins(parts: AuthParts) {
  return [
    ownPlugin(parts),
    twoFactor({ issuer: "Truce", twoFactorCookieMaxAge: 300 }),
    passkey(passkeyOptions(parts)),
    apiKey({
      defaultPrefix: "truce_",
      rateLimit: { enabled: false },
      keyExpiration: { maxExpiresIn: LONGEST_KEY_DAYS },
      startingCharactersConfig: { shouldStore: true, charactersLength: 11 },
    }),
    oidcPlugin(parts.oidc),
  ];
}

export const LONGEST_KEY_DAYS = 365;

const PASSWORDS = {
  enabled: true,
  disableSignUp: true,
  minPasswordLength: SHORTEST_PASSWORD,
  maxPasswordLength: LONGEST_PASSWORD,
  password: {
    hash: hashPassword,
    verify: ({ hash, password }: { readonly hash: string; readonly password: string }) =>
      verifyPassword(hash, password),
  },
};

const SESSIONS = {
  /** A second factor was shown, or a provider of identities answers for one. */
  additionalFields: {
    strong: { type: "boolean", required: true, defaultValue: false, input: false },
    // Whatever is done in it. `expiresAt` is when it ends if nothing is.
    endsAt: { type: "date", required: false, input: false },
  },
  disableSessionRefresh: true,
  freshAge: FRESH_SECONDS,
  // Or a session that was revoked would live on in its cookie.
  cookieCache: { enabled: false },
} as const;

const USER_FIELDS = {
  role: { type: "string", required: true, input: false },
  party: { type: "string", required: false, input: false },
  person: { type: "string", required: true, input: false },
  state: { type: "string", required: true, input: false },
} as const;

/** By address and path, within seconds. */
const RATES = {
  "/sign-in/email": { window: 60, max: 10 },
  "/sign-in/social": { window: 60, max: 20 },
  "/two-factor/*": { window: 60, max: 10 },
  "/invitation/*": { window: 60, max: 10 },
  "/change-password": { window: 60, max: 5 },
  "/passkey/*": { window: 60, max: 30 },
};

function advancedOptions(address: string): NonNullable<BetterAuthOptions["advanced"]> {
  const secure = address.startsWith("https:");
  return {
    useSecureCookies: secure,
    cookiePrefix: COOKIE_PREFIX,
    defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure, path: "/" },
    // Nothing that another site links to is done by it; the others are lax for the way back from an OIDC provider.
    cookies: { session_token: { attributes: { sameSite: "strict" } } },
    // Said, because the library turns them off by itself where it thinks that it is tested.
    disableCSRFCheck: false,
    disableOriginCheck: false,
    ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    database: { generateId: () => randomUUID() },
  };
}

function passkeyOptions({ address, pool }: AuthParts): NonNullable<Parameters<typeof passkey>[0]> {
  const { hostname } = new URL(address);
  const refuseUnverified = (isVerified: boolean | undefined): void => {
    if (!isVerified) throw new APIError("UNAUTHORIZED", { code: "USER_NOT_VERIFIED", message: "unlock the passkey" });
  };
  return {
    // A passkey is of a name, never of a number.
    rpID: LOOPBACK.some((name) => name === hostname) ? LOOPBACK[0] : hostname,
    rpName: "Truce",
    origin: [...originsOf(address)],
    // It stands for password and second factor both, so it must itself be two: the device, and what unlocks it.
    authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
    registration: {
      afterVerification: async ({ verification: { registrationInfo } }) => {
        refuseUnverified(registrationInfo?.userVerified);
        // WebAuthn, 7.1, step 26: a passkey is of one account.
        const { rowCount } = await pool.query(`select from passkey where "credentialID" = $1`, [
          registrationInfo?.credential.id,
        ]);
        if (rowCount !== 0)
          throw new APIError("BAD_REQUEST", { code: "PASSKEY_TAKEN", message: "it is known already" });
      },
    },
    authentication: {
      afterVerification: async ({ verification }) =>
        Promise.resolve(refuseUnverified(verification.authenticationInfo.userVerified)),
    },
  };
}

/** One answer for all who may not come in, whatever the reason. */
function notIn(): APIError {
  return new APIError("UNAUTHORIZED", { code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid email or password" });
}

function databaseHooks({ pool, store, limits, tell, lengths }: AuthParts) {
  return {
    // Accounts are made by inviting, and by nothing that comes through the door.
    user: { create: { before: async () => Promise.resolve(false) } },
    account: {
      // A provider's tokens would let us act for the person there; we ask for nothing there.
      create: {
        before: async () => Promise.resolve({ data: { accessToken: null, refreshToken: null, idToken: null } }),
      },
    },
    session: {
      create: {
        before: async (session, context) => {
          const { rows } = await pool.query<{ email: string; state: string }>(
            `select email, state from "user" where id = $1`,
            [session.userId],
          );
          const user = rows[0];
          if (!user || user.state === "disabled") throw notIn();
          // Whoever was invited and came by a provider of identities needs no password.
          if (user.state === "invited") await activate({ pool, store }, session.userId);
          await limits.forget(signInsOf(user.email));
          const [endsAt, expiresAt] = [lengths.whole, Math.min(lengths.idle, lengths.whole)].map(secondsFromNow);
          // Where somebody was is not for us to keep.
          return { data: { strong: isStrong(context), ipAddress: "", endsAt, expiresAt: expiresAt! } };
        },
        after: async (session) => Promise.resolve(tell({ event: "signed-in", account: session.userId })),
      },
    },
  } satisfies NonNullable<BetterAuthOptions["databaseHooks"]>;
}

function secondsFromNow(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000);
}

const STRONG = /^\/(?:passkey\/verify-authentication|two-factor\/verify-(?:totp|backup-code)|callback\/:id)$/u;

/** By what began the session; a password that is changed in it leaves it as it was. */
function isStrong(context: GenericEndpointContext | null): boolean {
  if (context?.path !== "/change-password") return STRONG.test(context?.path ?? "");
  return context.context.session?.session["strong"] === true;
}

async function activate({ store }: Pick<AuthParts, "pool" | "store">, account: string): Promise<void> {
  await store.change(async ({ client }) => {
    await client.query(`update truce_accounts."user" set state = 'active' where id = $1 and state = 'invited'`, [
      account,
    ]);
    await client.query(`delete from truce_accounts.invitation where "userId" = $1`, [account]);
    return { result: undefined, act: { by: account, act: "accept-invitation", body: { account } } };
  });
}

/** Left to itself the library writes an error that it did not expect to standard error, with all that it quotes. */
function passOn(error: unknown): void {
  if (!(error instanceof Error && error.name === "APIError")) throw error;
}
