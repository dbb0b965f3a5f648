/** How often reports go wrong in each way, as shares; `noise` multiplies those that are errors. What sources differ in is in `sources.ts`. */
export interface Rates {
  /** Another place of the country, still told as exact. */
  readonly namesake: number;
  /** "Near" a settlement: another one within 25 km is told. */
  readonly neighbourPlace: number;
  readonly transliteratedPlace: number;
  /** A time to the minute or to the part of the day is off by the hours of the zone. */
  readonly zoneSlip: number;
  readonly neighbourBlock: number;
  /** After 20:00 it is told of the next day. */
  readonly nightAsNextDay: number;
  readonly otherDay: number;
  /** Sides are told in the other order. */
  readonly sidesSwapped: number;
  readonly injuredLeftOut: number;
  /** Reports that another source copies. */
  readonly copied: number;
  /** Copies with an address of their own. */
  readonly copiedUnderOwnAddress: number;
  /** Reports that their source repeats with more dead. */
  readonly updated: number;
  /** Of these, those that say so. */
  readonly updateSaysSo: number;
  /** Days of a district with three incidents or more that one report sums. */
  readonly summed: number;
}

export const RATES: Rates = {
  namesake: 0.008,
  neighbourPlace: 0.55,
  transliteratedPlace: 0.2,
  zoneSlip: 0.02,
  neighbourBlock: 0.05,
  nightAsNextDay: 0.25,
  otherDay: 0.06,
  sidesSwapped: 0.3,
  injuredLeftOut: 0.3,
  copied: 0.12,
  copiedUnderOwnAddress: 0.7,
  updated: 0.05,
  updateSaysSo: 0.6,
  summed: 0.15,
};

/** `name=share`, each replacing one rate. */
export function ratesFrom(texts: readonly string[]): Rates {
  const given = texts.map((text): readonly [string, number] => {
    const [name = "", share = ""] = text.split("=");
    if (!(name in RATES) || !(Number(share) >= 0 && Number(share) <= 1))
      throw new Error(`--rate takes NAME=SHARE, SHARE from 0 to 1, NAME one of ${Object.keys(RATES).join(", ")}`);
    return [name, Number(share)];
  });
  return { ...RATES, ...(Object.fromEntries(given) as Partial<Rates>) };
}
