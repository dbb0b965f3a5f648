import type { Json } from "../store/index.ts";
import type { Caller } from "./caller.ts";
import type { AccountEvent } from "./events.ts";
import type { Acceptance } from "./invitation.ts";
import type { OidcProvider } from "./oidc.ts";
import type { Permission, Role } from "./roles.ts";
import type {
  AccountAct,
  Invitation,
  Invitee,
  ListedAccount,
  MadeApiKey,
  NewApiKey,
  UserAccount,
} from "./user-account.ts";

export interface AccountsOptions {
  /** Where people reach the server: `https://truce.example`. If it is https, cookies travel over nothing else. */
  readonly address: string;
  /** The folder of keys. The one that signs cookies and seals second factors is made there if it is not. */
  readonly keys: string;
  readonly oidc?: readonly OidcProvider[];
  /** Milliseconds after which those that did not answer are asked again; half a minute if unset. */
  readonly askProvidersEvery?: number;
  /** What nobody may with a password alone: `GUARDED_PERMISSIONS`, or none if unset. */
  readonly secondFactorFor?: readonly Permission[];
  /** People are told by mail of what is done to their accounts: messages of the outbox, see `letterOf`. */
  readonly isTelling?: boolean;
  /** Minutes without a request after which a session ends; 30 if unset. Listening for changes is none. */
  readonly idleMinutes?: number;
  /** Hours after which a session ends whatever is done in it; 12 if unset. */
  readonly sessionHours?: number;
  readonly onEvent?: (event: AccountEvent) => void;
}

/** What one person is told by mail. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** User accounts: who may come in, and what for. Whoever opens them closes them, before the record. */
export interface Accounts {
  /** Answers everything below `/api/auth/`. `from` is the address on the other end of the connection, never a header's word. */
  handle(request: Request, from: { readonly address: string }): Promise<Response>;
  /**
   * Who asks. Whoever brings no cookie and no key is the public; `undefined` if what was brought is not, or no longer, good
   * (401, so that nobody takes the public's view for their own).
   * Keys come as `x-api-key: KEY`, `authorization: Bearer KEY` or `Token KEY`, or `Basic` with the key as the password.
   * `isIdle`: a program asks by itself, and nobody has done anything.
   */
  callerOf(headers: Headers, how?: { readonly isIdle?: boolean }): Promise<Caller | undefined>;
  /** False if a request that changes something, and brings what browsers bring by themselves, is of another site's page (403). */
  isFromOwnPages(request: { readonly method: string; readonly headers: Headers }): boolean;

  /**
   * Opens a session of an account for whoever asks: its answer sets the cookie. For demonstrations, where everybody may be
   * anybody, and nowhere else.
   */
  enter(account: string): Promise<Response>;

  /** What a message of the outbox says, and to whom; `undefined` if it is no notice, or there is no such account any more. */
  letterOf(topic: string, body: Json): Promise<Letter | undefined>;

  // Acts on accounts. Each is an entry of the ledger, with the account's id and nothing else about the person.
  // A Refusal says what cannot be done: `no-account`, `email-taken`, `party-needed`, `last-admin`, …
  list(): Promise<readonly UserAccount[]>;
  find(idOrEmail: string): Promise<UserAccount | undefined>;
  invite(invitee: Invitee, act: AccountAct): Promise<Invitation>;
  /** A new way in for somebody who lost theirs: the old password and all sessions are void at once. */
  inviteAgain(account: string, act: AccountAct): Promise<Invitation>;
  /** Into a record that was restored: the same ids, and an invitation for everybody who may come in. All or none. */
  bringBack(listed: readonly ListedAccount[], act: AccountAct): Promise<readonly Invitation[]>;
  /** Sets the password of whoever was invited, as the page behind the link does. */
  accept(acceptance: Acceptance): Promise<string>;
  setRole(account: string, to: { readonly role: Role; readonly party?: string }, act: AccountAct): Promise<void>;
  disable(account: string, act: AccountAct): Promise<void>;
  enable(account: string, act: AccountAct): Promise<void>;
  /** How many there were. */
  revokeSessions(account: string, act: AccountAct): Promise<number>;
  /** Authenticator, backup codes and passkeys are gone, and so are all sessions. */
  resetSecondFactor(account: string, act: AccountAct): Promise<void>;
  addApiKey(key: NewApiKey, act: AccountAct): Promise<MadeApiKey>;
  revokeApiKey(id: string, act: AccountAct): Promise<void>;
  close(): Promise<void>;
}
