/**
 * A determination needs more than one person. What counts is the human being: however many accounts or sessions somebody has,
 * they have one voice.
 */

/** What people may determine of an incident under a text. Permitted and outside are not the opposite of lawful. */
export const JUDGEMENTS = [
  "breach",
  "not a breach",
  "exempt",
  "out of scope",
  "unclear under the text",
  "cannot be judged",
] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** `open`: signatures are missing. `carried`: it is a determination. `withdrawn`: its author took it back. */
export const PROPOSAL_STATES = ["open", "carried", "withdrawn"] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** Fewer would be no such rule. */
export const FEWEST_SIGNERS = 2;

/** A proposal as far as it is signed. Its author is the first to sign it. */
export interface Signing {
  readonly proposedBy: string;
  /** Everybody who signed, the author too. */
  readonly signedBy: readonly string[];
  readonly dissenting: readonly string[];
  readonly needed: number;
  readonly state: ProposalState;
}

/** Why a person cannot put a name to it. */
export type NoSignature = "own-proposal" | "signed-already" | "dissented" | "not-open";

/** `undefined`: the person may sign. */
export function whyNotSign(
  { proposedBy, signedBy, dissenting, state }: Signing,
  person: string,
): NoSignature | undefined {
  if (state !== "open") return "not-open";
  if (person === proposedBy) return "own-proposal";
  if (signedBy.includes(person)) return "signed-already";
  return dissenting.includes(person) ? "dissented" : undefined;
}

/** Dissent stays possible after it was carried: it is recorded, and changes nothing. */
export function whyNotDissent({ signedBy, dissenting, state }: Signing, person: string): NoSignature | undefined {
  if (state === "withdrawn") return "not-open";
  if (signedBy.includes(person)) return "signed-already";
  return dissenting.includes(person) ? "dissented" : undefined;
}

export function isCarried({ signedBy, needed }: Pick<Signing, "signedBy" | "needed">): boolean {
  return new Set(signedBy).size >= Math.max(needed, FEWEST_SIGNERS);
}
