import { describe, expect, it } from "vitest";
import { nearest } from "./nearest.ts";

describe("nearest", () => {
  it("sees through one slip: a letter wrong, missing, too many, or swapped", () => {
    const columns = ["date_start", "date_end", "latitude", "longitude"];
    for (const slip of ["date_strat", "date_stat", "datee_start", "dste_start", "Date_Start"]) {
      expect(nearest(slip, columns), slip).toBe("date_start");
    }
  });

  it("suggests nothing rather than something far away", () => {
    expect(nearest("population", ["latitude", "best"])).toBeUndefined();
    expect(nearest("x", ["y", "z"])).toBeUndefined();
    expect(nearest("must", [])).toBeUndefined();
  });

  it("suggests the closest, and the first of equals", () => {
    expect(nearest("cease", ["ceases", "cease-fire", "crease"])).toBe("ceases");
  });
});
