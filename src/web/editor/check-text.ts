import type { Problem } from "../../kit/index.ts";
import { checkAgreement, parseAgreement } from "../../language/index.ts";

export interface CheckAsked {
  readonly id: number;
  readonly text: string;
  /** Keys of the record's actors. */
  readonly actors: readonly string[];
}

/** What `truce check` says of a text, in its order. */
export function checkText({ text, actors }: Pick<CheckAsked, "text" | "actors">): readonly Problem[] {
  const { agreement, problems, damaged } = parseAgreement(text);
  const checked = checkAgreement(agreement, { text, damaged, knownActors: new Set(actors) });
  return [...problems, ...checked].toSorted((a, b) => (a.at.from ?? 0) - (b.at.from ?? 0));
}
