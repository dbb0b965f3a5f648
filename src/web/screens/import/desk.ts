import { useSyncExternalStore } from "react";
import { ProblemAnswer } from "../../../api/client.ts";
import { askAgain, client, NotReached } from "../../record/index.ts";
import { batchesOf, MOST_LOOKED_AT, withFiles, type Batch, type Chosen, type Look, type Previewed } from "./chosen.ts";
import { forgetImport, keepImport, keptImport, stillMissing, type KeptImport, type KeptPart } from "./kept.ts";
import { postFiles, type Given } from "./post.ts";
import { sendThrough, untilReachable, type Step } from "./sending.ts";

/** Files from their choice to their place in the record. It stays while one looks at other screens. */
export interface DeskState {
  readonly stage: "choosing" | "sending" | "over";
  readonly chosen: readonly Chosen[];
  readonly given: Given;
  readonly sendings: readonly Sending[];
  /** Of an earlier visit, and not finished. */
  readonly unfinished: KeptImport | undefined;
}

/** One request. */
export interface Sending {
  readonly key: string;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly step: Step;
  /** Rows that its files were found to have, by their names; unset: they were not looked at. */
  readonly rows: Readonly<Record<string, number>>;
}

const NOTHING_GIVEN: Given = { audience: [], openSources: false, dataSet: "" };

