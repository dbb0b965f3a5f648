import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor, ListEntry } from "./actor.ts";
import { datedListing, membersDuring, spanOf, wasSo, wasThroughout, type Span } from "./as-of.ts";

/** A clock in UTC. */
const clock = (local: string): number => Date.parse(`${local.replace(" ", "T")}${local.includes(" ") ? ":00Z" : ""}`);
const always = Number.POSITIVE_INFINITY;
const days = (since: string, until: string) => ({ earliest: clock(since), latest: clock(until) });

const entry: ListEntry = {
  reference: "QDe.149",
  name: "Harakat Sham al-Islam",
  aliases: [],
  listedOn: "2016-02-29",
  knownOn: "2016-02-29",
};

const umbrella: Actor = {
  id: "insurgents",
  name: "Insurgents",
  kind: "umbrella",
  codes: [],
  aliases: [],
  roles: [],
  parents: [],
  members: [
    { actor: "a", until: "2016-05-01" },
    { actor: "b", since: "2016-05-01" },
    { actor: "c" },
    { actor: "d", since: "2016-03-01", known: "2016-06-01" },
  ],
  membersComplete: true,
  listings: [],
  acceptances: [],
};

describe("when it was so, and since when that is known", () => {
  it("is known as soon as it was so, unless it says otherwise", () => {
    expect(spanOf({ since: "2016-02-29" }, clock).known).toBe(clock("2016-02-29"));
    expect(spanOf({ since: "2016-02-29", known: "2016-03-05 10:00" }, clock).known).toBe(clock("2016-03-05 10:00"));
  });

  it("takes what has no dates to have always been so, and always known", () => {
    expect(spanOf({}, clock)).toEqual({ earliest: -Infinity, latest: Infinity, known: -Infinity });
    expect(wasSo(spanOf({}, clock), { during: days("1900-01-01", "1900-01-02"), known: -Infinity })).toBe(true);
  });

  it("was not so from the moment on at which it ended", () => {
    const span = spanOf({ since: "2016-03-01", until: "2016-03-02" }, clock);
    const at = (moment: string) => ({ earliest: clock(moment), latest: clock(moment) });
    const wasAt = (moment: string) => wasSo(span, { during: at(moment), known: always });
    expect(["2016-02-29 23:59", "2016-03-01", "2016-03-01 23:59", "2016-03-02"].map(wasAt)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("was so throughout if one span follows the other, and not if a moment is left out or not known", () => {
    const asked = { during: days("2016-03-01", "2016-03-05"), known: clock("2016-04-01") };
    const first = spanOf({ until: "2016-03-03" }, clock);
    const second = spanOf({ since: "2016-03-03" }, clock);
    expect(wasThroughout([second, first], asked)).toBe(true);
    expect(wasThroughout([first, spanOf({ since: "2016-03-03 00:01" }, clock)], asked)).toBe(false);
    expect(wasThroughout([first, { ...second, known: clock("2016-04-02") }], asked)).toBe(false);
    expect(wasThroughout([], asked)).toBe(false);
    const ever = { during: { earliest: -Infinity, latest: Infinity }, known: always };
    expect(wasThroughout([first, second], ever)).toBe(true);
  });

  it("was so throughout exactly if it was so at each moment", () => {
    const span = fc.tuple(fc.nat(12), fc.nat(6), fc.nat(3));
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 4 }),
        fc.nat(12),
        fc.integer({ min: 1, max: 6 }),
        (all, start, length) => {
          const spans = all.map(([earliest, long, known]): Span => ({ earliest, latest: earliest + long, known }));
          const during = { earliest: start, latest: start + length };
          const moments = Array.from({ length }, (_, i) => start + i);
          const atEach = moments.every((at) =>
            spans.some((one) => wasSo(one, { during: { earliest: at, latest: at }, known: 1 })),
          );
          expect(wasThroughout(spans, { during, known: 1 })).toBe(atEach);
        },
      ),
    );
  });
});

describe("members of an umbrella", () => {
  const ids = (since: string, until: string, known = always): readonly string[] =>
    membersDuring(umbrella, { during: days(since, until), known }, clock).map(({ actor }) => actor);

  it("are whoever was one at some time of the stretch, and nobody from the day it ended", () => {
    expect(ids("2016-04-30", "2016-05-01")).toEqual(["a", "c", "d"]);
    expect(ids("2016-05-01", "2016-05-02")).toEqual(["b", "c", "d"]);
    expect(ids("2016-04-30", "2016-05-02")).toEqual(["a", "b", "c", "d"]);
  });

  it("are those that were known to be", () => {
    expect(ids("2016-05-01", "2016-05-02", clock("2016-05-31"))).toEqual(["b", "c"]);
    expect(ids("2016-05-01", "2016-05-02", clock("2016-06-01"))).toEqual(["b", "c", "d"]);
  });
});

describe("a listing", () => {
  it("has the dates of its entry on the list, unless the register gives others", () => {
    const listing = { list: "terrorist", reference: "QDe.149" };
    expect(datedListing(listing, [entry])).toMatchObject({ since: "2016-02-29", known: "2016-02-29" });
    const own = datedListing({ ...listing, known: "2016-03-04" }, [entry]);
    expect(own).toMatchObject({ since: "2016-02-29", known: "2016-03-04" });
    expect(datedListing({ ...listing, reference: "QDe.999" }, [entry]).since).toBeUndefined();
  });
});
