import { describe, expect, it } from "vitest";
import { classOfVerdict, markPixels, VERDICT_MARKS } from "./marks.ts";

describe("marks", () => {
  it("no two classes have one shape or one colour", () => {
    expect(new Set(VERDICT_MARKS.map(({ shape }) => shape)).size).toBe(VERDICT_MARKS.length);
    expect(new Set(VERDICT_MARKS.map(({ colour }) => colour)).size).toBe(VERDICT_MARKS.length);
  });

  it("every verdict has its class, and what is none of them was not judged", () => {
    expect(VERDICT_MARKS.map(({ key }) => VERDICT_MARKS[classOfVerdict(key)]?.key)).toEqual(
      VERDICT_MARKS.map(({ key }) => key),
    );
    expect(VERDICT_MARKS[classOfVerdict(undefined)]?.key).toBe("none");
  });

  it("marks grow as the map comes nearer, within limits", () => {
    expect([markPixels(0), markPixels(8), markPixels(16)]).toEqual([4, 8.8, 14]);
  });
});
