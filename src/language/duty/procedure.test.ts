import { describe, expect, test } from "vitest";
import type { Procedure } from "../ir.ts";
import { runProcedure, type ProcedureEvent } from "./procedure.ts";

const h = (n: number) => ({ kind: "clock", n, unit: "h" }) as const;
const taskForce = { kind: "names", names: ["issg-tf"], each: false } as const;

const violations: Procedure = {
  kind: "procedure",
  name: "violations",
  title: "How a violation is dealt with",
  starts: "alleged",
  steps: [
    { from: "alleged", to: "notified", by: taskForce, within: h(24) },
    { from: "notified", to: "answered", within: h(48), otherwise: "referred" },
    { from: "answered", to: "assessed", by: taskForce },
    { from: "assessed", to: "corrected", within: { kind: "calendar", n: 1, unit: "days" }, otherwise: "referred" },
    { from: "assessed", to: "closed" },
    { from: "corrected", to: "closed" },
  ],
  ends: ["closed", "referred"],
};

const hour = 3_600_000;
const start = Date.UTC(2016, 2, 1, 10);
const event = (to: string, hours: number, by?: string): ProcedureEvent => ({
  to,
  at: start + hours * hour,
  ...(by !== undefined && { by }),
});
/** Some time in a stretch of hours. */
const sometime = (to: string, from: number, until: number): ProcedureEvent => ({
  to,
  at: { earliest: start + from * hour, latest: start + until * hour },
});
const run = (events: readonly ProcedureEvent[], hours: number) =>
  runProcedure(violations, events, { now: start + hours * hour, zone: "Asia/Damascus" });
const at = (hours: number) => ({ earliest: start + hours * hour, latest: start + hours * hour + 1 });
const exactly = (instant: number) => ({ earliest: instant, latest: instant });

describe("a procedure", () => {
  test("stands where its last event put it, with the clock that runs there", () => {
    const position = run([event("alleged", 0), event("notified", 5, "issg-tf")], 10);
    expect(position).toMatchObject({ state: "notified", since: at(5), ended: false, problems: [] });
    const step = {
      deadline: exactly(start + 53 * hour),
      to: "answered",
      otherwise: "referred",
      overdue: "false",
    };
    expect(position.clock).toEqual(step);
    expect(position.next).toEqual([step]);
  });

  test("moves on by itself when a clock runs out, and an answer after that comes too late", () => {
    const position = run([event("alleged", 0), event("notified", 5, "issg-tf"), event("answered", 60)], 100);
    expect(position).toMatchObject({ state: "referred", since: at(53), ended: true });
    expect(position.path.at(-1)?.how).toBe("clock");
    expect(position.problems).toEqual([
      expect.stringMatching(/no step from referred to answered \(late by 7 h: the clock of notified ran out/),
    ]);
  });

  test("an event at the very deadline is in time", () => {
    expect(run([event("alleged", 0), event("notified", 5, "issg-tf"), event("answered", 53)], 100).state).toBe(
      "answered",
    );
  });

  test("counts whole local days", () => {
    const steps = [
      event("alleged", 0),
      event("notified", 1, "issg-tf"),
      event("answered", 2),
      event("assessed", 3, "issg-tf"),
    ];
    expect(run(steps, 4).clock?.deadline).toEqual(exactly(Date.UTC(2016, 2, 2, 22)));
    expect(run(steps, 40).state).toBe("referred");
  });

  test("a clock that leads nowhere leaves it where it is, and a late step is taken and said to be late", () => {
    expect(run([event("alleged", 0)], 30)).toMatchObject({
      state: "alleged",
      clock: { deadline: exactly(start + 24 * hour), overdue: "true" },
      next: [{ to: "notified", by: taskForce }],
    });
    const late = run([event("alleged", 0), event("notified", 30, "issg-tf")], 31);
    expect(late).toMatchObject({ state: "notified", problems: [expect.stringContaining("late by 6 h")] });
  });

  test("a step that the text does not have, or by the wrong body, changes nothing", () => {
    const jump = run([event("alleged", 0), event("closed", 1)], 2);
    expect(jump).toMatchObject({
      state: "alleged",
      problems: [expect.stringContaining("no step from alleged to closed")],
    });
    const usurped = run([event("alleged", 0), event("notified", 1, "sar")], 2);
    expect(usurped).toMatchObject({
      state: "alleged",
      problems: [expect.stringContaining("the step belongs to issg-tf")],
    });
  });

  test("nothing opens it but its first state", () => {
    expect(run([], 1)).toEqual({ ended: false, path: [], problems: [], doubts: [], next: [] });
    expect(run([event("notified", 0)], 1).problems).toEqual([expect.stringContaining("begins with alleged")]);
  });

  test("what is learnt or happens later does not count", () => {
    const later = { ...event("notified", 5, "issg-tf"), learnt: start + 99 * hour };
    expect(run([event("alleged", 0), later], 10).state).toBe("alleged");
    expect(run([event("alleged", 0), event("notified", 11, "issg-tf")], 10).state).toBe("alleged");
  });

  test("whose moment is only known to a day has a deadline with two ends, and says what it cannot say", () => {
    const alleged = event("alleged", 0);
    const notified = { ...sometime("notified", 1, 15), by: "issg-tf" };
    expect(run([alleged, notified], 20).clock?.deadline).toEqual({
      earliest: start + 49 * hour,
      latest: start + 63 * hour - 1,
    });
    const answered = run([alleged, notified, event("answered", 55)], 56);
    expect(answered).toMatchObject({ state: "answered", problems: [] });
    expect(answered.doubts).toEqual([expect.stringMatching(/^whether answered came in time is not known/u)]);
    expect(run([alleged, notified], 55)).toMatchObject({ state: "notified", next: [{ overdue: "unknown" }] });
    expect(run([alleged, notified], 70).state).toBe("referred");
    const straddling = run([alleged, { ...sometime("notified", 20, 30), by: "issg-tf" }], 40);
    expect(straddling.doubts).toEqual([expect.stringContaining("whether in time is not known")]);
  });

  test("that has ended asks for nothing more", () => {
    expect(run([event("alleged", 0), event("notified", 5, "issg-tf")], 100)).toMatchObject({ ended: true, next: [] });
  });
});
