import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Interval } from "../../kit/index.ts";
import type { Duty, Rule, Time } from "../ir.ts";
import { EMPTY_DIARY, type DutyDiary } from "./diary.ts";
import type { DutyContext } from "./finding.ts";
import { judgeDuty } from "./judge-duty.ts";

const holds = { kind: "constant", value: true } as const;

function rule(duty: Duty, rest: Partial<Rule> = {}): Rule {
  return {
    kind: "rule",
    name: "r",
    who: { kind: "bound" },
    duty,
    escapes: [],
    prevailsOver: [],
    yieldsTo: [],
    ...rest,
  };
}

/** Moments in Kyiv in the winter of 2015: UTC+2. */
const kyiv = (month: number, day: number, hour = 0) => Date.UTC(2015, month - 1, day, hour - 2);
const local = (text: string): Time => ({ kind: "instant", local: text });
const context: DutyContext = {
  zone: "Europe/Kyiv",
  dayOne: "2015-02-15",
  entry: kyiv(2, 15),
  marks: new Map(),
};
const entry = (earliest: number, latest = earliest) => ({ interval: { earliest, latest } });
const diary = (rest: Partial<DutyDiary>): DutyDiary => ({ ...EMPTY_DIARY, ...rest });
const judge = (law: Rule, rest: Partial<DutyDiary>, now: number) => judgeDuty(law, diary(rest), { context, now });

describe("must achieve: the withdrawal of Minsk II", () => {
  const within14: Time = {
    kind: "offset",
    duration: { kind: "calendar", n: 14, unit: "days" },
    direction: "after",
    from: { kind: "mark", mark: "start" },
  };
  const startingBy: Time = { kind: "day", n: 2, edge: "end" };
  const withdraw = rule({ shape: "must-achieve", holds, startingBy, completeBy: within14 });
  const deadline = kyiv(3, 3);

  test("is pending before its deadlines, which are always given", () => {
    const finding = judge(withdraw, {}, kyiv(2, 16, 12));
    expect(finding).toMatchObject({ state: "pending", possible: ["pending"] });
    expect(finding.instants).toEqual({ from: kyiv(2, 15), startingBy: kyiv(2, 17), completeBy: deadline, deadline });
    expect(finding.because.join("\n")).toContain("2015-03-02 24:00 Europe/Kyiv (2015-03-02T22:00Z)");
  });

  test("the second clock runs from the actual start", () => {
    const finding = judge(withdraw, { started: entry(kyiv(2, 15, 9)) }, kyiv(2, 20));
    expect(finding).toMatchObject({ state: "pending", instants: { start: kyiv(2, 15, 9), completeBy: kyiv(3, 2) } });
  });

  test("is fulfilled by a completion in time, also at the last moment", () => {
    const started = entry(kyiv(2, 16, 9));
    expect(judge(withdraw, { started, completed: entry(kyiv(2, 20)) }, kyiv(4, 1)).state).toBe("fulfilled");
    expect(judge(withdraw, { started, completed: entry(deadline) }, kyiv(4, 1)).state).toBe("fulfilled");
  });

  test("late is not never, but it stays a lapse", () => {
    const finding = judge(withdraw, { started: entry(kyiv(2, 16, 9)), completed: entry(kyiv(3, 5, 3)) }, kyiv(4, 1));
    expect(finding.state).toBe("lapsed");
    expect(finding.because.join("\n")).toContain("done late by 2 days 3 h");
  });

  test("a late start is a lapse even if the end is in time", () => {
    const finding = judge(withdraw, { started: entry(kyiv(2, 18)), completed: entry(kyiv(2, 20)) }, kyiv(2, 21));
    expect(finding).toMatchObject({ state: "lapsed", possible: ["lapsed"] });
  });

  test("silence after a deadline is no lapse without coverage, and is one with it", () => {
    const started = entry(kyiv(2, 16, 9));
    expect(judge(withdraw, { started }, kyiv(3, 10))).toMatchObject({
      state: "undetermined",
      possible: ["lapsed", "fulfilled"],
    });
    const covered = [entry(kyiv(2, 15), kyiv(3, 5))];
    expect(judge(withdraw, { started, covered }, kyiv(3, 10)).state).toBe("lapsed");
    expect(judge(withdraw, { covered }, kyiv(2, 18))).toMatchObject({ state: "lapsed" });
    expect(judge(withdraw, {}, kyiv(2, 18))).toMatchObject({ state: "undetermined", possible: ["lapsed", "pending"] });
  });

  test("a vaguely known completion that straddles the deadline decides nothing", () => {
    const finding = judge(
      withdraw,
      { started: entry(kyiv(2, 16)), completed: entry(kyiv(3, 1), kyiv(3, 6)) },
      kyiv(4, 1),
    );
    expect(finding.possible).toEqual(["lapsed", "fulfilled"]);
  });

  test("a vaguely known start gives a deadline with two ends", () => {
    const finding = judge(
      withdraw,
      { started: entry(kyiv(2, 15), kyiv(2, 17)), completed: entry(kyiv(3, 2, 12)) },
      kyiv(4, 1),
    );
    expect(finding.instants).toMatchObject({ deadlineEarliest: kyiv(3, 2), deadline: kyiv(3, 3) });
    expect(finding.possible).toEqual(["lapsed", "fulfilled"]);
  });

  test("is suspended, not fulfilled, while its condition does not hold; a lapse before stays", () => {
    const suspended = [entry(kyiv(2, 18), kyiv(4, 1))];
    const started = entry(kyiv(2, 16, 9));
    expect(judge(withdraw, { started, suspended }, kyiv(3, 10))).toMatchObject({ state: "suspended" });
    expect(judge(withdraw, { started: entry(kyiv(2, 17, 9)), suspended }, kyiv(3, 10)).state).toBe("lapsed");
  });

  test("a deadline that fell into a suspension now over is left open, because the text is silent", () => {
    const suspended = [entry(kyiv(3, 1), kyiv(3, 4))];
    const covered = [entry(kyiv(2, 15), kyiv(3, 10))];
    const finding = judge(withdraw, { started: entry(kyiv(2, 16, 9)), suspended, covered }, kyiv(3, 10));
    expect(finding.possible).toEqual(["lapsed", "pending"]);
    expect(finding.because.join("\n")).toContain("does not say whether the clock stops");
  });

  test("without a deadline it cannot lapse", () => {
    const free = rule({ shape: "must-achieve", holds });
    expect(judge(free, { covered: [entry(kyiv(2, 15), kyiv(12, 1))] }, kyiv(11, 1)).state).toBe("pending");
    expect(judge(free, { holds: [{ ...entry(kyiv(5, 1), kyiv(5, 2)), state: "true" }] }, kyiv(11, 1)).state).toBe(
      "fulfilled",
    );
  });

  test("what was learnt after the cut-off, or happened after the moment, changes nothing", () => {
    const completed = { ...entry(kyiv(2, 20)), learnt: kyiv(3, 20) };
    const started = entry(kyiv(2, 16, 9));
    const options = { context, now: kyiv(3, 10) };
    expect(judgeDuty(withdraw, diary({ started, completed }), options).state).toBe("undetermined");
    expect(judgeDuty(withdraw, diary({ started, completed }), { ...options, known: kyiv(3, 21) }).state).toBe(
      "fulfilled",
    );
    expect(judgeDuty(withdraw, diary({ started, completed: entry(kyiv(3, 11)) }), options).state).toBe("undetermined");
  });
});

