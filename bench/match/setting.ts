import { Chance } from "./chance.ts";
import { loadGedEvents, type GedEvent } from "./ged-events.ts";
import type { Rates } from "./rates.ts";
import { drawReports, type ToldClaim } from "./reports.ts";
import { SOURCES } from "./sources.ts";
import { drawIncidents } from "./truth.ts";

export interface Setting {
  /** GED events that incidents are made of: 1,500 is set B, all of them set F. */
  readonly events: number;
  readonly seed: number;
  readonly noise: number;
  readonly siblings: number;
  /** The events end to end in time, so many times over. */
  readonly laps?: number;
  readonly rates?: Rates;
  readonly change?: ChangeName;
  /** Hours that local time is ahead of UTC. */
  readonly zoneHours?: number;
}

/** Ways in which the world may differ from the one that the matcher was made with. */
export const CHANGES = {
  none: "as it is",
  "source-dropped": "the largest source is gone",
  "source-offset": "one source is off by 15 km, always the same way",
  "arabic-places": "one source writes places in Arabic",
  late: "only the last 40 % of the days",
} as const;

export type ChangeName = keyof typeof CHANGES;

const SYRIA_HOURS = 3;
const DROPPED = "ngo_local";
const CHANGED = "ngo_docs";

/** Claims in the order in which they are published. */
export async function drawSetting(setting: Setting): Promise<readonly ToldClaim[]> {
  const { seed, noise, siblings, rates, change = "none", zoneHours = SYRIA_HOURS, laps = 1 } = setting;
  const ged = endToEnd(await chooseEvents(setting), laps);
  const chance = new Chance(seed);
  const incidents = drawIncidents(ged, chance, { siblings, zoneHours });
  const sources = SOURCES.filter(({ id }) => change !== "source-dropped" || id !== DROPPED);
  const told = drawReports(incidents, ged, { noise, zoneHours, chance, sources, ...(rates ? { rates } : {}) });
  return told.map((one) => (one.claim.source === CHANGED ? changed(one, change) : one));
}

async function chooseEvents({ events, change }: Setting): Promise<readonly GedEvent[]> {
  const ged = await loadGedEvents(change === "late" ? Number.POSITIVE_INFINITY : events);
  return change === "late" ? ged.slice(Math.floor(ged.length * 0.6)).slice(0, events) : ged;
}

const DAY = 86_400_000;

function endToEnd(events: readonly GedEvent[], laps: number): readonly GedEvent[] {
  if (laps === 1) return events;
  const span = Date.parse(events.at(-1)!.day) - Date.parse(events[0]!.day) + DAY;
  return Array.from({ length: laps }, (_, lap) =>
    events.map((event) => ({
      ...event,
      day: new Date(Date.parse(event.day) + lap * span).toISOString().slice(0, 10),
    })),
  ).flat();
}

function changed(told: ToldClaim, change: ChangeName): ToldClaim {
  const { where } = told.claim;
  if (!where) return told;
  if (change === "source-offset")
    return { ...told, claim: { ...told.claim, where: { ...where, latitude: where.latitude + 15 / 111.195 } } };
  if (change === "arabic-places" && where.name !== undefined)
    return { ...told, claim: { ...told.claim, where: { ...where, name: inArabic(where.name) } } };
  return told;
}

const LETTERS: Readonly<Record<string, string>> = {
  b: "ب",
  t: "ت",
  j: "ج",
  h: "ح",
  d: "د",
  r: "ر",
  z: "ز",
  s: "س",
  f: "ف",
  q: "ق",
  k: "ك",
  l: "ل",
  m: "م",
  n: "ن",
  w: "و",
  y: "ي",
  g: "غ",
  i: "ي",
  u: "و",
  a: "ا",
  e: "",
  o: "و",
  "'": "",
};

/** Letter by letter: no real spelling, but one that shares no letter with the Latin one. */
function inArabic(name: string): string {
  return name.replace(/./gu, (letter) => LETTERS[letter] ?? letter);
}
