import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysInMonth, formatInstant } from "../kit/index.ts";
import {
  edtfInterval,
  edtfOfInterval,
  formatEdtf,
  formatStampedInstant,
  isQualified,
  parseEdtf,
  parseStampedInstant,
  whenaboutsOfEdtf,
  type Edtf,
} from "./edtf.ts";

const damascus = "Asia/Damascus";

function valueOf(text: string): Edtf {
  const outcome = parseEdtf(text);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

function codeOf(text: string): string {
  const outcome = parseEdtf(text);
  return outcome.ok ? "read" : outcome.problem.code;
}

function stretchOf(text: string): string {
  const { earliest, latest } = edtfInterval(valueOf(text), damascus);
  return `${formatInstant(earliest, damascus)} to ${formatInstant(latest, damascus)}`;
}

const pad = (value: number, digits = 2): string => String(value).padStart(digits, "0");
const day = fc
  .tuple(fc.integer({ min: 1900, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([year, month, date]) => `${year}-${pad(month)}-${pad(Math.min(date, daysInMonth(year, month)))}`);
const date = fc
  .tuple(
    fc.oneof(
      day,
      day.map((text) => text.slice(0, 7)),
      day.map((text) => text.slice(0, 4)),
      day.map((text) => `${text.slice(0, 7)}-XX`),
      day.map((text) => `${text.slice(0, 4)}-XX`),
      day.map((text) => `${text.slice(0, 4)}-XX-XX`),
      day.map((text) => `${text.slice(0, 3)}X`),
      day.map((text) => `${text.slice(0, 2)}XX`),
    ),
    fc.constantFrom("", "?", "~", "%"),
  )
  .map(([text, qualifier]) => text + qualifier);
const time = fc
  .tuple(
    day,
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom("", ":07", "Z", "+02:00", ":59-04:00"),
  )
  .map(([text, hour, minute, rest]) => `${text}T${pad(hour)}:${pad(minute)}${rest}`);
const interval = fc.oneof(
  fc
    .tuple(date, date)
    .map(([a, b]) => `${a}/${b}`)
    .filter((text) => parseEdtf(text).ok),
  fc.tuple(date, fc.constantFrom("/..", "/")).map(([text, end]) => text + end),
  fc.tuple(fc.constantFrom("../", "/"), date).map(([end, text]) => end + text),
);
const anyText = fc.oneof(date, time, interval);

describe("an EDTF text", () => {
  it("comes back letter by letter from its value", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(formatEdtf(valueOf(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["2016-02-27", "2016-02-27 00:00 (UTC+02:00) to 2016-02-28 00:00 (UTC+02:00)"],
    ["2016-02", "2016-02-01 00:00 (UTC+02:00) to 2016-03-01 00:00 (UTC+02:00)"],
    ["2016-02-XX", "2016-02-01 00:00 (UTC+02:00) to 2016-03-01 00:00 (UTC+02:00)"],
    ["2016-XX-XX", "2016-01-01 00:00 (UTC+02:00) to 2017-01-01 00:00 (UTC+02:00)"],
    ["2016-02-27~", "2016-02-27 00:00 (UTC+02:00) to 2016-02-28 00:00 (UTC+02:00)"],
    ["201X", "2010-01-01 00:00 (UTC+02:00) to 2020-01-01 00:00 (UTC+02:00)"],
    ["2016-02-27/2016-03", "2016-02-27 00:00 (UTC+02:00) to 2016-04-01 00:00 (UTC+03:00)"],
    ["2016-02-27/..", "2016-02-27 00:00 (UTC+02:00) to no known end"],
    ["../2016-02-27", "no known start to 2016-02-28 00:00 (UTC+02:00)"],
    ["2016-02-27/", "2016-02-27 00:00 (UTC+02:00) to no known end"],
    // The day on which midnight became one o'clock.
    ["2016-03-25", "2016-03-25 01:00 (UTC+03:00) to 2016-03-26 00:00 (UTC+03:00)"],
    ["2016-02-26T22:00:00Z", "2016-02-27 00:00 (UTC+02:00) to 2016-02-27 00:00:01 (UTC+02:00)"],
    ["2016-02-27T00:00", "2016-02-27 00:00 (UTC+02:00) to 2016-02-27 00:01 (UTC+02:00)"],
    // A clock that was put back showed this time twice: it may be either.
    ["2016-10-27T23:30", "2016-10-27 23:30 (UTC+03:00) to 2016-10-27 23:31 (UTC+02:00)"],
  ])("%s is the stretch %s", (text, stretch) => {
    expect(stretchOf(text)).toBe(stretch);
  });

  it("is the same stretch for a known reader of EDTF, where that reads it and both count days in UTC", async () => {
    // It brings no types.
    const name: string = "edtf";
    const { default: read } = (await import(name)) as { default: (text: string) => Peer };
    fc.assert(
      fc.property(date, date, (a, b) => {
        for (const text of [a, `${a}/${b}`, `${a}/..`]) {
          const theirs = peerStretch(read, text);
          const ours = parseEdtf(text);
          if (theirs === undefined) continue;
          expect(ours.ok && edtfInterval(ours.value, "UTC"), text).toEqual(theirs);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is qualified if any part of it is in doubt, left open or not known", () => {
    for (const text of ["2016-02-27?", "2016~", "2016-02%", "2016-02-XX", "201X", "2016/2017~", "2016/", "/2016"])
      expect(isQualified(valueOf(text)), text).toBe(true);
    for (const text of ["2016-02-27", "2016-02", "2016", "2016/2017", "2016/..", "2016-02-27T10:00"])
      expect(isQualified(valueOf(text)), text).toBe(false);
  });

  it("says of a day that something happened on it, and of a month only that it happened in it", () => {
    const said = (text: string): readonly [string, boolean] => {
      const { spread, exact } = whenaboutsOfEdtf(valueOf(text), damascus);
      return [spread, exact];
    };
    expect(said("2016-02-27")).toEqual(["throughout", true]);
    expect(said("2016-02-27/2016-02-29")).toEqual(["throughout", false]);
    for (const text of ["2016-02", "2016-02-XX", "2016-02-27?", "2016-02-27~/2016-02-29", "2016-02-27T10:00"])
      expect(said(text), text).toEqual(["within", false]);
  });
});

/** What the other reader gives: milliseconds of its first and its last moment, both included. */
interface Peer {
  readonly min: number;
  readonly max: number;
}

function peerStretch(read: (text: string) => Peer, text: string): { earliest: number; latest: number } | undefined {
  try {
    const { min, max } = read(text);
    return { earliest: min, latest: max + 1 };
  } catch {
    return undefined;
  }
}

describe("a stretch of time", () => {
  it("comes back from its text, and is the days it holds", () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const text = a === b ? a : [a, b].toSorted().join("/");
        const stretch = edtfInterval(valueOf(text), damascus);
        const value = edtfOfInterval(stretch, damascus)!;
        expect(formatEdtf(value)).toBe(text);
        expect(edtfInterval(value, damascus)).toEqual(stretch);
      }),
    );
  });

  it("has no text if it begins or ends within a day, and none if it says nothing", () => {
    const { earliest, latest } = edtfInterval(valueOf("2016-02-27"), damascus);
    expect(edtfOfInterval({ earliest: earliest + 1, latest }, damascus)).toBeUndefined();
    expect(edtfOfInterval({ earliest, latest: latest - 1 }, damascus)).toBeUndefined();
    expect(edtfOfInterval({ earliest: -Infinity, latest: Infinity }, damascus)).toBeUndefined();
    expect(formatEdtf(edtfOfInterval({ earliest, latest: Infinity }, damascus)!)).toBe("2016-02-27/..");
  });
});

describe("what is no EDTF of level 1", () => {
  it.each([
    ["", "edtf-empty"],
    ["2016-21", "edtf-season"],
    ["2016-24?", "edtf-season"],
    ["2016-33", "edtf-level-2"],
    ["[2016-02-27,2016-02-28]", "edtf-level-2"],
    ["{2016,2017}", "edtf-level-2"],
    ["2016?-02", "edtf-level-2"],
    ["~2016", "edtf-level-2"],
    ["2016-XX-01", "edtf-level-2"],
    ["201X-02", "edtf-level-2"],
    ["1XXX", "edtf-level-2"],
    ["2016S2", "edtf-level-2"],
    ["Y20160", "edtf-long-year"],
    ["20160", "edtf-long-year"],
    ["-0100", "edtf-long-year"],
    ["2016-02-30", "edtf-no-such-date"],
    ["2015-02-29", "edtf-no-such-date"],
    ["2016-13", "edtf-no-such-date"],
    ["2016-00", "edtf-no-such-date"],
    ["0000", "edtf-no-such-date"],
    ["2016-02-27T24:00", "edtf-no-such-time"],
    ["2016-02-27T10:60", "edtf-no-such-time"],
    ["2016-02-27T10:00+15:00", "edtf-no-such-time"],
    ["2016-02-30T10:00", "edtf-no-such-date"],
    ["2016-03-01/2016-02", "edtf-end-before-start"],
    ["2016-02-27T10:00/2016-02-28", "edtf-time-in-interval"],
    ["../..", "edtf-says-nothing"],
    ["/", "edtf-says-nothing"],
    ["27/02/2016", "edtf-not-a-date"],
    ["27.2.2016", "edtf-not-a-date"],
    ["2016-2-27", "edtf-not-a-date"],
    ["yesterday", "edtf-not-a-date"],
    ["2016-02-27 ", "edtf-not-a-date"],
    ["٢٠١٦-٠٢-٢٧", "edtf-not-a-date"],
  ])("%j is %s", (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it("is a located problem and never an exception, at any length, in little time", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."0123456789-/.?~%XTZ:+[]{},YS ".split("")), maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: "binary" })), (text) => {
        const outcome = parseEdtf(text);
        if (outcome.ok) expect(formatEdtf(outcome.value)).toBe(text);
        else expect(outcome.problem).toMatchObject({ severity: "error", at: { from: 0, to: text.length } });
      }),
      { numRuns: 3000 },
    );
    const started = performance.now();
    for (const text of [
      "2".repeat(1e6),
      "[".repeat(1e6),
      "2016-02-27/".repeat(1e5),
      "2016,".repeat(1e5),
      "X".repeat(1e6),
    ])
      expect(codeOf(text)).not.toBe("read");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("a stamp", () => {
  it("is a moment if it says how far from UTC it is", () => {
    expect(parseStampedInstant("2017-07-03T20:27:45.483-04:00")).toBe(Date.UTC(2017, 6, 4, 0, 27, 45, 483));
    expect(parseStampedInstant("2025-04-19T23:00:04Z")).toBe(Date.UTC(2025, 3, 19, 23, 0, 4));
    for (const text of ["2017-07-03T20:27:45", "2017-07-03", "2017-07-03T25:00:00Z", "", "now"])
      expect(parseStampedInstant(text), text).toBeUndefined();
  });

  it("comes back from its text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (instant) => {
        expect(parseStampedInstant(formatStampedInstant(instant))).toBe(instant);
      }),
    );
  });
});