describe("what the parts of a record say of each other", () => {
  const byMarch: Time = { kind: "date", date: "2015-03-01" };
  const achieve = rule({ shape: "must-achieve", holds, by: byMarch });
  const starting = rule({ shape: "must-achieve", holds, startingBy: { kind: "day", n: 2, edge: "end" } });
  const within14: Time = {
    kind: "offset",
    duration: { kind: "calendar", n: 14, unit: "days" },
    direction: "after",
    from: { kind: "mark", mark: "start" },
  };
  const counted = rule({ shape: "must-achieve", holds, completeBy: within14 });

  test("what was begun only after the deadline was not achieved before it", () => {
    expect(judge(achieve, { started: entry(kyiv(3, 5)) }, kyiv(3, 10)).state).toBe("lapsed");
    expect(judge(achieve, { started: entry(kyiv(2, 20)) }, kyiv(3, 10)).state).toBe("undetermined");
  });

  test("what was achieved by then had been begun by then, and may have been where it was seen once", () => {
    const covered = [entry(kyiv(2, 15), kyiv(3, 1))];
    const so = (from: number, to: number, extent: "throughout" | "sometime" = "throughout") => [
      { ...entry(from, to), state: "true" as const, extent },
    ];
    const now = kyiv(3, 1);
    expect(judge(starting, { covered }, now).state).toBe("lapsed");
    expect(judge(starting, { covered, holds: so(kyiv(2, 16), kyiv(2, 18)) }, now).state).toBe("fulfilled");
    expect(judge(starting, { covered, holds: so(kyiv(2, 16), kyiv(2, 20), "sometime") }, now).possible).toEqual([
      "lapsed",
      "fulfilled",
    ]);
  });

  test("a deadline counted from a vague start may have passed before its last day", () => {
    const started = entry(kyiv(2, 15), kyiv(2, 18));
    expect(judge(counted, { started }, kyiv(3, 1)).state).toBe("pending");
    expect(judge(counted, { started }, kyiv(3, 3)).possible).toEqual(["lapsed", "pending", "fulfilled"]);
    expect(judge(counted, { started }, kyiv(3, 5)).possible).toEqual(["lapsed", "fulfilled"]);
  });

  test("a completion cannot have been while it was not so", () => {
    const completed = entry(kyiv(2, 27), kyiv(3, 5));
    const fails = [{ ...entry(kyiv(2, 27), kyiv(3, 3)), state: "false" as const }];
    expect(judge(achieve, { completed }, kyiv(3, 10)).possible).toEqual(["lapsed", "fulfilled"]);
    expect(judge(achieve, { completed, holds: fails }, kyiv(3, 10)).state).toBe("lapsed");
  });

  test("a failure seen once lies where it was not seen to hold", () => {
    const keep = rule({ shape: "must-keep", holds }, { from: local("2015-03-03 00:00") });
    const seen = { ...entry(kyiv(3, 1), kyiv(3, 9)), state: "false" as const, extent: "sometime" as const };
    const held = { ...entry(kyiv(3, 1), kyiv(3, 5)), state: "true" as const };
    expect(judge(keep, { holds: [seen] }, kyiv(4, 1)).possible).toEqual(["lapsed", "fulfilled"]);
    expect(judge(keep, { holds: [seen, held] }, kyiv(4, 1)).state).toBe("lapsed");
  });
});

