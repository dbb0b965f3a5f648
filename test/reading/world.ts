import type { Viewer } from "../../src/domain/index.ts";
import { NOUN_NAMES, type Change, type Noun, type NewRow, type Store } from "../../src/store/index.ts";
import type { Dice } from "../proof/dice.ts";
import { idOf, rowOf } from "../record-rows.ts";
import { changed } from "../temporary-record.ts";

export type Values = Readonly<Record<string, unknown>>;

/** One version of one thing, as it was given to the record. */
export interface Version {
  readonly noun: Noun;
  readonly id: string;
  readonly said: Values;
  readonly audience: readonly string[];
  readonly withdrawn: boolean;
  readonly recordedAt: number;
  /** When a later version of the thing took its place. */
  supersededAt: number | undefined;
}

export const AUDIENCES = ["guarantors", "party:a", "party:b", "humanitarians", "public"];
export const VIEWERS: readonly Viewer[] = [
  { tier: "internal" },
  { tier: "guarantors" },
  { tier: "party", party: "a" },
  { tier: "party", party: "b" },
  { tier: "humanitarians" },
  { tier: "public" },
];

/** Words that several incidents share, so that filters by them find several. */
export const POOL = {
  area: ["east", "west"],
  sides: ["North Army", "South Front"],
  acts: ["shelling", "airstrike"],
  occurrence: ["reported", "confirmed"],
  attribution: ["none made", "claimed"],
  words: ["bakery", "bridge"],
  earliest: [Date.UTC(2016, 2, 1), Date.UTC(2016, 2, 2), Date.UTC(2016, 2, 3)],
  party: ["a", "b"],
  protection: ["open", "protected"],
  verdict: ["breach", "permitted", "undetermined"],
};
export const SHOW = { rule: "cease", reading: "text" };

/** In an order in which what a row is about comes before it. */
const ORDER: readonly Noun[] = [
  ...(["source", "agreement", "actor", "list_snapshot", "report", "incident", "cells"] as const),
  ...NOUN_NAMES.filter((noun) => !/^(?:source|agreement|actor|list_snapshot|report|incident|cells)$/u.test(noun)),
];

interface Addition {
  readonly row: NewRow & { readonly id: string };
  /** Instead of what is drawn. */
  readonly given?: Values;
}

/** Most of them in one change. */
const MANY: Readonly<Partial<Record<Noun, number>>> = { report: 4, incident: 4, finding: 6, incident_member: 16 };

/** A random record: every noun, in several changes, with revisions that hide, show and take back. */
export class World {
  readonly versions: Version[] = [];
  /** When each change was recorded. */
  readonly moments: number[] = [];
  private readonly dice: Dice;
  private made = 0;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  async grow(store: Store): Promise<void> {
    await changed(store, (change) => {
      this.moments.push(change.at);
      const before = this.current();
      for (const noun of ORDER) {
        for (let i = this.dice.between(1, MANY[noun] ?? 2); i > 0; i--)
          this.add(change, noun, { row: { id: idOf(++this.made), audience: this.audience() } });
      }
      for (const old of this.dice.draw(before, Math.ceil(before.length / 4))) this.revise(change, old);
    });
    for (const noun of NOUN_NAMES)
      for (const { row, id } of await store.current(noun)) this.rows.set(`${noun} ${id}`, row);
  }

  current(noun?: Noun): readonly Version[] {
    return this.versions.filter((one) => one.supersededAt === undefined && (noun === undefined || one.noun === noun));
  }

  /** The number of the row of each thing that stands, to supersede it. */
  private readonly rows = new Map<string, number>();

  private revise(change: Change, old: Version): void {
    const { noun, id } = old;
    const supersedes = this.rows.get(`${noun} ${id}`);
    // An item's bytes and a finding's cells stay; and what was taken back stays so.
    if (supersedes === undefined || old.withdrawn || noun === "cells" || noun === "item") return;
    const said = old.said;
    const kept = ["key", "data_set", "external_id", "list", "generated_at"].filter((name) => name in said);
    old.supersededAt = change.at;
    const row = { id, supersedes, withdrawn: this.dice.chance(0.2), audience: this.audience() };
    this.add(change, noun, { row, given: Object.fromEntries(kept.map((name) => [name, said[name]])) });
  }

