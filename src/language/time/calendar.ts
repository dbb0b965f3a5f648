import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../kit/index.ts";
import type { Duration, Time } from "../ir.ts";

/**
 * Local clocks and calendars, with the rules that a zone had in the year concerned (IANA tz database): in Damascus the
 * day of 25 March 2016 has 23 hours. Every function here works on instants in milliseconds of the Unix epoch and on
 * local days written `YYYY-MM-DD`.
 */

/** A local time turned into an instant; `note` states the choice made if the clock skipped or repeated it. */
export type LocalTime =
  | { readonly kind: "instant"; readonly instant: Instant; readonly note?: string }
  | { readonly kind: "problem"; readonly message: string };

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/;

/**
 * The instant of `YYYY-MM-DD HH:MM` on the clocks of a zone. A time that the clocks skip is moved forward by the hour
 * skipped, of a time that happens twice the first is taken (as RFC 5545, 3.3.5), and either is noted.
 */
export function localInstant(local: string, zone: string): LocalTime {
  const parts = LOCAL_TIME.exec(local);
  if (!parts) return problem(`${local} is not a time: write YYYY-MM-DD HH:MM`);
  const midnightAfter = parts[2] === "24:00";
  const zoneId = zoneIdentifier(zone);
  if (!isZone(zone)) return problem(`${zone} is not a time zone`);
  let wall: Temporal.PlainDateTime;
  try {
    wall = Temporal.PlainDateTime.from(`${parts[1]}T${midnightAfter ? "00:00" : parts[2]}`, { overflow: "reject" });
  } catch {
    return problem(`${local} is not a time of the calendar`);
  }
  if (midnightAfter) wall = wall.add({ days: 1 });
  const first = wall.toZonedDateTime(zoneId, { disambiguation: "earlier" });
  const second = wall.toZonedDateTime(zoneId, { disambiguation: "later" });
  if (first.epochMilliseconds === second.epochMilliseconds)
    return { kind: "instant", instant: first.epochMilliseconds };
  if (first.toPlainDateTime().equals(wall)) {
    const note = `${local} happens twice in ${zone} (the clocks go back): the first is meant, ${first.offset}`;
    return { kind: "instant", instant: first.epochMilliseconds, note };
  }
  const note = `${local} does not exist in ${zone} (the clocks go forward): read as ${writeWall(second.toPlainDateTime())}`;
  return { kind: "instant", instant: second.epochMilliseconds, note };
}

function problem(message: string): LocalTime {
  return { kind: "problem", message };
}

/** Whether the zone is `UTC`, an offset such as `UTC+03:00`, or a name that the tz database knows. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zoneIdentifier(zone));
    return true;
  } catch {
    return false;
  }
}

/** `UTC+03:00` is written `+03:00` by Temporal; everything else is itself. */
function zoneIdentifier(zone: string): string {
  return /^UTC[+-]\d{2}:\d{2}$/.test(zone) ? zone.slice(3) : zone;
}

export function isDay(day: string): boolean {
  try {
    return Temporal.PlainDate.from(day, { overflow: "reject" }).toString() === day;
  } catch {
    return false;
  }
}

/** The first instant of a local day; where midnight is skipped, the first time on the clocks. */
export function startOfDay(day: string, zone: string): Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime(zoneIdentifier(zone)).epochMilliseconds;
}

/** The end of a local day: the first instant that is no longer part of it. */
export function endOfDay(day: string, zone: string): Instant {
  return startOfDay(shiftDay(day, { kind: "calendar", n: 1, unit: "days" }, 1), zone);
}

/** The local day that an instant falls on. */
export function dayOf(instant: Instant, zone: string): string {
  return at(instant, zone).toPlainDate().toString();
}

/** A local day moved by a calendar duration. A month after 31 January is the last day of February. */
export function shiftDay(day: string, { n, unit }: Duration & { kind: "calendar" }, direction: 1 | -1): string {
  return Temporal.PlainDate.from(day)
    .add({ [unit]: direction * n })
    .toString();
}

