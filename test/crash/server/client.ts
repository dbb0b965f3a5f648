import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  createClient,
  ProblemAnswer,
  type AskWith,
  type Client,
  type EndpointName,
  type Endpoints,
} from "../../../src/api/index.ts";
import { Dice } from "../../proof/dice.ts";
import { ACTS, noteMade, type Act, type Person, type Pool } from "./acts.ts";

/** One request of the journal, and what came of it in the end. */
export interface Asked {
  readonly act: Act;
  /** `unanswered`: it was given up without an answer, so it may have been carried out or not. */
  outcome: "accepted" | "refused" | "unanswered";
  /** How often it was sent. */
  sent: number;
  /** Of a refusal. */
  code?: string;
}

export interface ClientOptions {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly person: Person;
  readonly seed: number;
  readonly pool: Pool;
}

/** Milliseconds. Whoever has waited that long for an answer takes the line for dead. */
const PATIENCE = 20_000;
const LAST_WORDS = 60_000;

/** One of those who work with the server: does one thing after the other, and sends again what was not answered. */
export class CrashClient {
  readonly journal: Asked[] = [];
  readonly failures: string[] = [];
  private readonly options: ClientOptions;
  private readonly client: Client;
  private readonly dice: Dice;
  private stoppedAt = Number.POSITIVE_INFINITY;

  constructor(options: ClientOptions) {
    this.options = options;
    this.dice = new Dice(options.seed);
    const { address, headers } = options;
    this.client = createClient({
      address,
      headers,
      fetch: (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE) }),
    });
  }

  get acceptedSoFar(): number {
    return this.journal.filter(({ outcome }) => outcome === "accepted").length;
  }

  /** What is under way comes to its end first, if the server answers at all. */
  stop(): void {
    this.stoppedAt = performance.now();
  }

  private get isLate(): boolean {
    return performance.now() - this.stoppedAt > LAST_WORDS;
  }

  async run(): Promise<void> {
    while (this.stoppedAt === Number.POSITIVE_INFINITY) {
      const act = await this.next().catch(() => undefined);
      if (act) await this.carryOut(act);
      await pause(5 + this.dice.below(30));
    }
  }

  private async next(): Promise<Act | undefined> {
    const { person, pool } = this.options;
    const making = { dice: this.dice, pool, mark: randomUUID(), look: this.look.bind(this) };
    return this.dice.pick(ACTS[person])(making);
  }

  private async look(noun: "incident" | "reply" | "proposal", id: string): Promise<number | undefined> {
    const params = { params: { id } };
    if (noun === "incident") return (await this.client.ask("getIncident", params)).row;
    return (await this.client.ask(noun === "reply" ? "get:reply" : "get:proposal", params)).row;
  }

  private async carryOut(act: Act): Promise<void> {
    const key = randomUUID();
    const asked: Asked = { act, outcome: "unanswered", sent: 0 };
    this.journal.push(asked);
    // Somebody presses twice.
    const isTwice = this.dice.chance(0.05);
    const twice = isTwice ? this.send(asked, key).catch(() => undefined) : undefined;
    const givesUp = this.dice.chance(0.15);
    for (;;) {
      const answer = await this.send(asked, key).catch((error: unknown) => this.troubleOf(error, asked));
      if (answer === "again" && (givesUp || this.isLate)) break;
      if (answer === "again") await pause(50 + this.dice.below(200));
      else {
        if (answer !== "refused") await this.accepted(asked, key, answer);
        break;
      }
    }
    await twice;
  }

  private async send(asked: Asked, key: string): Promise<unknown> {
    const { act } = asked;
    asked.sent += 1;
    const given = { ...act.ask, key } as AskWith<Endpoints[EndpointName]>;
    return this.client.ask(act.name, given);
  }

  private troubleOf(error: unknown, asked: Asked): "again" | "refused" {
    if (!(error instanceof ProblemAnswer)) return "again";
    const { status, code } = error.problem;
    if (status >= 500 || status === 429) return "again";
    asked.outcome = "refused";
    asked.code = code;
    if (!/^(?:409|403|404)$/u.test(String(status)))
      this.failures.push(`${asked.act.name} was refused: ${status} ${code} ${error.problem.detail}`);
    return "refused";
  }

  private async accepted(asked: Asked, key: string, answer: unknown): Promise<void> {
    asked.outcome = "accepted";
    noteMade(this.options.pool, asked.act.name, answer);
    if (!this.dice.chance(0.1)) return;
    // Sent once more although it was answered, as proxies do.
    const again = await this.send(asked, key).catch((error: unknown) => this.troubleOf(error, { ...asked }));
    if (again !== "again" && JSON.stringify(again) !== JSON.stringify(answer))
      this.failures.push(`${asked.act.name} was answered ${JSON.stringify(answer)} and then ${JSON.stringify(again)}`);
  }
}
