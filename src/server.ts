import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import {
  GUARDED_PERMISSIONS,
  loadOidcProviders,
  openAccounts,
  type Accounts,
  type AccountsOptions,
} from "./accounts/index.ts";
import { createApi, sweepArriving, type LogLine } from "./api/index.ts";
import { Refusal } from "./kit/index.ts";
import { forgetOldAnswers, Jobs, reasonOf, relayOutbox } from "./store/index.ts";
import {
  judgeJob,
  loadMailServer,
  matchJob,
  openRecord,
  sendLetter,
  type MailServer,
  type OpenRecord,
} from "./workflow/index.ts";

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
  /** How long one stays signed in, if it is not as usual. */
  readonly sessions?: Pick<AccountsOptions, "idleMinutes" | "sessionHours">;
  /** A file of the mail server through which people are told of what is done to their accounts. */
  readonly mail?: string;
  /** The folder of the built web application. */
  readonly web?: string;
  /** Everybody at this computer may enter as anybody: for published data, and nothing else. */
  readonly isDemonstration?: boolean;
  /** What is done with the record before anybody is served. */
  readonly prepare?: (record: OpenRecord, accounts: Accounts) => Promise<void>;
  /** False: work after a change is left to another process. */
  readonly isWorker: boolean;
  /** The database died and could not be started again: nothing is served any more. */
  readonly onLost?: () => void;
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
const RELAY_EVERY_MS = 2_000;

/**
 * The API and, unless it is left to others, the worker, on a record that is opened for it.
 * @throws Refusal if the folder or the port is taken.
 */
export async function startServer(given: ServerOptions): Promise<RunningServer> {
  // Which pages are ours is known by their port, so it is known before anybody is let in.
  const options = given.port === 0 ? { ...given, port: await freePort(given) } : given;
  const { data, database, log } = options;
  const own = database === undefined ? {} : { database };
  const mailServer = options.mail === undefined ? undefined : await loadMailServer(options.mail);
  const started: { jobs?: Jobs } = {};
  const again = (): Promise<void> => started.jobs?.takeUpAgain() ?? Promise.resolve();
  const record = await openRecord({ data, purpose: "truce serve", keepAlive: keepAlive(options, again), ...own });
  const closing: (() => Promise<void>)[] = [() => record.close()];
  const close = async (): Promise<void> => {
    const troubles: unknown[] = [];
    // What cannot be closed in order leaves nothing else open: least of all the database.
    for (const one of closing.toReversed()) await one().catch((error: unknown) => void troubles.push(error));
    if (troubles.length > 0) throw troubles[0];
  };
  try {
    const accounts = await accountsOf(record, options);
    closing.push(() => accounts.close());
    await options.prepare?.(record, accounts);
    // What is matched before the queue is whole is judged at the next start.
    const matching = matchJob(record.store, { ask: async (...what) => started.jobs?.ask(...what) });
    const stopping = new AbortController();
    const judging = judgeJob(record.store, { stopping: stopping.signal });
    const jobs = await Jobs.start(record.store, [judging, matching], {
      isWorker: options.isWorker,
      onTrouble: (reason) => log({ event: "trouble", part: "jobs", reason }),
    });
    started.jobs = jobs;
    closing.push(() => jobs.stop());
    // What may take minutes is not waited for: it is found undone at the next start.
    closing.push(() => Promise.resolve(stopping.abort()));
    closing.push(forgetting(record, log));
    if (mailServer) closing.push(relaying(record, { accounts, mailServer, log }));
    const { address, stop } = await listen({ record, accounts, jobs }, options);
    closing.push(stop);
    return { address, stop: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whoever is served need not wait for somebody to start Truce again. */
function keepAlive(
  { isWorker, log, onLost }: ServerOptions,
  again: () => Promise<void>,
): (event: "gone" | "back" | "lost") => void {
  return (event) => {
    log({ event: "trouble", part: "database", reason: event });
    if (event === "lost") onLost?.();
    if (event !== "back" || !isWorker) return;
    again().catch((error: unknown) => log({ event: "trouble", part: "jobs", reason: reasonOf(error) }));
  };
}

async function accountsOf(record: OpenRecord, options: ServerOptions): Promise<Accounts> {
  const { host, port, address = `http://${nameOf(host)}:${port}`, data, oidc, sessions, log } = options;
  const providers = oidc === undefined ? {} : { oidc: await loadOidcProviders(oidc) };
  const onEvent = ({ event, ...about }: { readonly event: string }): void =>
    log({ event: `account-${event}`, ...about });
  const keys = join(data, "keys");
  const secondFactorFor = options.isDemonstration === true ? [] : GUARDED_PERMISSIONS;
  const isTelling = options.mail !== undefined;
  return openAccounts(record.store, { address, keys, onEvent, secondFactorFor, isTelling, ...providers, ...sessions });
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
    sweepArriving().catch((error: unknown) => log({ event: "trouble", part: "arriving", reason: reasonOf(error) }));
  };
  forget();
  const timer = setInterval(forget, HOUR);
  timer.unref();
  return () => {
    clearInterval(timer);
    return Promise.resolve();
  };
}

interface Relaying {
  readonly accounts: Accounts;
  readonly mailServer: MailServer;
  readonly log: ServerOptions["log"];
}

/** Hands on what waits to leave the system. What a process that died has left another hands on. */
function relaying({ store }: OpenRecord, { accounts, mailServer, log }: Relaying): () => Promise<void> {
  let underWay: Promise<unknown> = Promise.resolve();
  let isOver = false;
  const relay = async (): Promise<void> => {
    await relayOutbox(store, async ({ topic, body }, signal) => {
      const letter = await accounts.letterOf(topic, body);
      if (letter) await sendLetter(mailServer, letter, signal);
    }).catch((error: unknown) => log({ event: "trouble", part: "mail", reason: reasonOf(error) }));
    if (!isOver) timer = setTimeout(() => void (underWay = relay()), RELAY_EVERY_MS);
  };
  let timer: NodeJS.Timeout | undefined;
  underWay = relay();
  return async () => {
    isOver = true;
    clearTimeout(timer);
    await underWay;
  };
}

interface Served {
  readonly record: OpenRecord;
  readonly accounts: Accounts;
  readonly jobs: Jobs;
}

async function listen(served: Served, options: ServerOptions): Promise<{ address: string; stop: () => Promise<void> }> {
  const { host, port, address, isBehindProxy = false, isDemonstration = false, web, log } = options;
  const stopping = new AbortController();
  const reached = address === undefined ? {} : { address };
  const { accounts: demonstration } = served;
  const pages = { ...(web === undefined ? {} : { web }), ...(isDemonstration ? { demonstration } : {}) };
  const api = createApi({ ...served, ...reached, ...pages, log, isBehindProxy, stopping: stopping.signal });
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

async function freePort(options: ServerOptions): Promise<number> {
  const socket = createServer();
  await new Promise<void>((listening, failed) => {
    socket.once("error", (error: NodeJS.ErrnoException) => failed(refusalOf(error, options)));
    socket.listen(0, options.host, listening);
  });
  const { port } = socket.address() as AddressInfo;
  await new Promise((closed) => socket.close(closed));
  return port;
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
