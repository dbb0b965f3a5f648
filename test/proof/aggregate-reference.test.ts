import { describe, expect, it } from "vitest";
import { atLeast, noneFor, type EventRecord } from "../../src/language/index.ts";
import { SEED } from "../property-seed.ts";
import { Dice } from "./dice.ts";

/** Counting against every way in which the recorded events, and events that nobody recorded, can have happened. */

const LAST = 6;
const moments = Array.from({ length: LAST }, (_, t) => t);

type Stretch = readonly [first: number, end: number];

interface Drawn {
  readonly window: Stretch;
  readonly definite: readonly Stretch[];
  readonly possible: readonly Stretch[];
  readonly coverage: readonly Stretch[];
}

function drawn(dice: Dice): Drawn {
  const stretch = (): Stretch => {
    const first = dice.between(0, LAST - 1);
    return [first, dice.between(first + 1, LAST)];
  };
  const some = (most: number): readonly Stretch[] => Array.from({ length: dice.between(0, most) }, stretch);
  return { window: stretch(), definite: some(2), possible: some(2), coverage: some(3) };
}

const isIn = (moment: number, [first, end]: Stretch): boolean => first <= moment && moment < end;

/** How many events of each history lie in the window: at every moment that no coverage closes there may be one more. */
function countsOf({ window, definite, possible, coverage }: Drawn): readonly number[] {
  const placed = (one: Stretch): readonly (number | undefined)[] => moments.filter((moment) => isIn(moment, one));
  const unrecorded = moments.filter((moment) => !coverage.some((one) => isIn(moment, one)));
  const choices = [
    ...definite.map(placed),
    ...possible.map((one) => [undefined, ...placed(one)]),
    ...unrecorded.map((moment) => [undefined, moment]),
  ];
  return choices.reduce<readonly number[]>(
    (counts, options) => [
      ...new Set(
        counts.flatMap((count) =>
          options.map((moment) => count + (moment !== undefined && isIn(moment, window) ? 1 : 0)),
        ),
      ),
    ],
    [0],
  );
}

const over = ([earliest, latest]: Stretch): { earliest: number; latest: number } => ({ earliest, latest });
const recordOf = ({ definite, possible, coverage }: Drawn): EventRecord => ({
  definite: definite.map(over),
  possible: possible.map(over),
  coverage: coverage.map(over),
});

const kleene = (values: readonly boolean[]): string =>
  values.every((value) => value) ? "true" : values.some((value) => value) ? "unknown" : "false";

describe("counting over past time", () => {
  const cases = Array.from({ length: 3000 }, (_, i) => drawn(new Dice((SEED - 1) * 3000 + i + 1)));

  it("says that there was none, or that there was one, only if every history says so", () => {
    for (const one of cases)
      expect([one, noneFor(recordOf(one), over(one.window)).value]).toEqual([
        one,
        kleene(countsOf(one).map((count) => count === 0)),
      ]);
  });

  it("says that there were so many, or fewer, only if every history says so, or more may be unrecorded", () => {
    for (const one of cases)
      for (const n of [1, 2, 3]) {
        const { value } = atLeast(n, recordOf(one), over(one.window));
        // Where coverage is open there may have been any number at one moment.
        const isOpen = moments.some(
          (moment) => isIn(moment, one.window) && !one.coverage.some((stretch) => isIn(moment, stretch)),
        );
        const said = kleene(countsOf(one).map((count) => count >= n));
        expect([one, n, value]).toEqual([one, n, said === "false" && isOpen ? "unknown" : said]);
      }
  });
});
