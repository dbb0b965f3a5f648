import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { loadOidcProviders, openAccounts, type Accounts } from "./accounts/index.ts";
import { createApi, type LogLine } from "./api/index.ts";
import { Refusal } from "./kit/index.ts";
import { forgetOldAnswers, Jobs, reasonOf } from "./store/index.ts";
import { judgeJob, matchJob, openRecord, type OpenRecord } from "./workflow/index.ts";

export interface ServerOptions {
  /** The data folder: keys and checkpoints, and the database unless another is given. */
  readonly data: string;
  readonly database?: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Where people reach it, if that is not where it listens: behind a proxy. */
  readonly address?: string;
  /** The proxy says who asks. */
  readonly isBehindProxy?: boolean;
  /** A file of other places where people sign in. */
  readonly oidc?: string;
  /** False: work after a change is left to another process. */
  readonly isWorker: boolean;
  readonly log: (line: LogLine) => void;
}

export interface RunningServer {
  /** Where it listens. */
  readonly address: string;
  /** Lets what is under way come to its end, for a while, and closes the record. */
  stop(): Promise<void>;
}

const HOUR = 3_600_000;
const LET_FINISH_MS = 10_000;

/**
 * The API and, unless it is left to others, the worker, on a record that is opened for it.
 * @throws Refusal if the folder or the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { data, database, log } = options;
  const given = database === undefined ? {} : { database };
  const record = await openRecord({ data, purpose: "truce serve", ...given });
  const closing: (() => Promise<void>)[] = [() => record.close()];
  const close = async (): Promise<void> => {
    for (const one of closing.toReversed()) await one();
  };
  try {
    const accounts = await accountsOf(record, options);
    closing.push(() => accounts.close());
    const started: { jobs?: Jobs } = {};
    // What is matched before the queue is whole is judged at the next start.
    const matching = matchJob(record.store, { ask: async (...what) => started.jobs?.ask(...what) });
    const jobs = await Jobs.start(record.store, [judgeJob(record.store), matching], {
      isWorker: options.isWorker,
      onTrouble: (reason) => log({ event: "trouble", part: "jobs", reason }),
    });
    started.jobs = jobs;
    closing.push(() => jobs.stop());
    closing.push(forgetting(record, log));
    const { address, stop } = await listen({ record, accounts, jobs }, options);
    closing.push(stop);
    return { address, stop: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function accountsOf(record: OpenRecord, options: ServerOptions): Promise<Accounts> {
  const { host, port, address = `http://${nameOf(host)}:${port}`, data, oidc, log } = options;
  const providers = oidc === undefined ? {} : { oidc: await loadOidcProviders(oidc) };
  const onEvent = ({ event, ...about }: { readonly event: string }): void =>
    log({ event: `account-${event}`, ...about });
  return openAccounts(record.store, { address, keys: join(data, "keys"), onEvent, ...providers });
}

/** Whoever listens everywhere is reached here too. */
function nameOf(host: string): string {
  return /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)$/u.test(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
}

function forgetting({ store }: OpenRecord, log: ServerOptions["log"]): () => Promise<void> {
  const forget = (): void => {
    forgetOldAnswers(store).catch((error: unknown) =>
      log({ event: "trouble", part: "answers", reason: reasonOf(error) }),
    );
  };
  forget();
  const timer = setInterval(forget, HOUR);
  timer.unref();
  return () => {
    clearInterval(timer);
    return Promise.resolve();
  };
}

interface Served {
  readonly record: OpenRecord;
  readonly accounts: Accounts;
  readonly jobs: Jobs;
}

async function listen(served: Served, options: ServerOptions): Promise<{ address: string; stop: () => Promise<void> }> {
  const { host, port, address, isBehindProxy = false, log } = options;
  const stopping = new AbortController();
  const reached = address === undefined ? {} : { address };
  const api = createApi({ ...served, ...reached, log, isBehindProxy, stopping: stopping.signal });
  const server = await new Promise<ServerType>((started, failed) => {
    const made = serve({ fetch: api.fetch, port, hostname: host }, () => started(made));
    made.once("error", (error: NodeJS.ErrnoException) => failed(refusalOf(error, options)));
  });
  const { port: taken } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    stopping.abort();
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    const late = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), LET_FINISH_MS);
    await closed;
    clearTimeout(late);
  };
  return { address: `http://${nameOf(host)}:${taken}`, stop };
}

function refusalOf(error: NodeJS.ErrnoException, { host, port }: ServerOptions): Error {
  const where = `${host}:${port}`;
  switch (error.code) {
    case "EADDRINUSE":
      return new Refusal("port-taken", `something else listens on ${where}`, "stop it, or give another --port");
    case "EACCES":
      return new Refusal("port-refused", `this account may not listen on ${where}`, "give a --port above 1023");
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Refusal("no-such-host", `this machine has no address ${host}`, "leave --host out, or give 0.0.0.0");
    default:
      return error;
  }
}
