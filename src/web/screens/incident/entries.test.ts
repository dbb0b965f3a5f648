import * as fc from "fast-check";
import { expect, test } from "vitest";
import { audiencesFor, withKept } from "./audiences.ts";
import { arrangedIn, isAbout, joinedIn, shownValue } from "./entries.ts";
import { stepsOf } from "./ladders.ts";
import { momentsOf, placeOf } from "./moments.ts";
import { waterfall } from "./waterfall.ts";

const entry = (seq: number, act: string, body: object = {}) => ({ seq, act, body: body as never });

test("only what put reports together or apart can be undone, the latest first", () => {
  const found = arrangedIn([entry(1, "merge-incidents"), entry(2, "set-occurrence"), entry(3, "split-incident")]);
  expect(found.map((one) => one.entry.seq)).toEqual([3, 1]);
});

test("what was undone is not undone again, unless the undoing was undone", () => {
  const merge = entry(1, "merge-incidents");
  const undo = entry(2, "undo-matching", { undoes: 1 });
  const again = entry(3, "undo-matching", { undoes: 2 });
  const undoneBy = (entries: Parameters<typeof arrangedIn>[0]) =>
    Object.fromEntries(arrangedIn(entries).map((one) => [one.entry.seq, one.undoneBy]));
  expect(undoneBy([merge, undo])).toEqual({ 1: 2, 2: undefined });
  expect(undoneBy([merge, undo, again])).toEqual({ 1: undefined, 2: 3, 3: undefined });
});

test("an entry is about what it did something to, and about what it names anywhere", () => {
  const things = [{ noun: "report", id: "r", row: 1, what: "added" as const, fields: [] }];
  expect(isAbout({ things, body: null }, "r")).toBe(true);
  expect(isAbout({ things: [], body: { reports: ["r"] } }, "r")).toBe(true);
  expect(isAbout({ things: [], body: { note: "about r" } }, "r")).toBe(false);
});

test("an incident that ended leads to the one that it was put together with last", () => {
  const ended = (seq: number, into: string) => ({
    seq,
    things: [
      {
        noun: "incident",
        id: "i",
        row: seq,
        what: "withdrawn" as const,
        fields: [{ field: "body.joined", now: into }],
      },
    ],
  });
  expect(joinedIn([ended(4, "b"), ended(2, "a")], "i")).toEqual({ seq: 4, into: "b" });
  expect(joinedIn([ended(4, "b")], "another")).toBeUndefined();
});

test("nothing is shown as a dash and never as a blank or a zero", () => {
  expect([undefined, null, "", [], 0, "a", ["a", "b"]].map(shownValue)).toEqual(["–", "–", "–", "–", "0", "a", "a, b"]);
});

test("moments are there once, in their order, and behind the last is the present", () => {
  const moments = momentsOf(
    [{ at: "2016-03-02T00:00:00Z" }, { at: "2016-03-01T00:00:00Z" }],
    ["2016-03-02T00:00:00.000Z", null],
  );
  expect(moments.map((at) => Date.parse(at))).toEqual(moments.map((at) => Date.parse(at)).toSorted((a, b) => a - b));
  expect(moments).toHaveLength(2);
  expect(placeOf(moments, undefined)).toBe(2);
  expect(placeOf(moments, "2016-03-01T12:00:00Z")).toBe(0);
  expect(placeOf(moments, "2017-01-01T00:00:00Z")).toBe(1);
});

test("the steps of a waterfall end at the sum, whatever they are", () => {
  const bits = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(fc.array(bits, { minLength: 1, maxLength: 9 }), (all) => {
      const total = all.reduce((sum, one) => sum + one, 0);
      const bars = all.map((one, at) => ({ field: `f${at}`, says: "", bits: one }));
      const drawn = waterfall({ bars, total, probability: 0.5, wouldTurn: [] });
      for (const { from, to } of drawn.steps) {
        expect(from).toBeGreaterThanOrEqual(-1e-6);
        expect(to).toBeLessThanOrEqual(100 + 1e-6);
      }
      const last = drawn.steps.at(-1)!;
      expect(Math.min(Math.abs(last.from - drawn.total), Math.abs(last.to - drawn.total))).toBeLessThan(1e-3);
    }),
  );
});

test("an incident stands on each ladder, also on a step that nobody knows", () => {
  const steps = stepsOf("occurrence", "likely", "reported");
  expect(steps.filter(({ isHere }) => isHere).map(({ level }) => level)).toEqual(["likely"]);
  expect(steps.filter(({ isJustified }) => isJustified).map(({ level }) => level)).toEqual(["reported"]);
  expect(stepsOf("judgement", "something else", null).at(-1)).toMatchObject({ level: "something else", isHere: true });
});

test("an audience that a form does not offer stays when something else is changed", () => {
  const offered = audiencesFor(["sar"]);
  expect(withKept(offered, ["party:gone", "public"])).toEqual([...offered, "party:gone"]);
});
