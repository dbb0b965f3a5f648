import { Trouble } from "./errors.ts";
import type { ApiParts } from "./parts.ts";

/** Bytes of bodies that are held in memory at once, of all and of one account: one of the largest, or some that are smaller. */
const ALL = 96 * 1024 * 1024;
const OF_ONE = 40 * 1024 * 1024;
/** A multipart is taken apart in memory. */
export const LARGEST_MULTIPART = 32 * 1024 * 1024;
/** What is no larger finds room always. */
const SMALL = 1024 * 1024;

const ROOMS = new WeakMap<ApiParts, BodyRoom>();

/** How much there is room for. Whoever finds none waits, rather than all of them losing the process. */
export class BodyRoom {
  private readonly most: { readonly all: number; readonly ofOne: number };
  private readonly held = new Map<string, number>();
  private total = 0;

  constructor(most: { readonly all: number; readonly ofOne: number } = { all: ALL, ofOne: OF_ONE }) {
    this.most = most;
  }

  static of(parts: ApiParts): BodyRoom {
    let room = ROOMS.get(parts);
    if (!room) ROOMS.set(parts, (room = new BodyRoom(parts.bodyRoom)));
    return room;
  }

  /**
   * Does something with the body of a request. There is room for what it says that it is, or it grows as it comes; it is given
   * back when all is done. `onBytes` is told of each piece.
   * @throws Trouble 503
   */
  async hold<T>(
    request: Request,
    { account, largest }: Holding,
    work: (onBytes: (bytes: number) => void) => Promise<T>,
  ): Promise<T> {
    const said = Number(request.headers.get("content-length") ?? 0);
    let held = 0;
    let came = 0;
    const grow = (bytes: number): void => {
      if (bytes <= Math.max(held, SMALL)) return;
      this.take(account, bytes - held);
      held = bytes;
    };
    try {
      if (Number.isSafeInteger(said)) grow(Math.min(said, largest));
      return await work((bytes) => grow((came += bytes)));
    } finally {
      this.take(account, -held);
    }
  }

  /** The same where nobody counts as it comes: what does not say how large it is is as large as a multipart may be. */
  async holdWhole<T>(request: Request, { account, largest }: Holding, work: () => Promise<T>): Promise<T> {
    const most = Math.min(largest, LARGEST_MULTIPART);
    const said = Number(request.headers.get("content-length") ?? most);
    return this.hold(request, { account, largest: most }, (onBytes) => {
      if (!request.headers.has("content-length")) onBytes(said);
      return work();
    });
  }

  private take(account: string, bytes: number): void {
    const own = (this.held.get(account) ?? 0) + bytes;
    if (bytes > 0 && (this.total + bytes > this.most.all || own > this.most.ofOne)) throw noRoom();
    this.total += bytes;
    if (own === 0) this.held.delete(account);
    else this.held.set(account, own);
  }
}

interface Holding {
  readonly account: string;
  /** Bytes. */
  readonly largest: number;
}

function noRoom(): Trouble {
  const hint = "send it again in a while; nothing of it was kept";
  return new Trouble(503, { code: "busy", detail: "too much is being sent at once", hint }, { "retry-after": "10" });
}
