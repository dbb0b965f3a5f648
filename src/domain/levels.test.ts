import { describe, expect, test } from "vitest";
import {
  DEFAULT_THRESHOLDS,
  justifyAttribution,
  justifyOccurrence,
  thresholdsFor,
  type Evidence,
  type Position,
} from "./index.ts";

const evidence = (given: Partial<Evidence>): Evidence => ({
  reports: 1,
  voices: 1,
  denials: 0,
  named: [],
  positions: [],
  ...given,
});
const answered = (position: Position): Partial<Evidence> => ({ positions: [{ party: "north", position }] });

describe("what the evidence would justify", () => {
  test.each([
    [1, "reported"],
    [2, "partly corroborated"],
    [3, "likely"],
    [400, "likely"],
  ])("counts voices: %i make it %s, and no number of them confirms", (voices, level) => {
    expect(justifyOccurrence(evidence({ voices, reports: 400 })).level).toBe(level);
  });

  test("does not count reports: ten of one voice are one", () => {
    expect(justifyOccurrence(evidence({ reports: 10 }))).toEqual({
      level: "reported",
      because: "1 independent voice in 10 reports",
    });
  });

  test("is contested as soon as anybody says that it did not happen, a party that was asked too", () => {
    expect(justifyOccurrence(evidence({ voices: 5, denials: 1 })).level).toBe("contested");
    expect(justifyOccurrence(evidence({ voices: 5, ...answered("denied") })).level).toBe("contested");
    expect(justifyOccurrence(evidence({ voices: 5, ...answered("not responsible") })).level).toBe("likely");
  });

  test("is nothing where nobody tells of it", () => {
    expect(justifyOccurrence(evidence({ voices: 0, reports: 0 })).level).toBe("cannot be determined");
  });

  test("is by the thresholds of the agreement, for the kind of act that has its own", () => {
    const mandate = {
      thresholds: { "partly corroborated": 2, likely: 2, confirmed: 3 },
      thresholdsByAct: { airstrike: { "partly corroborated": 3, likely: 4 } },
    };
    expect(justifyOccurrence(evidence({ voices: 3 }), thresholdsFor(mandate, ["shelling"])).level).toBe("confirmed");
    expect(justifyOccurrence(evidence({ voices: 3 }), thresholdsFor(mandate, ["airstrike"])).level).toBe(
      "partly corroborated",
    );
    // It was both, and for one of them that is enough.
    const both = { thresholdsByAct: { airstrike: { "partly corroborated": 3, likely: 4 }, raid: DEFAULT_THRESHOLDS } };
    expect(thresholdsFor(both, ["airstrike", "raid"])).toEqual(DEFAULT_THRESHOLDS);
    expect(thresholdsFor({}, ["airstrike"])).toBe(DEFAULT_THRESHOLDS);
  });

  test("of who did it goes by who names whom, and by what the parties answer", () => {
    const named = (voices: number): Partial<Evidence> => ({ named: [{ actor: "A", voices }] });
    const level = (given: Partial<Evidence>): string => justifyAttribution(evidence(given)).level;
    expect(level({})).toBe("none made");
    expect(level(named(1))).toBe("claimed");
    expect(level(named(2))).toBe("assessed low");
    expect(level(named(50))).toBe("assessed low");
    expect(level({ ...named(2), ...answered("not responsible") })).toBe("disputed");
    expect(level({ named: [...named(2).named!, { actor: "B", voices: 1 }] })).toBe("disputed");
    expect(level({ ...named(1), ...answered("acknowledged in part") })).toBe("acknowledged");
  });

  test("names nobody in its words, which are shown where names are not", () => {
    const words = [
      justifyAttribution(evidence({ named: [{ actor: "Zuhair's men", voices: 2 }], ...answered("denied") })),
      justifyOccurrence(evidence(answered("denied"))),
    ].map(({ because }) => because);
    expect(words.join()).not.toMatch(/Zuhair|north/u);
  });
});
