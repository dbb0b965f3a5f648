import { findStanding, findVersion, NOUNS, type Change, type Noun, type Row, type Said } from "../../store/index.ts";
import { ChangedMeanwhile, NoSuchThing, type Version } from "./acting.ts";

/** A change, or a look at the record. */
type Asked = Pick<Change, "client">;

export interface Wanted<N extends Noun> {
  readonly id: string;
  /** The row that the person saw. */
  readonly seen: number;
  /** The columns that the verb is about. What others did to the other columns meanwhile stays. */
  readonly touching: readonly ((keyof Said<N> & string) | "audience")[];
  /** What the person wanted to record, to be given back if somebody was faster. */
  readonly wanted: unknown;
}

/**
 * The version of a thing that stands, to be replaced. What happened to it since it was seen is kept if it was about other
 * columns. Changes of the record come one after the other, so nothing can come in between from here on.
 * @throws NoSuchThing, ChangedMeanwhile
 */
export async function standingOf<N extends Noun>(change: Asked, noun: N, wanted: Wanted<N>): Promise<Row<N>> {
  const stands = await currentOf(change, noun, wanted.id);
  if (stands.row === wanted.seen) return stands;
  const saw = (await findVersion(change.client, noun, { id: wanted.id, row: wanted.seen })) as Version | undefined;
  if (!saw) throw new NoSuchThing(noun);
  const fields = wanted.touching.filter((name) => !areSame(saw[name], (stands as Version)[name]));
  if (fields.length === 0) return stands;
  throw new ChangedMeanwhile({
    noun,
    fields,
    saw: plain(saw),
    stands: plain(stands),
    wanted: wanted.wanted,
  });
}

/** @throws NoSuchThing */
export async function currentOf<N extends Noun>(change: Asked, noun: N, id: string): Promise<Row<N>> {
  const found = await findStanding(change.client, noun, id);
  if (!found) throw new NoSuchThing(noun);
  return found;
}

/** The own columns of a row, to be said again with something else in some of them. */
export function saidIn<N extends Noun>(noun: N, row: Row<N>): Said<N> {
  const own = Object.keys(NOUNS[noun]).map((name) => {
    const value = (row as Readonly<Record<string, unknown>>)[name];
    return [name, value instanceof Uint8Array ? hexOf(noun, name, value) : value];
  });
  return Object.fromEntries(own) as Said<N>;
}

/** Digests come as bytes and are written in hex; what is bytes stays so. */
function hexOf(noun: Noun, name: string, value: Uint8Array): unknown {
  const kind = (NOUNS[noun] as Readonly<Record<string, string>>)[name];
  return kind === "bytes" ? value : Buffer.from(value).toString("hex");
}

/** Of two values of one column. */
export function areSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

function comparable(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}

function plain(version: Version): Version {
  return Object.fromEntries(Object.entries(version).map(([name, value]) => [name, comparable(value)])) as Version;
}
