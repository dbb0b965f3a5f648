import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { and, kleene, not, or, type Kleene } from "./kleene.ts";

const anyKleene = fc.constantFrom<Kleene>("true", "false", "unknown");

describe("Kleene logic", () => {
  it("stays sure when the unknown cannot change the answer", () => {
    expect(and("false", "unknown")).toBe("false");
    expect(or("true", "unknown")).toBe("true");
    expect(and("true", "unknown")).toBe("unknown");
    expect(or("false", "unknown")).toBe("unknown");
    expect(and()).toBe("true");
    expect(or()).toBe("false");
  });

  it("answers as every way of filling in the unknown does, when these agree", () => {
    const fillings = (value: Kleene): boolean[] => (value === "unknown" ? [true, false] : [value === "true"]);
    const agreed = (answers: boolean[]): Kleene => kleene(new Set(answers).size === 1 ? answers[0] : undefined);
    fc.assert(
      fc.property(anyKleene, anyKleene, (a, b) => {
        const pairs = fillings(a).flatMap((x) => fillings(b).map((y) => [x, y] as const));
        expect(and(a, b)).toBe(agreed(pairs.map(([x, y]) => x && y)));
        expect(or(a, b)).toBe(agreed(pairs.map(([x, y]) => x || y)));
        expect(not(and(a, b))).toBe(or(not(a), not(b)));
      }),
    );
  });
});
