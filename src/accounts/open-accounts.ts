import type * as pg from "pg";
import { Refusal } from "../kit/index.ts";
import { databaseTrouble, putMessage, type Json, type Store } from "../store/index.ts";
import type { Accounts, AccountsOptions, Letter } from "./accounts.ts";
import * as acts from "./acts.ts";
import { addApiKey, revokeApiKey } from "./api-keys.ts";
import { authOptions, COOKIE_PREFIX, originsOf } from "./auth.ts";
import { callerOf, type CallerSources } from "./caller-of.ts";
import { answer } from "./door.ts";
import type { AccountEvent } from "./events.ts";
import { acceptInvitation, type Acceptance } from "./invitation.ts";
import { Limits } from "./limits.ts";
import { listAccounts } from "./list.ts";
import { toBeNoticed } from "./noticed.ts";
import { letterWords, noticeBody, noticeOf, NOTICE_TOPIC } from "./notices.ts";
import { AuthOffering } from "./oidc-offered.ts";
import { loadSecret } from "./secrets.ts";
import { sessionLengths } from "./session-lengths.ts";
import { migrateAccounts, openAccountPool, sweepAccounts } from "./tables.ts";
import type { Managed } from "./user-endpoints.ts";
import type { Role } from "./roles.ts";
import type {
  AccountAct,
  Invitation,
  Invitee,
  ListedAccount,
  MadeApiKey,
  NewApiKey,
  UserAccount,
} from "./user-account.ts";

/**
 * Opens them on the database of the record, and makes or extends their tables.
 * @throws Refusal if the database or the key of accounts is not in order.
 */
export async function openAccounts(store: Store, options: AccountsOptions): Promise<Accounts> {
  const address = checkedAddress(options.address);
  const lengths = sessionLengths(options);
  const secret = await loadSecret(options.keys);
  const pool = openAccountPool(store);
  try {
    const { onEvent: tell = () => undefined, oidc = [], secondFactorFor = [], isTelling = false } = options;
    const limits = new Limits(pool, secret);
    const sources: CallerSources = {
      pool,
      cookie: cookieName(address),
      tokenOf: async (headers) => tokenOf(headers),
      secondFactorFor,
      idleSeconds: lengths.idle,
    };
    const who: Accounts["callerOf"] = (headers, how) =>
      callerOf(headers, sources, how).catch((error: unknown) => {
        throw databaseTrouble(error);
      });
    const opened: { accounts?: Accounts } = {};
    const managed = (): Managed => opened.accounts!;
    const parts = { store, pool, limits, address, oidc, callerOf: who, secret, tell, managed, lengths, isTelling };
    await migrateAccounts(pool, authOptions({ ...parts, oidc: [] }));
    await sweepAccounts(pool);
    const offering = await AuthOffering.open(parts, options.askProvidersEvery);
    const tokenOf = async (headers: Headers): Promise<string | undefined> =>
      (await offering.current.api.sessionToken({ headers })).token ?? undefined;
    return (opened.accounts = new OpenAccounts({ store, pool, address, offering, tell, callerOf: who, isTelling }));
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function cookieName(address: string): string {
  return `${address.startsWith("https:") ? "__Secure-" : ""}${COOKIE_PREFIX}.session_token`;
}

function checkedAddress(address: string): string {
  const url = URL.parse(address);
  if (url && /^https?:$/u.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash && !url.username)
    return url.origin;
  throw new Refusal("bad-address", `${address} is not where a server is reached`, "such as https://truce.example");
}

interface OpenParts {
  readonly store: Store;
  readonly pool: pg.Pool;
  readonly address: string;
  readonly offering: AuthOffering;
  readonly isTelling: boolean;
  readonly tell: (event: AccountEvent) => void;
  readonly callerOf: Accounts["callerOf"];
}

class OpenAccounts implements Accounts {
  readonly callerOf: Accounts["callerOf"];
  private readonly parts: OpenParts;

  constructor(parts: OpenParts) {
    this.parts = parts;
    this.callerOf = parts.callerOf;
  }

  async handle(request: Request, from: { readonly address: string }): Promise<Response> {
    const { offering, tell, isTelling, store } = this.parts;
    const noticed = isTelling ? await toBeNoticed(request, this.parts) : undefined;
    const response = await answer(request, from, { handler: (inner) => offering.current.handler(inner), tell });
    if (noticed && response.ok) await putMessage(store, NOTICE_TOPIC, noticeBody(noticed.account, noticed.notice));
    return response;
  }

  async letterOf(topic: string, body: Json): Promise<Letter | undefined> {
    const said = topic === NOTICE_TOPIC ? noticeOf(body) : undefined;
    const account = said && (await this.find(said.account));
    return account && { to: account.email, ...letterWords(said.notice, this.parts) };
  }

  isFromOwnPages({ method, headers }: { readonly method: string; readonly headers: Headers }): boolean {
    const hasCookie = headers.has("cookie");
    // Browsers send this too by themselves, once somebody has typed it in.
    const isBasic = /^basic\s/iu.test(headers.get("authorization") ?? "");
    if (/^(?:GET|HEAD|OPTIONS)$/u.test(method) || !(hasCookie || isBasic)) return true;
    const origin = headers.get("origin");
    if (origin !== null) return originsOf(this.parts.address).includes(origin);
    const site = headers.get("sec-fetch-site");
    return site === null ? !hasCookie : site === "same-origin";
  }

  enter(account: string): Promise<Response> {
    return this.parts.offering.current.api.enter({ body: { account }, asResponse: true });
  }

  list(): Promise<readonly UserAccount[]> {
    return listAccounts(this.parts.pool);
  }

  async find(idOrEmail: string): Promise<UserAccount | undefined> {
    return (await listAccounts(this.parts.pool, idOrEmail))[0];
  }

  invite(invitee: Invitee, act: AccountAct): Promise<Invitation> {
    return acts.invite(this.parts, invitee, act);
  }

  inviteAgain(account: string, act: AccountAct): Promise<Invitation> {
    return acts.inviteAgain(this.parts, account, act);
  }

  bringBack(listed: readonly ListedAccount[], act: AccountAct): Promise<readonly Invitation[]> {
    return acts.bringBack(this.parts, listed, act);
  }

  accept(acceptance: Acceptance): Promise<string> {
    return acceptInvitation(this.parts, acceptance);
  }

  setRole(account: string, to: { readonly role: Role; readonly party?: string }, act: AccountAct): Promise<void> {
    return acts.setRole(this.parts, account, { ...to, ...act });
  }

  disable(account: string, act: AccountAct): Promise<void> {
    return acts.disable(this.parts, account, act);
  }

  enable(account: string, act: AccountAct): Promise<void> {
    return acts.enable(this.parts, account, act);
  }

  revokeSessions(account: string, act: AccountAct): Promise<number> {
    return acts.revokeSessions(this.parts, account, act);
  }

  resetSecondFactor(account: string, act: AccountAct): Promise<void> {
    return acts.resetSecondFactor(this.parts, account, act);
  }

  addApiKey(key: NewApiKey, act: AccountAct): Promise<MadeApiKey> {
    return addApiKey({ ...this.parts, auth: this.parts.offering.current }, key, act);
  }

  revokeApiKey(id: string, act: AccountAct): Promise<void> {
    return revokeApiKey(this.parts, id, act);
  }

  close(): Promise<void> {
    this.parts.offering.close();
    return this.parts.pool.end();
  }
}
