import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant } from "../kit/index.ts";
import {
  listingChanges,
  listingHistory,
  referencesNamed,
  sayListingReason,
  wasListed,
  wasListedAs,
  type ListingHistory,
} from "./listing-history.ts";
import type { ListedEntry, ListSnapshot } from "./list-snapshot.ts";

const day = 86_400_000;
const on = (date: string): Instant => Date.parse(`${date}T12:00Z`);

const entry = (reference: string, listedOn: string, more: Partial<ListedEntry> = {}): ListedEntry => ({
  reference,
  name: `Group ${reference}`,
  otherNames: [],
  listedOn,
  amendedOn: [],
  ...more,
});

const snapshot = (date: string, entries: readonly ListedEntry[], more: Partial<ListSnapshot> = {}): ListSnapshot => ({
  list: "a list",
  generated: on(date),
  zone: "UTC",
  entries,
  unreadable: [],
  complete: true,
  ...more,
});

/** The answer on that day at noon, as public long after. */
function answer(history: ListingHistory, reference: string, ...dates: readonly [at: string, known?: string]): string {
  const [date, known = "2030-01-01"] = dates;
  const { value, because } = wasListed(history, reference, { at: on(date), known: on(known) });
  return `${value} ${because}`;
}

describe("an entry", () => {
  const history = listingHistory([
    snapshot("2017-07-03", [entry("A", "2016-02-29"), entry("B", "2014-05-14")]),
    snapshot("2018-10-29", [entry("A", "2016-02-29"), entry("C", "2017-07-20")]),
    snapshot("2020-11-30", [entry("A", "2016-02-29")]),
  ]);

  it("is on the list from the day after its listing, and of that day itself nobody knows the hour", () => {
    expect(answer(history, "A", "2016-02-27")).toBe("false not-yet-listed");
    expect(answer(history, "A", "2016-02-29")).toBe("unknown day-of-listing");
    expect(answer(history, "A", "2016-03-01")).toBe("true listed");
  });

  it("is known to be listed as soon as it was, whenever the first copy is from", () => {
    expect(answer(history, "A", "2016-03-01", "2016-03-01")).toBe("true listed");
  });

  it("is not known to be anything after the moment up to which things are known", () => {
    expect(answer(history, "A", "2016-03-02", "2016-03-01")).toBe("unknown after-cut-off");
  });

  it("that is gone from the next copy was taken off at an unknown time between them", () => {
    expect(answer(history, "B", "2017-07-03")).toBe("true listed");
    const between = wasListed(history, "B", { at: on("2018-01-01"), known: on("2030-01-01") });
    expect(between).toEqual({
      value: "unknown",
      because: "removed-between",
      between: { after: on("2017-07-03"), by: on("2018-10-29") },
    });
    expect(answer(history, "B", "2018-10-29")).toBe("false removed");
    expect(answer(history, "B", "2020-11-30")).toBe("false removed");
  });

  it("may be on the list or off it after the last copy", () => {
    expect(answer(history, "A", "2021-01-01")).toBe("unknown after-last-copy");
    expect(answer(history, "B", "2021-01-01")).toBe("unknown after-last-copy");
  });

  it("that no copy has may have been taken off before the first, and between two copies", () => {
    expect(answer(history, "X", "2016-02-27")).toBe("unknown before-first-copy");
    expect(answer(history, "X", "2018-01-01")).toBe("unknown between-copies");
    expect(answer(history, "X", "2018-10-29")).toBe("false not-on-list");
    expect(answer(history, "X", "2021-01-01")).toBe("unknown after-last-copy");
    expect(answer(listingHistory([]), "X", "2021-01-01")).toBe("unknown no-copy");
  });

  it("is not taken to be off the list because a file was damaged or the entry unreadable", () => {
    const a = snapshot("2017-07-03", [entry("A", "2016-02-29")]);
    const whole = snapshot("2018-10-29", []);
    const last = snapshot("2020-11-30", [entry("A", "2016-02-29")]);
    const ask = (middle: ListSnapshot): string => answer(listingHistory([a, middle, last]), "A", "2018-10-29");
    expect(ask({ ...whole, complete: false })).toBe("true listed");
    expect(ask({ ...whole, unreadable: ["A"] })).toBe("true listed");
    expect(ask(whole)).toBe("unknown copies-contradict");
  });

  it("whose only copies could not be read was on the list at their moment, and nobody knows since when", () => {
    const one = listingHistory([snapshot("2017-07-03", [], { unreadable: ["A"] })]);
    expect(answer(one, "A", "2017-07-03")).toBe("true listed");
    expect(answer(one, "A", "2017-07-02")).toBe("unknown unreadable");
  });

  it("that was taken off and listed again has two terms, even if no copy lacks it", () => {
    const twice = listingHistory([
      snapshot("2017-07-03", [entry("A", "2016-02-29")]),
      snapshot("2018-10-29", [entry("A", "2018-01-10")]),
    ]);
    expect(twice.entries.get("A")?.terms).toHaveLength(2);
    expect(answer(twice, "A", "2017-12-01")).toBe("unknown removed-between");
    expect(answer(twice, "A", "2018-01-11")).toBe("true listed");
  });

  it("that was listed again while it could not be read was off the list in between", () => {
    const twice = listingHistory([
      snapshot("2017-07-03", [entry("A", "2016-02-29")]),
      snapshot("2018-06-01", [], { unreadable: ["A"] }),
      snapshot("2018-10-29", [entry("A", "2018-01-10")]),
    ]);
    expect(answer(twice, "A", "2017-12-01")).toBe("unknown removed-between");
    expect(answer(twice, "A", "2018-02-01")).toBe("true listed");
    expect(twice.entries.get("A")?.terms.map(({ lastSeen }) => lastSeen)).toEqual([on("2017-07-03"), on("2018-10-29")]);
  });

  it("whose date was corrected was by the old date until then, and by either while nobody knows which", () => {
    const corrected = listingHistory([
      snapshot("2017-07-03", [entry("A", "2001-01-31")]),
      snapshot("2018-10-29", [entry("A", "2000-04-12")]),
    ]);
    expect(corrected.entries.get("A")?.terms).toHaveLength(1);
    expect(answer(corrected, "A", "2000-06-01", "2017-07-03")).toBe("false not-yet-listed");
    expect(answer(corrected, "A", "2000-06-01", "2018-01-01")).toBe("unknown date-corrected");
    expect(answer(corrected, "A", "2000-06-01", "2018-10-29")).toBe("true listed");
  });

  it("that a copy lacks although a later one says that it was listed before is unknown in between", () => {
    const late = listingHistory([snapshot("2017-07-03", []), snapshot("2018-10-29", [entry("A", "2016-02-29")])]);
    expect(answer(late, "A", "2016-02-01")).toBe("false not-yet-listed");
    expect(answer(late, "A", "2017-07-03")).toBe("unknown copies-contradict");
    expect(answer(late, "A", "2018-10-29")).toBe("true listed");
  });
});

