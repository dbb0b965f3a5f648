import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Interval } from "../../kit/index.ts";
import type { Case, Duty, Rule, Time } from "../ir.ts";
import { EMPTY_DIARY, marksFromCase, type DutyDiary } from "./diary.ts";
import type { DutyContext } from "./finding.ts";
import { judgeCaseDuty, judgeDuty } from "./judge-duty.ts";

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

describe("must whenever", () => {
  const answer = rule({
    shape: "must-whenever",
    acts: ["correct"],
    within: { kind: "clock", n: 24, unit: "h" },
    whenever: { acts: ["notify"] },
  });
  const t = kyiv(3, 10, 12);
  const day = 24 * 3_600_000;

  test("is fulfilled by an answer before the deadline and pending until it", () => {
    expect(judge(answer, { triggered: [entry(t)], done: [entry(t + day)] }, t + 2 * day)).toMatchObject({
      state: "fulfilled",
      instants: { trigger: t, deadline: t + day },
    });
    expect(judge(answer, { triggered: [entry(t)] }, t + day / 2).state).toBe("pending");
  });

  test("lapses without an answer only under closed coverage", () => {
    expect(judge(answer, { triggered: [entry(t)] }, t + 2 * day).possible).toEqual(["lapsed", "fulfilled"]);
    expect(judge(answer, { triggered: [entry(t)], covered: [entry(t - 1, t + 2 * day)] }, t + 2 * day).state).toBe(
      "lapsed",
    );
  });

  test("a late answer shows the lapse, unless it may have answered something else", () => {
    const late = judge(answer, { triggered: [entry(t)], done: [entry(t + day + 5 * 3_600_000)] }, t + 3 * day);
    expect(late.state).toBe("lapsed");
    expect(late.because.join("\n")).toContain("done late by 5 h");
    const two = judge(
      answer,
      { triggered: [entry(t), entry(t + day)], done: [entry(t + day + 5 * 3_600_000)] },
      t + 3 * day,
    );
    expect(two.each.map(({ state }) => state)).toEqual(["undetermined", "fulfilled"]);
    expect(two.possible).toEqual(["lapsed", "fulfilled"]);
  });

  test("several occasions are each judged, and the worst leads", () => {
    const covered = [entry(t - 1, t + 9 * day)];
    const finding = judge(
      answer,
      { triggered: [entry(t), entry(t + 4 * day)], done: [entry(t + 1)], covered },
      t + 9 * day,
    );
    expect(finding.each.map(({ state }) => state)).toEqual(["fulfilled", "lapsed"]);
    expect(finding).toMatchObject({ state: "lapsed", instants: { trigger: t + 4 * day } });
    expect(finding.because[0]).toBe("2 occasions: 1 lapsed, 1 fulfilled");
  });

  test("without a deadline it can never lapse, and without an occasion nothing is due", () => {
    const free = rule({ shape: "must-whenever", acts: ["correct"], whenever: { acts: ["notify"] } });
    expect(judge(free, { triggered: [entry(t)], covered: [entry(0, t + 9 * day)] }, t + 9 * day).state).toBe("pending");
    expect(judge(answer, {}, t)).toMatchObject({ state: "pending", each: [] });
  });
});

test("a permission never lapses, and a prohibition is not judged by a diary", () => {
  expect(judge(rule({ shape: "may", acts: ["attack"] }), {}, kyiv(4, 1)).possible).toEqual(["pending"]);
  expect(judge(rule({ shape: "must-not", acts: ["attack"] }), {}, kyiv(4, 1)).state).toBe("undetermined");
});

test("a worked case carries its own diary and the marks that other rules count from", () => {
  const written = {
    kind: "case",
    name: "c",
    record: [
      { rule: "r", what: "started", from: { kind: "date", date: "2015-02-16" } },
      { rule: "r", what: "completed", from: local("2015-02-20 08:00") },
      { rule: "other", what: "fails", from: local("2015-02-20 08:00") },
    ],
    measures: [],
    distances: [],
    given: [],
    expect: [],
    under: [],
  } as const satisfies Case;
  const withdraw = rule({
    shape: "must-achieve",
    holds,
    startingBy: { kind: "day", n: 2, edge: "end" },
    by: { kind: "date", date: "2015-03-01" },
  });
  expect(judgeCaseDuty(written, withdraw, { context, now: kyiv(3, 10) }).state).toBe("fulfilled");
  expect([...marksFromCase(written, context)]).toEqual([
    ["r.start", kyiv(2, 17) - 1],
    ["r.complete", kyiv(2, 20, 8)],
  ]);
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
