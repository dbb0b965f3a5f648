import { localInstant } from "../language/index.ts";
import { actorsOf } from "./candidates.ts";
import { contentOf } from "./events.ts";
import type { Asking } from "./members.ts";
import type { Occurrence, Side } from "./occurrence.ts";
import type { Situation } from "./situation.ts";

/** Puts occurrences into one situation, and says shortly what an occurrence's answers depend on. */
export class Asker {
  readonly situation: Situation;
  private readonly named: readonly number[];
  private readonly changes = new Map<string, readonly number[]>();
  private readonly sideNumbers = new WeakMap<Side, number>();
  private readonly asksPlace: boolean;
  private sideCount = 0;

  constructor(situation: Situation) {
    this.situation = situation;
    const { atoms, declared } = situation.program;
    this.asksPlace =
      situation.counts.some(({ event }) => event.in !== undefined) ||
      atoms.some(({ leaf }) => leaf.kind === "in" && "role" in leaf.term && leaf.term.role === "place");
    this.named = atoms.flatMap(({ leaf }) => {
      if (leaf.kind !== "time" || leaf.time.kind !== "instant") return [];
      const read = localInstant(leaf.time.local, leaf.time.zone ?? declared.times.zone);
      return read.kind === "instant" ? [read.instant] : [];
    });
  }

  askingOf(occurrence: Occurrence): Asking {
    const key = this.sidesOf(occurrence);
    let changes = this.changes.get(key);
    if (!changes) {
      const actors = occurrence.sides.flatMap((side) => [...actorsOf(side)]);
      changes = [...new Set([...this.named, ...this.situation.changesOf(actors)])].sort((a, b) => a - b);
      this.changes.set(key, changes);
    }
    return { occurrence, situation: this.situation, changes };
  }

  /**
   * Everything but its time that the answers about an occurrence depend on, if that can be said shortly: the same words are
   * the same answers.
   */
  keyOf(occurrence: Occurrence): string | undefined {
    const { given, measures, distances } = occurrence;
    if (given.length > 0 || measures.size > 0 || distances.size > 0) return undefined;
    return `${this.sidesOf(occurrence)} ${contentOf(occurrence, this.asksPlace)}`;
  }

  private sidesOf({ sides }: Occurrence): string {
    return `${this.numberOf(sides[0])} ${this.numberOf(sides[1])}`;
  }

  private numberOf(side: Side): number {
    const known = this.sideNumbers.get(side);
    if (known !== undefined) return known;
    this.sideCount += 1;
    this.sideNumbers.set(side, this.sideCount);
    return this.sideCount;
  }
}
