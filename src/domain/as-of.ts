import type { Actor, ActorListing, ActorRegister, Dated, ListEntry, Membership, RecordedStanding } from "./actor.ts";

/**
 * Two clocks. Everything here compares local dates and date-times (`2016-02-29`, `2016-02-29 10:00`) of one zone as
 * text, which for this form is their order in time; a date alone is the start of its day.
 */
export type Moment = string;

/** A stretch of valid time, `until` exclusive, and what of it was known when. Unset: without limit. */
export interface Asked {
  readonly since?: Moment;
  readonly until?: Moment;
  readonly known?: Moment;
}

/** Whether it had been learnt by then: from `known` on, else from when it became so, else always. */
export function wasKnown({ since, known }: Dated, by: Moment): boolean {
  const learnt = known ?? since;
  return learnt === undefined || learnt <= by;
}

/** Whether it was so at some time of the stretch, as far as was known. */
export function wasSo(dated: Dated, { since, until, known }: Asked): boolean {
  if (known !== undefined && !wasKnown(dated, known)) return false;
  const beganInTime = until === undefined || dated.since === undefined || dated.since < until;
  const hadNotEnded = since === undefined || dated.until === undefined || since < dated.until;
  return beganInTime && hadNotEnded;
}

/** Who was a member at some time of the stretch. An umbrella or a front is another thing in another year. */
export function membersDuring(actor: Actor, asked: Asked): readonly Membership[] {
  return actor.members.filter((membership) => wasSo(membership, asked));
}

/**
 * The register without anything learnt later: what a judgement of that moment may rest on. Names stay, because a report
 * that uses a later name has to be understood all the same; `wasNameInUse` says which those are.
 */
export function registerAsOf(register: ActorRegister, known: Moment): ActorRegister {
  const learnt = <T extends Dated>(facts: readonly T[]): readonly T[] => facts.filter((fact) => wasKnown(fact, known));
  return {
    ...register,
    figures: register.figures.filter(({ on }) => on <= known),
    actors: register.actors.map((actor) => ({
      ...actor,
      roles: learnt(actor.roles),
      parents: learnt(actor.parents),
      members: learnt(actor.members),
      listings: learnt(actor.listings),
      acceptances: actor.acceptances.filter((given) => wasKnown(datesOfStanding(given), known)),
    })),
  };
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

function datesOfStanding({ at, known }: RecordedStanding): Dated {
  return { ...(at === undefined ? {} : { since: at }), ...(known === undefined ? {} : { known }) };
}
