import { isSameActor } from "./compare.ts";
import type { ActorNumbers, ClaimTable } from "./claim-table.ts";
import { FIELDS, levelOf, levelsOf } from "./fields.ts";
import { HABITS, type Habits } from "./habits.ts";
import type { Lags } from "./lags.ts";
import type { PairClass } from "./pair-class.ts";
import type { Weights } from "./weights.ts";

/**
 * How common the values are that two claims can share: that both name the one group that fights everywhere says less than
 * that both name a rare one (term frequency; Winkler 1989). Counted once, with the model, by names and not by numbers of one
 * load.
 */
export interface TermFrequencies {
  /** ln(Σp² / p) by province and actor: what sharing this actor says beyond sharing any. */
  readonly actors: ReadonlyMap<string, number>;
  /** ln(Σp² / p) of its band, by number killed. */
  readonly killed: ReadonlyMap<number, number>;
}

const ACTOR_SHARE = 0.6;
const KILLED_SHARE = 0.7;
const SHRINK = 20;

export function countTerms(table: ClaimTable): TermFrequencies {
  return { actors: actorTerms(table), killed: killedTerms(table) };
}

function actorTerms(table: ClaimTable): ReadonlyMap<string, number> {
  const country = new Map<number, number>();
  const provinces = new Map<number, Map<number, number>>();
  let total = 0;
  for (let i = 0; i < table.size; i++) {
    for (const { actor } of table.actors[i]!) {
      if (actor === 0) continue;
      total += 1;
      country.set(actor, (country.get(actor) ?? 0) + 1);
      const here = provinces.get(table.province[i]!) ?? new Map<number, number>();
      provinces.set(table.province[i]!, here.set(actor, (here.get(actor) ?? 0) + 1));
    }
  }
  const terms = new Map<string, number>();
  for (const [province, counts] of provinces) {
    const here = [...counts.values()].reduce((sum, n) => sum + n, 0);
    const share = (actor: number): number =>
      ((counts.get(actor) ?? 0) + SHRINK * (country.get(actor)! / total)) / (here + SHRINK);
    let squares = 0;
    for (const actor of country.keys()) squares += share(actor) ** 2;
    for (const actor of counts.keys())
      terms.set(`${table.names.text(province)}\n${table.names.text(actor)}`, Math.log(squares / share(actor)));
  }
  return terms;
}

const BANDS: readonly (readonly [number, number])[] = [
  [1, 2],
  [3, 6],
  [7, Number.POSITIVE_INFINITY],
];

function killedTerms({ killedLeast, killedMost, size }: ClaimTable): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < size; i++)
    if (killedLeast[i]! >= 1 && killedLeast[i] === killedMost[i])
      counts.set(killedLeast[i]!, (counts.get(killedLeast[i]!) ?? 0) + 1);
  const terms = new Map<number, number>();
  for (const [least, most] of BANDS) {
    const values = [...counts].filter(([value]) => value >= least && value <= most);
    const all = values.reduce((sum, [, n]) => sum + n, 0);
    // Chance that two of the band are equal, against the share of this one.
    const squares = values.reduce((sum, [, n]) => sum + (n / all) ** 2, 0);
    for (const [value, n] of values) terms.set(value, Math.log(squares / (n / all)));
  }
  return terms;
}

/** A model: what pairs are scored by. A change of it is a proposal, never a silent re-clustering. */
export interface Model {
  readonly version: string;
  readonly weights: Weights;
  readonly terms: TermFrequencies;
  readonly lags: Lags;
  readonly habits: Habits;
}

/** One bar of an explanation, in natural-log odds. */
export interface Part {
  readonly field: string;
  readonly says: string;
  readonly weight: number;
}

/** Scores patterns by looking up, and the rare values of a pair on top. */
export class Scorer {
  private readonly model: Model;
  private readonly table: ClaimTable;
  private readonly actorTerms = new Map<number, Map<number, number>>();
  private readonly habits = new Map<number, readonly (readonly number[])[] | undefined>();

  constructor(model: Model, table: ClaimTable) {
    this.model = model;
    this.table = table;
  }

  /** Log-odds of a pattern, that of crowding included, other candidates left aside: ln(λ·m / Σ πₖ·uₖ). */
  patternScore(pattern: number): number {
    const { match, others } = this.model.weights;
    const levels = levelsOf(pattern);
    const base = likelihood(others.at(-1)!, levels);
    let alike = 0;
    for (let k = 0; k < others.length - 1; k++) alike += Math.exp(Math.min(700, likelihood(others[k]!, levels) - base));
    return likelihood(match, levels) - base - Math.log1p(alike);
  }

