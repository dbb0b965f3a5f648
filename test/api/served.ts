import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { expect } from "vitest";
import { z } from "zod";
import { openAccounts, type Accounts, type Role } from "../../src/accounts/index.ts";
import {
  createApi,
  endpointNamed,
  problem,
  troublesOf,
  type ApiParts,
  type EndpointName,
  type LogLine,
} from "../../src/api/index.ts";
import { Jobs, loadKeys, type Store } from "../../src/store/index.ts";
import { judgeJob, matchJob } from "../../src/workflow/index.ts";
import { ADDRESS, Browser } from "../people/browser.ts";
import { ACT, PASSWORD } from "../people/mission.ts";
import { temporaryFolder, type TemporaryRecords } from "../temporary-record.ts";

/** Whoever asks: a role, a liaison of a party (`liaison:a`), or nobody who has signed in. */
export type Who = Exclude<Role, "liaison"> | `liaison:${string}` | "nobody";

export interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  /** JSON where it is JSON. */
  readonly body: any;
  readonly text: string;
}

export interface ServedOptions {
  readonly withJobs?: boolean;
  readonly parts?: Partial<ApiParts>;
}

/** The API in this process, on a record of its own, with people who have signed in. */
export class Served {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly app: Hono;
  readonly log: LogLine[];
  private readonly folder: string;
  private readonly jobs: Jobs | undefined;
  private readonly people = new Map<Who, Browser>();
  private made = 0;

  private constructor(opened: Pick<Served, "store" | "accounts" | "app" | "log"> & { folder: string; jobs?: Jobs }) {
    this.store = opened.store;
    this.accounts = opened.accounts;
    this.app = opened.app;
    this.log = opened.log;
    this.folder = opened.folder;
    this.jobs = opened.jobs;
  }

  static async open(records: TemporaryRecords, { withJobs = false, parts = {} }: ServedOptions = {}): Promise<Served> {
    const store = await records.open();
    const folder = await temporaryFolder();
    const keys = await loadKeys(join(folder, "keys"));
    const accounts = await openAccounts(store, { address: ADDRESS, keys: join(folder, "keys") });
    const jobs = withJobs
      ? await Jobs.start(store, [judgeJob(store), matchJob(store)], { isWorker: false })
      : undefined;
    const log: LogLine[] = [];
    const record = { store, keys, checkpoints: join(folder, "checkpoints.jsonl"), close: () => store.close() };
    const often = { burst: 1e6, perSecond: 1e6 };
    const app = createApi({
      record,
      accounts,
      log: (line) => log.push(line),
      rates: { account: often, nobody: often },
      ...(jobs ? { jobs } : {}),
      ...parts,
    });
    return new Served({ store, accounts, app, log, folder, ...(jobs ? { jobs } : {}) });
  }

  async close(): Promise<void> {
    await this.jobs?.stop();
    await this.accounts.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A browser that somebody of this role is signed in with; the same for the same role, unless it is `another`. */
  async person(who: Exclude<Who, "nobody">, another = false): Promise<Browser> {
    const known = another ? undefined : this.people.get(who);
    if (known) return known;
    const [role, party] = who.split(":") as [Role, string | undefined];
    const email = `${role}-${++this.made}@mission.example`;
    const invitee = { email, name: "A Person", role, ...(party === undefined ? {} : { party }) };
    const { link } = await this.accounts.invite(invitee, ACT);
    const browser = new Browser(this.accounts, `192.0.2.${this.made % 250}`);
    await browser.post("/invitation/accept", { token: link.slice(link.indexOf("#") + 1), password: PASSWORD });
    await browser.signIn(email, PASSWORD);
    if (!another) this.people.set(who, browser);
    return browser;
  }

  async ask(who: Who | Browser, name: EndpointName, sent: Sent = {}): Promise<Got> {
    const { method, path, body } = endpointNamed(name);
    const url = new URL(
      path.replaceAll(/\{(\w+)\}/gu, (_, param: string) => encodeURIComponent(sent.params?.[param] ?? "")),
      ADDRESS,
    );
    for (const [key, value] of Object.entries(sent.query ?? {})) url.searchParams.set(key, value);
    const headers =
      who === "nobody" ? new Headers() : who instanceof Browser ? who.headers : (await this.person(who)).headers;
    if (method === "post") headers.set("idempotency-key", sent.key ?? randomUUID());
    if (body !== undefined && body !== "bytes") headers.set("content-type", "application/json");
    for (const [key, value] of Object.entries(sent.headers ?? {})) headers.set(key, value);
    const raw = sent.body === undefined ? {} : body === "bytes" ? sent.body : JSON.stringify(sent.body);
    const init = method === "get" ? { headers } : { method: "POST", headers, body: raw as string, duplex: "half" };
    const got = await gotOf(await this.app.request(url, init as RequestInit));
    if (got.status === 500) expect(this.log.at(-2), `${name} failed`).toBeUndefined();
    expectAsDocumented(name, got);
    return got;
  }

  async raw(path: string, init: RequestInit = {}): Promise<Got> {
    return gotOf(await this.app.request(new URL(path, ADDRESS), init));
  }
}

/** Every answer in every test is one that the contract says there is, to the letter. */
export function expectAsDocumented(name: EndpointName, { status, headers, body }: Got): void {
  const endpoint = endpointNamed(name);
  const type = headers.get("content-type")?.split(";")[0];
  if (status !== 200) {
    expect(troublesOf(endpoint), `${name} answers ${status}: ${JSON.stringify(body)}`).toContain(status);
    expect(type).toBe("application/problem+json");
    expect(problem.safeParse(body).error?.issues ?? [], `${name} ${status}`).toEqual([]);
  } else if (endpoint.answer instanceof z.ZodType)
    expect(endpoint.answer.safeParse(body).error?.issues ?? [], `${name}: ${JSON.stringify(body)}`).toEqual([]);
  else expect(endpoint.answer).toContain(type);
}

async function gotOf(response: Response): Promise<Got> {
  const text = await response.text();
  const isJson =
    /json/u.test(response.headers.get("content-type") ?? "") &&
    !/jsonl/u.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
}
