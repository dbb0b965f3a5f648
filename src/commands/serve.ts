import { once } from "node:events";
import { InvalidArgumentError, Option, type Command } from "commander";
import { withRecord, type PlaceFlags } from "./record.ts";
import { note } from "./terminal.ts";

interface Flags extends PlaceFlags {
  readonly port: number;
  readonly host: string;
  readonly address?: string;
  readonly behindProxy?: boolean;
  readonly oidc?: string;
  readonly worker: boolean;
}

/** `truce serve`: the record over HTTP, until it is told to stop. */
export function addServe(program: Command): void {
  withRecord(program.command("serve"))
    .description("serve the record over HTTP: the API at /api, its document at /api/openapi.json")
    .addOption(new Option("--port <number>", "where to listen").env("PORT").default(8080).argParser(portArgument))
    .addOption(new Option("--host <address>", "on which address to listen; 0.0.0.0: on all").default("127.0.0.1"))
    .addOption(
      new Option("--address <url>", "where people reach it, if a proxy is before it: https://truce.example").env(
        "TRUCE_ADDRESS",
      ),
    )
    .option("--behind-proxy", "the last address in x-forwarded-for is that of whoever asks")
    .addOption(new Option("--oidc <file>", "other places where people sign in").env("TRUCE_OIDC"))
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

function portArgument(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text.trim() !== "") return port;
  throw new InvalidArgumentError("A port is a number from 0 to 65535.");
}

async function runServe(flags: Flags): Promise<void> {
  const { data, database, port, host, address, behindProxy = false, oidc, worker } = flags;
  // Only who serves pays for loading what that takes.
  const { startServer } = await import("../server.ts");
  const server = await startServer({
    data,
    port,
    host,
    isBehindProxy: behindProxy,
    isWorker: worker,
    ...(database === undefined ? {} : { database }),
    ...(address === undefined ? {} : { address }),
    ...(oidc === undefined ? {} : { oidc }),
    log: (line) => {
      process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
    },
  });
  note(`truce serves ${server.address}`);
  const stopped = new AbortController();
  await Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal, { signal: stopped.signal })));
  stopped.abort();
  note("truce stops: what is under way comes to its end first");
  await server.stop();
}
