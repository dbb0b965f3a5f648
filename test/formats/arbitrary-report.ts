import * as fc from "fast-check";
import {
  HARM_KINDS,
  HARMED_GROUPS,
  OCCURRENCE_KINDS,
  PLACE_PRECISIONS,
  REPORT_RELATIONS,
  sortHarm,
  type ReportDraft,
  type Whereabouts,
} from "../../src/domain/index.ts";
import type { Interval } from "../../src/kit/index.ts";

/** Letters that break tables: quotes, separators, line ends, Arabic, bidi marks, formulas, escapes, emoji, HTML. */
const letter = fc.constantFrom(
  ..."abZ09 ,;:|\\\"'=+-@\n\t.؛،_x#{}[]<>&%/".split(""),
  "\r\n",
  "\r",
  "ح",
  "بل",
  "ة",
  "\u0651",
  "\u200f",
  "\u202e",
  "\u2067",
  "\u2069",
  "\ufeff",
  "🕊",
  "é",
  "＝",
  "٣",
  "_x000D_",
  "__proto__",
  "]]>",
  "\u0001",
  "\u000b",
);

/** What a source may have written: anything but a blank. */
export const words = fc.string({ unit: letter, minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== "");
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const list = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 });
const count = fc.nat({ max: 100_000 });
const degrees = (limit: number): fc.Arbitrary<number> =>
  fc.double({ min: -limit, max: limit, noNaN: true }).map((value) => (value === 0 ? 0 : value));
const point = fc.record({ latitude: degrees(90), longitude: degrees(180) });
const zone = fc.constantFrom("Asia/Damascus", "Africa/Nairobi", "America/St_Johns", "UTC", "+02:00", "-03:30");

const instant = fc.oneof(
  fc.integer({ min: Date.UTC(1900, 1), max: Date.UTC(2100, 1) }),
  fc.integer({ min: Date.UTC(2016, 1) / 60_000, max: Date.UTC(2024, 1) / 60_000 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 0, max: 20_000 }).map((days) => days * 86_400_000 - 2 * 3_600_000),
);
const interval: fc.Arbitrary<Interval> = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: instant }, { weight: 1, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) }),
    fc.oneof(
      { weight: 3, arbitrary: instant },
      { weight: 3, arbitrary: fc.constantFrom(1000, 60_000, 1_800_000, 86_400_000, 3 * 86_400_000) },
      { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    ),
  )
  .map(([earliest, second]) => ({
    earliest,
    latest: second < 1_000_000_000 && Number.isFinite(earliest) ? earliest + Math.abs(second) : second,
  }))
  .filter(({ earliest, latest }) => earliest < latest);

const range = fc.record({ least: maybe(count), most: maybe(count) });
const side = fc.record({ name: words, code: maybe(words) });
const where: fc.Arbitrary<Whereabouts> = fc
  .record({
    precision: fc.constantFrom(...PLACE_PRECISIONS),
    drawnAt: maybe(point),
    other: maybe(point),
    radius: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
    areaNames: list(words),
    held: fc.nat({ max: 3 }),
    country: maybe(words),
    asStated: fc.oneof(fc.constant(""), words),
  })
  .map(({ drawnAt, other, radius, held, ...rest }) => {
    const centre = other ?? drawnAt;
    return {
      ...rest,
      drawnAt,
      within: rest.areaNames.slice(0, held),
      circle:
        radius === undefined || centre === undefined ? undefined : { centre, radiusMetres: radius === 0 ? 0 : radius },
    };
  });

/** Every report that keeps to what its types promise. */
export const anyReport: fc.Arbitrary<ReportDraft> = fc.record({
  id: words,
  label: words,
  kind: maybe(fc.constantFrom(...OCCURRENCE_KINDS)),
  sides: fc.oneof(
    fc.constant([] as const),
    side.map((first) => [first] as const),
    fc.tuple(maybe(side), side),
  ),
  direction: fc.constantFrom("unknown", "first-on-second"),
  when: fc.record({
    interval,
    zone,
    asStated: words,
    spread: fc.constantFrom("throughout", "within"),
    exact: fc.boolean(),
  }),
  where,
  aggregate: maybe(fc.boolean()),
  casualties: fc.record({
    best: maybe(count),
    low: maybe(count),
    high: maybe(count),
    sideA: maybe(count),
    sideB: maybe(count),
    civilians: maybe(count),
    unknown: maybe(count),
  }),
  citations: list(fc.record({ office: maybe(words), date: maybe(words), headline: words })),
  toldBy: maybe(words),
  source: maybe(words),
  reported: maybe(interval),
  acts: list(words),
  weapons: list(words),
  counts: list(
    fc
      .record({ least: maybe(count), most: maybe(count), unit: words.map((unit) => unit.trim()) })
      .filter(({ unit }) => unit !== ""),
  ),
  harm: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...HARM_KINDS), fc.constantFrom(...HARMED_GROUPS), range), {
      maxLength: 4,
      selector: ([what, whom]) => `${what} ${whom}`,
    })
    .map((entries) => sortHarm(entries.map(([what, whom, ends]) => ({ what, whom, ...ends })))),
  narrative: maybe(words),
  regards: maybe(fc.record({ relation: fc.constantFrom(...REPORT_RELATIONS), report: words })),
  attachments: list(words),
  toolReview: maybe(fc.record({ tool: words, status: words, by: maybe(words), at: maybe(words) })),
});

/** Reports of one file: no two with the same id. */
export const reportsOfOneFile = fc.uniqueArray(anyReport, { selector: ({ id }) => id, maxLength: 4 });
