import type { PlacePrecision, Point, Whenabouts, Whereabouts } from "../domain/index.ts";
import { addDays, dayNumber, daysInMonth, daysInterval, type CivilDate, type Interval } from "../kit/index.ts";

/**
 * How much GED's precision codes leave open (Högbladh 2019, codebook 19.1; Sundberg & Melander 2013). The rule is: never
 * narrower than the codes say, and no wider than they say either.
 */

/** `date_prec`: 1 exact · 2 within 2 to 6 days · 3 within a week · 4 within 8 to 31 days, or a month · 5 within more than that. */
export type DatePrecision = 1 | 2 | 3 | 4 | 5;

/** The fewest days that a stated range must have to be the range that the precision speaks of. */
const fewestDays: Readonly<Record<DatePrecision, number>> = { 1: 1, 2: 2, 3: 7, 4: 8, 5: 32 };

export interface StatedDates {
  readonly start: CivilDate;
  readonly end: CivilDate;
  readonly precision: DatePrecision;
  readonly asStated: string;
}

/**
 * With precision 1, the days from start to end, on all of which it happened. With any other, `date_start` and `date_end`
 * are by the codebook the earliest and the latest possible date, so they are the stretch. Where they are closer together
 * than the precision allows, one of the two is not the whole truth, and the stretch takes in every range that the precision
 * could mean: of 6 days, a week, the calendar month, the calendar year.
 */
export function whenaboutsOf(dates: StatedDates, zone: string | undefined): Whenabouts {
  const { start, end, precision, asStated } = dates;
  const days = dayNumber(end) - dayNumber(start) + 1;
  const [first, last] = days >= fewestDays[precision] ? [start, end] : widened(start, end, precision);
  return {
    interval: zone === undefined ? anywhereOnEarth(first, last) : daysInterval(first, last, zone),
    zone: zone ?? "UTC",
    asStated,
    spread: precision === 1 ? "throughout" : "within",
    exact: precision === 1 && days === 1,
  };
}

/** Whether the dates are closer together than their precision allows, so that the stretch had to be widened. */
export function isWidened({ start, end, precision }: StatedDates): boolean {
  return dayNumber(end) - dayNumber(start) + 1 < fewestDays[precision];
}

function widened(start: CivilDate, end: CivilDate, precision: DatePrecision): readonly [CivilDate, CivilDate] {
  switch (precision) {
    case 1:
      return [start, end];
    case 2:
      return aroundWithin(start, end, 6);
    case 3:
      return aroundWithin(start, end, 7);
    case 4:
      return [
        { ...start, day: 1 },
        { ...end, day: daysInMonth(end.year, end.month) },
      ];
    case 5:
      return [
        { year: start.year, month: 1, day: 1 },
        { year: end.year, month: 12, day: 31 },
      ];
  }
}

/** Every range of so many days that holds both dates. */
function aroundWithin(start: CivilDate, end: CivilDate, days: number): readonly [CivilDate, CivilDate] {
  const slack = days - (dayNumber(end) - dayNumber(start) + 1);
  return [addDays(start, -slack), addDays(end, slack)];
}

const hour = 3_600_000;

/** A day in a zone that is not known: from when it begins at UTC+14 until it ends at UTC-12. */
function anywhereOnEarth(first: CivilDate, last: CivilDate): Interval {
  const { earliest, latest } = daysInterval(first, last, "UTC");
  return { earliest: earliest - 14 * hour, latest: latest + 12 * hour };
}

/** `where_prec`, 1 to 7. */
export type WherePrecision = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const placePrecisions: Readonly<Record<WherePrecision, PlacePrecision>> = {
  1: "exact",
  2: "near",
  3: "district",
  4: "province",
  5: "fuzzy",
  6: "country",
  7: "international",
};

/**
 * An "exact" place is a named town, village or hill, and its coordinates are one point of it. 74% of the exact events of the
 * Syria file lie within 1 km of the point that OCHA gives for a community and 93% within 2 km, so 2 km covers the place
 * itself and how gazetteers differ about where it is.
 */
const exactRadiusMetres = 2_000;

/** The codebook's words: "within ca. a 25 km radius around a known point". */
const nearRadiusMetres = 25_000;

export interface StatedPlace {
  readonly precision: WherePrecision;
  /** `undefined` if it is not to be believed. */
  readonly point: Point | undefined;
  readonly asStated: string;
  /** First-order division: governorate, province. Empty if not given. */
  readonly adm1: string;
  /** Second-order division: district. Empty if not given. */
  readonly adm2: string;
  readonly country: string;
}

/**
 * A point counts only for precision 1 and 2. From 3 on it stands for a division, a line or a country, and the divisions
 * named beside it hold the event only as far as the precision says: with 2, 5, 6 and 7 they hold no more than the point.
 */
export function whereaboutsOf({ precision, point, asStated, adm1, adm2, country }: StatedPlace): Whereabouts {
  const areaNames = [adm2, adm1].filter((name) => name !== "");
  const radiusMetres = precision === 1 ? exactRadiusMetres : precision === 2 ? nearRadiusMetres : undefined;
  const isDivisionSure = precision === 1 || precision === 3;
  return {
    precision: placePrecisions[precision],
    circle: radiusMetres === undefined || point === undefined ? undefined : { centre: point, radiusMetres },
    within: isDivisionSure ? areaNames : precision === 4 && adm1 !== "" ? [adm1] : [],
    areaNames,
    country: country === "" ? undefined : country,
    drawnAt: point,
    asStated,
  };
}
