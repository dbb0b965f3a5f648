import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InForce, Statement } from "../ir.ts";
import { agreementTimes, type Happened } from "./agreement-times.ts";

const zone = "Africa/Nairobi";
const at = (text: string): number => Date.parse(`${text.replace(" ", "T")}+03:00`);
const days = (n: number) => ({ kind: "calendar", n, unit: "days" }) as const;

const byConsent: InForce = {
  kind: "in-force",
  from: { kind: "instant", local: "2024-03-04 06:00" },
  for: days(30),
  renewable: { how: "consent", for: days(30) },
};
const yearly: InForce = {
  kind: "in-force",
  from: { kind: "date", date: "2017-01-01" },
  until: { kind: "date", date: "2017-12-31" },
  renewable: { how: "unless-notice", notice: { kind: "calendar", n: 6, unit: "months" } },
};

function stretches(statements: readonly Statement[], happened: Happened = {}): readonly string[] {
  const meta = { id: "x", title: "X", zone };
  const times = agreementTimes({ truce: 1, meta, parts: [{ kind: "block", statements }] }, happened);
  const say = (instant: number | undefined): string =>
    instant === undefined ? "…" : new Date(instant + 3 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
  return times.stretches.map(({ from, until }) => `${say(from)} to ${say(until)}`);
}

describe("a text that is renewable by consent", () => {
  test("ends by itself, and goes on for as long as it says if that was agreed in time", () => {
    expect(stretches([byConsent])).toEqual(["2024-03-04 06:00 to 2024-04-03 06:00"]);
    expect(stretches([byConsent], { renewals: [{ on: at("2024-04-01 00:00") }] })).toEqual([
      "2024-03-04 06:00 to 2024-05-03 06:00",
    ]);
    const twice = [{ on: at("2024-05-01 00:00") }, { on: at("2024-04-01 00:00") }];
    expect(stretches([byConsent], { renewals: twice })).toEqual(["2024-03-04 06:00 to 2024-06-02 06:00"]);
  });

  test("goes on until the day that was agreed, where one was", () => {
    const renewals = [{ on: at("2024-04-01 00:00"), until: at("2024-04-11 00:00") }];
    expect(stretches([byConsent], { renewals })).toEqual(["2024-03-04 06:00 to 2024-04-11 00:00"]);
  });

  test("begins anew with a gap if it was agreed after the end", () => {
    expect(stretches([byConsent], { renewals: [{ on: at("2024-04-10 12:00") }] })).toEqual([
      "2024-03-04 06:00 to 2024-04-03 06:00",
      "2024-04-10 12:00 to 2024-05-10 12:00",
    ]);
  });

  test("is not renewed by an agreement made before it began, and a text that is not renewable by none", () => {
    expect(stretches([byConsent], { renewals: [{ on: at("2024-03-01 00:00") }] })).toHaveLength(1);
    const { renewable: _, ...fixed } = byConsent;
    expect(stretches([fixed], { renewals: [{ on: at("2024-04-01 00:00") }] })).toEqual([
      "2024-03-04 06:00 to 2024-04-03 06:00",
    ]);
  });
});

describe("a text that goes on unless notice is given", () => {
  test("has no end as long as no notice is known, and after one ends with the first period for which it came in time", () => {
    expect(stretches([yearly])).toEqual(["2017-01-01 00:00 to …"]);
    expect(stretches([yearly], { notices: [at("2017-06-01 00:00")] })).toEqual([
      "2017-01-01 00:00 to 2018-01-01 00:00",
    ]);
    expect(stretches([yearly], { notices: [at("2017-08-01 00:00")] })).toEqual([
      "2017-01-01 00:00 to 2019-01-01 00:00",
    ]);
  });
});

test("each renewal is of the last statement that had begun", () => {
  const later: InForce = { ...byConsent, from: { kind: "date", date: "2025-01-01" } };
  expect(stretches([byConsent, later], { renewals: [{ on: at("2025-01-15 00:00") }] })).toEqual([
    "2024-03-04 06:00 to 2024-04-03 06:00",
    "2025-01-01 00:00 to 2025-03-02 00:00",
  ]);
});

test("a renewal never shortens the time in which a text is in force", () => {
  const moment = fc.integer({ min: at("2024-03-01 00:00"), max: at("2024-08-01 00:00") });
  const renewal = fc.record({ on: moment, until: fc.option(moment, { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(renewal, { maxLength: 4 }), renewal, moment, (known, added, now) => {
      const isIn = (renewals: readonly { on: number; until: number | undefined }[]): boolean => {
        const told = renewals.map(({ on, until }) => ({ on, ...(until !== undefined && { until }) }));
        const meta = { id: "x", title: "X", zone };
        const times = agreementTimes(
          { truce: 1, meta, parts: [{ kind: "block", statements: [byConsent] }] },
          { renewals: told },
        );
        return times.stretches.some(({ from = 0, until = Infinity }) => from <= now && now < until);
      };
      // One that is agreed until a day counts from its own end, so that only such a renewal can be compared.
      if (isIn(known)) expect(isIn([...known, added])).toBe(true);
    }),
  );
});