describe("must keep", () => {
  const keep = rule(
    { shape: "must-keep", holds },
    { from: local("2015-03-03 00:00"), until: local("2015-04-01 00:00") },
  );
  const covered = [entry(kyiv(3, 1), kyiv(4, 5))];

  test("is pending before it begins and while it runs unbroken, fulfilled when its covered period is over", () => {
    expect(judge(keep, { covered }, kyiv(3, 1)).state).toBe("pending");
    expect(judge(keep, { covered }, kyiv(3, 20)).state).toBe("pending");
    expect(judge(keep, { covered }, kyiv(4, 2)).state).toBe("fulfilled");
  });

  test("one failure lapses it for good", () => {
    const failed = [{ ...entry(kyiv(3, 10), kyiv(3, 11)), state: "false" as const }];
    expect(judge(keep, { covered, holds: failed }, kyiv(4, 2)).state).toBe("lapsed");
    expect(judge(keep, { holds: failed, suspended: [entry(kyiv(3, 15), kyiv(5, 1))] }, kyiv(4, 2)).state).toBe(
      "lapsed",
    );
  });

  test("a failure before the beginning, or under suspension, is none", () => {
    const failed = [{ ...entry(kyiv(3, 2), kyiv(3, 3)), state: "false" as const }];
    expect(judge(keep, { covered, holds: failed }, kyiv(4, 2)).state).toBe("fulfilled");
    const pause = [entry(kyiv(3, 10), kyiv(3, 12))];
    const during = [{ ...entry(kyiv(3, 10), kyiv(3, 11)), state: "false" as const }];
    expect(judge(keep, { covered, holds: during, suspended: pause }, kyiv(4, 2)).state).toBe("fulfilled");
  });

  test("a gap in coverage, an unknown and a contradiction are doubts", () => {
    const so = [{ ...entry(kyiv(3, 3), kyiv(3, 20)), state: "true" as const }];
    expect(judge(keep, { holds: so }, kyiv(4, 2)).possible).toEqual(["lapsed", "fulfilled"]);
    const unsure = [{ ...entry(kyiv(3, 10), kyiv(3, 11)), state: "unknown" as const }];
    expect(judge(keep, { covered, holds: unsure }, kyiv(4, 2)).possible).toEqual(["lapsed", "fulfilled"]);
    const denied = [...so, { ...entry(kyiv(3, 10), kyiv(3, 11)), state: "false" as const }];
    expect(judge(keep, { covered, holds: denied }, kyiv(4, 2)).possible).toEqual(["lapsed", "fulfilled"]);
  });

  test("a single sighting at a vague moment lapses it only if the moment surely lies in the period", () => {
    const seen = (from: number, to: number) => [
      { ...entry(from, to), state: "false" as const, extent: "sometime" as const },
    ];
    expect(judge(keep, { covered, holds: seen(kyiv(3, 5), kyiv(3, 9)) }, kyiv(4, 2)).state).toBe("lapsed");
    expect(judge(keep, { covered, holds: seen(kyiv(3, 1), kyiv(3, 9)) }, kyiv(4, 2)).possible).toEqual([
      "lapsed",
      "fulfilled",
    ]);
  });

  test("a period wholly under suspension is suspended, not fulfilled", () => {
    expect(judge(keep, { covered, suspended: [entry(kyiv(3, 1), kyiv(4, 5))] }, kyiv(4, 2)).state).toBe("suspended");
  });

  test("without an end it is fulfilled as at the moment judged", () => {
    expect(
      judge(rule({ shape: "must-keep", holds }), { covered: [entry(kyiv(2, 1), kyiv(5, 1))] }, kyiv(4, 2)).state,
    ).toBe("fulfilled");
  });

  test("a beginning that is not recorded leaves everything open", () => {
    const waits = rule(
      { shape: "must-keep", holds },
      { from: { kind: "mark", mark: "complete", rule: "withdraw-ua" } },
    );
    expect(judge(waits, {}, kyiv(4, 2))).toMatchObject({
      state: "undetermined",
      possible: ["lapsed", "pending", "fulfilled"],
    });
  });
});

