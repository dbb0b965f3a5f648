import { Refusal } from "../kit/index.ts";

/**
 * Why something failed, in words that may be kept and shown: the kind of trouble and its code, never a message, since a
 * message may quote what a person wrote or where somebody is.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  if (!(error instanceof Error)) return "unknown";
  if (error instanceof Told) return error.reason;
  const { code } = error as { readonly code?: unknown };
  const known = typeof code === "string" && /^[A-Za-z0-9_-]{1,40}$/u.test(code) ? ` ${code}` : "";
  const kind = /^[A-Za-z]{1,40}$/u.test(error.constructor.name) ? error.constructor.name : "Error";
  return `${kind}${known}`;
}

/** Trouble of which no more is known than its reason: it was in another thread. */
class Told extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super("failed");
    this.reason = reason;
  }
}

export function withReason(reason: string): Error {
  return new Told(reason);
}
