import { createHash } from "node:crypto";
import { answering, findAnswer, keepAnswer, type RequestName, type Store } from "../store/index.ts";
import { Trouble } from "./errors.ts";

/** A key is anything that its sender will not use for something else: 8 to 200 printable characters. */
const KEY = /^[\x21-\x7e]{8,200}$/u;

export function keyOf(headers: Headers): string {
  const key = headers.get("idempotency-key");
  if (key !== null && KEY.test(key)) return key;
  throw new Trouble(400, {
    code: "no-idempotency-key",
    detail: "a request that changes something needs the header Idempotency-Key",
    hint: "send a new UUID with each request, and the same one when you send it again: then it is carried out once",
  });
}

/** SHA-256 over parts, each with its length, so that no two requests come to the same. */
export function digestOfRequest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex");
}

export interface Answered {
  /** JSON. */
  readonly body: string;
  /** It was given before. */
  readonly isAgain: boolean;
}

export interface Carried {
  readonly result: unknown;
  /** Whether the record was changed by it. */
  readonly isChanged: boolean;
}

export interface Carrying {
  /** Changes the record through this store only. */
  readonly carry: (store: Store) => Promise<Carried>;
  readonly say: (result: unknown) => string;
  /** It is several changes, and done again it comes to the same: then its answer is kept after them. */
  readonly isRepeatable: boolean;
}

/** Carries out a request once, however often it is sent. What was refused has changed nothing, and may be sent again. */
export class Once {
  private readonly store: Store;
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(store: Store) {
    this.store = store;
  }

  async answer(name: RequestName, work: Carrying): Promise<Answered> {
    const place = `${name.account} ${name.key}`;
    // Whoever sends it again before it is answered gets that answer.
    while (this.underWay.has(place)) await this.underWay.get(place)!.catch(() => undefined);
    const answer = this.answerNext(name, work);
    this.underWay.set(place, answer);
    try {
      return await answer;
    } finally {
      this.underWay.delete(place);
    }
  }

  private async answerNext(name: RequestName, work: Carrying): Promise<Answered> {
    const known = await this.known(name);
    if (known) return known;
    const { carry, say, isRepeatable } = work;
    try {
      const store = isRepeatable ? this.store : answering(this.store, name, say);
      const { result, isChanged } = await carry(store);
      const body = say(result);
      if (isChanged && !isRepeatable) return { body, isAgain: false };
      await keepAnswer(this.store, name, body);
      return { ...(await this.known(name))!, isAgain: false };
    } catch (error) {
      // Another process was faster, and that may be why it came to nothing here.
      const again = await this.known(name);
      if (again) return again;
      throw error;
    }
  }

  private async known(name: RequestName): Promise<Answered | undefined> {
    const known = await findAnswer(this.store, name);
    if (!known) return undefined;
    if (known.isSame) return { body: known.body, isAgain: true };
    throw new Trouble(422, {
      code: "key-used",
      detail: "this Idempotency-Key was sent with another request",
      hint: "use a new key for something else",
    });
  }
}