test("a permission never lapses, and a prohibition is not judged by a diary", () => {
  expect(judge(rule({ shape: "may", acts: ["attack"] }), {}, kyiv(4, 1)).possible).toEqual(["pending"]);
  expect(judge(rule({ shape: "must-not", acts: ["attack"] }), {}, kyiv(4, 1)).state).toBe("undetermined");
});

describe("a clock that waits for a condition", () => {
  const within14: Time = {
    kind: "offset",
    duration: { kind: "calendar", n: 14, unit: "days" },
    direction: "after",
    from: { kind: "mark", mark: "start" },
  };
  const startingBy: Time = { kind: "day", n: 2, edge: "end" };
  const withdraw = rule({ shape: "must-achieve", holds, startingBy, completeBy: within14 });
  const judgeFrom = (clockStart: number, rest: Partial<DutyDiary>, now: number) =>
    judgeDuty(withdraw, diary(rest), { context, now, clockStart });
  const covered = [entry(kyiv(2, 15), kyiv(6, 1))];

  test("has no deadline for a start that was over before it could run, so that a late start is no lapse", () => {
    expect(judge(withdraw, { started: entry(kyiv(2, 26)) }, kyiv(2, 27)).state).toBe("lapsed");
    const late = judgeFrom(kyiv(2, 25), { started: entry(kyiv(2, 26)) }, kyiv(2, 27));
    expect(late).toMatchObject({ state: "pending", instants: { completeBy: kyiv(3, 13) } });
    expect(late.instants).not.toHaveProperty("startingBy");
  });

  test("gives the whole time from its start to whoever began before", () => {
    const early = { started: entry(kyiv(2, 16)), completed: entry(kyiv(3, 10)) };
    expect(judge(withdraw, early, kyiv(4, 1)).state).toBe("lapsed");
    expect(judgeFrom(kyiv(3, 1), early, kyiv(4, 1))).toMatchObject({
      state: "fulfilled",
      instants: { completeBy: kyiv(3, 16) },
    });
  });

  test("that has never started cannot lapse, however closely it was watched", () => {
    expect(judgeFrom(Infinity, { covered }, kyiv(5, 1)).state).toBe("pending");
    expect(judgeFrom(Infinity, { started: entry(kyiv(2, 26)), covered }, kyiv(5, 1)).state).toBe("pending");
  });

  test("binds as before if the condition came true in time", () => {
    expect(judgeFrom(kyiv(2, 16), { covered }, kyiv(2, 18)).state).toBe("lapsed");
  });

  test("does not let a state be kept, or an answer be due, before it starts", () => {
    const keep = rule({ shape: "must-keep", holds }, { from: local("2015-03-03 00:00") });
    const failed = [{ ...entry(kyiv(3, 5), kyiv(3, 6)), state: "false" as const }];
    const options = { context, now: kyiv(4, 1) };
    expect(judgeDuty(keep, diary({ covered, holds: failed }), options).state).toBe("lapsed");
    expect(judgeDuty(keep, diary({ covered, holds: failed }), { ...options, clockStart: kyiv(3, 10) }).state).toBe(
      "fulfilled",
    );
    expect(judgeDuty(keep, diary({ covered, holds: failed }), { ...options, clockStart: Infinity }).state).toBe(
      "pending",
    );
    const answer = rule({
      shape: "must-whenever",
      acts: ["correct"],
      within: { kind: "clock", n: 24, unit: "h" },
      whenever: { acts: ["notify"] },
    });
    const called = diary({ triggered: [entry(kyiv(3, 5))], covered });
    expect(judgeDuty(answer, called, options).state).toBe("lapsed");
    expect(judgeDuty(answer, called, { ...options, clockStart: kyiv(3, 10) })).toMatchObject({
      state: "pending",
      each: [],
    });
  });
});

