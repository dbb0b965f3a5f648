import type { Quantity, Time } from "../../src/language/ir.ts";

/** What the reference needs to know of clocks and lengths. Only zones that never change their clocks, on purpose. */
export interface Clock {
  readonly zone: string;
  readonly dayOne: string | undefined;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OFFSET_MINUTES: Readonly<Record<string, number>> = { UTC: 0, "Asia/Kolkata": 330, "Asia/Kathmandu": 345 };

/** Zones whose offset has been the same since 1990, so that a local time can be turned into an instant by adding. */
export const FIXED_ZONES: readonly string[] = Object.keys(OFFSET_MINUTES);

/** Milliseconds since 1970. A date or a day counted by `edge` stands for its start or for its end. */
export function instantOf(time: Time, edge: "start" | "end", clock: Clock): number {
  const midnight = (date: string): number => Date.parse(`${date}T00:00Z`) - offsetOf(clock.zone);
  switch (time.kind) {
    case "instant":
      return Date.parse(`${time.local.replace(" ", "T")}Z`) - offsetOf(time.zone ?? clock.zone);
    case "date":
      return midnight(time.date) + (edge === "end" ? DAY : 0);
    case "day":
      return midnight(clock.dayOne!) + (time.n - (time.edge === "end" ? 0 : 1)) * DAY;
    case "offset": {
      if (time.duration.kind === "calendar") throw new Error("the reference counts no calendar durations");
      const length = time.duration.n * (time.duration.unit === "h" ? 60 : 1) * MINUTE;
      return instantOf(time.from, "start", clock) + (time.direction === "after" ? length : -length);
    }
    case "mark":
      throw new Error("the reference knows no marks of duties");
  }
}

function offsetOf(zone: string): number {
  const written = /^UTC([+-])(\d\d):(\d\d)$/u.exec(zone);
  if (written) return (written[1] === "-" ? -1 : 1) * (Number(written[2]) * 60 + Number(written[3])) * MINUTE;
  const minutes = OFFSET_MINUTES[zone];
  if (minutes === undefined) throw new Error(`the reference does not know the zone ${zone}`);
  return minutes * MINUTE;
}

const METRES = { km: 1000, m: 1, mm: 0.001, ft: 0.3048, "%": 1, count: 1 } as const;

/** Lengths in metres, other numbers as they are; rounded so that 0.3 m and 300 mm are one number. */
export function metresOf({ value, unit }: Quantity): number {
  return Number((value * METRES[unit]).toPrecision(12));
}
