import { describe, expect, test } from "vitest";
import type { Duty, Rule } from "../ir.ts";
import { EMPTY_DIARY, type DutyDiary } from "./diary.ts";
import { judgeDuty } from "./judge-duty.ts";

const rule = (duty: Duty): Rule => ({
  kind: "rule",
  name: "r",
  who: { kind: "bound" },
  duty,
  escapes: [],
  prevailsOver: [],
  yieldsTo: [],
});

/** Moments in Kyiv in the winter of 2015: UTC+2. */
const kyiv = (month: number, day: number, hour = 0) => Date.UTC(2015, month - 1, day, hour - 2);
const entry = (earliest: number, latest = earliest) => ({ interval: { earliest, latest } });
const context = { zone: "Europe/Kyiv", entry: kyiv(2, 15), marks: new Map() };
const judge = (law: Rule, rest: Partial<DutyDiary>, now: number) =>
  judgeDuty(law, { ...EMPTY_DIARY, ...rest }, { context, now });

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

  test("a call at a vague moment is looked at for every moment at which it can have been", () => {
    const called = entry(t, t + day);
    const at = (hours: number): number => t + hours * 3_600_000;
    expect(judge(answer, { triggered: [called] }, at(12)).state).toBe("pending");
    expect(judge(answer, { triggered: [called] }, at(30)).possible).toEqual(["lapsed", "pending", "fulfilled"]);
    const covered = [entry(t - 1, at(80))];
    expect(judge(answer, { triggered: [called], covered }, at(60)).state).toBe("lapsed");
    expect(judge(answer, { triggered: [called], covered, done: [entry(at(24))] }, at(60)).state).toBe("fulfilled");
    expect(judge(answer, { triggered: [called], covered, done: [entry(at(30))] }, at(60)).possible).toEqual([
      "lapsed",
      "fulfilled",
    ]);
  });

  test("without a deadline it can never lapse, and without an occasion nothing is due", () => {
    const free = rule({ shape: "must-whenever", acts: ["correct"], whenever: { acts: ["notify"] } });
    expect(judge(free, { triggered: [entry(t)], covered: [entry(0, t + 9 * day)] }, t + 9 * day).state).toBe("pending");
    expect(judge(answer, {}, t)).toMatchObject({ state: "pending", each: [] });
  });
});

test("what happens while a duty is suspended calls for no answer", () => {
  const answer = rule({
    shape: "must-whenever",
    acts: ["correct"],
    within: { kind: "clock", n: 24, unit: "h" },
    whenever: { acts: ["notify"] },
  });
  const rest = { triggered: [entry(kyiv(3, 5))], covered: [entry(kyiv(3, 1), kyiv(4, 1))] };
  expect(judge(answer, rest, kyiv(4, 1)).state).toBe("lapsed");
  expect(judge(answer, { ...rest, suspended: [entry(kyiv(3, 4), kyiv(3, 9))] }, kyiv(4, 1)).each).toEqual([]);
});