describe("a name", () => {
  const names = { otherNames: ["Jabhat al-Nusrah"] };
  const history = listingHistory([
    snapshot("2017-07-03", [entry("N", "2014-05-14", names)]),
    snapshot("2018-10-29", [
      entry("N", "2014-05-14", { otherNames: ["JABHAT AL NUSRAH", "HTS"], amendedOn: ["2017-06-07", "2018-06-05"] }),
    ]),
    snapshot("2020-11-30", [entry("N", "2014-05-14", { otherNames: ["HTS"] })]),
  ]);
  const asked = (name: string, date: string): string => {
    const { value, because } = wasListedAs(
      history,
      { reference: "N", name },
      { at: on(date), known: on("2030-01-01") },
    );
    return `${value} ${because}`;
  };

  it("that a later copy has first came between the two, and the list's own dates of change in between are kept", () => {
    const span = history.entries.get("N")!.terms[0]!.names.find(({ name }) => name === "HTS");
    expect(span).toEqual({
      name: "HTS",
      added: { after: on("2017-07-03"), by: on("2018-10-29") },
      amendedMeanwhile: ["2018-06-05"],
      lastSeen: on("2020-11-30"),
      dropped: undefined,
    });
    expect(asked("HTS", "2017-07-02")).toBe("false not-so-named");
    expect(asked("HTS", "2018-06-06")).toBe("unknown named-between");
    expect(asked("HTS", "2018-10-29")).toBe("true listed");
  });

  it("stays the same name in another spelling, and is dropped between the last copy with it and the next", () => {
    expect(asked("jabhat al nusrah", "2018-01-01")).toBe("true listed");
    expect(asked("Jabhat al-Nusrah", "2019-01-01")).toBe("unknown named-between");
    expect(asked("Jabhat al-Nusrah", "2020-11-30")).toBe("false not-so-named");
  });

  it("may have come at any time from the listing to the first copy, and another may have gone meanwhile", () => {
    expect(asked("Jabhat al-Nusrah", "2016-02-27")).toBe("unknown named-between");
    expect(asked("Some other name", "2016-02-27")).toBe("unknown named-between");
    expect(asked("Some other name", "2018-01-01")).toBe("false not-so-named");
    expect(asked("HTS", "2014-01-01")).toBe("false not-yet-listed");
  });

  it("finds the entries that ever bore it", () => {
    expect(referencesNamed(history, "hts")).toEqual(["N"]);
    expect(referencesNamed(history, "Group X")).toEqual([]);
  });
});