  /** What counts beyond the pattern: the values that the two share, and the habits of their sources. */
  termScore(pattern: number, a: number, b: number): number {
    return this.actorTerm(a, b) + this.killedTerm(a, b) + this.habitScore(pattern, a) + this.habitScore(pattern, b);
  }

  private habitScore(pattern: number, i: number): number {
    const habits = this.habitsOf(i);
    if (!habits) return 0;
    let score = 0;
    for (const f of HABITS) score += habits[f]![levelOf(pattern, f)]!;
    return score;
  }

  private habitsOf(i: number): readonly (readonly number[])[] | undefined {
    const source = this.table.source[i]!;
    if (!this.habits.has(source)) this.habits.set(source, this.model.habits.get(this.table.names.text(source)));
    return this.habits.get(source);
  }

  /** The parts whose sum is the log-odds. */
  explain(pattern: number, a: number, b: number): readonly Part[] {
    return [
      ...this.bars(pattern),
      { field: "actors", says: "how common the shared actor is here", weight: this.actorTerm(a, b) },
      { field: "killed", says: "how common the shared number is", weight: this.killedTerm(a, b) },
      ...HABITS.map((f) => ({
        field: FIELDS[f]!.id,
        says: "how these two sources usually tell it",
        weight: [a, b].reduce((sum, i) => sum + (this.habitsOf(i)?.[f]![levelOf(pattern, f)] ?? 0), 0),
      })),
    ];
  }

  /**
   * A bar for each field, against pairs with nothing in common, and one for what a neighbouring incident would look like as
   * well: ln(λ·m / Σ πₖ·uₖ), taken apart as ln(λ/π) + Σ ln(m/u) − ln(1 + Σ over the other kinds of pairs).
   */
  private bars(pattern: number): readonly Part[] {
    const { match, others } = this.model.weights;
    const levels = levelsOf(pattern);
    const unrelated = others.at(-1)!;
    const base = likelihood(unrelated, levels);
    const alike = others
      .slice(0, -1)
      .reduce((sum, other) => sum + Math.exp(Math.min(700, likelihood(other, levels) - base)), 0);
    return [
      {
        field: "start",
        says: "how often candidates are one incident",
        weight: Math.log(match.share / unrelated.share),
      },
      ...FIELDS.map(({ id, levels: each }, f) => {
        const level = levels[f]!;
        return { field: id, says: each[level]!.says, weight: match.logs[f]![level]! - unrelated.logs[f]![level]! };
      }),
      {
        field: "neighbours",
        says: "another incident of the same place or time would look so too",
        weight: -Math.log1p(alike),
      },
    ];
  }

  /** The same whichever of the two comes first. */
  private actorTerm(a: number, b: number): number {
    const { actors, province } = this.table;
    let rarest: number | undefined;
    for (const one of actors[a]!) {
      if (one.actor === 0) continue;
      for (const other of actors[b]!) {
        if (other.actor === 0 || !isSameActor(one, other)) continue;
        const term = (this.termOf(one, province[a]!) + this.termOf(other, province[b]!)) / 2;
        if (rarest === undefined || term > rarest) rarest = term;
      }
    }
    return ACTOR_SHARE * (rarest ?? 0);
  }

  private termOf({ actor }: ActorNumbers, province: number): number {
    let here = this.actorTerms.get(province);
    if (!here) this.actorTerms.set(province, (here = new Map()));
    let term = here.get(actor);
    if (term === undefined) {
      const { names } = this.table;
      term = this.model.terms.actors.get(`${names.text(province)}\n${names.text(actor)}`) ?? 0;
      here.set(actor, term);
    }
    return term;
  }

  private killedTerm(a: number, b: number): number {
    const { killedLeast, killedMost } = this.table;
    const killed = killedLeast[a]!;
    if (!(killed >= 1) || killed !== killedMost[a] || killed !== killedLeast[b] || killed !== killedMost[b]) return 0;
    return KILLED_SHARE * (this.model.terms.killed.get(killed) ?? 0);
  }
}

function likelihood({ share, logs }: PairClass, levels: readonly number[]): number {
  let sum = Math.log(share);
  for (let f = 0; f < levels.length; f++) sum += logs[f]![levels[f]!]!;
  return sum;
}
