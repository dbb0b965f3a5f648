import { z } from "zod";
import { PERMISSIONS, ROLES } from "../../accounts/roles.ts";
import type { Endpoint } from "./endpoint.ts";
import { id, instant, maybeText, text, texts } from "./values.ts";

/** Keeps the exact type of an endpoint, and says that it is answered by the accounts: nothing is carried out once by a key. */
function atDoor<const E extends Endpoint>(given: E): E & { readonly isAtDoor: true } {
  return { ...given, isAtDoor: true };
}

const common = { tag: "accounts", permission: "nothing" } as const;
const get = { ...common, method: "get" } as const;
const post = { ...common, method: "post" } as const;
const done = z.strictObject({ done: z.literal(true) });
const password = z.string().min(1).max(1000);
const code = z.string().min(1).max(64).describe("Six digits, as the authenticator shows them");
const options = z.record(z.string(), z.json());

/** How people come in, and what they do about their own account. A session is a cookie, which no script can read. */
const own = {
  waysIn: atDoor({
    ...get,
    path: "/api/auth/ways-in",
    about: "Providers of identities with whom people may sign in, besides password and passkey",
    answer: z.strictObject({ providers: z.array(z.strictObject({ id: text, name: text })) }),
  }),
  me: atDoor({
    ...get,
    path: "/api/auth/me",
    about: "Who is signed in, with their own name and address; 401 if the session is over",
    answer: z.strictObject({
      account: maybeText,
      role: text,
      party: maybeText,
      tier: text,
      permissions: texts,
      withheld: texts.describe("What a second factor would add"),
      name: text.exactOptional(),
      email: text.exactOptional(),
      secondFactor: z.boolean().exactOptional(),
    }),
  }),
  signIn: atDoor({
    ...post,
    path: "/api/auth/sign-in/email",
    about: "Signs in with a password. If a second factor is needed, nobody is signed in before it is shown",
    body: z.strictObject({ email: z.string().min(1).max(320), password }),
    answer: z.strictObject({ secondFactorNeeded: z.boolean() }),
  }),
  signInElsewhere: atDoor({
    ...post,
    path: "/api/auth/sign-in/social",
    about: "Where to send the browser, to sign in with a provider of identities; it comes back by itself",
    body: z.strictObject({
      provider: z.string().min(1).max(40),
      callbackURL: z.string().max(500).describe("The page to come back to, of this server: /"),
    }),
    answer: z.strictObject({ url: text }),
  }),
  signOut: atDoor({
    ...post,
    path: "/api/auth/sign-out",
    about: "Ends this session",
    body: z.strictObject({}),
    answer: done,
  }),
  acceptInvitation: atDoor({
    ...post,
    path: "/api/auth/invitation/accept",
    about:
      "Sets the password of whoever was invited, also anew of whoever lost theirs: the token is what follows # in the link, and works once. Nobody is signed in by it",
    body: z.strictObject({ token: z.string().max(100), password }),
    answer: z.strictObject({ email: text }),
  }),
  changePassword: atDoor({
    ...post,
    path: "/api/auth/change-password",
    about: "Sets another password, with the one that was; all other sessions end",
    body: z.strictObject({ currentPassword: password, newPassword: password }),
    answer: done,
  }),
  listSessions: atDoor({
    ...get,
    path: "/api/auth/sessions",
    about: "One's own sessions that are not over",
    answer: z.strictObject({
      sessions: z.array(
        z.strictObject({
          id,
          createdAt: instant,
          expiresAt: instant.describe("When it ends if nothing more is done in it"),
          userAgent: maybeText,
          current: z.boolean(),
        }),
      ),
    }),
  }),
  revokeSession: atDoor({
    ...post,
    path: "/api/auth/sessions/revoke",
    about: "Ends one of one's own sessions",
    body: z.strictObject({ id: z.string().max(100) }),
    answer: z.strictObject({ revoked: z.int() }),
  }),
  revokeOtherSessions: atDoor({
    ...post,
    path: "/api/auth/sessions/revoke-others",
    about: "Ends all of one's own sessions but this one",
    body: z.strictObject({}),
    answer: z.strictObject({ revoked: z.int() }),
  }),
};

