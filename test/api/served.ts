import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { expect } from "vitest";
import { z } from "zod";
import { GUARDED_PERMISSIONS, openAccounts, type Accounts, type Role } from "../../src/accounts/index.ts";
import {
  createApi,
  endpointAsked,
  endpointNamed,
  problem,
  troublesOf,
  type ApiParts,
  type AskedName,
  type Endpoint,
  type EndpointName,
  type Endpoints,
  type LogLine,
  type ProblemSaid,
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

/** What is answered well: JSON as the contract types it, else its text. */
export type Answered<Name extends EndpointName> = Endpoints[Name]["answer"] extends z.ZodType
  ? z.output<Endpoints[Name]["answer"]>
  : string;

export interface Got<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** As if it were well. */
  readonly body: Body;
  /** The same as if it were not. */
  readonly problem: ProblemSaid;
  readonly text: string;
}

export interface ServedOptions {
  readonly withJobs?: boolean;
  /** What a password alone is not enough for, as on a server. */
  readonly isGuarded?: boolean;
  readonly parts?: Partial<ApiParts>;
}

type Opened = Pick<Served, "store" | "accounts" | "app" | "log"> & {
  readonly folder: string;
  readonly parts: ApiParts;
  readonly jobs?: Jobs;
};

/** The API in this process, on a record of its own, with people who have signed in. */
export class Served {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly app: Hono;
  readonly log: LogLine[];
  /** Of its keys. */
  readonly folder: string;
  private readonly opened: Opened;
  private readonly jobs: Jobs | undefined;
  private readonly people = new Map<Who, Browser>();
  private made = 0;

  private constructor(opened: Opened) {
    this.opened = opened;
    this.store = opened.store;
    this.accounts = opened.accounts;
    this.app = opened.app;
    this.log = opened.log;
    this.folder = opened.folder;
    this.jobs = opened.jobs;
  }

  static async open(
    records: TemporaryRecords,
    { withJobs = false, isGuarded = false, parts = {} }: ServedOptions = {},
  ): Promise<Served> {
    const store = await records.open();
    const folder = await temporaryFolder();
    const keys = await loadKeys(join(folder, "keys"));
    const accounts = await openAccounts(store, {
      address: ADDRESS,
      keys: join(folder, "keys"),
      secondFactorFor: isGuarded ? GUARDED_PERMISSIONS : [],
    });
    const jobs = withJobs
      ? await Jobs.start(store, [judgeJob(store), matchJob(store)], { isWorker: false })
      : undefined;
    const log: LogLine[] = [];
    const record = { store, keys, checkpoints: join(folder, "checkpoints.jsonl"), close: () => store.close() };
    const often = { burst: 1e6, perSecond: 1e6 };
    const all: ApiParts = {
      record,
      accounts,
      log: (line) => log.push(line),
      rates: { account: often, nobody: often },
      ...(jobs ? { jobs } : {}),
      ...parts,
    };
    const app = createApi(all);
    return new Served({ store, accounts, app, log, folder, parts: all, ...(jobs ? { jobs } : {}) });
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

  /** Somebody of this role whose session is not over: another person, if it is. */
  async stillIn(who: Exclude<Who, "nobody">): Promise<Browser> {
    const known = await this.person(who);
    if ((await known.caller())?.account !== undefined) return known;
    this.people.delete(who);
    return this.person(who);
  }

  async ask<Name extends EndpointName>(who: Who | Browser, name: Name, sent: Sent = {}): Promise<Got<Answered<Name>>> {
    const { method, path, body }: Endpoint = endpointNamed(name);
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
    return got as Got<Answered<Name>>;
  }

  /** The same record, served by another process, as far as the two can tell. */
  another(): Served {
    return new Served({ ...this.opened, app: createApi({ ...this.opened.parts }) });
  }

  async raw(path: string, init: RequestInit = {}): Promise<Got> {
    return gotOf(await this.app.request(new URL(path, ADDRESS), init));
  }
}

/** Every answer in every test is one that the contract says there is, to the letter. */
export function expectAsDocumented(
  name: AskedName,
  { status, headers, body }: Pick<Got, "status" | "headers" | "body">,
): void {
  const endpoint = endpointAsked(name);
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
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  const body: unknown = /json(?!l)/u.test(type) ? JSON.parse(text) : text;
  return { status, headers, text, body, problem: body as ProblemSaid };
}
