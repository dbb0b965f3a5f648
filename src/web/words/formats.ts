import { tagOf, type Language } from "./tags.ts";

export interface Formats {
  /** 1405 → 1,405. */
  number(value: number): string;
  /** .554 → 55 %. */
  percent(value: number): string;
  /** A day on the clocks of the zone: 27 Feb 2016. */
  day(at: number | string): string;
  /** A moment: 27 Feb 2016, 00:00. */
  moment(at: number | string): string;
  /** From one moment to another, said once if they are of one day. */
  span(from: number | string, to: number | string): string;
  /** How far away: in 3 hours, 2 days ago. */
  distance(at: number | string, now: number): string;
  /** a, b and c. */
  list(items: readonly string[]): string;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const made = new Map<string, Formats>();

/** Made once for a language and a zone: the makers of `Intl` are slow, and every part of a page asks for them. */
export function formatsOf(language: Language, zone = "UTC"): Formats {
  const key = `${language} ${zone}`;
  const formats = made.get(key) ?? makeFormats(language, zone);
  made.set(key, formats);
  return formats;
}

function makeFormats(language: Language, zone: string): Formats {
  const tag = tagOf(language);
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(tag, { timeZone: zone, day: "numeric", month: "short", year: "numeric" });
  const moment = new Intl.DateTimeFormat(tag, {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const away = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const list = new Intl.ListFormat(tag, { type: "conjunction" });
  const at = (given: number | string): Date => new Date(given);
  return {
    number: (value) => number.format(value),
    percent: (value) => percent.format(value),
    day: (given) => day.format(at(given)),
    moment: (given) => moment.format(at(given)),
    span: (from, to) => day.formatRange(at(from), at(to)),
    distance(given, now) {
      const gap = at(given).getTime() - now;
      const [unit, size] = UNITS.find(([, one]) => Math.abs(gap) >= one) ?? (["minute", 60_000] as const);
      return away.format(Math.trunc(gap / size), unit);
    },
    list: (items) => list.format(items),
  };
}
