import { once } from "node:events";
import { join } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { Refusal } from "../kit/index.ts";
import { withRecord, type PlaceFlags } from "./record.ts";
import type { ServerOptions } from "../server.ts";
import { note, onUnread } from "./terminal.ts";
import { webFolder } from "./web-build.ts";

interface Flags extends PlaceFlags {
  readonly port: number;
  readonly host: string;
  readonly address?: string;
  readonly behindProxy?: boolean;
  readonly oidc?: string;
  readonly mail?: string;
  readonly idleMinutes?: number;
  readonly sessionHours?: number;
  readonly worker: boolean;
}

/** `truce serve`: the record over HTTP, until it is told to stop. */
export function addServe(program: Command): void {
  withRecord(program.command("serve"))
    .description("serve the record: the situation room, the API at /api, its document at /api/openapi.json")
    .addOption(new Option("--port <number>", "where to listen").env("PORT").default(8080).argParser(portArgument))
    .addOption(new Option("--host <address>", "on which address to listen; 0.0.0.0: on all").default("127.0.0.1"))
    .addOption(
      new Option("--address <url>", "where people reach it, if a proxy is before it: https://truce.example").env(
        "TRUCE_ADDRESS",
      ),
    )
    .option("--behind-proxy", "the last address in x-forwarded-for is that of whoever asks")
    .addOption(new Option("--oidc <file>", "other places where people sign in").env("TRUCE_OIDC"))
    .addOption(
      new Option("--mail <file>", "the mail server that tells people what was done to their accounts").env(
        "TRUCE_MAIL",
      ),
    )
    .option("--idle-minutes <number>", "sign people out after so long without anything done (default: 30)", Number)
    .option("--session-hours <number>", "sign people out after so long, whatever they do (default: 12)", Number)
    .option("--no-worker", "leave work that follows from changes to another process")
    .addHelpText(
      "after",
      `
The log is lines of JSON on standard output, with nothing about a person in them but ids of accounts.
Make the first account before: truce user add you@example.org "You" --role admin

Example:
  truce serve --data /srv/mission --port 8080`,
    )
    .action(runServe);
}

export function portArgument(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text.trim() !== "") return port;
  throw new InvalidArgumentError("A port is a number from 0 to 65535.");
}

async function runServe(flags: Flags): Promise<void> {
  const {
    data,
    database,
    port,
    host,
    address,
    behindProxy = false,
    oidc,
    mail,
    idleMinutes,
    sessionHours,
    worker,
  } = flags;
  // Whoever is served is not served worse because nobody reads the log any more.
  onUnread(() => undefined);
  await serveUntilStopped(
    {
      data,
      port,
      host,
      web: await webFolder(),
      isBehindProxy: behindProxy,
      isWorker: worker,
      ...(database === undefined ? {} : { database }),
      ...(address === undefined ? {} : { address }),
      ...(oidc === undefined ? {} : { oidc }),
      ...(mail === undefined ? {} : { mail }),
      sessions: {
        ...(idleMinutes === undefined ? {} : { idleMinutes }),
        ...(sessionHours === undefined ? {} : { sessionHours }),
      },
      log: (line) => {
        process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
      },
    },
    (where) => note(`truce serves ${where}`),
  );
}

/**
 * Serves until a signal tells to stop. `onServing` is told where.
 * @throws Refusal `database-lost`, and what `startServer` throws
 */
export async function serveUntilStopped(
  options: Omit<ServerOptions, "onLost">,
  onServing: (address: string) => void,
): Promise<void> {
  // Only who serves pays for loading what that takes.
  const { startServer } = await import("../server.ts");
  const lost = new AbortController();
  const server = await startServer({ ...options, onLost: () => lost.abort() });
  onServing(server.address);
  if (!lost.signal.aborted) await toldToStop(lost.signal);
  if (!lost.signal.aborted) note("truce stops: what is under way comes to its end first");
  await server.stop();
  if (lost.signal.aborted)
    throw new Refusal(
      "database-lost",
      "the database ended and could not be started again; what was committed is kept",
      `see ${join(options.data, "log", "postgres.log")} and start Truce again`,
    );
}

async function toldToStop(lost: AbortSignal): Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const told = ["SIGINT", "SIGTERM"].map((name) => once(process, name, { signal }));
  await Promise.race([...told, once(lost, "abort", { signal })]);
  stopped.abort();
}
