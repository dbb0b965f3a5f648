import { Refusal } from "../kit/index.ts";
import type { AccountsOptions } from "./accounts.ts";

/** How long a session lasts, in seconds: without anything done in it, and whatever is done. */
export interface SessionLengths {
  readonly idle: number;
  readonly whole: number;
}

/** OWASP ASVS 4.0, 3.3.2: asked again after 30 minutes of nothing, and after half a day. */
const USUAL = { idleMinutes: 30, sessionHours: 12 } as const;

/** @throws Refusal `bad-session-length` */
export function sessionLengths(given: Pick<AccountsOptions, "idleMinutes" | "sessionHours">): SessionLengths {
  const { idleMinutes, sessionHours } = { ...USUAL, ...given };
  refuseUnlessWithin("idle minutes", idleMinutes, [1, 24 * 60]);
  refuseUnlessWithin("hours of a session", sessionHours, [1, 30 * 24]);
  return { idle: idleMinutes * 60, whole: sessionHours * 3600 };
}

function refuseUnlessWithin(what: string, given: number, [least, most]: readonly [number, number]): void {
  if (given >= least && given <= most) return;
  throw new Refusal(
    "bad-session-length",
    `${what}: ${given} is not from ${least} to ${most}`,
    "leave it out, or mend it",
  );
}