const factors = {
  enableSecondFactor: atDoor({
    ...post,
    path: "/api/auth/two-factor/enable",
    about:
      "Begins with an authenticator: what it scans, and the codes for when it is lost, shown this once. It counts from the first code that is verified",
    body: z.strictObject({ password }),
    answer: z.strictObject({ totpURI: text, backupCodes: texts }),
  }),
  disableSecondFactor: atDoor({
    ...post,
    path: "/api/auth/two-factor/disable",
    about: "Does without an authenticator again",
    body: z.strictObject({ password }),
    answer: done,
  }),
  verifyCode: atDoor({
    ...post,
    path: "/api/auth/two-factor/verify-totp",
    about: "Shows the code of an authenticator: to turn it on, or as the second step of signing in. A code works once",
    body: z.strictObject({ code }),
    answer: done,
  }),
  verifyBackupCode: atDoor({
    ...post,
    path: "/api/auth/two-factor/verify-backup-code",
    about: "Shows a code for when the authenticator is lost, as the second step of signing in. Each works once",
    body: z.strictObject({ code: z.string().min(1).max(64) }),
    answer: done,
  }),
  renewBackupCodes: atDoor({
    ...post,
    path: "/api/auth/two-factor/generate-backup-codes",
    about: "Other codes for when the authenticator is lost; those before are void",
    body: z.strictObject({ password }),
    answer: z.strictObject({ backupCodes: texts }),
  }),
  passkeyToAdd: atDoor({
    ...get,
    path: "/api/auth/passkey/generate-register-options",
    about:
      "What the browser needs to make a passkey (PublicKeyCredentialCreationOptionsJSON of WebAuthn), for who has signed in within 15 minutes",
    answer: options,
  }),
  addPasskey: atDoor({
    ...post,
    path: "/api/auth/passkey/verify-registration",
    about: "Adds the passkey that the browser made",
    body: z.strictObject({
      response: options.describe("RegistrationResponseJSON of WebAuthn"),
      name: z.string().max(200).exactOptional(),
    }),
    answer: z.strictObject({ id }),
  }),
  passkeyToShow: atDoor({
    ...get,
    path: "/api/auth/passkey/generate-authenticate-options",
    about: "What the browser needs to show a passkey (PublicKeyCredentialRequestOptionsJSON of WebAuthn)",
    answer: options,
  }),
  signInWithPasskey: atDoor({
    ...post,
    path: "/api/auth/passkey/verify-authentication",
    about: "Signs in with a passkey, which is password and second factor both",
    body: z.strictObject({ response: options.describe("AuthenticationResponseJSON of WebAuthn") }),
    answer: done,
  }),
  listPasskeys: atDoor({
    ...get,
    path: "/api/auth/passkey/list-user-passkeys",
    about: "One's own passkeys",
    answer: z.strictObject({
      passkeys: z.array(z.strictObject({ id, name: maybeText, createdAt: instant })),
    }),
  }),
  renamePasskey: atDoor({
    ...post,
    path: "/api/auth/passkey/update-passkey",
    about: "Calls a passkey of one's own something else",
    body: z.strictObject({ id: z.string().max(100), name: z.string().trim().min(1).max(200) }),
    answer: done,
  }),
  removePasskey: atDoor({
    ...post,
    path: "/api/auth/passkey/delete-passkey",
    about: "Removes a passkey of one's own",
    body: z.strictObject({ id: z.string().max(100) }),
    answer: done,
  }),
};

const managed = { ...common, permission: "user:manage" } as const;
const reason = z.string().max(1000).exactOptional().describe("For the ledger, which everybody inside reads: no names");
const party = z.string().min(1).max(200).exactOptional().describe("Of a liaison: the actor that it is of");
const account = z.string().min(1).max(200).describe("The id of a user account");
const one = z.strictObject({ account, reason });
const invitation = z.strictObject({
  account: id,
  link: text.describe("Lets in whoever has it, once; shown this once"),
  expiresAt: instant,
});
const key = { id, name: text, start: text.describe("How it begins"), scope: texts, expiresAt: instant };

function act<const Path extends string, Body extends z.ZodType, Answer extends z.ZodType>(
  path: Path,
  about: string,
  { body, answer }: { readonly body: Body; readonly answer: Answer },
) {
  return atDoor({ ...managed, method: "post", path, about, body, answer });
}

/** Looking after accounts. Each act is an entry of the ledger, with the account's id. */
const users = {
  listUsers: atDoor({
    ...managed,
    method: "get",
    path: "/api/auth/users",
    about: "All user accounts, with what they sign in with",
    answer: z.strictObject({
      users: z.array(
        z.strictObject({
          id,
          person: id,
          name: text,
          email: text,
          role: text,
          party: text.exactOptional(),
          state: z.enum(["invited", "active", "disabled"]),
          secondFactor: z.boolean(),
          passkeys: z.int(),
          sessions: z.int(),
          apiKeys: z.array(z.strictObject(key)),
        }),
      ),
    }),
  }),
  inviteUser: act("/api/auth/users/invite", "Makes an account, and a link with which its person comes in", {
    body: z.strictObject({
      email: z.string().min(1).max(200),
      name: z.string().min(1).max(200),
      role: z.enum(ROLES),
      party,
      samePersonAs: account.exactOptional(),
      reason,
    }),
    answer: invitation,
  }),
  inviteUserAgain: act(
    "/api/auth/users/invite-again",
    "A new link for somebody who lost their password; the old one and all sessions are void",
    { body: one, answer: invitation },
  ),
  setUserRole: act("/api/auth/users/role", "Gives another role; it holds from the next request on", {
    body: z.strictObject({ account, role: z.enum(ROLES), party, reason }),
    answer: done,
  }),
  disableUser: act("/api/auth/users/disable", "Lets an account in no more; its sessions and keys stop at once", {
    body: one,
    answer: done,
  }),
  enableUser: act("/api/auth/users/enable", "Lets a disabled account in again", { body: one, answer: done }),
  revokeUserSessions: act("/api/auth/users/revoke-sessions", "Signs an account out everywhere", {
    body: one,
    answer: z.strictObject({ revoked: z.int() }),
  }),
  resetUserSecondFactor: act(
    "/api/auth/users/reset-second-factor",
    "Forgets authenticator, backup codes and passkeys of somebody who lost them, and signs them out",
    { body: one, answer: done },
  ),
  addUserApiKey: act(
    "/api/auth/users/api-keys",
    "Makes a key for a program that acts as an account; it is shown this once",
    {
      body: z.strictObject({
        account,
        name: z.string().min(1).max(200),
        scope: z.array(z.enum(PERMISSIONS)),
        days: z.int().exactOptional(),
        reason,
      }),
      answer: z.strictObject({ ...key, key: text }),
    },
  ),
  revokeUserApiKey: act("/api/auth/users/api-keys/revoke", "Lets a key in no more", {
    body: z.strictObject({ key: z.string().min(1).max(200).describe("Its id"), reason }),
    answer: done,
  }),
};

export const door = { ...own, ...factors, ...users };
