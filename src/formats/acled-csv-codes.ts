import type { OccurrenceKind } from "../domain/index.ts";
import { zoneOfCountry } from "./ucdp-ged-countries.ts";

/**
 * What ACLED's codes say in the shared vocabulary of acts and weapons, by its codebook (ACLED, "ACLED Codebook", 2024). Only
 * what is so of every event of a code stands here; for the rest a record says nothing, and nothing is read into it.
 */
export interface SubEventMeaning {
  readonly acts: readonly string[];
  readonly weapons: readonly string[];
}

const silent: SubEventMeaning = { acts: [], weapons: [] };
const attack: SubEventMeaning = { acts: ["attack"], weapons: [] };
const gain: SubEventMeaning = { acts: ["attack", "acquire-territory"], weapons: [] };
const detention: SubEventMeaning = { acts: ["detention"], weapons: [] };

/** By event type and sub-event type, in lower case. */
const meanings: Readonly<Record<string, Readonly<Record<string, SubEventMeaning>>>> = {
  // "A violent interaction between two organized armed groups"; territory by the sub-event.
  battles: {
    "armed clash": attack,
    "government regains territory": gain,
    "non-state actor overtakes territory": gain,
  },
  "explosions/remote violence": {
    "chemical weapon": { acts: ["chemical-attack"], weapons: ["chemical-agent"] },
    // Any air-to-ground attack, helicopters and drones included.
    "air/drone strike": { acts: ["air-strike"], weapons: ["air-weapon"] },
    "suicide bomb": { acts: ["bombing"], weapons: [] },
    // Guided missiles and aircraft shot down are among them, so that not all of it is shelling.
    "shelling/artillery/missile attack": attack,
    // Unexploded ordnance is among them: nobody need have attacked anybody.
    "remote explosive/landmine/ied": silent,
    grenade: attack,
  },
  "violence against civilians": {
    "sexual violence": { acts: ["sexual-violence"], weapons: [] },
    attack,
    // Detentions outside the law are among them.
    "abduction/forced disappearance": detention,
  },
  protests: {
    "excessive force against protesters": silent,
    "protest with intervention": silent,
    "peaceful protest": silent,
  },
  riots: { "violent demonstration": silent, "mob violence": silent },
  "strategic developments": {
    agreement: silent,
    arrests: detention,
    "change to group/activity": silent,
    "disrupted weapons use": silent,
    "headquarters or base established": silent,
    "looting/property destruction": silent,
    "non-violent transfer of territory": { acts: ["acquire-territory"], weapons: [] },
    other: silent,
  },
};

/** What a code says; `undefined` if the codebook has no such pair. */
export function meaningOf(eventType: string, subEventType: string): SubEventMeaning | undefined {
  const ofType = own(meanings, eventType.toLowerCase());
  return ofType && own(ofType, subEventType.toLowerCase());
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Violence against civilians: the one event type of which the codebook says that the target is always actor 2. */
export function isAgainstCivilians(eventType: string): boolean {
  return eventType.toLowerCase() === "violence against civilians";
}

/** The eight types of actor, as a number in older files and in words in newer ones. */
const actorTypes: Readonly<Record<string, ActorType>> = {
  "1": "state",
  "state forces": "state",
  "2": "armed group",
  "rebel group": "armed group",
  "rebel groups": "armed group",
  "rebel forces": "armed group",
  "3": "armed group",
  "political militia": "armed group",
  "political militias": "armed group",
  "4": "armed group",
  "identity militia": "armed group",
  "identity militias": "armed group",
  "5": "unorganised",
  rioters: "unorganised",
  "6": "unorganised",
  protesters: "unorganised",
  "7": "civilians",
  civilians: "civilians",
  "8": "external",
  "external/other forces": "external",
  "other forces": "external",
  "0": "nobody",
  "": "nobody",
};

/** `external`: forces of another state, peacekeepers, private firms: government or not, the code does not say. */
export type ActorType = "state" | "armed group" | "unorganised" | "civilians" | "external" | "nobody";

/** `undefined`: the codebook has no such type. */
export function actorTypeOf(inter: string): ActorType | undefined {
  return own(actorTypes, inter.toLowerCase());
}

/** An actor with its type. "Unidentified Armed Group" is coded as a militia whoever it may have been. */
export interface TypedActor {
  readonly name: string;
  readonly inter: string;
}

/** What kind of violence two actors make it, in the words of UCDP, where ACLED's types settle it. */
export function kindOf(eventType: string, actors: readonly [TypedActor, TypedActor]): OccurrenceKind | undefined {
  if (isAgainstCivilians(eventType)) return "one-sided";
  const isViolent = ["battles", "explosions/remote violence"].includes(eventType.toLowerCase());
  if (!isViolent || actors.some(({ name }) => /^unidentified\b/iu.test(name))) return undefined;
  const types = actors.map(({ inter }) => actorTypeOf(inter));
  const is = (type: ActorType): number => types.filter((one) => one === type).length;
  if (is("civilians") === 1 && is("state") + is("armed group") + is("external") === 1) return "one-sided";
  if (is("armed group") === 2) return "non-state";
  return is("state") > 0 && is("state") + is("armed group") + is("external") === 2 ? "state-based" : undefined;
}

/** ISO 3166 numbers of the countries whose zone and box are known, with their Gleditsch & Ward numbers. */
// prettier-ignore
const countries: Readonly<Record<string, string>> = {
  4: "700", 12: "615", 24: "540", 31: "373", 50: "771", 51: "371", 70: "346", 104: "775", 108: "516", 116: "811",
  120: "471", 140: "482", 144: "780", 148: "483", 170: "100", 178: "484", 222: "92", 231: "530", 232: "531", 268: "372",
  275: "666", 320: "90", 324: "438", 332: "41", 340: "91", 356: "750", 364: "630", 368: "645", 376: "666", 384: "437",
  400: "663", 404: "501", 417: "703", 422: "660", 430: "450", 434: "620", 466: "432", 484: "70", 508: "541", 524: "790",
  558: "93", 562: "436", 566: "475", 586: "770", 604: "135", 608: "840", 646: "517", 686: "433", 694: "451", 706: "520",
  728: "626", 729: "625", 760: "652", 762: "702", 764: "800", 788: "616", 792: "640", 800: "500", 804: "369", 807: "343",
  818: "651", 854: "439", 862: "101", 887: "678", 180: "490",
};

/** The Gleditsch & Ward number of a country by its ISO number, where it is known here. */
export function gwOfIso(iso: string): string | undefined {
  return own(countries, iso.replace(/^0+/u, ""));
}

/** The zone in which the days of a country are counted, if that is certain. */
export function zoneOfIso(iso: string): string | undefined {
  const gw = gwOfIso(iso);
  return gw === undefined ? undefined : zoneOfCountry(gw);
}