  private add(change: Change, noun: Noun, { row, given = {} }: Addition): void {
    const own: Values = rowOf(noun, ++this.made);
    const said = { ...own, ...this.links(noun, own), ...given };
    change.add(noun, row, said);
    const { id, audience, withdrawn = false } = row;
    this.versions.push({ noun, id, said, audience, withdrawn, recordedAt: change.at, supersededAt: undefined });
  }

  private audience(): readonly string[] {
    return this.dice.chance(0.15) ? [] : this.dice.draw(AUDIENCES, this.dice.between(1, AUDIENCES.length));
  }

  private some(noun: Noun, column?: string): unknown {
    const one = this.dice.pick(this.current(noun));
    return column === undefined ? one.id : one.said[column];
  }

  /** What a row says of other things, and what several say alike. */
  private links(noun: Noun, own: Values): Values {
    const { dice } = this;
    const among = (words: readonly string[], column: string): unknown =>
      dice.chance(0.7) ? dice.pick(words) : own[column];
    const listed = (words: readonly string[], column: string): unknown => [
      ...dice.draw(words, dice.below(3)),
      ...(own[column] as readonly string[]).slice(0, 1),
    ];
    switch (noun) {
      case "source":
        return { protection: dice.pick(POOL.protection) };
      case "report":
        return {
          kind: among(["event"], "kind"),
          source: dice.chance(0.8) ? this.some("source") : null,
          earliest: dice.chance(0.3) ? null : dice.pick(POOL.earliest),
          words: [own["words"], ...dice.draw(POOL.words, 1)].join(" "),
        };
      case "statement":
        return { report: this.some("report") };
      case "incident":
        return {
          earliest: dice.chance(0.2) ? null : dice.pick(POOL.earliest),
          area: among(POOL.area, "area"),
          sides: listed(POOL.sides, "sides"),
          acts: listed(POOL.acts, "acts"),
          occurrence: among(POOL.occurrence, "occurrence"),
          attribution: among(POOL.attribution, "attribution"),
          words: [own["words"], ...dice.draw(POOL.words, 1)].join(" "),
          public_words: [own["public_words"], ...dice.draw(POOL.words, 1)].join(" "),
          ...(dice.chance(0.2) ? { latitude: null, longitude: null } : {}),
        };
      case "incident_member":
        return { incident: this.some("incident"), report: this.some("report") };
      case "cells":
        return { keys: this.keys(own["keys"] as readonly string[]) };
      case "finding":
        return { incident: this.some("incident"), agreement: this.some("agreement", "key"), cells: this.some("cells") };
      case "determination":
      case "proposal":
        return { incident: this.some("incident"), agreement: this.some("agreement", "key") };
      case "dissent":
        return { determination: this.some("determination"), incident: this.some("incident") };
      case "level":
        return { incident: this.some("incident") };
      case "match_proposal":
        return { report: this.some("report"), origin: this.some("incident"), incident: this.some("incident") };
      case "clarification":
        return { agreement: this.some("agreement", "key") };
      case "reply":
        return { incident: this.some("incident"), party: among(POOL.party, "party") };
      case "acceptance":
        return { agreement: this.some("agreement", "key"), actor: this.some("actor", "key") };
      case "list_entry":
        return { snapshot: this.some("list_snapshot") };
      case "item":
      case "source_identity":
      case "actor":
      case "place":
      case "area":
      case "list_snapshot":
      case "agreement":
      case "coverage":
      case "figure":
      case "match_verdict":
      // Of an incident there is one.
      case "match_pin":
      case "match_model":
      case "reason":
        return {};
    }
  }

  private keys(keys: readonly string[]): readonly string[] {
    const { rule, reading } = SHOW;
    const verdict = this.dice.pick(POOL.verdict);
    return [
      ...(this.dice.chance(0.8) ? [`${reading}|${rule}|${verdict}`, `${reading}|${rule}|?breach`] : []),
      `${reading}|${keys[0]}|breach`,
    ];
  }
}
