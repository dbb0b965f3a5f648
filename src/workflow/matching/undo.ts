import { Refusal } from "../../kit/index.ts";
import {
  canonicalJson,
  entriesNumbered,
  entryOfRow,
  lastVersionOf,
  noteReason,
  NOUNS,
  rowsOf,
  sayings,
  versionsBetween,
  type Change,
  type EntryWithRuns,
  type Noun,
  type Row,
  type RowRange,
} from "../../store/index.ts";
import { verb, type Done } from "../acts/acting.ts";
import { InputCheck } from "../acts/input-check.ts";
import { askToJudge } from "../acts/judge-again.ts";
import { areSame, saidIn } from "../acts/versions.ts";

/** What can be undone by its entry: everything that puts reports together or apart, whoever did it. */
export const ARRANGING_ACTS = [
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
] as const;

export interface UndoMatching {
  /** The number of the entry of the ledger. */
  readonly entry: number;
  readonly reason: string;
}

export interface Undone {
  readonly undoes: number;
  readonly act: string;
  /** Things that are as they were before it. */
  readonly restored: number;
}

/**
 * Takes an entry back by adding its inverse: everything that it changed is as it was before it, and both stay to be read. What
 * others have said since of other columns stays: an answer, a level. If they have changed the same, it is not written over: their
 * entry is named, to be undone first.
 */
export const undoMatching = verb(
  { act: "undo-matching", permission: "incident:merge" },
  async (acting, input: UndoMatching): Promise<Done<Undone>> => {
    const check = new InputCheck();
    check.row("/entry", input.entry);
    check.name("/reason", input.reason);
    check.done();
    const { store, by, person } = acting;
    const { entry: seq, reason } = input;
    return store.change(async (change) => {
      const entry = await entryOf(change, seq);
      let restored = 0;
      for (const [noun, range] of rowsOf(entry))
        if (noun !== "reason") restored += await restore(change, { noun, ...range, person });
      noteReason(change, { act: "undo-matching", by: person, reason });
      await askToJudge(acting, change);
      const body = { undoes: seq, what: entry.act, restored };
      return { result: { undoes: seq, act: entry.act, restored }, act: { by, act: "undo-matching", body } };
    });
  },
);

async function entryOf({ client }: Change, seq: number): Promise<EntryWithRuns> {
  const [entry] = await entriesNumbered(client, [seq]);
  if (!entry) throw new Refusal("match.no-entry", `the ledger has no entry ${seq}`, "truce match --waiting lists them");
  if (!ARRANGING_ACTS.some((act) => act === entry.act))
    throw new Refusal(
      "match.not-undone-here",
      `entry ${seq} is “${entry.act}”, which puts no reports together or apart`,
      `these can be undone: ${ARRANGING_ACTS.join(", ")}`,
    );
  return entry;
}

async function restore(
  change: Change,
  { noun, from, to, person }: RowRange & { readonly noun: Noun; readonly person: string },
): Promise<number> {
  const rows = await versionsBetween(change.client, noun, { from, to });
  for (const left of rows) {
    // What others changed and took back again is as this entry left it.
    const stands = left.superseded_at === null ? left : await lastVersionOf(change.client, noun, left.id);
    const { supersedes } = left;
    const range = supersedes === null ? undefined : { from: supersedes, to: supersedes };
    const [before] = range ? await versionsBetween(change.client, noun, range) : [];
    const now = before ? withoutEntry(noun, { before, left, stands }) : takenBack(noun, left, stands);
    if (!now) await refuseAsRestedOn(change, stands.row);
    else if (noun === "match_proposal" && !before) keepUndone(change, stands as Row<"match_proposal">, person);
    else {
      const { audience, withdrawn } = now;
      change.add(noun, { id: left.id, supersedes: stands.row, audience, withdrawn }, saidIn(noun, now));
    }
  }
  return rows.length;
}

/** What was new with the entry is taken back, as long as nobody has said more of it. */
function takenBack(noun: Noun, left: Row<Noun>, stands: Row<Noun>): Row<Noun> | undefined {
  return isAsLeft(noun, left, stands) ? { ...left, withdrawn: true } : undefined;
}

function isAsLeft(noun: Noun, left: Row<Noun>, stands: Row<Noun>): boolean {
  if (left.row === stands.row) return true;
  const said = (row: Row<Noun>): string => canonicalJson([sayings(noun, row), row.withdrawn, [...row.audience].sort()]);
  return said(left) === said(stands);
}

const columnsSaid = (noun: Noun): readonly string[] => ["audience", "withdrawn", ...Object.keys(NOUNS[noun])];

interface Versions {
  readonly before: Row<Noun>;
  /** As the entry left it. */
  readonly left: Row<Noun>;
  readonly stands: Row<Noun>;
}

/** What stands, but what the entry changed is as before it; `undefined`: others have changed the same. */
function withoutEntry(noun: Noun, { before, left, stands }: Versions): Row<Noun> | undefined {
  // What would be taken back, and has been worked on, is not.
  if (before.withdrawn && !isAsLeft(noun, left, stands)) return undefined;
  const valueOf = (row: Row<Noun>, name: string): unknown => (row as Readonly<Record<string, unknown>>)[name];
  const areEqual = (a: Row<Noun>, b: Row<Noun>, name: string): boolean => areSame(valueOf(a, name), valueOf(b, name));
  const changed = columnsSaid(noun).filter((name) => !areEqual(before, left, name));
  if (changed.some((name) => !areEqual(left, stands, name))) return undefined;
  return { ...stands, ...Object.fromEntries(changed.map((name) => [name, valueOf(before, name)])) };
}

/** That it was proposed stays known, so that the matcher does not put there again what people have taken out. */
function keepUndone(change: Change, row: Row<"match_proposal">, person: string): void {
  const said = { ...saidIn("match_proposal", row), state: "undone", decided_by: person };
  change.add("match_proposal", { id: row.id, supersedes: row.row, audience: [] }, said);
}

async function refuseAsRestedOn({ client }: Change, row: number): Promise<never> {
  const { seq, act } = await entryOfRow(client, row);
  throw new Refusal(
    "match.rests-on",
    `entry ${seq} (${act}) rests on this one`,
    ARRANGING_ACTS.some((one) => one === act) ? `undo entry ${seq} first` : "what it changed is not undone here",
  );
}