/** The length of a clock duration in milliseconds. */
export function clockMilliseconds({ n, unit }: Duration & { kind: "clock" }): number {
  return n * (unit === "h" ? 3_600_000 : 60_000);
}

/**
 * An instant moved by a duration as a *length*: elapsed time for `h` and `min`, the same local time on another day for
 * calendar durations (`in force … for 60 days`, `no attack for 7 days`). A deadline "within 14 days" counts whole days
 * instead; that is `resolveTime`.
 */
export function shiftInstant(instant: Instant, duration: Duration, { zone, direction }: Shift): Instant {
  if (duration.kind === "clock") return instant + direction * clockMilliseconds(duration);
  return at(instant, zone).add({ [duration.unit]: direction * duration.n }).epochMilliseconds;
}

export interface Shift {
  readonly zone: string;
  readonly direction: 1 | -1;
}

/** The end of the `n`th of equally long periods of the calendar, of which the first lasts from one instant until another. */
export function repeatLength(
  { from, until }: { readonly from: Instant; readonly until: Instant },
  n: number,
  zone: string,
): Instant {
  const start = at(from, zone);
  const { years, months, weeks, days, hours, minutes } = start.until(at(until, zone), { largestUnit: "year" });
  return start.add({
    years: n * years,
    months: n * months,
    weeks: n * weeks,
    days: n * days,
    hours: n * hours,
    minutes: n * minutes,
  }).epochMilliseconds;
}

/** The one way in which an instant is written in the key of an atom: `YYYY-MM-DD HH:MM` on the agreement's clocks. */
export function canonicalInstant(instant: Instant, zone: string): Time & { kind: "instant" } {
  const local = writeWall(at(instant, zone).toPlainDateTime());
  const back = localInstant(local, zone);
  const minute = Math.floor(instant / 60_000) * 60_000;
  if (back.kind === "instant" && back.instant === minute) return { kind: "instant", local };
  // The second pass of a repeated hour has no name on the local clocks.
  return { kind: "instant", local: writeWall(at(instant, "UTC").toPlainDateTime()), zone: "UTC" };
}

/** `2016-02-26 12:00 Asia/Damascus (10:00Z)`: an instant as people of the agreement read it, and as computed. */
export function sayInstant(instant: Instant, zone: string): string {
  if (!Number.isFinite(instant)) return instant < 0 ? "the beginning" : "the end of all that is recorded";
  // A zone that does not exist is a problem elsewhere; what is said must still be sayable.
  if (!isZone(zone)) return sayInstant(instant, "UTC");
  const local = at(instant, zone);
  return `${writeWall(local.toPlainDateTime())} ${zone} (${sayUtc(instant, local.toPlainDate())})`;
}

/** As `sayInstant`, but an end at midnight is the 24:00 of the day that it ends. */
export function sayEnd(instant: Instant, zone: string): string {
  if (!isZone(zone) || !Number.isFinite(instant)) return sayInstant(instant, zone);
  const local = at(instant, zone);
  const day = local.toPlainDate();
  if (startOfDay(day.toString(), zone) !== instant) return sayInstant(instant, zone);
  return `${day.subtract({ days: 1 }).toString()} 24:00 ${zone} (${sayUtc(instant, day)})`;
}

function sayUtc(instant: Instant, localDay: Temporal.PlainDate): string {
  const utc = at(instant, "UTC");
  const clock = utc.toPlainTime().toString({ smallestUnit: "minute" });
  return utc.toPlainDate().equals(localDay) ? `${clock}Z` : `${utc.toPlainDate().toString()}T${clock}Z`;
}

/** A length of time in words: `2 days 3 h`, `45 min`. Days are of 24 hours here. */
export function sayLength(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return "less than a minute";
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const words = [
    days > 0 && `${days} ${days === 1 ? "day" : "days"}`,
    hours > 0 && `${hours} h`,
    minutes % 60 > 0 && `${minutes % 60} min`,
  ];
  return words.filter((word) => word !== false).join(" ");
}

function at(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zoneIdentifier(zone));
}

function writeWall(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: "minute" }).replace("T", " ");
}
