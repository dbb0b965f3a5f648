import type { ActorNumbers, ClaimTable } from "./claim-table.ts";
import { STRIDES } from "./fields.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The pattern of a pair: its level in every field but crowding, which is a matter of all pairs together. */
export function patternOf(table: ClaimTable, a: number, b: number): number {
  return (
    spaceLevel(table, a, b) * STRIDES[0]! +
    timeLevel(table, a, b) * STRIDES[1]! +
    actorLevel(table.actors[a]!, table.actors[b]!) * STRIDES[2]! +
    kindLevel(table, a, b) * STRIDES[3]! +
    killedLevel(table, a, b) * STRIDES[4]! +
    injuredLevel(table, a, b) * STRIDES[5]! +
    relationLevel(table, a, b) * STRIDES[6]! +
    publishedLevel(table, a, b) * STRIDES[7]!
  );
}

const CROWDING = 8;

/** How many candidates the less crowded of the two has, on a scale of doublings. */
export function crowdingLevel(candidates: number): number {
  return candidates < 2 ? 1 : Math.min(9, 32 - Math.clz32(candidates));
}

export function withCrowding(pattern: number, candidates: number): number {
  return pattern + crowdingLevel(candidates) * STRIDES[CROWDING]!;
}

const POINTS = 1;
const NEAR = 11;
const DISTRICT = 19;
const PROVINCE = 23;
const VILLAGE_KM = 3;

function spaceLevel(table: ClaimTable, a: number, b: number): number {
  const [first, second] = [table.placePrecision[a]!, table.placePrecision[b]!];
  const worst = Math.max(first, second);
  if (worst >= 6) return 0;
  const apart = table.distanceKm(a, b);
  const reach = table.radius[a]! + table.radius[b]!;
  const isSameName = table.place[a] !== 0 && table.place[a] === table.place[b];
  if (worst >= 4) return PROVINCE + step(apart / reach, [0.5, 1, 1.6]);
  if (worst === 3) {
    if (table.district[a] !== 0 && table.district[a] === table.district[b]) return DISTRICT;
    return DISTRICT + 1 + step(apart / reach, [0.5, 1]);
  }
  if (table.radius[a]! <= VILLAGE_KM && table.radius[b]! <= VILLAGE_KM) {
    const band = step(apart, [0.7, 1.5, 3, 6, 10, 25]);
    return POINTS + (band < 3 ? band * 2 + (isSameName ? 0 : 1) : band + 3);
  }
  return isSameName ? NEAR + 7 : NEAR + step(apart / reach, [0.25, 0.5, 0.75, 1, 1.3, 1.6]);
}

/** How many of the ascending limits a value is above; a value at a limit is within it. */
function step(value: number, limits: readonly number[]): number {
  let n = 0;
  while (n < limits.length && !(value <= limits[n]!)) n++;
  return n;
}

const MINUTES = 1;
const BLOCK = 6;
const DAYS = 11;
const WIDER = 17;

function timeLevel(table: ClaimTable, a: number, b: number): number {
  const { from, to, timePrecision } = table;
  const worst = Math.max(timePrecision[a]!, timePrecision[b]!);
  if (worst > 5) return 0;
  const gap = Math.max(from[a]!, from[b]!) - Math.min(to[a]!, to[b]!);
  if (worst === 0) return MINUTES + step(Math.max(0, gap), [20 * MINUTE, 45 * MINUTE, 1.5 * HOUR, 3.5 * HOUR]);
  if (worst === 1) return BLOCK + (gap <= 0 ? 0 : 1 + step(gap, [0.75 * HOUR, 2 * HOUR, 4 * HOUR]));
  if (worst === 2) return DAYS + dayLevel(gap, timePrecision[a] === timePrecision[b]);
  if (gap > 0) return WIDER + 2;
  const longest = Math.max(to[a]! - from[a]!, to[b]! - from[b]!);
  return WIDER + (longest <= 6.1 * 24 * HOUR ? 0 : 1);
}

/** Two days are the same day or not; a finer time is within the other's day or near it. */
function dayLevel(gap: number, bothDays: boolean): number {
  if (bothDays) return gap < 0 ? 0 : 2;
  if (gap <= 0) return 1;
  return 3 + step(gap, [2 * HOUR, 8 * HOUR]);
}

