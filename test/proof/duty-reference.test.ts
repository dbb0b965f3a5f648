import { describe, expect, it } from "vitest";
import { judgeDuty, type DutyDiary } from "../../src/language/index.ts";
import { SEED } from "../property-seed.ts";
import { Dice } from "./dice.ts";
import {
  diaryOf,
  judgedByEngine,
  knownAt,
  optionsOf,
  printStates,
  randomDuty,
  ruleOf,
  type DutyCase,
} from "./duty-diaries.ts";
import { NOTHING, possibleStates, type DutyShape, type Notes } from "./duty-worlds.ts";

/** The states of duties against every history that a diary allows. */

const CASES = 3000;
const cases = Array.from({ length: CASES }, (_, i) => randomDuty(new Dice((SEED - 1) * CASES + i + 1)));
const states = ({ duty, notes, now }: DutyCase): ReturnType<typeof possibleStates> =>
  possibleStates(duty, knownAt({ duty, notes, now }), now);

/** Records that contradict themselves have no history. */
const possibleCases = cases
  .map((one) => ({ one, reference: states(one) }))
  .filter(({ reference }) => reference.all.size > 0);

/** Every event has its moment, what is observed is so throughout, and no answer can be to several calls. */
const isPlain = ({ notes }: DutyCase): boolean =>
  notes.triggered.length < 2 &&
  [notes.started, notes.completed, ...notes.triggered, ...notes.done].every(
    (event) => !event || event[0] === event[1],
  ) &&
  notes.observed.every(({ state, once }) => state !== "unknown" && !once);

function findings({ one, reference }: (typeof possibleCases)[number]): readonly (readonly [string, string, string])[] {
  const judged = judgedByEngine(one);
  const said = JSON.stringify(one);
  return [
    [said, printStates(judged.possible), printStates(reference.all)],
    ...judged.each.map(({ possible }, i) => [said, printStates(possible), printStates(reference.each[i]!)] as const),
  ];
}

describe("the state of a duty", () => {
  it("is never decided against a history that the record allows", () => {
    const wrong = possibleCases
      .flatMap(findings)
      .filter(([, engine, reference]) =>
        reference.split(" or ").some((state) => !engine.split(" or ").includes(state)),
      );
    expect(wrong).toEqual([]);
  });

  it("is open only where histories differ, if nothing is recorded vaguely", () => {
    const wrong = possibleCases
      .filter(({ one }) => isPlain(one))
      .flatMap(findings)
      .filter(([, engine, reference]) => engine !== reference);
    expect(wrong).toEqual([]);
  });

  it("is compared in all shapes, and often enough in each state", () => {
    const seen = new Map<string, number>();
    for (const { one, reference } of possibleCases) {
      const key = `${one.duty.shape} ${printStates(reference.all)}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    for (const shape of ["keep", "achieve", "whenever"])
      for (const state of ["fulfilled", "lapsed", "pending"]) expect(seen.get(`${shape} ${state}`)).toBeGreaterThan(10);
    expect(possibleCases.length).toBeGreaterThan(CASES * 0.95);
  });
});

describe("what was learnt after the cut-off, or happened after the moment judged", () => {
  it("changes no state of a duty", () => {
    const dice = new Dice(SEED);
    for (const one of cases.slice(0, 800)) {
      const { duty, notes, now } = one;
      const other = randomDuty(dice).notes;
      const diary = diaryOf(notes);
      const later = { ...optionsOf(now), known: optionsOf(now).now };
      const learntLater = joined(diary, told(diaryOf(other), later.known + 1));
      const happenedLater = joined(diary, told(moved(diaryOf(other), later.now + 1), undefined));
      const rule = ruleOf(duty);
      const expected = judgeDuty(rule, diary, later);
      expect(judgeDuty(rule, learntLater, later)).toEqual(expected);
      expect(judgeDuty(rule, happenedLater, later)).toEqual(expected);
    }
  });
});

type Entries = keyof Pick<DutyDiary, "holds" | "triggered" | "done" | "covered" | "suspended">;
const LISTS: readonly Entries[] = ["holds", "triggered", "done", "covered", "suspended"];

const eachEntry = <T extends DutyDiary["done"][number]>(diary: DutyDiary, change: (entry: T) => T): DutyDiary => ({
  ...diary,
  ...Object.fromEntries(LISTS.map((list) => [list, (diary[list] as readonly T[]).map(change)])),
});

const told = (diary: DutyDiary, learnt: number | undefined): DutyDiary =>
  eachEntry(diary, (entry) => (learnt === undefined ? entry : { ...entry, learnt }));

const moved = (diary: DutyDiary, by: number): DutyDiary =>
  eachEntry(diary, (entry) => ({
    ...entry,
    interval: { earliest: entry.interval.earliest + by, latest: entry.interval.latest + by },
  }));

/** Both diaries; of one event the first. */
const joined = (diary: DutyDiary, more: DutyDiary): DutyDiary => ({
  ...diary,
  holds: [...diary.holds, ...more.holds],
  triggered: [...diary.triggered, ...more.triggered],
  done: [...diary.done, ...more.done],
  covered: [...diary.covered, ...more.covered],
  suspended: [...diary.suspended, ...more.suspended],
});

describe("a minimal case:", () => {
  const judged = (duty: DutyShape, notes: Partial<Notes>, now: number): string =>
    printStates(judgedByEngine({ duty, notes: { ...NOTHING, ...notes }, now }).possible);

  it("what is seen to be achieved in time was begun in time", () => {
    const achieve = { shape: "achieve", startingBy: 3, within: 1 } as const;
    expect(judged(achieve, { observed: [{ stretch: [3, 4], state: "true" }], covered: [[0, 4]] }, 3)).toBe("fulfilled");
  });

  it("a deadline that may have passed is not pending", () => {
    const achieve = { shape: "achieve", within: 2 } as const;
    expect(judged(achieve, { started: [0, 2], covered: [[0, 4]] }, 3)).toBe("lapsed or pending");
    const answer = { shape: "whenever", within: 2 } as const;
    expect(judged(answer, { triggered: [[0, 2]], covered: [[0, 4]] }, 3)).toBe("lapsed or pending");
  });

  it("what began after the deadline was not achieved before", () => {
    const achieve = { shape: "achieve", by: 1 } as const;
    expect(judged(achieve, { started: [2, 2] }, 3)).toBe("lapsed");
  });

  it("a failure at one of several moments was at one of those at which it was not seen to be so", () => {
    const keep = { shape: "keep", from: 0, until: 4 } as const;
    const observed = [
      { stretch: [0, 2], state: "true" },
      { stretch: [1, 4], state: "false", once: true },
    ] as const;
    expect(judged(keep, { observed }, 5)).toBe("lapsed");
  });
});
