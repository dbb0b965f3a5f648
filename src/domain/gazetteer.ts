import type { Dated } from "./actor.ts";
import type { Point } from "./occurrence.ts";

/** A named place as one gazetteer has it. Several may share a name, and one may have many: only `id` identifies it. */
export interface GazetteerPlace extends Dated {
  /** The gazetteer and its own number for the place: `ocha:C1001`, `geonames:2960`. */
  readonly id: string;
  readonly names: readonly PlaceName[];
  readonly point: Point;
  /** The divisions that it lies in, the smallest first. */
  readonly parents: readonly Division[];
  /** Of which level of division it is the seat: 0 of the country, 1 of a governorate. `undefined`: of none that is known. */
  readonly seatOf: number | undefined;
  /** What the gazetteer says that it is, in its own code: `P.PPLA3`. */
  readonly kind: string | undefined;
  /** `undefined`: not known; GeoNames writes 0 for that. */
  readonly population: number | undefined;
  /** The time zone that the gazetteer gives it: `Asia/Damascus`. */
  readonly zone: string | undefined;
}

export interface PlaceName {
  readonly text: string;
  readonly role: PlaceNameRole;
  /** BCP 47; `undefined`: not said. */
  readonly lang: string | undefined;
  /** The source's field was too short for it: this is its beginning. */
  readonly cut: boolean;
}

/** `reference`: another form that the gazetteer keeps beside the main one · `ascii`: the main one without marks on letters. */
export type PlaceNameRole = "main" | "reference" | "ascii" | "alternate";

/** A division of a country: governorate, district, subdistrict. */
export interface Division {
  /** 0 the country, 1 its largest divisions, and so on. */
  readonly level: number;
  /** P-code or the gazetteer's code: `SY0201`, `SY.09`. */
  readonly code: string;
  readonly names: readonly PlaceName[];
}

const scripts = ["Latn", "Arab", "Cyrl", "Hebr", "Syrc", "Armn", "Grek", "Geor", "Deva", "Hani", "Hang"] as const;

/** ISO 15924, with `Zyyy` for letters of several scripts, of another one, or for none at all. */
export type Script = (typeof scripts)[number] | "Zyyy";

const lettersOf = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "gu")] as const);

/** The script that a name is written in, if it is one. */
export function scriptOf(text: string): Script {
  const letters = text.replaceAll(/[^\p{L}]|\p{Lm}/gu, "");
  const found = lettersOf.find(([, pattern]) => letters !== "" && letters.replaceAll(pattern, "") === "");
  return found?.[0] ?? "Zyyy";
}
