import { isZone, parseDate, zonedInstant, type Interval } from "../kit/index.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const hour = 3_600_000;

/** Zones that RFC 5322 (4.3) still lets mail have; other letters mean that the zone is not known. */
const namedZones: ReadonlyMap<string, string> = new Map([
  ["UT", "UTC"],
  ["GMT", "UTC"],
  ["Z", "UTC"],
  ["EST", "-05:00"],
  ["EDT", "-04:00"],
  ["CST", "-06:00"],
  ["CDT", "-05:00"],
  ["MST", "-07:00"],
  ["MDT", "-06:00"],
  ["PST", "-08:00"],
  ["PDT", "-07:00"],
]);

/**
 * The second that a mail's date names (RFC 5322, 3.3 and 4.3): `Sun, 10 Mar 2024 23:05:00 +0300 (EAT)`. Without a zone, or with
 * one that is not known, as wide as all zones together. `undefined` if it is no date.
 */
export function parseMailDate(text: string): Interval | undefined {
  const plain = text
    .slice(0, 200)
    .replace(/\([^()]*\)/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const match =
    /^(?:[a-z]{3,9},? )?(\d{1,2}) ([a-z]{3})[a-z]* (\d{2}|\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}|[a-z]{1,5}))?$/iu.exec(
      plain,
    );
  const month = months.indexOf((match?.[2] ?? "").toLowerCase()) + 1;
  if (match === null || month === 0) return undefined;
  const date = parseDate(`${fullYear(match[3]!)}-${pad(month)}-${pad(Number(match[1]))}`);
  const time = { hour: Number(match[4]), minute: Number(match[5]), second: Math.min(59, Number(match[6] ?? 0)) };
  if (date === undefined || time.hour > 23 || time.minute > 59) return undefined;
  const zone = zoneOf(match[7]);
  const start = zonedInstant({ ...date, ...time }, zone ?? "UTC");
  return zone === undefined
    ? { earliest: start - 14 * hour, latest: start + 12 * hour + 1000 }
    : { earliest: start, latest: start + 1000 };
}

function zoneOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const offset = /^([+-]\d\d)(\d\d)$/u.exec(written);
  const zone = offset === null ? namedZones.get(written.toUpperCase()) : `${offset[1]}:${offset[2]}`;
  return zone !== undefined && isZone(zone) ? zone : undefined;
}

/** Years of two digits, as old mail has them (RFC 5322, 4.3). */
function fullYear(digits: string): string {
  const year = Number(digits);
  return digits.length === 4 ? digits : String(year < 50 ? 2000 + year : 1900 + year);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
