import type { Claim, CountRange } from "./claim.ts";
import type { Lineages } from "./lineage.ts";

/** What the claims of one incident say of a number, with nobody's figure chosen. */
export interface DerivedCount {
  /** The least that any independent voice says at least. */
  readonly low: number;
  /** The most that any says; `Infinity` if one says "at least". */
  readonly high: number;
  /** The largest number that two independent voices both reach; `undefined` if there is one voice only. */
  readonly floorHeldByTwo: number | undefined;
  readonly voices: number;
  /** Two independent voices exclude each other. */
  readonly isDisputed: boolean;
}

/** Who names whom. */
export interface Attribution {
  /** As resolved, or as written if nobody knows the name. */
  readonly actor: string;
  readonly side: "first" | "second";
  /** Sources, each once. */
  readonly sources: readonly string[];
  /** Independent voices among them. */
  readonly voices: number;
}

export interface DerivedIncident {
  readonly claims: readonly string[];
  /** Independent voices: copies count with what they copy. */
  readonly voices: number;
  readonly killed: DerivedCount | undefined;
  readonly injured: DerivedCount | undefined;
  readonly actors: readonly Attribution[];
  /** Independent voices name different actors, none of which is part of another. */
  readonly isAttributionDisputed: boolean;
}

/** What can be said of an incident from its claims. Every claim keeps its own values; nothing here replaces them. */
export function deriveIncident(claims: readonly Claim[], lineages: Lineages): DerivedIncident {
  const voiceOf = ({ id, source }: Claim): string => voices.get(lineages.originOf(id)) ?? source;
  // What a source adds or corrects later is the same voice, and so is what others copied from it.
  const voices = new Map(claims.map(({ id, source }) => [id, source]));
  const actors = attributions(claims, voiceOf);
  return {
    claims: claims.map(({ id }) => id),
    voices: new Set(claims.map(voiceOf)).size,
    killed: deriveCount(claims, ({ killed }) => killed, voiceOf),
    injured: deriveCount(claims, ({ injured }) => injured, voiceOf),
    actors,
    isAttributionDisputed: areDisputed(claims, voiceOf),
  };
}

function deriveCount(
  claims: readonly Claim[],
  countOf: (claim: Claim) => CountRange | undefined,
  voiceOf: (claim: Claim) => string,
): DerivedCount | undefined {
  const byVoice = new Map<string, CountRange>();
  // The last that a voice says of itself is what it says; a copy says nothing of its own.
  for (const claim of claims.toSorted(byPublication)) {
    const count = countOf(claim);
    if (count && (claim.source === voiceOf(claim) || !byVoice.has(voiceOf(claim)))) byVoice.set(voiceOf(claim), count);
  }
  const counts = [...byVoice.values()];
  if (counts.length === 0) return undefined;
  const floors = counts.map(({ least }) => least).sort((a, b) => b - a);
  return {
    low: floors.at(-1)!,
    high: Math.max(...counts.map(({ most }) => most)),
    floorHeldByTwo: floors[1],
    voices: counts.length,
    isDisputed: floors[0]! > Math.min(...counts.map(({ most }) => most)),
  };
}

function byPublication(a: Claim, b: Claim): number {
  const [first, second] = [a.publishedAt ?? 0, b.publishedAt ?? 0];
  return first === second ? (a.id < b.id ? -1 : 1) : first - second;
}

function attributions(claims: readonly Claim[], voiceOf: (claim: Claim) => string): readonly Attribution[] {
  const found = new Map<
    string,
    { actor: string; side: Attribution["side"]; sources: Set<string>; voices: Set<string> }
  >();
  for (const claim of claims) {
    for (const { actor, name, side, isGeneric } of claim.actors) {
      if (isGeneric) continue;
      const who = actor ?? name;
      const key = `${side} ${who}`;
      const row = found.get(key) ?? { actor: who, side, sources: new Set(), voices: new Set() };
      found.set(key, row);
      row.sources.add(claim.source);
      row.voices.add(voiceOf(claim));
    }
  }
  return Array.from(found.values(), ({ actor, side, sources, voices }) => ({
    actor,
    side,
    sources: [...sources].sort(),
    voices: voices.size,
  })).sort((a, b) => b.voices - a.voices || (a.actor < b.actor ? -1 : 1));
}

/**
 * Whether the voice that names fewer of two names somebody whom the other does not. The order of sides says little, so what
 * is compared is who was involved.
 */
function areDisputed(claims: readonly Claim[], voiceOf: (claim: Claim) => string): boolean {
  const named = claims.map((claim) => ({
    voice: voiceOf(claim),
    actors: claim.actors.filter(({ actor }) => actor !== undefined),
  }));
  return named.some((a, n) =>
    named.slice(n + 1).some((b) => {
      if (a.voice === b.voice || a.actors.length === 0 || b.actors.length === 0) return false;
      const [few, many] = a.actors.length <= b.actors.length ? [a, b] : [b, a];
      return few.actors.some((one) => !many.actors.some((other) => isOneOf(one, other)));
    }),
  );
}

function isOneOf(a: Claim["actors"][number], b: Claim["actors"][number]): boolean {
  return (
    a.actor === b.actor ||
    a.actor === b.parent ||
    a.parent === b.actor ||
    (a.parent !== undefined && a.parent === b.parent)
  );
}
