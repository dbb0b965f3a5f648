import { describe, expect, it } from "vitest";
import { periodsOf, piecesOf } from "./periods.ts";

const zone = "Asia/Damascus";
const at = (day: number, hour = 0): number => Date.UTC(2016, 1, day, hour - 2);

describe("the time of an occurrence", () => {
  it("is one stretch if no answer changes within it", () => {
    const when = { earliest: at(27), latest: at(28) };
    expect(periodsOf(when, "within", { changes: [at(27), at(28)], zone })).toEqual({
      mode: "one-of",
      stretches: [when],
    });
  });

  it("is cut where an answer changes, and it happened in one of the parts", () => {
    const { mode, stretches } = periodsOf({ earliest: at(26, 22), latest: at(27, 4) }, "within", {
      changes: [at(27)],
      zone,
    });
    expect(mode).toBe("one-of");
    expect(stretches).toEqual([
      { earliest: at(26, 22), latest: at(27) },
      { earliest: at(27), latest: at(27, 4) },
    ]);
  });

  it("of a fight over several days has something in every part", () => {
    const { mode, stretches } = periodsOf({ earliest: at(26), latest: at(29) }, "throughout", {
      changes: [at(27)],
      zone,
    });
    expect(mode).toBe("all-of");
    expect(stretches).toHaveLength(2);
  });

  it("is never cut within a day of which no more is known than that something happened on it", () => {
    const { stretches } = periodsOf({ earliest: at(26), latest: at(29) }, "throughout", {
      changes: [at(27, 12)],
      zone,
    });
    expect(stretches.map(({ earliest }) => earliest)).toEqual([at(26), at(27), at(28)]);
    expect(piecesOf(stretches[1]!, [at(27), at(27, 12)])).toEqual([
      { earliest: at(27), latest: at(27, 12) },
      { earliest: at(27, 12), latest: at(28) },
    ]);
  });

  it("may be open at either end", () => {
    const always = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };
    expect(periodsOf(always, "throughout", { changes: [at(27)], zone }).stretches).toHaveLength(2);
  });
});
