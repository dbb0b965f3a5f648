import { rm } from "node:fs/promises";
import { join } from "node:path";
import { GUARDED_PERMISSIONS, openAccounts, type Accounts, type Role } from "../../src/accounts/index.ts";
import {
  createClient,
  type AnswerOf,
  type AskedEndpoints,
  type AskedName,
  type AskWith,
  type LogLine,
  type ProblemSaid,
} from "../../src/api/index.ts";
import { startServer, type RunningServer, type ServerOptions } from "../../src/server.ts";
import type { Store } from "../../src/store/index.ts";
import { codeOf } from "../people/browser.ts";
import { ACT, PASSWORD } from "../people/mission.ts";
import { expectAsDocumented } from "./served.ts";
import { temporaryFolder, type TemporaryRecords } from "../temporary-record.ts";

export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly problem: ProblemSaid;
}

/** `truce serve` in this process: the same server on a socket, with the options that the command gives it. */
export class RealServer {
  readonly address: string;
  readonly log: LogLine[];
  /** The same record and accounts, as somebody at the command line has them open. */
  readonly store: Store;
  readonly accounts: Accounts;
  private readonly folder: string;
  private readonly running: RunningServer;
  private people = 0;

  private constructor(
    given: Pick<RealServer, "store" | "accounts" | "log"> & { folder: string; running: RunningServer },
  ) {
    this.store = given.store;
    this.accounts = given.accounts;
    this.log = given.log;
    this.folder = given.folder;
    this.running = given.running;
    this.address = given.running.address;
  }

  static async start(records: TemporaryRecords, more: Partial<ServerOptions> = {}): Promise<RealServer> {
    const folder = await temporaryFolder();
    const store = await records.open();
    const [found] = await store.query<{ name: string }>("select current_database() as name");
    const log: LogLine[] = [];
    const running = await startServer({
      data: folder,
      database: records.addressOf(found!.name),
      host: "127.0.0.1",
      port: 0,
      isWorker: false,
      log: (line) => log.push(line),
      ...more,
    });
    const accounts = await openAccounts(store, {
      address: running.address,
      keys: join(folder, "keys"),
      secondFactorFor: GUARDED_PERMISSIONS,
      isTelling: more.mail !== undefined,
    });
    return new RealServer({ store, accounts, log, folder, running });
  }

  async stop(): Promise<void> {
    await this.accounts.close();
    await this.running.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Somebody who was invited, and whose browser has not signed in yet. */
  async invited(role: Role, more: { readonly party?: string; readonly samePersonAs?: string } = {}): Promise<Visitor> {
    const email = `${role}-${++this.people}@mission.example`;
    const { account, link } = await this.accounts.invite({ email, name: "A Person", role, ...more }, ACT);
    const visitor = new Visitor(this.address, { account, email });
    const token = link.slice(link.indexOf("#") + 1);
    await visitor.well("/api/auth/invitation/accept", { token, password: PASSWORD });
    return visitor;
  }

  /** The same, signed in with a password, or with a code as well. */
  async signedIn(role: Role, { isStrong = false, ...more }: SigningIn = {}): Promise<Visitor> {
    const visitor = await this.invited(role, more);
    await visitor.signIn();
    if (isStrong) await visitor.turnCodesOn();
    return visitor;
  }

  /** A program with a key of somebody's account. */
  async program(
    visitor: Visitor,
    scope: readonly Parameters<Accounts["addApiKey"]>[0]["scope"][number][],
  ): Promise<Program> {
    const { key, id } = await this.accounts.addApiKey({ account: visitor.account, name: "a test", scope }, ACT);
    return new Program(this.address, { key, id });
  }
}

interface SigningIn {
  readonly party?: string;
  readonly samePersonAs?: string;
  readonly isStrong?: boolean;
}

abstract class Asker {
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  abstract get headers(): Headers;

  async ask(path: string, init: RequestInit = {}): Promise<Said> {
    const headers = this.headers;
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const response = await fetch(new URL(path, this.address), { ...init, headers, redirect: "manual" });
    this.keep(response);
    const text = await response.text();
    const isJson = text !== "" && /json/u.test(response.headers.get("content-type") ?? "");
    const body = (isJson ? JSON.parse(text) : { text }) as Said["body"];
    return { status: response.status, headers: response.headers, body, problem: body as unknown as ProblemSaid };
  }

  post(path: string, body: unknown = {}, key: string = crypto.randomUUID()): Promise<Said> {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    return this.ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** What has to go well. */
  async well(path: string, body?: unknown): Promise<Said["body"]> {
    const said = await (body === undefined ? this.ask(path) : this.post(path, body));
    if (said.status !== 200) throw new Error(`${path}: ${said.status} ${JSON.stringify(said.body)}`);
    return said.body;
  }

  async listen(): Promise<Response> {
    return fetch(new URL("/api/events", this.address), { headers: this.headers });
  }

  /** Asks with the types of the contract, and holds every answer against it. */
  async asks<Name extends AskedName>(
    name: Name,
    given: AskWith<AskedEndpoints[Name]>,
  ): Promise<AnswerOf<AskedEndpoints[Name]>> {
    const client = createClient({ address: this.address, fetch: (request) => this.send(name, request) });
    return client.ask(name, given);
  }

  private async send(name: AskedName, request: Request): Promise<Response> {
    const headers = new Headers([...request.headers, ...this.headers]);
    const response = await fetch(new Request(request, { headers }));
    this.keep(response);
    const body = await response.clone().json();
    expectAsDocumented(name, { status: response.status, headers: response.headers, body });
    return response;
  }

  protected keep(_response: Response): void {
    // Programs keep nothing.
  }
}

export class Program extends Asker {
  readonly id: string;
  readonly key: string;

  constructor(address: string, { key, id }: { readonly key: string; readonly id: string }) {
    super(address);
    this.key = key;
    this.id = id;
  }

  get headers(): Headers {
    return new Headers({ "x-api-key": this.key });
  }
}

/** A browser on a page of the server: it has cookies, and says of which origin the page is. */
export class Visitor extends Asker {
  readonly account: string;
  readonly email: string;
  origin: string;
  /** What the authenticator scanned. */
  totpURI = "";
  readonly cookies = new Map<string, string>();

  constructor(address: string, { account, email }: { readonly account: string; readonly email: string }) {
    super(address);
    this.origin = address;
    this.account = account;
    this.email = email;
  }

  get headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({ origin: this.origin, ...(cookie === "" ? {} : { cookie }) });
  }

  /** Another browser of the same person, with the same authenticator. */
  another(): Visitor {
    const other = new Visitor(this.address, this);
    other.totpURI = this.totpURI;
    return other;
  }

  async signIn(): Promise<void> {
    await this.well("/api/auth/sign-in/email", { email: this.email, password: PASSWORD });
  }

  async turnCodesOn(): Promise<void> {
    const { totpURI } = await this.well("/api/auth/two-factor/enable", { password: PASSWORD });
    this.totpURI = String(totpURI);
    await this.well("/api/auth/two-factor/verify-totp", { code: codeOf(this.totpURI) });
  }

  protected override keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === "" || /;\s*max-age=0/iu.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