describe("the words for a reason", () => {
  it("are there for every answer", () => {
    expect(sayListingReason("before-first-copy")).toMatch(/may have been taken off before the first/u);
  });
});

// A made-up list as it really was, of which the history only sees some copies.

interface Span {
  readonly from: Instant;
  /** Exclusive; without an end, it is there for good. */
  readonly until: Instant;
}

interface Truth {
  readonly reference: string;
  readonly terms: readonly Span[];
  readonly names: readonly { readonly name: string; readonly span: Span }[];
}

const start = Date.parse("2010-01-01T00:00Z");
const moment = fc.integer({ min: 0, max: 40 * day }).map((offset) => start + offset);
const isOn = (spans: readonly Span[], at: Instant): boolean =>
  spans.some(({ from, until }) => from <= at && at < until);

/** Spans that do not overlap, with whole days between them, so that a listing has a day of its own. */
const spans = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 4 }).map((days) => {
  const edges = days.toSorted((a, b) => a - b).map((at) => start + at * 2 * day + 3_600_000);
  return edges.flatMap((from, i): Span[] => (i % 2 === 0 ? [{ from, until: edges[i + 1] ?? Infinity }] : []));
});

const truth = fc.record({
  terms: spans,
  names: fc.array(
    spans.map((all) => all.slice(0, 1)),
    { maxLength: 3 },
  ),
});
const world = fc.record({
  list: fc.array(truth, { minLength: 1, maxLength: 4 }),
  copies: fc.array(fc.record({ at: moment, isWhole: fc.boolean(), lost: fc.nat(3), unread: fc.nat(6) }), {
    maxLength: 6,
  }),
});

function utcDay(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** What is true, without what left no trace in any copy: of that the history rightly knows nothing. */
function build({ list, copies }: World): { readonly truths: readonly Truth[]; readonly snapshots: ListSnapshot[] } {
  const truths = list.map(({ terms, names }, index): Truth => {
    const having = copies.filter(({ lost, isWhole }) => isWhole || lost !== index);
    const sees = (span: Span): boolean => having.some(({ at }) => isOn([span], at));
    const reads = (span: Span): boolean =>
      having.some(({ at, unread }) => (unread !== index || terms.length > 1) && isOn([span], at));
    const kept = terms.some(sees) ? terms.filter(sees) : terms;
    const named = names.flatMap((name, n) =>
      name
        .flatMap((span) => kept.map((term) => cut(span, term)))
        .filter(({ from, until }) => from < until)
        .filter(reads)
        .map((span) => ({ name: `name ${n}`, span })),
    );
    return { reference: `R${index}`, terms: kept, names: named };
  });
  // Whether an entry that cannot be read was listed anew, nobody can see.
  const isUnread = (index: number, unread: number): boolean => index === unread && list[index]!.terms.length === 1;
  const snapshots = copies.map(({ at, isWhole, lost, unread }): ListSnapshot => {
    const there = truths.flatMap(({ reference, terms, names }, index) => {
      const term = terms.find((span) => isOn([span], at));
      if (term === undefined || (!isWhole && lost === index)) return [];
      const otherNames = names.filter(({ span }) => isOn([span], at)).map(({ name }) => name);
      return [{ index, entry: entry(reference, utcDay(term.from), { otherNames }) }];
    });
    return {
      ...snapshot(
        "2010-01-01",
        there.filter(({ index }) => !isUnread(index, unread)).map((one) => one.entry),
      ),
      generated: at,
      unreadable: there.filter(({ index }) => isUnread(index, unread)).map((one) => one.entry.reference),
      complete: isWhole,
    };
  });
  return { truths, snapshots };
}

function cut(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) };
}

