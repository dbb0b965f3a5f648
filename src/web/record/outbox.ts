import { ProblemAnswer } from "../../api/client.ts";
import type { AskWith } from "../../api/client.ts";
import type { AnswerOf, EndpointName, Endpoints, ProblemSaid } from "../../api/contract.ts";
import { askAgain } from "./ask.ts";
import { client, NotReached } from "./client.ts";

/**
 * What somebody did and the server has not yet answered. It is kept on this device until then, under a key by which the server
 * knows it again: sent twice, it is done once. With the sign-out it is gone.
 */

export type Acts = { [N in EndpointName]: Endpoints[N]["method"] extends "post" ? N : never }[EndpointName];
export type ActGiven<N extends Acts> = Omit<AskWith<Endpoints[N]>, "key">;

export type Sending =
  | { readonly state: "queued" | "sent" }
  | { readonly state: "accepted"; readonly answer: unknown }
  | { readonly state: "refused"; readonly problem: ProblemSaid };

export interface Entry {
  /** The idempotency key. */
  readonly key: string;
  readonly name: Acts;
  readonly given: unknown;
  /** What is being done, for whoever did it. */
  readonly about: string;
  readonly since: number;
  readonly sending: Sending;
}

export type Outcome<N extends Acts> =
  | { readonly state: "accepted"; readonly answer: AnswerOf<Endpoints[N]> }
  | { readonly state: "refused"; readonly problem: ProblemSaid }
  | { readonly state: "queued" };

const KEPT = "truce.outbox";
/** Bytes of text that a browser surely keeps. */
const MOST_KEPT = 4_000_000;
const AGAIN_MS = 10_000;
/** Accepted things stay to be seen for a while. */
const SHOWN_MS = 6_000;

class Outbox {
  private entries: readonly Entry[] = load();
  private readonly listeners = new Set<() => void>();
  private isSending = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): readonly Entry[] => this.entries;

  /** Sends it now if the server can be reached, else as soon as it can. */
  async act<N extends Acts>(name: N, given: ActGiven<N>, about: string): Promise<Outcome<N>> {
    const key = crypto.randomUUID();
    this.set([...this.entries, { key, name, given, about, since: Date.now(), sending: { state: "queued" } }]);
    const sending = await this.send(key);
    return (sending.state === "sent" ? { state: "queued" } : sending) as Outcome<N>;
  }

  /** Everything that waits, in its order: what comes later may rest on what came before. */
  async sendAll(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (const { key, sending } of this.entries) {
        if (sending.state !== "queued") continue;
        const { state } = await this.send(key);
        if (state === "queued") break;
      }
    } finally {
      this.isSending = false;
    }
  }

  /** Takes a refused or a waiting one away. */
  drop(key: string): void {
    this.set(this.entries.filter((entry) => entry.key !== key));
  }

  /** Nothing of it stays on this device. */
  forget(): void {
    this.set([]);
  }

  private async send(key: string): Promise<Sending> {
    const entry = this.entries.find((one) => one.key === key);
    if (!entry) return { state: "queued" };
    this.tell(key, { state: "sent" });
    const sending = await sent(entry);
    this.tell(key, sending);
    if (sending.state !== "accepted") return sending;
    setTimeout(() => this.drop(key), SHOWN_MS);
    // What is on the page is asked again; whoever acted need not wait for that.
    void askAgain();
    return sending;
  }

  private tell(key: string, sending: Sending): void {
    this.set(this.entries.map((entry) => (entry.key === key ? { ...entry, sending } : entry)));
  }

  private set(entries: readonly Entry[]): void {
    this.entries = entries;
    // What was refused stays until somebody has read why and takes it away.
    keep(entries.filter(({ sending }) => sending.state !== "accepted"));
    for (const listener of this.listeners) listener();
  }
}

async function sent({ name, given, key }: Entry): Promise<Sending> {
  try {
    const answer = await client.ask(name, { ...(given as object), key } as never);
    return { state: "accepted", answer };
  } catch (error) {
    if (error instanceof ProblemAnswer) return { state: "refused", problem: error.problem };
    if (error instanceof NotReached) return { state: "queued" };
    throw error;
  }
}

function keep(entries: readonly Entry[]): void {
  const text = JSON.stringify(entries);
  try {
    if (entries.length === 0) localStorage.removeItem(KEPT);
    else if (text.length <= MOST_KEPT) localStorage.setItem(KEPT, text);
  } catch {
    // It waits in this page alone; closing it is asked about (`useOutbox`).
  }
}

function load(): readonly Entry[] {
  try {
    const kept = JSON.parse(globalThis.localStorage?.getItem(KEPT) ?? "[]") as readonly Entry[];
    // What was on its way may have arrived or not: its key tells the server.
    return kept.map((entry) => (entry.sending.state === "sent" ? { ...entry, sending: { state: "queued" } } : entry));
  } catch {
    return [];
  }
}

export const outbox = new Outbox();

/** Tries again when the network is back, and now and then. Returns how to stop. */
export function keepSending(): () => void {
  const again = (): void => void outbox.sendAll();
  const timer = setInterval(again, AGAIN_MS);
  addEventListener("online", again);
  again();
  return () => {
    clearInterval(timer);
    removeEventListener("online", again);
  };
}
