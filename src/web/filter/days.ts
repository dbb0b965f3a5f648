/** Days as people type them, and moments as a selection has them: on the clocks of the agreement. */

/** The moment at which a day begins in a zone; `2016-02-27` → `2016-02-26T22:00:00.000Z`. Undefined: no day. */
export function startOfDay(day: string, zone: string): string | undefined {
  const noon = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/u.test(day) || Number.isNaN(noon)) return undefined;
  // What the clocks of the zone are ahead by, looked up twice: the first guess may lie on the other side of a change of clocks.
  const first = noon - aheadAt(noon, zone);
  return new Date(noon - aheadAt(first, zone)).toISOString();
}

/** The day on the clocks of a zone: `2016-02-26T22:00:00Z` → `2016-02-27`. */
export function dayOf(moment: string, zone: string): string {
  const at = Date.parse(moment);
  return Number.isNaN(at) ? "" : new Date(at + aheadAt(at, zone)).toISOString().slice(0, 10);
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function aheadAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  const there = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return there - Math.floor(at / 1000) * 1000;
}