class Desk {
  private state: DeskState = {
    stage: "choosing",
    chosen: [],
    given: NOTHING_GIVEN,
    sendings: [],
    unfinished: keptImport(localStorage),
  };
  private readonly listeners = new Set<() => void>();
  private looking = new AbortController();
  private sending = new AbortController();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): DeskState => this.state;

  /** `looks`: whether whoever sends them may see beforehand what would come of them. */
  choose(files: readonly File[], looks: boolean): void {
    if (files.length === 0) return;
    this.set({ stage: "choosing", sendings: [], chosen: withFiles(this.state.chosen, files) });
    if (looks) this.look();
  }

  takeAway(name: string): void {
    this.set({ chosen: this.state.chosen.filter(({ file }) => file.name !== name) });
    if (this.state.chosen.some(({ look }) => look.state !== "unseen")) this.look();
  }

  /** By this the file is read; unset: by what it is itself. */
  map(name: string, mapping: string | undefined): void {
    this.set({
      chosen: this.state.chosen.map(({ file, look, mapping: before }) => {
        const by = file.name === name ? mapping : before;
        return { file, look, ...(by === undefined ? {} : { mapping: by }) };
      }),
    });
    this.look();
  }

  give(given: Partial<Given>): void {
    this.set({ given: { ...this.state.given, ...given } });
  }

  /** What would come of all that is chosen. */
  look(): void {
    this.looking.abort();
    this.looking = new AbortController();
    const { signal } = this.looking;
    const { chosen } = this.state;
    const large = chosen.filter(({ file }) => file.size > MOST_LOOKED_AT).map(({ file }) => file.name);
    this.seen(
      chosen.map(({ file }) => file.name),
      (name) => (large.includes(name) ? { state: "unseen", why: "large" } : { state: "looking" }),
    );
    const batches = batchesOf(chosen.filter(({ file }) => !large.includes(file.name)));
    // Nothing of it throws: what went wrong is said of each file.
    void (async () => {
      for (const batch of batches) await this.lookAt(batch, signal);
    })();
  }

  private async lookAt(batch: Batch<File>, signal: AbortSignal): Promise<void> {
    const names = batch.files.map(({ name }) => name);
    try {
      const posting = { path: "/api/items/preview", given: this.state.given, signal } as const;
      const { files } = await postFiles<{ readonly files: readonly Previewed[] }>(batch, posting);
      if (signal.aborted) return;
      const found = new Map(files.map((file) => [file.name, file]));
      this.seen(names, (name) => {
        const one = found.get(name);
        return one ? { state: "seen", found: one } : { state: "unseen", why: "away" };
      });
    } catch (error) {
      if (signal.aborted) return;
      this.seen(names, () => lookOf(error));
    }
  }

  private seen(names: readonly string[], lookOf: (name: string) => Look): void {
    const chosen = this.state.chosen.map((one) =>
      names.includes(one.file.name) ? { ...one, look: lookOf(one.file.name) } : one,
    );
    this.set({ chosen });
  }

  /** Sends all of it for the record. */
  commit(): void {
    this.looking.abort();
    const { chosen, given } = this.state;
    const batches = batchesOf(chosen);
    const parts = batches.map(({ files, mapping }): KeptPart => ({
      key: crypto.randomUUID(),
      files: files.map(({ name, size }) => ({ name, size })),
      ...(mapping === undefined ? {} : { mapping }),
    }));
    this.send({ since: Date.now(), given, parts }, batches);
  }

  /** Goes on with what an earlier visit began. Returns which files are still missing; none: it goes on. */
  resume(files: readonly File[]): readonly string[] {
    const { unfinished } = this.state;
    if (!unfinished) return [];
    const missing = stillMissing(unfinished, files);
    if (missing.length > 0) return missing;
    const byName = new Map(files.map((file) => [file.name, file]));
    const batches = unfinished.parts.flatMap(({ files: named, mapping }) =>
      batchesOf(named.map(({ name }) => ({ file: byName.get(name)!, ...(mapping === undefined ? {} : { mapping }) }))),
    );
    this.set({ chosen: files.map((file) => ({ file, look: { state: "unseen", why: "away" } as const })) });
    this.send(unfinished, batches);
    return [];
  }

  private send(kept: KeptImport, batches: readonly Batch<File>[]): void {
    keepImport(kept, localStorage);
    this.sending = new AbortController();
    const { signal } = this.sending;
    const rows = rowsFound(this.state.chosen);
    const sendings = kept.parts.map(({ key, files }): Sending => ({ key, files, step: { state: "queued" }, rows }));
    this.set({ stage: "sending", sendings, unfinished: undefined });
    addEventListener("beforeunload", askFirst);
    void this.sendAll(kept, batches, signal).finally(() => {
      removeEventListener("beforeunload", askFirst);
      forgetImport(localStorage);
      this.set({ stage: "over" });
      void askAgain();
    });
  }

  private async sendAll(kept: KeptImport, batches: readonly Batch<File>[], signal: AbortSignal): Promise<void> {
    for (const [i, { key }] of kept.parts.entries()) {
      const posting = { path: "/api/items/folder", key, given: kept.given, signal } as const;
      await sendThrough({
        post: (onBytes) => postFiles(batches[i]!, { ...posting, onBytes }),
        progress: () => client.ask("getImport", { params: { key } }),
        patience: (tries) => untilReachable(tries, signal),
        signal,
        onStep: (step) => this.tell(key, step),
      });
    }
  }

  private tell(key: string, step: Step): void {
    this.set({ sendings: this.state.sendings.map((one) => (one.key === key ? { ...one, step } : one)) });
  }

  /** Sends nothing more. What has arrived is read to its end. */
  cancel(): void {
    this.sending.abort();
  }

  /** Back to the files, to change something and send them again. */
  back(): void {
    this.set({ stage: "choosing", sendings: [] });
    this.look();
  }

  /** Other files. */
  anew(): void {
    this.looking.abort();
    this.set({ stage: "choosing", chosen: [], sendings: [] });
  }

  forgetUnfinished(): void {
    forgetImport(localStorage);
    this.set({ unfinished: undefined });
  }

  private set(change: Partial<DeskState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function lookOf(error: unknown): Look {
  if (error instanceof ProblemAnswer) return { state: "refused", problem: error.problem };
  if (error instanceof NotReached) return { state: "unseen", why: "away" };
  throw error;
}

function rowsFound(chosen: readonly Chosen[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    chosen.flatMap(({ file, look }) => {
      const read = look.state === "seen" ? look.found.reports?.["read"] : undefined;
      return typeof read === "number" && read > 0 ? [[file.name, read]] : [];
    }),
  );
}

/** The page is not closed by a slip while files are on their way. */
function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const desk = new Desk();

export function useDesk(): DeskState {
  return useSyncExternalStore(desk.subscribe, desk.read);
}
