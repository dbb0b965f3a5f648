import { describe, expect, test } from "vitest";
import type { Agreement, Rule, Statement, Time } from "../ir.ts";
import { agreementTimes } from "./agreement-times.ts";
import { resolveTime } from "./resolve.ts";

function agreement(statements: readonly Statement[], meta: Partial<Agreement["meta"]> = {}): Agreement {
  const head = { id: "test", title: "Test", zone: "Europe/Kyiv", ...meta };
  return { truce: 1, meta: head, parts: [{ kind: "block", statements }] };
}

function rule(name: string, rest: Partial<Rule>): Rule {
  const duty = { shape: "must-keep", holds: { kind: "constant", value: true } } as const;
  return { kind: "rule", name, who: { kind: "bound" }, duty, escapes: [], prevailsOver: [], yieldsTo: [], ...rest };
}

const mark = (mark: "start" | "complete" | "entry", rule?: string): Time => ({
  kind: "mark",
  mark,
  ...(rule !== undefined && { rule }),
});
const within = (n: number, from: Time): Time => ({
  kind: "offset",
  duration: { kind: "calendar", n, unit: "days" },
  direction: "after",
  from,
});
const holds = { kind: "constant", value: true } as const;

const minsk = [
  { kind: "in-force", from: { kind: "instant", local: "2015-02-15 00:00" } },
  { kind: "day-one", date: "2015-02-15" },
  rule("withdraw-ua", {
    duty: {
      shape: "must-achieve",
      holds,
      startingBy: { kind: "day", n: 2, edge: "end" },
      completeBy: within(14, mark("start")),
    },
  }),
  rule("stay-out-ua", { from: mark("complete", "withdraw-ua") }),
] as const satisfies Statement[];

describe("Minsk II, point 2", () => {
  const times = agreementTimes(agreement(minsk));

  test("every clock of the chain has its instant while nothing is recorded", () => {
    expect(times.entry).toBe(Date.UTC(2015, 1, 14, 22));
    expect(times.rules.get("withdraw-ua")).toEqual({
      from: Date.UTC(2015, 1, 14, 22),
      startingBy: Date.UTC(2015, 1, 16, 22),
      completeBy: Date.UTC(2015, 2, 2, 22),
    });
    expect(times.rules.get("stay-out-ua")).toEqual({ from: Date.UTC(2015, 2, 2, 22) });
    expect(times.problems).toEqual([]);
  });

  test("an actual start moves the second clock, an actual completion what follows it", () => {
    const early = agreementTimes(agreement(minsk), {
      marks: new Map([["withdraw-ua.start", Date.UTC(2015, 1, 15, 9)]]),
    });
    expect(early.rules.get("withdraw-ua")?.completeBy).toBe(Date.UTC(2015, 2, 1, 22));
    const done = agreementTimes(agreement(minsk), {
      marks: new Map([["withdraw-ua.complete", Date.UTC(2015, 1, 20, 9)]]),
    });
    expect(done.rules.get("stay-out-ua")?.from).toBe(Date.UTC(2015, 1, 20, 9));
  });

  test("days after entry into force at the end of a day count from that day", () => {
    const text = agreement([
      { kind: "day-one", date: "2015-02-15" },
      { kind: "in-force", from: { kind: "day", n: 2, edge: "end" } },
    ]);
    const resolved = resolveTime(within(1, mark("entry")), "end", agreementTimes(text));
    expect(resolved).toMatchObject({ instant: Date.UTC(2015, 1, 17, 22), day: "2015-02-17" });
  });

  test("the times of an agreement resolve any other time of it", () => {
    const resolved = resolveTime(within(1, mark("complete", "withdraw-ua")), "end", times);
    expect(resolved).toMatchObject({ instant: Date.UTC(2015, 2, 3, 22), day: "2015-03-03" });
  });
});

describe("problems", () => {
  const codes = (statements: readonly Statement[], meta?: Partial<Agreement["meta"]>) =>
    agreementTimes(agreement(statements, meta)).problems.map(({ code, name }) => [code, name]);

  test("clocks that wait for each other are a problem once, and stay open", () => {
    const a = rule("a", { from: mark("start", "b") });
    const b = rule("b", { from: mark("start", "a") });
    const times = agreementTimes(agreement([a, b]));
    expect(times.problems.map(({ code }) => code)).toEqual(["circular-clock"]);
    expect(times.problems[0]?.message).toContain("start of b, which waits for start of a, which waits for start of b");
    expect(times.rules.get("a")).toEqual({});
  });

  test("a deadline before the start cannot be met", () => {
    const late = rule("late", { duty: { shape: "must-achieve", holds, by: { kind: "date", date: "2015-02-14" } } });
    const force: Statement = { kind: "in-force", from: { kind: "date", date: "2015-02-15" } };
    expect(codes([force, late])).toEqual([["impossible-deadline", "late"]]);
  });

  test("a rule, a phase and a text that end before they begin are problems", () => {
    const from: Time = { kind: "date", date: "2015-02-15" };
    const until: Time = { kind: "date", date: "2015-02-01" };
    expect(
      codes([
        { kind: "in-force", from, until },
        { kind: "phase", name: "one", title: "One", from, until },
      ]),
    ).toEqual([
      ["impossible-deadline", undefined],
      ["impossible-deadline", "one"],
    ]);
    expect(codes([rule("r", { from, until })])).toEqual([["impossible-deadline", "r"]]);
  });

  test("an acceptance that had to come before adoption is a problem", () => {
    const accept: Statement = {
      kind: "accept",
      name: "a1",
      who: { kind: "anyone" },
      to: [],
      by: { kind: "date", date: "2016-02-20" },
    };
    expect(codes([accept], { adopted: "2016-02-22" })).toEqual([["impossible-deadline", "a1"]]);
  });

  test("a time that the clocks skip is a warning where it stands", () => {
    const at = { from: 10, to: 26 };
    const force: Statement = { kind: "in-force", from: { kind: "instant", local: "2016-03-25 00:30", at } };
    const { problems } = agreementTimes(agreement([force], { zone: "Asia/Damascus" }));
    expect(problems).toMatchObject([{ code: "clock-change", severity: "warning", at }]);
  });

  test("the start of a rule that is not there is a problem", () => {
    expect(codes([rule("r", { from: mark("start", "ghost") })])).toEqual([["unknown-rule", "r"]]);
  });
});

test("a phase of 42 days ends at the same time of day, also over a clock change", () => {
  const phase: Statement = {
    kind: "phase",
    name: "one",
    title: "First phase",
    from: { kind: "instant", local: "2016-03-20 08:00" },
    for: { kind: "calendar", n: 7, unit: "days" },
  };
  const { phases } = agreementTimes(agreement([phase], { zone: "Asia/Damascus" }));
  expect(phases.get("one")).toEqual({ from: Date.UTC(2016, 2, 20, 6), until: Date.UTC(2016, 2, 27, 5) });
});
