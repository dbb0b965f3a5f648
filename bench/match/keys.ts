import { distanceKm } from "../../src/match/geodesy.ts";
import type { ToldClaim } from "./reports.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One incident for each day, pair of actors and kind, as the filters of news-coded event data have it; with the province too or not. */
export function byKey(told: readonly ToldClaim[], hasProvince: boolean): Int32Array {
  const keys = new Map<string, number>();
  return Int32Array.from(told, ({ claim, incident }) => {
    if (incident < 0) return -1;
    const { when, actors, kind, where } = claim;
    const dyad = actors.map(({ actor, name }) => actor ?? name).sort();
    const day = when ? Math.floor((when.from + 3 * HOUR) / DAY) : claim.id;
    const parts = [day, dyad.join("+"), kind.slice(0, 2).join("/"), hasProvince ? where?.units[0] : undefined];
    const key = parts.join("|");
    if (!keys.has(key)) keys.set(key, keys.size);
    return keys.get(key)!;
  });
}

/**
 * ST-DBSCAN (Birant & Kut 2007): density in space and time, by the points and middles that the claims state, the radii in
 * kilometres and hours.
 */
export function byDensity(told: readonly ToldClaim[], radiusKm: number, hours: number): Int32Array {
  const points = told
    .map(({ claim: { when, where }, incident }, n) => ({ n, incident, when, where }))
    .filter(({ incident, when, where }) => incident >= 0 && when !== undefined && where !== undefined)
    .map(({ n, when, where }) => ({ n, at: (when!.from + when!.to) / 2, where: where! }))
    .sort((a, b) => a.at - b.at);
  const near = points.map((): number[] => []);
  points.forEach((a, i) => {
    for (let j = i + 1; j < points.length && points[j]!.at - a.at <= hours * HOUR; j++) {
      if (distanceKm(a.where, points[j]!.where) > radiusKm) continue;
      near[i]!.push(j);
      near[j]!.push(i);
    }
  });
  const clusterOf = new Int32Array(told.length).fill(-1);
  let clusters = 0;
  // Two points make a dense place, so whatever can be reached is one cluster.
  points.forEach((point, start) => {
    if (clusterOf[point.n] !== -1) return;
    const queue = [start];
    clusterOf[point.n] = clusters;
    for (const i of queue)
      for (const j of near[i]!) {
        if (clusterOf[points[j]!.n] !== -1) continue;
        clusterOf[points[j]!.n] = clusters;
        queue.push(j);
      }
    clusters += 1;
  });
  return clusterOf;
}
