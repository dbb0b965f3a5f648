import type { Quantity, Unit } from "../ir.ts";

const METRES: Readonly<Partial<Record<Unit, number>>> = { km: 1000, m: 1, mm: 0.001, ft: 0.3048 };

/** A quantity's value in another unit of its kind, or undefined if there is none. */
export function convert({ value, unit }: Quantity, to: Unit): number | undefined {
  if (unit === to) return value;
  const from = METRES[unit];
  const into = METRES[to];
  if (from === undefined || into === undefined) return undefined;
  return Number(((value * from) / into).toPrecision(12));
}

/** The same length is the same atom, in whatever unit it is written: kilometres from one on, metres below. */
export function inOneUnit(length: Quantity): Quantity {
  const metres = convert(length, "m");
  if (metres === undefined) return length;
  return metres >= 1000 ? { value: convert(length, "km")!, unit: "km" } : { value: metres, unit: "m" };
}
