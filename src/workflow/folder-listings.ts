import {
  datedListing,
  listingChanges,
  sayListingReason,
  wasListed,
  type ActorIndex,
  type ActorListing,
} from "../domain/index.ts";
import type { Told } from "../judge/index.ts";
import { or, type Instant } from "../kit/index.ts";
import type { FolderDates } from "./folder-dates.ts";
import type { Folder } from "./load-folder.ts";

interface Parts {
  readonly folder: Pick<Folder, "entries" | "copies">;
  readonly index: ActorIndex;
  readonly dates: FolderDates;
  /** What was public by then counts. */
  readonly known: Instant;
}

/**
 * Who was on which outside list, and when: by the register, where it gives dates itself; by the copies that the publisher of a
 * list gave out, where they have the entry; else by somebody's table of entries.
 */
export class FolderListings {
  private readonly parts: Parts;
  private readonly found = new Map<string, readonly Listing[]>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  isOn(actor: string, list: string, at: Instant): Told {
    const answers = this.listingsOf(actor)
      .filter((listing) => listing.said.list === list)
      .map((listing) => this.answer(listing, at));
    const state = or(...answers.map((one) => one.state));
    const because = answers.find((one) => one.state === state);
    return because ?? { state, reason: "not listed then, as known at the cut-off" };
  }

  /** The moments at which answers about the actor become others. */
  changesOf(actor: string): readonly Instant[] {
    const { dates, known, folder } = this.parts;
    return this.listingsOf(actor).flatMap(({ said, inCopies }) =>
      inCopies === undefined ? dates.edgesOf([said], known) : listingChanges(folder.copies!, inCopies, known),
    );
  }

  private answer({ said, inCopies }: Listing, at: Instant): Told {
    const { dates, known, folder } = this.parts;
    if (inCopies !== undefined) {
      const { value, because } = wasListed(folder.copies!, inCopies, { at, known });
      return { state: value, reason: `${inCopies}: ${sayListingReason(because)}` };
    }
    const isOn = dates.wasSo(said, { during: { earliest: at, latest: at }, known });
    return {
      state: isOn ? "true" : "false",
      reason: isOn ? sayListed(said) : "not listed then, as known at the cut-off",
    };
  }

  private listingsOf(actor: string): readonly Listing[] {
    const known = this.found.get(actor);
    if (known) return known;
    const { index, folder } = this.parts;
    const listings = (index.find(actor)?.listings ?? []).map((said): Listing => {
      const { reference, since, until } = said;
      const isInCopies = reference !== undefined && folder.copies?.entries.has(reference) === true;
      if (isInCopies && since === undefined && until === undefined) return { said, inCopies: reference };
      return { said: datedListing(said, folder.entries), inCopies: undefined };
    });
    this.found.set(actor, listings);
    return listings;
  }
}

function sayListed({ reference, since, known }: ActorListing): string {
  const entry = reference === undefined ? "listed then" : `${reference}, listed then`;
  if (since === undefined) return entry;
  return `${entry}: since ${since}${known === undefined || known === since ? "" : `, known since ${known}`}`;
}

interface Listing {
  readonly said: ActorListing;
  /** The reference by which the copies of the list have it. */
  readonly inCopies: string | undefined;
}
