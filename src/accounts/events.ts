/**
 * What happened at the door, for a log that people read: nothing in it tells who somebody is, and nothing in it lets anybody
 * in. Accounts stand by their ids; an attempt on an account that does not exist has none.
 */
export interface AccountEvent {
  readonly event:
    "signed-in" | "signed-out" | "refused" | "limited" | "invitation-accepted" | "password-changed" | "trouble";
  readonly account?: string;
  /** The path below `/api/auth`, without a query. */
  readonly path?: string;
  readonly status?: number;
  /** Of a refusal: its code. */
  readonly code?: string;
}
