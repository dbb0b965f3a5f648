import type { Instant, Interval } from "../kit/index.ts";
import type { Actor, ActorListing, Dated, ListEntry, Membership } from "./actor.ts";

/**
 * Two clocks: when a thing was so, and since when that is known. Files say both in local dates and date-times; a clock turns
 * those into instants.
 */
export type Clock = (local: string) => Instant;

/** A stretch in which something is so, and since when that is known. */
export interface Span extends Interval {
  readonly known: Instant;
}

/** The stretch that is asked about, and the cut-off of what is known. */
export interface Asked {
  readonly during: Interval;
  readonly known: Instant;
}

/** Without `since` it was always so, and always known; without `known` it was known as soon as it was so. */
export function spanOf({ since, until, known }: Dated, clock: Clock): Span {
  const earliest = since === undefined ? Number.NEGATIVE_INFINITY : clock(since);
  return {
    earliest,
    latest: until === undefined ? Number.POSITIVE_INFINITY : clock(until),
    known: known === undefined ? earliest : clock(known),
  };
}

/** Whether it was so at some time of the stretch, as far as was known. A stretch without length is its one moment. */
export function wasSo(span: Span, { during, known }: Asked): boolean {
  return span.known <= known && span.earliest <= lastOf(during) && during.earliest < span.latest;
}

/** Whether it was so at every moment of the stretch, perhaps one of the spans after the other, as far as was known. */
export function wasThroughout(spans: readonly Span[], { during, known }: Asked): boolean {
  const sorted = spans.filter((span) => span.known <= known).toSorted((a, b) => a.earliest - b.earliest);
  let reached = during.earliest;
  for (const { earliest, latest } of sorted) if (earliest <= reached) reached = Math.max(reached, latest);
  return during.latest > during.earliest ? reached >= during.latest : reached > during.earliest;
}

function lastOf({ earliest, latest }: Interval): Instant {
  return latest > earliest ? latest - 1 : earliest;
}

/** Who was a member at some time of the stretch. An umbrella or a front is another thing in another year. */
export function membersDuring(actor: Actor, asked: Asked, clock: Clock): readonly Membership[] {
  return actor.members.filter((membership) => wasSo(spanOf(membership, clock), asked));
}

/** A listing with the dates of the list's own entry, where the register gives none. */
export function datedListing(listing: ActorListing, entries: readonly ListEntry[]): ActorListing {
  const entry =
    listing.reference === undefined ? undefined : entries.find(({ reference }) => reference === listing.reference);
  if (!entry) return listing;
  return {
    since: entry.listedOn,
    known: entry.knownOn,
    ...(entry.delistedOn === undefined ? {} : { until: entry.delistedOn }),
    ...listing,
  };
}
