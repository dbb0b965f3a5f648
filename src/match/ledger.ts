import { Refusal, type Instant } from "../kit/index.ts";

/** What an entry does to the record of incidents, in the words of the journal of SeisComP's event association. */
export type Deed = "create" | "attach" | "detach" | "merge" | "split" | "move" | "assert" | "pin" | "relabel" | "undo";

/** Before an entry, and after it; `undefined`: nothing. */
export interface Change {
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface Author {
  /** A person, or the matcher. */
  readonly by: string;
  readonly at: Instant;
  /** The model by which the matcher decided. */
  readonly model?: string;
  /** A digest of the evidence that the decision rests on, or a person's reason. */
  readonly evidence?: string;
}

export interface Entry extends Author {
  /** 0, 1, … */
  readonly number: number;
  readonly deed: Deed;
  readonly changes: readonly Change[];
  /** The entry that this one takes back. */
  readonly undoes?: number;
}

export type Verdict = "same" | "different" | "unsure";

/** Keys of what an entry can change. Ids of claims and incidents have no spaces. */
export const incidentKey = (claim: string): string => `claim ${claim}`;
export const pinKey = (incident: string): string => `pin ${incident}`;
export const labelKey = (incident: string): string => `label ${incident}`;
/** An incident that was joined to another leads to it for ever. */
export const redirectKey = (incident: string): string => `redirect ${incident}`;
/** An incident that was split off remembers from what. */
export const originKey = (incident: string): string => `origin ${incident}`;
/** What a person said of two claims, in either order. */
export const verdictKey = (a: string, b: string): string => `verdict ${a < b ? `${a} ${b}` : `${b} ${a}`}`;

/**
 * Every decision on which claims are one incident. Entries are added and never changed; the state is what they come to. An
 * entry carries what was before, so its inverse is an entry too: undoing adds, and what was undone stays to be read.
 */
export class Ledger {
  readonly entries: Entry[] = [];
  private readonly values = new Map<string, string>();
  private readonly members = new Map<string, Set<string>>();
  private readonly said = new Map<string, Map<string, Verdict>>();
  /** By key, the numbers of the entries that changed it. */
  private readonly touching = new Map<string, number[]>();
  /** Entries that were undone, and the undoing ones: together they change nothing. */
  private readonly cancelled = new Set<number>();

  constructor(entries: readonly Entry[] = []) {
    for (const entry of entries) this.replay(entry);
  }

  get(key: string): string | undefined {
    return this.values.get(key);
  }

  incidentOf(claim: string): string | undefined {
    return this.values.get(incidentKey(claim));
  }

  claimsOf(incident: string): ReadonlySet<string> {
    return this.members.get(incident) ?? NOBODY;
  }

  /** What people have said of a claim and others. */
  verdictsOf(claim: string): ReadonlyMap<string, Verdict> {
    return this.said.get(claim) ?? NOTHING_SAID;
  }

  isPinned(incident: string): boolean {
    return this.values.has(pinKey(incident));
  }

  /** Incidents that have claims. */
  incidents(): readonly string[] {
    return [...this.members.keys()];
  }

  /** Where an incident that was joined to others has gone; itself if it was not. */
  follow(incident: string): string {
    const seen = new Set<string>();
    let at = incident;
    for (let next = this.get(redirectKey(at)); next !== undefined; next = this.get(redirectKey(at))) {
      // Joined, parted and joined the other way round: the one with claims is meant.
      if (seen.has(at) || this.members.has(at)) break;
      seen.add(at);
      at = next;
    }
    return at;
  }

  /** Everything that the entries come to. */
  state(): ReadonlyMap<string, string> {
    return new Map([...this.values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Adds an entry; it must start from what is. */
  append(deed: Deed, changes: readonly Change[], author: Author): Entry {
    const entry: Entry = { ...author, number: this.entries.length, deed, changes };
    this.replay(entry);
    return entry;
  }

  /** Later entries, not undone themselves, that rest on this one. It can be undone when there are none. */
  dependents(number: number): readonly Entry[] {
    const found = new Set<number>();
    for (const { key } of this.entry(number).changes)
      for (const later of this.touching.get(key)!) if (later > number && !this.cancelled.has(later)) found.add(later);
    return [...found].sort((a, b) => a - b).map((later) => this.entries[later]!);
  }

  /** Takes an entry back by adding its inverse. Refuses while others rest on it, or when it was taken back already. */
  undo(number: number, author: Author): Entry {
    const entry = this.entry(number);
    if (this.cancelled.has(number))
      throw new Refusal("ledger.undone", `entry ${number} was undone already, or undoes another`);
    const [first] = this.dependents(number);
    if (first)
      throw new Refusal(
        "ledger.rests-on",
        `entry ${first.number} (${first.deed}) rests on entry ${number}`,
        "Undo that one first.",
      );
    const inverse = entry.changes.map(({ key, before, after }) => ({ key, before: after, after: before }));
    const undoing: Entry = { ...author, number: this.entries.length, deed: "undo", changes: inverse, undoes: number };
    this.replay(undoing);
    return undoing;
  }

  private entry(number: number): Entry {
    const entry = this.entries[number];
    if (!entry) throw new Refusal("ledger.no-entry", `there is no entry ${number}`);
    return entry;
  }

  private replay(entry: Entry): void {
    if (entry.number !== this.entries.length) throw new Refusal("ledger.order", `entry ${entry.number} is out of turn`);
    const keys = new Set<string>();
    for (const { key, before } of entry.changes) {
      if (keys.has(key) || this.values.get(key) !== before)
        throw new Refusal("ledger.stale", `entry ${entry.number} does not start from what is: ${key}`);
      keys.add(key);
    }
    this.entries.push(entry);
    for (const change of entry.changes) this.set(change, entry.number);
    if (entry.undoes === undefined) return;
    this.cancelled.add(entry.number);
    this.cancelled.add(entry.undoes);
  }

  private set({ key, before, after }: Change, number: number): void {
    const touching = this.touching.get(key);
    if (touching) touching.push(number);
    else this.touching.set(key, [number]);
    if (after === undefined) this.values.delete(key);
    else this.values.set(key, after);
    if (key.startsWith("claim ")) this.regroup(key.slice("claim ".length), before, after);
    else if (key.startsWith("verdict ")) {
      const [a, b] = key.slice("verdict ".length).split(" ") as [string, string];
      this.say(a, b, after as Verdict | undefined);
      this.say(b, a, after as Verdict | undefined);
    }
  }

  private regroup(claim: string, before: string | undefined, after: string | undefined): void {
    if (before !== undefined) {
      const left = this.members.get(before)!;
      left.delete(claim);
      if (left.size === 0) this.members.delete(before);
    }
    if (after === undefined) return;
    const joined = this.members.get(after);
    if (joined) joined.add(claim);
    else this.members.set(after, new Set([claim]));
  }

  private say(claim: string, other: string, verdict: Verdict | undefined): void {
    const known = this.said.get(claim) ?? new Map<string, Verdict>();
    this.said.set(claim, known);
    if (verdict === undefined) known.delete(other);
    else known.set(other, verdict);
  }
}

const NOBODY: ReadonlySet<string> = new Set();
const NOTHING_SAID: ReadonlyMap<string, Verdict> = new Map();
