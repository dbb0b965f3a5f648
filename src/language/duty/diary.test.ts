import { describe, expect, test } from "vitest";
import { diaryAt, diaryOf, EMPTY_DIARY, type DutyDiary, type DutyNote } from "./diary.ts";

/** Moments in Kyiv in the winter of 2015: UTC+2. */
const kyiv = (month: number, day: number, hour = 0) => Date.UTC(2015, month - 1, day, hour - 2);
const entry = (earliest: number, latest = earliest) => ({ interval: { earliest, latest } });
const diary = (rest: Partial<DutyDiary>): DutyDiary => ({ ...EMPTY_DIARY, ...rest });

describe("notes of a diary", () => {
  const now = kyiv(4, 1);
  const note = (what: DutyNote["what"], from: number, rest: Partial<DutyNote> = {}): DutyNote => ({
    what,
    interval: { earliest: from, latest: from + 86_400_000 },
    ...rest,
  });

  test("by one source: of two the earlier counts; by several who can all be right: what they share", () => {
    const twice = [note("started", kyiv(2, 20), { source: "a" }), note("started", kyiv(2, 18), { source: "a" })];
    expect(diaryOf(twice, { now }).started?.interval.earliest).toBe(kyiv(2, 18));
    const shared = [note("started", kyiv(2, 18), { source: "a" }), note("started", kyiv(2, 18, 12), { source: "b" })];
    expect(diaryOf(shared, { now }).started?.interval).toEqual({ earliest: kyiv(2, 18, 12), latest: kyiv(2, 19) });
  });

  test("of sources that contradict each other none is preferred: it was some time between", () => {
    const told = [note("completed", kyiv(3, 1), { source: "a" }), note("completed", kyiv(3, 9), { source: "b" })];
    expect(diaryOf(told, { now }).completed?.interval).toEqual({ earliest: kyiv(3, 1), latest: kyiv(3, 10) });
  });

  test("a claim counts only if it is believed, and nothing counts before it is learnt", () => {
    const claimed = [note("completed", kyiv(3, 1), { claimedBy: "ua" })];
    expect(diaryOf(claimed, { now })).not.toHaveProperty("completed");
    expect(diaryOf(claimed, { now }, new Set(["ua"]))).toHaveProperty("completed");
    const late = [note("completed", kyiv(3, 1), { learnt: kyiv(3, 20) })];
    expect(diaryOf(late, { now, known: kyiv(3, 19) })).not.toHaveProperty("completed");
  });

  test("what is known on Monday of a state does not reach Tuesday", () => {
    const covered = [entry(kyiv(3, 1), kyiv(3, 20))];
    expect(diaryAt(diary({ covered }), { now, known: kyiv(3, 10) }).covered[0]?.interval.latest).toBe(kyiv(3, 10) + 1);
    const told = [{ ...entry(kyiv(3, 1), kyiv(3, 20)), learnt: kyiv(3, 9) }];
    expect(diaryAt(diary({ covered: told }), { now, known: kyiv(3, 10) }).covered[0]?.interval.latest).toBe(
      kyiv(3, 20),
    );
  });
});
