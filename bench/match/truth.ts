import type { Chance } from "./chance.ts";
import type { GedEvent } from "./ged-events.ts";

/** What happened, before anybody tells of it. */
export interface Incident {
  readonly number: number;
  /** Incidents made of one event are hard to tell apart: the same place, actors and day. */
  readonly family: number;
  readonly event: GedEvent;
  readonly latitude: number;
  readonly longitude: number;
  readonly at: number;
  readonly kind: readonly string[];
  readonly killed: number;
  readonly injured: number;
}

const HOUR = 3_600_000;
const KM = 1 / 111.195;

/** Kinds of incident, `root/node/leaf`, with how likely each is in state-based, non-state and one-sided violence. */
export const KINDS: readonly (readonly [string, number, number, number])[] = [
  ["force/shelling/artillery", 14, 6, 5],
  ["force/shelling/mortar", 12, 10, 6],
  ["force/shelling/rocket", 9, 6, 5],
  ["force/shelling/tank", 4, 3, 1],
  ["force/air/air-strike", 16, 1, 6],
  ["force/air/barrel-bomb", 8, 0, 6],
  ["force/air/drone", 1, 0, 1],
  ["force/ground/clash", 12, 28, 1],
  ["force/ground/assault", 7, 12, 2],
  ["force/ground/raid", 3, 5, 3],
  ["force/ground/ambush", 3, 4, 1],
  ["force/firing/small-arms", 4, 8, 8],
  ["force/firing/sniping", 4, 4, 9],
  ["force/firing/anti-tank", 3, 2, 1],
  ["force/device/ied", 4, 6, 6],
  ["force/device/car-bomb", 2, 3, 6],
  ["force/device/suicide", 2, 3, 4],
  ["force/device/mine", 2, 2, 6],
  ["coercion/persons/execution", 1, 3, 14],
  ["coercion/persons/abduction", 1, 2, 6],
  ["coercion/access/siege", 1, 0, 2],
  ["coercion/access/denial", 1, 0, 1],
];

export const NODES = [...new Set(KINDS.map(([path]) => path.split("/").slice(0, 2).join("/")))];

export interface TruthOptions {
  /** Probability that an incident gets siblings. */
  readonly siblings: number;
  /** Hours that local time is ahead of UTC. */
  readonly zoneHours: number;
}

export function drawIncidents(events: readonly GedEvent[], chance: Chance, options: TruthOptions): readonly Incident[] {
  const incidents: Incident[] = [];
  for (const [family, event] of events.entries()) {
    const first = drawIncident(event, { family, number: incidents.length, chance, zoneHours: options.zoneHours });
    incidents.push(first);
    if (!chance.happens(options.siblings)) continue;
    for (let n = 1 + chance.weighted([0.6, 0.25, 0.15]); n > 0; n--)
      incidents.push(drawSibling(first, incidents.length, chance));
  }
  return incidents;
}

interface Drawing {
  readonly family: number;
  readonly number: number;
  readonly chance: Chance;
  readonly zoneHours: number;
}

function drawIncident(event: GedEvent, { family, number, chance, zoneHours }: Drawing): Incident {
  const midnight = Date.parse(`${event.day}T00:00:00Z`) - zoneHours * HOUR;
  const hour = chance.happens(0.8) ? chance.between(6, 22) : (22 + chance.between(0, 8)) % 24;
  return {
    number,
    family,
    event,
    ...scatter(event, event.wherePrec === 1 ? 0.6 : 2, chance),
    at: midnight + hour * HOUR,
    kind: KINDS[chance.weighted(KINDS.map((kind) => kind[event.violence as 1 | 2 | 3]))]![0].split("/"),
    ...drawCasualties(event.best, chance),
  };
}

/** About a point, the distance half-normal with this deviation in kilometres. */
export function scatter(
  from: { readonly latitude: number; readonly longitude: number },
  deviationKm: number,
  chance: Chance,
) {
  const distance = Math.abs(chance.normal(0, deviationKm)) * KM;
  const bearing = chance.between(0, 2 * Math.PI);
  return {
    latitude: from.latitude + distance * Math.cos(bearing),
    longitude: from.longitude + (distance * Math.sin(bearing)) / Math.cos((from.latitude * Math.PI) / 180),
  };
}

/** Most violations kill nobody, and GED has only those that do. */
function drawCasualties(best: number, chance: Chance): { killed: number; injured: number } {
  const killed = chance.happens(0.5) ? 0 : Math.min(200, best);
  if (killed > 0) return { killed, injured: chance.poisson(killed * chance.between(0.5, 2.5)) };
  return { killed, injured: chance.happens(0.4) ? chance.poisson(1.2) + 1 : 0 };
}

function drawSibling(first: Incident, number: number, chance: Chance): Incident {
  const sign = chance.happens(0.5) ? 1 : -1;
  const hours = Math.exp(chance.between(0, Math.log(30)));
  return {
    ...first,
    number,
    ...scatter(first, 1.6 * (first.event.wherePrec === 1 ? 0.6 : 2), chance),
    at: first.at + sign * hours * HOUR,
    kind: siblingKind(first.kind, chance),
    ...drawCasualties(first.event.best, chance),
  };
}

function siblingKind(kind: readonly string[], chance: Chance): readonly string[] {
  if (!chance.happens(0.75)) return chance.pick(KINDS)[0].split("/");
  return chance.happens(0.7) ? kind : leafOf(kind.slice(0, 2).join("/"), chance);
}

export function leafOf(node: string, chance: Chance): readonly string[] {
  return chance.pick(KINDS.filter(([path]) => path.startsWith(`${node}/`)))[0].split("/");
}
