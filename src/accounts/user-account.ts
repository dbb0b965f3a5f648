import * as z from "zod";
import { ROLES, type Permission, type Role } from "./roles.ts";

/**
 * - `invited`: has an invitation and no password yet;
 * - `active`: may sign in;
 * - `disabled`: may not, and neither may what it signed in with before.
 */
export type UserState = "invited" | "active" | "disabled";

/** What a person signs in as. For those who look after accounts: it has names and e-mail addresses in it. */
export interface UserAccount {
  readonly id: string;
  /** The human being: the id of that person's first account. */
  readonly person: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly party: string | undefined;
  readonly state: UserState;
  readonly secondFactor: boolean;
  readonly passkeys: number;
  readonly sessions: number;
  readonly apiKeys: readonly ApiKey[];
}

/** What of an account is brought back from a list of them, as `truce user list --json` writes it. */
export type ListedAccount = Pick<UserAccount, "id" | "person" | "name" | "email" | "role" | "state"> & {
  readonly party?: string | undefined;
};

const LISTED = z.array(
  z.object({
    id: z.uuid(),
    person: z.uuid(),
    name: z.string().min(1),
    email: z.string(),
    role: z.enum(ROLES),
    party: z.string().optional(),
    state: z.enum(["invited", "active", "disabled"]),
  }),
);

/** The accounts of a list, or the place in it that is not as it was written. */
export function parseListed(text: string): { readonly listed: readonly ListedAccount[] } | { readonly wrong: string } {
  try {
    const parsed = LISTED.safeParse(JSON.parse(text));
    return parsed.success ? { listed: parsed.data } : { wrong: parsed.error.issues[0]!.path.join(".") || "the whole" };
  } catch {
    return { wrong: "the whole" };
  }
}

export interface Invitee {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Of a liaison. */
  readonly party?: string;
  /** Another account of the same human being. */
  readonly samePersonAs?: string;
}

/** A way in that works once. Shown to whoever invites, and kept nowhere: what is kept is its digest. */
export interface Invitation {
  readonly account: string;
  /** The secret is behind the `#`, which browsers do not send: it is in no server's log. */
  readonly link: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** How it begins, to tell keys apart. */
  readonly start: string;
  readonly scope: readonly Permission[];
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number | undefined;
}

export interface NewApiKey {
  readonly account: string;
  /** What it is for: `kobo webhook`. */
  readonly name: string;
  readonly scope: readonly Permission[];
  readonly days?: number;
}

export interface MadeApiKey extends ApiKey {
  /** Shown once, and kept nowhere. */
  readonly key: string;
}

/** Who acts on an account: the id of an account, or `truce user`; and why, for the inside. */
export interface AccountAct {
  readonly by: string;
  readonly reason?: string;
}