describe("a history made of copies of a list", () => {
  it("never says what was not so", () => {
    let decided = 0;
    fc.assert(
      fc.property(world, fc.array(moment, { minLength: 5, maxLength: 20 }), (made, moments) => {
        const { truths, snapshots } = build(made);
        const history = listingHistory(snapshots);
        for (const { reference, terms, names } of truths) {
          for (const at of [...moments, ...snapshots.map(({ generated }) => generated)]) {
            const asked = { at, known: at + 1000 * day };
            const listed = wasListed(history, reference, asked).value;
            if (listed !== "unknown") expect([at, listed]).toEqual([at, String(isOn(terms, at))]);
            if (listed !== "unknown") decided++;
            for (const { name } of names) {
              const named = wasListedAs(history, { reference, name }, asked).value;
              const ofName = names.filter((other) => other.name === name).map(({ span }) => span);
              if (named !== "unknown") expect([name, at, named]).toEqual([name, at, String(isOn(ofName, at))]);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(decided).toBeGreaterThan(5000);
  });

  it("knows of every entry whether it was in a whole copy at that copy's moment", () => {
    fc.assert(
      fc.property(world, (made) => {
        const { truths, snapshots } = build(made);
        const history = listingHistory(snapshots);
        const times = snapshots.map(({ generated }) => generated);
        for (const { generated, complete } of snapshots.filter(
          (one) => times.filter((at) => at === one.generated).length === 1,
        )) {
          for (const { reference, terms } of complete ? truths : []) {
            const { value } = wasListed(history, reference, { at: generated, known: generated });
            expect(value).toBe(String(isOn(terms, generated)));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("tells every moment at which an answer becomes another, and no other moment", () => {
    let changes = 0;
    const moments = fc.array(moment, { minLength: 10, maxLength: 30 });
    const knownAt = fc.oneof(moment, fc.constant(Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(world, moments, knownAt, (made, times, known) => {
        const { truths, snapshots } = build(made);
        const history = listingHistory(snapshots);
        for (const { reference } of truths.filter((one) => history.entries.has(one.reference))) {
          const valueAt = (at: Instant): string => wasListed(history, reference, { at, known }).value;
          const found = listingChanges(history, reference, known);
          changes += found.length;
          for (const at of found) expect(valueAt(at)).not.toBe(valueAt(at - 1));
          for (const at of times) {
            const since = found.findLast((change) => change <= at) ?? start - 1000 * day;
            expect([at, valueAt(at)]).toEqual([at, valueAt(since)]);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(changes).toBeGreaterThan(500);
  });

  it("is the same in whatever order the copies come, and if one comes twice", () => {
    const withOrder = world.chain((made) => {
      const { snapshots } = build(made);
      const again = snapshots.slice(0, 1);
      return fc.tuple(
        fc.constant(snapshots),
        fc.shuffledSubarray([...snapshots, ...again], { minLength: snapshots.length + again.length }),
      );
    });
    fc.assert(
      fc.property(withOrder, ([snapshots, shuffled]) => {
        expect(listingHistory(shuffled)).toEqual(listingHistory(snapshots));
      }),
      { numRuns: 300 },
    );
  });
});
