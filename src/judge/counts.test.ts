import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval, Kleene } from "../kit/index.ts";
import { atLeast, noneFor, windowBefore, type Duration, type EventPattern } from "../language/index.ts";
import { EventCounts, type RecordedEvent } from "./counts.ts";
import type { CountLeaf } from "./situation.ts";

const MINUTE = 60_000;
const START = Date.UTC(2016, 2, 1);
const event: EventPattern = { acts: ["attack"] };
const minutes = (n: number): Duration => ({ kind: "clock", n, unit: "min" });
const days = (n: number): Duration => ({ kind: "calendar", n, unit: "days" });
const none = (duration: Duration): CountLeaf => ({ kind: "none", event, for: duration });
const atLeastN = (n: number, duration: Duration): CountLeaf => ({ kind: "at-least", n, event, within: duration });
const stretch = (from: number, length: number): Interval => ({
  earliest: START + from * MINUTE,
  latest: START + (from + length) * MINUTE,
});
const recorded = (id: string, when: Interval, more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id,
  certain: true,
  distinct: true,
  ...when,
  ...more,
});
const countsOf = (leaf: CountLeaf, events: readonly RecordedEvent[], coverage: readonly Interval[]): EventCounts =>
  new EventCounts([{ counted: leaf.kind, event, events, coverage, watchers: [] }], "UTC");
const always = [{ earliest: START - 1e10, latest: START + 1e10 }];

describe("a count over a stretch", () => {
  it("is what it comes to at each moment of it, and unknown if that differs", () => {
    const interval = fc.tuple(fc.nat(30), fc.nat(6)).map(([from, length]) => stretch(from, length));
    const event = fc.tuple(interval, fc.boolean());
    const duration = fc.integer({ min: 1, max: 8 }).map(minutes);
    const leaves = fc.oneof(
      duration.map(none),
      fc.tuple(fc.integer({ min: 1, max: 3 }), duration).map(([n, within]) => atLeastN(n, within)),
    );
    fc.assert(
      fc.property(
        leaves,
        fc.array(event, { maxLength: 6 }),
        fc.array(interval, { maxLength: 3 }),
        fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 6 })).map(([from, length]) => stretch(from, length)),
        (...[leaf, events, watched, during]) => {
          const all = events.map(([when, certain], i) => recorded(`e${i}`, when, { certain }));
          const coverage = watched.length === 3 ? always : watched;
          const record = {
            definite: all.filter(({ certain }) => certain),
            possible: all.filter(({ certain }) => !certain),
            coverage,
          };
          const at = (moment: number): Kleene => {
            const window = windowBefore(moment, leaf.kind === "none" ? leaf.for : leaf.within, "UTC");
            return (leaf.kind === "none" ? noneFor(record, window) : atLeast(leaf.n, record, window)).value;
          };
          // Everything begins and ends on the minute, so nothing changes within one.
          const moments = Array.from({ length: (during.latest - during.earliest) / MINUTE + 1 }, (_, i) => i)
            .flatMap((minute) => [-1, 0, 1].map((more) => during.earliest + minute * MINUTE + more))
            .filter((moment) => during.earliest <= moment && moment < during.latest);
          const values = new Set(moments.map(at));
          const { state } = countsOf(leaf, all, coverage).answer(leaf, { during, besides: "x" }).false;
          expect(state).toBe(values.size === 1 ? [...values][0] : "unknown");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("leaves out the occurrence that asks, and counts it as what it is", () => {
    const leaf = none(minutes(5));
    const counts = countsOf(leaf, [recorded("own", stretch(10, 1))], always);
    const answer = counts.answer(leaf, { during: stretch(10, 1), besides: "own" });
    expect(answer).toMatchObject({ true: { state: "false" }, unknown: { state: "unknown" }, false: { state: "true" } });
    expect(answer.unknown.reason).toBe("whether it was one itself is not known");
    // Of two events of one minute nobody knows which was first.
    expect(counts.answer(leaf, { during: stretch(10, 1), besides: "other" }).false.state).toBe("unknown");
    expect(counts.answer(leaf, { during: stretch(11, 1), besides: "other" }).false.state).toBe("false");
  });

  it("is false all the while if one event takes the place of another", () => {
    const leaf = none(minutes(5));
    const events = [recorded("a", stretch(0, 1)), recorded("b", stretch(4, 1)), recorded("c", stretch(8, 1))];
    expect(countsOf(leaf, events, []).answer(leaf, { during: stretch(1, 11), besides: "" }).false.state).toBe("false");
    const without = events.filter(({ id }) => id !== "b");
    expect(countsOf(leaf, without, always).answer(leaf, { during: stretch(1, 11), besides: "" }).false).toEqual({
      state: "unknown",
      reason: "it changed within the time in which it may have happened",
    });
  });

  it("does not count two reports as two events while they may tell of one", () => {
    const leaf = atLeastN(2, minutes(30));
    const told = (id: string, when: Interval): RecordedEvent => recorded(id, when, { distinct: false });
    const over = (...events: readonly RecordedEvent[]): Kleene =>
      countsOf(leaf, events, always).answer(leaf, { during: stretch(20, 1), besides: "" }).false.state;
    expect(over(told("a", stretch(5, 3)), told("b", stretch(6, 3)))).toBe("unknown");
    expect(over(told("a", stretch(5, 3)), told("b", stretch(9, 3)))).toBe("true");
    expect(over(recorded("a", stretch(5, 3)), recorded("b", stretch(6, 3)))).toBe("true");
  });

  it("looks back over days of the calendar, and over months to the end of a shorter one", () => {
    const week = none(days(7));
    const eventOn = (day: number): RecordedEvent => recorded("a", stretch(day * 1440, 1440));
    const on = (leaf: CountLeaf, past: number): Kleene =>
      countsOf(leaf, [eventOn(past)], always).answer(leaf, { during: stretch(10 * 1440, 1440), besides: "" }).false
        .state;
    expect([2, 3, 4].map((past) => on(week, past))).toEqual(["true", "unknown", "false"]);
    const month = none({ kind: "calendar", n: 1, unit: "months" });
    // From 11 March back to 11 February, which is day -19.
    expect([-20, -19, -18].map((past) => on(month, past))).toEqual(["true", "unknown", "false"]);
  });

  it("is not known of an occurrence of which it is not known when it was", () => {
    const leaf = none(minutes(5));
    const ever = { earliest: -Infinity, latest: Infinity };
    expect(countsOf(leaf, [], always).answer(leaf, { during: ever, besides: "" }).false.state).toBe("unknown");
  });
});
