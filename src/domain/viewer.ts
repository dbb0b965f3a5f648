/**
 * Who reads. The inside sees everything; every other audience sees only what was released to it, and of that only what is
 * meant for it. A party is an audience of its own.
 */
export type Viewer =
  | { readonly tier: "internal" }
  | { readonly tier: "guarantors" }
  | { readonly tier: "party"; readonly party: string }
  | { readonly tier: "humanitarians" }
  | { readonly tier: "public" };

export type Tier = Viewer["tier"];

export const TIERS: readonly Tier[] = ["internal", "guarantors", "party", "humanitarians", "public"];

/** The word for the viewer's audience that stands at a row released to it: `public`, `party:sar`. */
export function audienceOf(viewer: Viewer): string {
  return viewer.tier === "party" ? `party:${viewer.party}` : viewer.tier;
}

/** The audience of a word, or `undefined` if there is none such. */
export function parseAudience(word: string): Viewer | undefined {
  const party = /^party:([a-z0-9][a-z0-9-]*)$/u.exec(word)?.[1];
  if (party !== undefined) return { tier: "party", party };
  const tier = TIERS.find((known) => known === word);
  return tier === undefined || tier === "party" ? undefined : { tier };
}
