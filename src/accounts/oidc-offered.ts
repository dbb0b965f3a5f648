import { makeAuth, type Auth, type AuthParts } from "./auth.ts";
import type { OidcProvider } from "./oidc.ts";

/** Milliseconds: between looks at providers that did not answer, for one of them to answer, and for all of them at the start. */
const LOOK_EVERY = 30_000;
const ANSWER_WITHIN = 5_000;
const WAIT_AT_START = 2_000;

/**
 * The library with the providers of identities that have answered. It reads their descriptions when it is made, and would leave
 * out for good those that do not answer then: so it is made anew when one of them comes back, and serves as it was meanwhile.
 */
export class AuthOffering {
  private auth: Auth;
  private readonly parts: AuthParts;
  private readonly lookEvery: number;
  private missing: readonly OidcProvider[];
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  private constructor(parts: AuthParts, lookEvery: number) {
    this.parts = parts;
    this.lookEvery = lookEvery;
    this.missing = parts.oidc;
    this.auth = makeAuth({ ...parts, oidc: [] });
  }

  /** Waits for providers a moment, and for none of them longer. */
  static async open(parts: AuthParts, lookEvery = LOOK_EVERY): Promise<AuthOffering> {
    const offering = new AuthOffering(parts, lookEvery);
    let late: NodeJS.Timeout | undefined;
    const waited = new Promise((enough) => (late = setTimeout(enough, WAIT_AT_START)));
    await Promise.race([offering.look(), waited]);
    clearTimeout(late);
    return offering;
  }

  get current(): Auth {
    return this.auth;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    if (this.missing.length === 0) return;
    const answers = await Promise.all(this.missing.map(describesItself));
    const still = this.missing.filter((_, i) => !answers[i]);
    if (still.length < this.missing.length) await this.offer(still).catch(() => undefined);
    if (this.missing.length === 0 || this.isClosed) return;
    this.parts.tell({ event: "trouble", path: "/sign-in/social", code: "provider-does-not-answer" });
    this.timer = setTimeout(() => void this.look(), this.lookEvery);
    this.timer.unref();
  }

  private async offer(still: readonly OidcProvider[]): Promise<void> {
    const made = makeAuth({ ...this.parts, oidc: this.parts.oidc.filter((one) => !still.includes(one)) });
    await made.$context;
    this.auth = made;
    this.missing = still;
  }
}

async function describesItself({ discovery }: OidcProvider): Promise<boolean> {
  try {
    const response = await fetch(discovery, { signal: AbortSignal.timeout(ANSWER_WITHIN), redirect: "error" });
    const said = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown } | null;
    return response.ok && typeof said?.issuer === "string" && typeof said.jwks_uri === "string";
  } catch {
    return false;
  }
}
