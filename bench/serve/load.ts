import { setTimeout as pause } from "node:timers/promises";
import { randomOf } from "../random.ts";
import type { BenchUser } from "./record.ts";
import { LiveLine } from "./line.ts";
import { timed, User, type Kind, type Timed } from "./user.ts";

/** Everybody who works with the server at once, each with a live line open. */
export class Load {
  readonly users: readonly User[];
  private readonly lines: LiveLine[] = [];

  constructor(who: readonly BenchUser[], address: string) {
    const from = (n: number): string => `10.0.${Math.floor(n / 250)}.${1 + (n % 250)}`;
    this.users = who.map((one, n) => new User(one, { address, from: from(n), cookie: "" }, randomOf(1000 + n)));
  }

  /** Four at a time, as people come in. */
  async signIn(): Promise<readonly Timed[]> {
    const done: Timed[] = [];
    const waiting = [...this.users];
    const door = async (): Promise<void> => {
      for (let user; (user = waiting.shift());) done.push(await user.signIn());
    };
    await Promise.all([door(), door(), door(), door()]);
    return done;
  }

  listen(): void {
    for (const { line } of this.users) this.lines.push(new LiveLine(line));
  }

  /** What was heard on all lines, and how many of them were cut. */
  leave(): { readonly heard: number; readonly cut: number } {
    for (const line of this.lines) line.stop();
    const heard = this.lines.reduce((sum, line) => sum + line.heard, 0);
    return { heard, cut: this.lines.filter(({ isCut }) => isCut).length };
  }

  /** Each user does something, thinks for a while (`every` seconds from one to the next on average), and so on. */
  async work(seconds: number, every: number): Promise<readonly Timed[]> {
    const until = performance.now() + seconds * 1000;
    const done: Timed[] = [];
    const random = randomOf(seconds);
    const one = async (user: User): Promise<void> => {
      // Not all of them at the same moment.
      await pause(random() * every * 1000);
      while (performance.now() < until) {
        done.push(await user.act());
        // As long as it takes until the next of independent comings.
        await pause(-Math.log(1 - random()) * every * 1000);
      }
    };
    await Promise.all(this.users.map(one));
    return done;
  }

  /** So many single observations, evenly over so many seconds, by everybody who may send them. */
  async burst(count: number, seconds: number): Promise<readonly Timed[]> {
    const editors = this.users.filter(({ who }) => who.role === "editor");
    const one = async (n: number): Promise<Timed> => {
      await pause((n / count) * seconds * 1000);
      return timed("observation", await editors[n % editors.length]!.observe(1));
    };
    return Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  }

  /** Brings in who is who with one more, and has all judged by it now, without waiting for the end. */
  async judgeAll(): Promise<Timed> {
    const editor = this.users.find(({ who }) => who.role === "editor")!;
    const received = timed("who is who", await editor.receiveActors());
    void editor.judge();
    return received;
  }

  async paste(rows: number): Promise<Timed> {
    return timed("paste", await this.users.find(({ who }) => who.role === "editor")!.paste(rows));
  }
}

export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  readonly errors: number;
}

/** By what was done, in milliseconds. */
export function timesBy(all: readonly Timed[]): ReadonlyMap<Kind | "all", Times> {
  const kinds = [...new Set(all.map(({ kind }) => kind))].toSorted();
  const of = (some: readonly Timed[]): Times => timesOf(some);
  return new Map([
    ...kinds.map((kind) => [kind, of(all.filter((one) => one.kind === kind))] as const),
    ["all", of(all)] as const,
  ]);
}

function timesOf(some: readonly Timed[]): Times {
  const sorted = some.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const errors = some.filter(({ status }) => status < 200 || status >= 300).length;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1), errors };
}
