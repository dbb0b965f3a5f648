import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agreement, Duration, Leaf, Statement, Time } from "../ir.ts";
import { resolveTime, type TimeContext } from "../time/resolve.ts";
import { boundOf, isAtMost } from "./bounds.ts";
import { readDeclarations } from "./declarations.ts";

/** Bounds that rest on a mark which is not known, tried with the mark at many places about a change of the clocks. */

const meta = { id: "t", title: "T", zone: "Asia/Damascus" };
const declaredIn = (...statements: readonly Statement[]): ReturnType<typeof readDeclarations> => {
  const agreement: Agreement = { truce: 1, meta, parts: [{ kind: "block", statements }] };
  return readDeclarations(agreement, {});
};
const declared = declaredIn();

const mark: Time = { kind: "mark", mark: "complete", rule: "r" };
const durations = fc.oneof(
  fc.record({
    kind: fc.constant("clock" as const),
    n: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom("h", "min"),
  }),
  fc.record({
    kind: fc.constant("calendar" as const),
    n: fc.integer({ min: 1, max: 3 }),
    unit: fc.constantFrom("days", "weeks", "months"),
  }),
) as fc.Arbitrary<Duration>;
const times: fc.Arbitrary<Time> = fc.oneof(
  fc.constant(mark),
  fc.record({
    kind: fc.constant("offset" as const),
    duration: durations,
    direction: fc.constantFrom("after" as const, "before" as const),
    from: fc.constant(mark),
  }),
);
const leaves = fc.record({ kind: fc.constant("time" as const), op: fc.constantFrom("before", "after"), time: times });

const MINUTE = 60_000;
/** Midnights of Damascus, noons between them, and the last minutes of days; at the second midnight the clocks change. */
const STANDS: readonly number[] = [23, 24, 25].flatMap((day) => {
  const midnight = Date.UTC(2016, 2, day, 22);
  return [midnight - MINUTE, midnight, midnight + 12 * 60 * MINUTE];
});

function instantsOf({ op, time }: Leaf & { kind: "time" }): readonly number[] {
  return STANDS.map((stands) => {
    const context: TimeContext = { zone: meta.zone, marks: new Map([["r.complete", stands]]) };
    const resolved = resolveTime(time, op === "before" ? "start" : "end", context);
    if (resolved.kind !== "instant") throw new Error(JSON.stringify(resolved));
    return resolved.instant;
  });
}

const unitOf = ({ time }: Leaf & { kind: "time" }): string | undefined => {
  if (time.kind !== "offset") return undefined;
  return time.duration.kind === "clock" ? "clock" : time.duration.unit === "months" ? "months" : "days";
};

describe("the order of times that rest on a mark which is not known", () => {
  it("is given only where it is so wherever the mark stands, and always within days and within hours", () => {
    fc.assert(
      fc.property(leaves, leaves, (one, other) => {
        const [a, b] = [one, other] as (Leaf & { kind: "time" })[];
        const [before, after] = [instantsOf(a!), instantsOf(b!)];
        const isSo = before.every((instant, i) => instant <= after[i]!);
        const says = isAtMost(boundOf(a!, declared)!, boundOf(b!, declared)!);
        if (says) expect([one, other, isSo]).toEqual([one, other, true]);
        const [first, second] = [unitOf(a!), unitOf(b!)];
        if (first === second || first === undefined || second === undefined)
          expect([one, other, says]).toEqual([one, other, isSo]);
      }),
      { numRuns: 600 },
    );
  });

  it("is never given between different marks, nor between what rests on one and what does not", () => {
    const boundAt = (time: Time): NonNullable<ReturnType<typeof boundOf>> =>
      boundOf({ kind: "time", op: "before", time }, declared)!;
    const other = boundAt({ kind: "mark", mark: "complete", rule: "s" });
    const known = boundAt({ kind: "instant", local: "2016-03-01 00:00" });
    for (const bound of [other, known]) {
      expect(isAtMost(boundAt(mark), bound)).toBe(false);
      expect(isAtMost(bound, boundAt(mark))).toBe(false);
    }
  });
});
