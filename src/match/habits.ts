import { FIELDS, levelsOf, type FieldId } from "./fields.ts";

/**
 * How a source tells what it tells: by field and level, how much more (natural logarithm) its pairs of one incident come out
 * so than those of others, compared with all sources. Two that give the kind loosely disagree on it and mean one incident
 * more often than two that give it well. By name of the source.
 */
export type Habits = ReadonlyMap<string, readonly (readonly number[])[]>;

/** Fields that a source can be careful or careless about. */
const TOLD: readonly FieldId[] = ["space", "time", "actors", "kind", "killed", "injured", "published"];
export const HABITS: readonly number[] = FIELDS.flatMap(({ id }, f) => (TOLD.includes(id) ? [f] : []));
/** Pairs of a source count against this many of all sources in each tier. */
const PULL = 50;

type Counts = readonly Float64Array[];

interface Tally {
  readonly matches: Counts;
  readonly rest: Counts;
}

/** Counts pairs by source, and gives what is special about each. */
export class HabitBook {
  private readonly all = emptyTally();
  private readonly bySource = new Map<string, Tally>();

  /** A pair of the pattern, of which one is of this source, that is one incident with this probability. */
  add(source: string, pattern: number, probability: number): void {
    let own = this.bySource.get(source);
    if (!own) this.bySource.set(source, (own = emptyTally()));
    const levels = levelsOf(pattern);
    for (const f of HABITS) {
      const level = levels[f]!;
      for (const tally of [own, this.all]) {
        tally.matches[f]![level]! += probability;
        tally.rest[f]![level]! += 1 - probability;
      }
    }
  }

  habits(): Habits {
    return new Map(Array.from(this.bySource, ([source, own]) => [source, FIELDS.map((_, f) => this.special(own, f))]));
  }

  private special(own: Tally, f: number): readonly number[] {
    if (!HABITS.includes(f)) return FIELDS[f]!.levels.map(() => 0);
    const matches = ratios(own.matches[f]!, this.all.matches[f]!, f);
    const rest = ratios(own.rest[f]!, this.all.rest[f]!, f);
    return matches.map((ratio, level) => (level === 0 ? 0 : Math.log(ratio / rest[level]!)));
  }
}

function emptyTally(): Tally {
  const counts = (): Counts => FIELDS.map(({ levels }) => new Float64Array(levels.length));
  return { matches: counts(), rest: counts() };
}

/** Share of each level within its tier, against that among all. */
function ratios(own: Float64Array, all: Float64Array, f: number): readonly number[] {
  const { levels } = FIELDS[f]!;
  const sum = (counts: Float64Array, tier: string): number =>
    levels.reduce((total, level, n) => total + (level.tier === tier ? counts[n]! : 0), 0);
  return levels.map(({ tier }, n) => {
    const usual = (all[n]! + 0.5) / (sum(all, tier) + 0.5);
    return (own[n]! + PULL * usual) / (sum(own, tier) + PULL) / usual;
  });
}