describe("what is missing", () => {
  const law = rule({ shape: "must-achieve", holds, by: { kind: "date", date: "2015-03-01" } });

  test("is said of what is undetermined, with the instant, and of nothing else", () => {
    expect(judge(law, {}, kyiv(3, 5)).missing).toEqual([
      "whether it was achieved by 2015-03-01 24:00 Europe/Kyiv (2015-03-01T22:00Z)",
    ]);
    expect(judge(law, {}, kyiv(2, 20)).missing).toEqual([]);
    expect(judge(law, { completed: entry(kyiv(2, 20)) }, kyiv(3, 5)).missing).toEqual([]);
  });
});

test("the more is recorded, the fewer states are possible", () => {
  const law = rule({ shape: "must-achieve", holds, by: { kind: "date", date: "2015-03-01" } });
  const interval: fc.Arbitrary<Interval> = fc
    .tuple(fc.integer({ min: kyiv(2, 10), max: kyiv(3, 5) }), fc.nat(9 * 86_400_000))
    .map(([earliest, length]) => ({ earliest, latest: earliest + length }));
  fc.assert(
    fc.property(
      fc.array(interval, { maxLength: 3 }),
      interval,
      fc.integer({ min: kyiv(3, 3), max: kyiv(3, 9) }),
      (known, added, now) => {
        const before = judge(law, { covered: known.map((interval) => ({ interval })) }, now);
        const after = judge(law, { covered: [...known, added].map((interval) => ({ interval })) }, now);
        expect(before.possible).toEqual(expect.arrayContaining([...after.possible]));
        expect(after.state === "undetermined").toBe(after.possible.length > 1);
      },
    ),
  );
});

test("a lapse stays a lapse, whatever happens afterwards", () => {
  const moment = fc.integer({ min: kyiv(2, 14), max: kyiv(3, 20) });
  const event = moment.map((at) => entry(at));
  const stretch = fc.tuple(moment, fc.nat(20 * 86_400_000)).map(([at, length]) => entry(at, at + length));
  const laws = fc.constantFrom(
    rule({ shape: "must-achieve", holds, by: { kind: "date", date: "2015-03-01" } }),
    rule({ shape: "must-achieve", holds, startingBy: { kind: "day", n: 2, edge: "end" } }),
    rule({ shape: "must-keep", holds }, { from: local("2015-02-15 00:00"), until: local("2015-03-10 00:00") }),
    rule({
      shape: "must-whenever",
      acts: ["a"],
      within: { kind: "clock", n: 48, unit: "h" },
      whenever: { acts: ["e"] },
    }),
  );
  const diaries = fc.record({
    started: fc.option(event, { nil: undefined }),
    completed: fc.option(event, { nil: undefined }),
    holds: fc.array(
      fc.tuple(stretch, fc.constantFrom("true" as const, "false" as const)).map(([one, state]) => ({ ...one, state })),
      { maxLength: 2 },
    ),
    triggered: fc.array(event, { maxLength: 2 }),
    done: fc.array(event, { maxLength: 2 }),
    covered: fc.array(stretch, { maxLength: 2 }),
    suspended: fc.array(stretch, { maxLength: 1 }),
  });
  let lapses = 0;
  fc.assert(
    fc.property(fc.tuple(laws, diaries), moment, fc.nat(60 * 86_400_000), ([law, notes], now, more) => {
      const { started, completed, ...rest } = notes;
      const recorded = diary({ ...rest, ...(started && { started }), ...(completed && { completed }) });
      if (judgeDuty(law, recorded, { context, now }).state !== "lapsed") return;
      lapses += 1;
      expect(judgeDuty(law, recorded, { context, now: now + more }).state).toBe("lapsed");
    }),
    { numRuns: 1000 },
  );
  expect(lapses).toBeGreaterThan(50);
});
