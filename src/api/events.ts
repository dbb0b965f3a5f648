import { audienceOf, type Viewer } from "../domain/index.ts";
import { changesSeen, reachedNow, type ChangesSeen, type Keys, type Reached, type Store } from "../store/index.ts";
import { Trouble } from "./errors.ts";
import type { Handlers } from "./handler.ts";
import type { ApiParts } from "./parts.ts";

/**
 * What changes, as it changes. What an event tells is what whoever asks again every second finds out: a thing that looks
 * otherwise to this viewer. Nothing is sent for what is hidden, not even a number that is left out: where to go on from is
 * sealed, looks different each time, and comes only with something that the viewer may know of.
 */
export const eventHandlers: Handlers<"events"> = {
  async events({ parts, caller, request }) {
    const { viewer } = caller;
    const given = request.headers.get("last-event-id");
    const from = given === null ? undefined : placeOf(parts.record.keys, viewer, given);
    const start = from ?? (await reachedNow(parts.record.store));
    const leave = Listeners.of(parts).enter(caller.account);
    const following = { viewer, start, isReload: given !== null && !from, headers: request.headers, leave };
    const feed = new Feed(parts, following);
    return new Response(feed.stream(request.signal), {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
    });
  },
};

const MOST_OF_ACCOUNT = 20;
const MOST_OF_NOBODY = 500;
const LOOK_EVERY = 1000;
const SAY_SO_EVERY = 15_000;
/** Accounts are looked at again, also before anything is told, so that whoever was let out hears nothing more. */
const ASK_WHO_EVERY = 5_000;

interface Following {
  readonly viewer: Viewer;
  readonly start: Reached;
  /** Where it was to go on is not known. */
  readonly isReload: boolean;
  readonly headers: Headers;
  readonly leave: () => void;
}

/** How many listen: each costs a look at the record every second. */
class Listeners {
  private static readonly known = new WeakMap<ApiParts, Listeners>();
  private readonly open = new Map<string, number>();

  static of(parts: ApiParts): Listeners {
    let listeners = Listeners.known.get(parts);
    if (!listeners) Listeners.known.set(parts, (listeners = new Listeners()));
    return listeners;
  }

  /** @throws Trouble 429 if they listen at too many places already. */
  enter(account: string | undefined): () => void {
    const who = account ?? "nobody";
    const count = this.open.get(who) ?? 0;
    if (count >= (account === undefined ? MOST_OF_NOBODY : MOST_OF_ACCOUNT)) {
      const detail = "too many are listening already";
      throw new Trouble(
        429,
        { code: "too-many", detail, hint: "close others, or ask now and then" },
        { "retry-after": "60" },
      );
    }
    this.open.set(who, count + 1);
    let isIn = true;
    return () => {
      if (isIn) this.open.set(who, this.open.get(who)! - 1);
      isIn = false;
    };
  }
}

class Feed {
  private readonly parts: ApiParts;
  private readonly following: Following;
  private reached: Reached;
  private saidAt = Date.now();
  private askedAt = Date.now();

  constructor(parts: ApiParts, following: Following) {
    this.parts = parts;
    this.following = following;
    this.reached = following.start;
  }

  stream(gone: AbortSignal): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    const { stopping, lookEvery = LOOK_EVERY } = this.parts;
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      clearTimeout(timer);
      this.following.leave();
    };
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const send = (text: string): void => controller.enqueue(encoder.encode(text));
        const stop = (): void => {
          if (isOver) return;
          end();
          controller.close();
        };
        const look = async (): Promise<void> => {
          const isWelcome = await this.look(send).catch(() => false);
          if (isOver) return;
          if (isWelcome) timer = setTimeout(() => void look(), lookEvery);
          else stop();
        };
        AbortSignal.any(stopping ? [gone, stopping] : [gone]).addEventListener("abort", stop, { once: true });
        send(this.following.isReload ? "retry: 2000\n\nevent: reload\ndata: {}\n\n" : "retry: 2000\n\n");
        if (stopping?.aborted) stop();
        else void look();
      },
      cancel: end,
    });
  }

  /** False: whoever listens may not any more. */
  private async look(send: (text: string) => void): Promise<boolean> {
    const { viewer } = this.following;
    const { store, keys } = this.parts.record;
    const { lookEvery = LOOK_EVERY } = this.parts;
    const looks = Looks.of(store, lookEvery);
    const to = await looks.reached(this.reached);
    const found = await looks.changes(viewer, { from: this.reached, to });
    const text = eventsOf(found, () => cursorOf(keys, viewer, to));
    if (!(await this.isStill(text !== ""))) return false;
    this.reached = to;
    if (text !== "") send(text);
    else if (Date.now() - this.saidAt >= SAY_SO_EVERY) send(": still here\n\n");
    else return true;
    this.saidAt = Date.now();
    return true;
  }

  private async isStill(isNow: boolean): Promise<boolean> {
    if (!isNow && Date.now() - this.askedAt < ASK_WHO_EVERY) return true;
    this.askedAt = Date.now();
    const { viewer, headers } = this.following;
    const caller = await this.parts.accounts.callerOf(headers, { isIdle: true });
    return caller !== undefined && audienceOf(caller.viewer) === audienceOf(viewer);
  }
}

