import type { Claim } from "./claim.ts";
import { distanceKm } from "./geodesy.ts";

/** A claim that sums several incidents, and one that it may have summed. */
export interface Cover {
  readonly aggregate: string;
  readonly incident: string;
  readonly probability: number;
}

/** Below it a link says too little to be shown. */
const LEAST = 0.05;

/**
 * Which incidents the claims that sum several may have summed: those of their place and time, as likely as their claims fall
 * there. A claim that sums is in no incident, and counts nowhere as a report of one.
 */
export function findCovers(
  aggregates: readonly Claim[],
  incidents: readonly { readonly id: string; readonly claims: readonly Claim[] }[],
): readonly Cover[] {
  return aggregates.flatMap((aggregate) => {
    if (!aggregate.when || !aggregate.where) return [];
    return incidents.flatMap(({ id, claims }) => {
      const probability = meanOf(claims, (claim) => shareWithin(claim, aggregate));
      return probability === undefined || probability < LEAST
        ? []
        : [{ aggregate: aggregate.id, incident: id, probability }];
    });
  });
}

function meanOf(claims: readonly Claim[], shareOf: (claim: Claim) => number | undefined): number | undefined {
  const shares = claims.map(shareOf).filter((share) => share !== undefined);
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** How much of what the claim allows for is within the other; `undefined`: it tells no time or no place. */
function shareWithin(claim: Claim, aggregate: Claim): number | undefined {
  if (!claim.when || !claim.where) return undefined;
  if (claim.kind.length > 0 && aggregate.kind.length > 0 && claim.kind[0] !== aggregate.kind[0]) return 0;
  const within = timeWithin(claim.when, aggregate.when!);
  return within === 0 ? 0 : within * placeWithin(claim.where, aggregate.where!);
}

function timeWithin(a: NonNullable<Claim["when"]>, b: NonNullable<Claim["when"]>): number {
  if (a.to <= a.from) return a.from >= b.from && a.from <= b.to ? 1 : 0;
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from)) / (a.to - a.from);
}

function placeWithin(a: NonNullable<Claim["where"]>, b: NonNullable<Claim["where"]>): number {
  const unit = b.units.length - 1;
  // A unit that both name settles it; a claim that names fewer may be anywhere in its own.
  if (b.precision >= 3 && unit >= 0 && a.units.length > unit) return a.units[unit] === b.units[unit] ? 1 : 0;
  if (b.precision >= 6) return a.country === undefined || b.country === undefined || a.country === b.country ? 1 : 0;
  const apart = distanceKm(a, b);
  if (apart <= b.radiusKm) return 1;
  return a.radiusKm <= 0 ? 0 : Math.max(0, Math.min(1, (a.radiusKm + b.radiusKm - apart) / (2 * a.radiusKm)));
}