/** The better of the two ways of pairing the sides, since the order of sides says little. */
export function actorLevel(a: readonly ActorNumbers[], b: readonly ActorNumbers[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const straight = pairing(a, b, false);
  const crossed = pairing(a, b, true);
  return Math.min(straight, crossed);
}

type Likeness = "same" | "open" | "other" | "unresolved";

function pairing(a: readonly ActorNumbers[], b: readonly ActorNumbers[], isCrossed: boolean): number {
  const first = sideLikeness(side(a, false), side(b, isCrossed));
  const second = sideLikeness(side(a, true), side(b, !isCrossed));
  const has = (one: Likeness): boolean => first === one || second === one;
  if (first === "same" && second === "same") return 1;
  if (has("same")) return has("other") || has("unresolved") ? 4 : 2;
  if (first === "open" && second === "open") return 3;
  return has("unresolved") ? 5 : 6;
}

function side(actors: readonly ActorNumbers[], isSecond: boolean): readonly ActorNumbers[] {
  return actors.filter((actor) => actor.isSecond === isSecond);
}

/** Sides share an actor, or one is part of the other; or one of them says nothing that could be held against it. */
function sideLikeness(a: readonly ActorNumbers[], b: readonly ActorNumbers[]): Likeness {
  if (a.length === 0 || b.length === 0) return "open";
  let isOpen = false;
  let isUnresolved = false;
  for (const one of a) {
    for (const other of b) {
      if (isSameActor(one, other)) return "same";
      if (one.isGeneric || other.isGeneric || areSiblings(one, other)) isOpen = true;
      else if (one.actor === 0 || other.actor === 0) isUnresolved = true;
    }
  }
  return isOpen ? "open" : isUnresolved ? "unresolved" : "other";
}

export function isSameActor(a: ActorNumbers, b: ActorNumbers): boolean {
  if (a.actor === 0 || b.actor === 0) return a.actor === b.actor && a.name !== 0 && a.name === b.name && !a.isGeneric;
  return a.actor === b.actor || a.actor === b.parent || a.parent === b.actor;
}

/** Two parts of one whole are compatible and not the same. */
function areSiblings(a: ActorNumbers, b: ActorNumbers): boolean {
  return a.parent !== 0 && a.parent === b.parent;
}

function kindLevel(table: ClaimTable, a: number, b: number): number {
  const [depthA, depthB] = [table.kindDepth[a]!, table.kindDepth[b]!];
  if (depthA === 0 || depthB === 0) return 0;
  if (table.kind[a] === table.kind[b]) return depthA === 1 ? 2 : 1;
  if (table.kindRoot[a] !== table.kindRoot[b]) return 5;
  if (depthA === 1 || depthB === 1) return 2;
  if (table.kindNode[a] !== table.kindNode[b]) return 4;
  return depthA === 2 || depthB === 2 ? 2 : 3;
}

function killedLevel({ killedLeast, killedMost }: ClaimTable, a: number, b: number): number {
  const [leastA, mostA, leastB, mostB] = [killedLeast[a]!, killedMost[a]!, killedLeast[b]!, killedMost[b]!];
  if (Number.isNaN(leastA) || Number.isNaN(leastB)) return 0;
  const areExact = leastA === mostA && leastB === mostB;
  if (areExact && leastA === leastB) return leastA === 0 ? 1 : leastA <= 2 ? 2 : leastA <= 6 ? 3 : 4;
  if (leastA <= mostB && leastB <= mostA) return 5;
  const gap = leastA > mostB ? leastA - mostB : leastB - mostA;
  const lower = leastA > mostB ? mostB : mostA;
  const higher = lower + gap;
  if (lower === 0 && higher >= 3) return 8;
  if (gap <= 1 || gap <= 0.35 * higher) return 6;
  return gap <= 4 ? 7 : 8;
}

function injuredLevel({ injuredLeast, injuredMost }: ClaimTable, a: number, b: number): number {
  const [leastA, mostA, leastB, mostB] = [injuredLeast[a]!, injuredMost[a]!, injuredLeast[b]!, injuredMost[b]!];
  if (Number.isNaN(leastA) || Number.isNaN(leastB)) return 0;
  if (leastA === mostA && leastB === mostB && leastA === leastB) return leastA === 0 ? 1 : 2;
  if (leastA <= mostB && leastB <= mostA) return 3;
  const gap = leastA > mostB ? leastA - mostB : leastB - mostA;
  const higher = leastA > mostB ? leastA : leastB;
  return gap <= 1 || gap <= 0.35 * higher ? 4 : 5;
}

function relationLevel({ updates, source }: ClaimTable, a: number, b: number): number {
  if (updates[a] === b + 1 || updates[b] === a + 1) return 1;
  return source[a] === source[b] ? 2 : 3;
}

const TO_TWO_HOURS = 1;
const TO_FIVE_HOURS = 8;
const TO_A_DAY = 15;
const BEFORE_IT_HAPPENED = 6;

/**
 * Only where the stated times leave it open: two that are given to the minute need no help. Nobody tells of what has not
 * happened yet, a slip of an hour aside.
 */
function publishedLevel(
  { guess, guessSpread, timePrecision, published, from }: ClaimTable,
  a: number,
  b: number,
): number {
  if (Math.max(timePrecision[a]!, timePrecision[b]!) < 1) return 0;
  const apart = Math.abs(guess[a]! - guess[b]!);
  if (Number.isNaN(apart)) return 0;
  const spread = Math.hypot(guessSpread[a]!, guessSpread[b]!);
  const tier = spread < 2 * HOUR ? TO_TWO_HOURS : spread < 5 * HOUR ? TO_FIVE_HOURS : TO_A_DAY;
  if (published[a]! + HOUR < from[b]! || published[b]! + HOUR < from[a]!) return tier + BEFORE_IT_HAPPENED;
  return tier + step(apart / spread, [0.4, 0.8, 1.3, 2, 3.5]);
}
