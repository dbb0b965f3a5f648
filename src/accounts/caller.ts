import type { Viewer } from "../domain/index.ts";
import { PUBLIC_PERMISSIONS, type Permission, type Role } from "./roles.ts";

/** Who asks, found anew for every request, so that what was taken away is gone with the next one. */
export interface Caller {
  /** The id of the user account, as it stands in the ledger. `undefined`: nobody has signed in. */
  readonly account: string | undefined;
  /**
   * The human being behind the account. Two sessions, an API key and its owner, or two accounts of one person have the same:
   * where two people are needed, these must differ.
   */
  readonly person: string | undefined;
  readonly role: Role | "public";
  /** Of a liaison: its own party, and no other. */
  readonly party: string | undefined;
  /** Of an API key: only those of its scope that the role of its owner has now. */
  readonly permissions: ReadonlySet<Permission>;
  /** What the role has besides, for a session that shows a second factor. */
  readonly withheld?: readonly Permission[];
  /** What may be read, to open a `Reading` with. */
  readonly viewer: Viewer;
  /** A cookie comes with requests that other sites make a browser send; a key does not. */
  readonly by: "session" | "api-key" | "nobody";
}

/** Nobody has signed in. */
export const PUBLIC: Caller = {
  account: undefined,
  person: undefined,
  role: "public",
  party: undefined,
  permissions: new Set(PUBLIC_PERMISSIONS),
  viewer: { tier: "public" },
  by: "nobody",
};

export function may(caller: Caller, permission: Permission): boolean {
  return caller.permissions.has(permission);
}

/** Whether the caller may answer for this party: a liaison, for its own. */
export function mayReplyFor(caller: Caller, party: string): boolean {
  return may(caller, "reply:give") && caller.party === party;
}

/** Whether two callers are two people. Whoever has not signed in is nobody. */
export function areTwoPeople(a: Pick<Caller, "person">, b: Pick<Caller, "person">): boolean {
  return a.person !== undefined && b.person !== undefined && a.person !== b.person;
}
