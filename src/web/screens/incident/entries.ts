import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

/** An entry of the ledger with what it did to the incident and to what is about it. */
export type Entry = AnswerOf<Endpoints["getIncidentHistory"]>["entries"][number];

/** Acts that put reports together or apart: what `undoMatching` takes back. */
const ARRANGING: ReadonlySet<string> = new Set([
  "match-attach",
  "accept-match",
  "reject-match",
  "unsure-of-match",
  "say-of-reports",
  "merge-incidents",
  "split-incident",
  "pin-incident",
  "unpin-incident",
  "undo-matching",
]);

type Arranged = Pick<Entry, "seq" | "act" | "body">;

export interface Undoable<E> {
  readonly entry: E;
  /** The entry that took it back, if one did and still stands. */
  readonly undoneBy: number | undefined;
}

/** What put reports together or apart here, the latest first, and what of it was taken back. */
export function arrangedIn<E extends Arranged>(entries: readonly E[]): readonly Undoable<E>[] {
  const undoneBy = new Map<number, number>();
  const ordered = entries.filter(({ act }) => ARRANGING.has(act)).toSorted((a, b) => b.seq - a.seq);
  for (const { seq, act, body } of ordered) {
    // An undoing that was itself undone took nothing back; the later ones have been looked at first.
    if (act !== "undo-matching" || undoneBy.has(seq)) continue;
    const { undoes } = body as { readonly undoes?: number };
    if (undoes !== undefined) undoneBy.set(undoes, seq);
  }
  return ordered.map((entry) => ({ entry, undoneBy: undoneBy.get(entry.seq) }));
}

/** Where an incident went that was put together with another: the last that is told. */
export function joinedIn(
  entries: readonly Pick<Entry, "seq" | "things">[],
  incident: string,
): { readonly seq: number; readonly into: string } | undefined {
  const went = entries.flatMap(({ seq, things }) =>
    things
      .filter(({ id, what }) => id === incident && what === "withdrawn")
      .flatMap(({ fields }) => fields.filter(({ field }) => field === "body.joined"))
      .flatMap(({ now }) => (typeof now === "string" ? [{ seq, into: now }] : [])),
  );
  return went.toSorted((a, b) => a.seq - b.seq).at(-1);
}

/** Whether an entry did something to a thing, or names it anywhere in what it says. */
export function isAbout({ things, body }: Pick<Entry, "things" | "body">, thing: string): boolean {
  return things.some(({ id }) => id === thing) || names(body, thing);
}

function names(body: unknown, thing: string): boolean {
  if (typeof body !== "object" || body === null) return body === thing;
  return Object.values(body).some((value) => names(value, thing));
}

/** What is worth telling of an entry: who read what where is bookkeeping, and the matcher's notes follow from its act. */
const BOOKKEEPING: ReadonlySet<string> = new Set(["reason", "cells"]);

export function telling(things: Entry["things"]): Entry["things"] {
  return things.filter(({ noun }) => !BOOKKEEPING.has(noun));
}

/** Fields that say something to people: which row it is in and who may see it are told elsewhere. */
export function fieldsTelling(fields: Entry["things"][number]["fields"]): Entry["things"][number]["fields"] {
  return fields.filter(({ before, now }) => shownValue(before) !== shownValue(now));
}

const LONGEST = 120;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/u;

/** A value of a field on one line; nothing is a dash, never a blank. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map(shownValue).join(", ");
  const { text } = typeof value === "object" ? (value as { readonly text?: unknown }) : {};
  const said = typeof value === "string" ? value : typeof text === "string" ? text : JSON.stringify(value);
  if (ID.test(said)) return said.slice(0, 8);
  return said.length > LONGEST ? `${said.slice(0, LONGEST)} …` : said;
}

export function verdictIn(said: unknown): string | undefined {
  return (said as { readonly verdict?: string } | null | undefined)?.verdict;
}
