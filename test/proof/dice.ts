/** A small seeded generator of random choices (mulberry32), so that every random case can be made again from its seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2_654_435_761 + 0x9e3779b9) >>> 0;
  }

  /** In [0, 1). */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** An integer from 0 up to but not `n`. */
  below(n: number): number {
    return Math.floor(this.roll() * n);
  }

  /** An integer from `least` to `most`, both possible. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.roll() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** `n` of them (or all), without repetition, in random order. */
  draw<T>(from: readonly T[], n: number): T[] {
    const rest = [...from];
    const drawn: T[] = [];
    while (drawn.length < n && rest.length > 0) drawn.push(...rest.splice(this.below(rest.length), 1));
    return drawn;
  }
}