interface Look<T> {
  readonly at: number;
  readonly found: Promise<T>;
}

/**
 * Many listen, and of each audience one looks: what is found is good for the others that come within half the time between two
 * looks, as if they had come a moment sooner. So they go on from the same places, and ask the same again next time.
 */
class Looks {
  private static readonly known = new WeakMap<Store, Looks>();
  private readonly store: Store;
  private readonly goodFor: number;
  private head: Look<Reached> | undefined;
  private readonly seen = new Map<string, Look<ChangesSeen>>();

  private constructor(store: Store, lookEvery: number) {
    this.store = store;
    this.goodFor = lookEvery / 2;
  }

  static of(store: Store, lookEvery: number): Looks {
    let looks = Looks.known.get(store);
    if (!looks) Looks.known.set(store, (looks = new Looks(store, lookEvery)));
    return looks;
  }

  /** Never behind where somebody is. */
  async reached(before: Reached): Promise<Reached> {
    if (!this.isGood(this.head)) this.head = lookOnce(reachedNow(this.store));
    const now = await this.head!.found;
    return now.nextRow <= before.nextRow ? before : now;
  }

  async changes(viewer: Viewer, { from, to }: { readonly from: Reached; readonly to: Reached }): Promise<ChangesSeen> {
    if (to.nextRow <= from.nextRow) return NOTHING_SEEN;
    const key = `${from.at} ${from.nextRow} ${to.at} ${to.nextRow} ${audienceOf(viewer)}`;
    const known = this.seen.get(key);
    if (this.isGood(known)) return known!.found;
    for (const [old, look] of this.seen) if (!this.isGood(look)) this.seen.delete(old);
    const look = lookOnce(changesSeen(this.store, viewer, { from, to }));
    this.seen.set(key, look);
    return look.found;
  }

  private isGood(look: Look<unknown> | undefined): boolean {
    return look !== undefined && performance.now() - look.at < this.goodFor;
  }
}

const NOTHING_SEEN: ChangesSeen = { things: [], gone: [], many: [] };

function lookOnce<T>(found: Promise<T>): Look<T> {
  // Whoever waits for it is told; if nobody does any more, it is no trouble.
  found.catch(() => undefined);
  return { at: performance.now(), found };
}

function eventsOf({ things, gone, many }: ChangesSeen, cursor: () => string): string {
  const of = (event: "change" | "gone", about: readonly object[]) => about.map((data) => ({ event, data }));
  const said = [
    ...of("change", things),
    ...of(
      "change",
      many.map((noun) => ({ noun })),
    ),
    ...of("gone", gone),
  ];
  // Where to go on from comes with the last of them: whoever is cut off in between gets all of them again.
  return said
    .map(({ event, data }, i) => {
      const id = i === said.length - 1 ? `id: ${cursor()}\n` : "";
      return `${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    })
    .join("");
}

/** Sealed for the audience that it was given to. */
function cursorOf(keys: Keys, viewer: Viewer, { at, nextRow }: Reached): string {
  const text = `${String(at).padStart(15, "0")} ${String(nextRow).padStart(15, "0")}`;
  return Buffer.from(keys.seal(`events ${audienceOf(viewer)}`, text)).toString("base64url");
}

/** `undefined`: it was not given out by this record to this audience. */
function placeOf(keys: Keys, viewer: Viewer, cursor: string): Reached | undefined {
  try {
    const text = keys.unseal(`events ${audienceOf(viewer)}`, Buffer.from(cursor, "base64url"));
    const [at, nextRow] = text.split(" ").map(Number) as [number, number];
    return { at, nextRow };
  } catch {
    return undefined;
  }
}
