import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect } from "vitest";
import {
  openAccounts,
  type Accounts,
  type AccountsOptions,
  type Invitee,
  type Role,
} from "../../src/accounts/index.ts";
import type { Store } from "../../src/store/index.ts";
import { SLOW, temporaryFolder, type TemporaryRecords } from "../temporary-record.ts";
import { ADDRESS, Browser, codeOf, Log } from "./browser.ts";

export const ACT = { by: "truce user" } as const;
export const PASSWORD = "seven tin lanterns by the well";

/** A mission in a test: a record, its accounts, and its people before their browsers. */
export class Mission {
  readonly log = new Log();
  store!: Store;
  accounts!: Accounts;
  private keys!: string;
  private readonly opened: Accounts[] = [];
  private people = 0;

  constructor(records: TemporaryRecords) {
    beforeEach(async () => {
      this.store = await records.open();
      this.keys = await temporaryFolder();
      this.accounts = await this.open();
      this.log.events.length = 0;
    }, SLOW);
    afterEach(async () => {
      await Promise.all(this.opened.splice(0).map((accounts) => accounts.close()));
      await rm(this.keys, { recursive: true, force: true });
    }, SLOW);
  }

  /** The same accounts opened once more, as by another process. */
  async open(more: Partial<AccountsOptions> = {}): Promise<Accounts> {
    const accounts = await openAccounts(this.store, {
      address: ADDRESS,
      keys: this.keys,
      onEvent: this.log.tell,
      ...more,
    });
    this.opened.push(accounts);
    return accounts;
  }

  /** An address of its own, so that limits by address are met only by who means to. */
  browser(accounts = this.accounts): Browser {
    return new Browser(accounts, `192.0.2.${1 + (this.people++ % 250)}`);
  }

  async invite(
    role: Role,
    more: Partial<Invitee> = {},
  ): Promise<{ readonly id: string; readonly email: string; readonly token: string }> {
    const email = more.email ?? `${role}-${++this.people}@mission.example`;
    const { account: id, link } = await this.accounts.invite({ name: "A Person", role, ...more, email }, ACT);
    return { id, email, token: link.slice(link.indexOf("#") + 1) };
  }

  /** Somebody who came by an invitation, set a password and is signed in. */
  async person(role: Role, more: Partial<Invitee> = {}): Promise<Person> {
    const { id, email, token } = await this.invite(role, more);
    const browser = this.browser();
    expect((await browser.post("/invitation/accept", { token, password: PASSWORD })).status).toBe(200);
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    return { id, email, browser };
  }

  /** Turns codes on; the address that the authenticator has scanned, and the codes for when it is lost. */
  async withCodes({
    browser,
  }: Person): Promise<{ readonly uri: string; readonly backup: readonly string[]; readonly used: string }> {
    const { body } = await browser.post("/two-factor/enable", { password: PASSWORD });
    const uri = String(body["totpURI"]);
    const used = codeOf(uri);
    expect((await browser.post("/two-factor/verify-totp", { code: used })).status).toBe(200);
    return { uri, backup: body["backupCodes"] as readonly string[], used };
  }

  /** The acts of the ledger, oldest first. */
  async acts(): Promise<
    readonly { readonly by: string; readonly act: string; readonly body: Record<string, unknown> }[]
  > {
    return this.store.query('select "by", act, body from ledger_entry order by seq');
  }

  async sessionsAreStrong(account: string): Promise<readonly unknown[]> {
    const rows = await this.tables(`select strong from truce_accounts.session where "userId" = $1`, [account]);
    return rows.map(({ strong }) => strong);
  }

  async tables(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    return this.store.query(sql, values);
  }
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly browser: Browser;
}
