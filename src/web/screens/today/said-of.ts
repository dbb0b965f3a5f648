import { say } from "../../words/index.ts";
import { partWords, verdictNamed } from "../../parts/index.ts";

/** A verdict of a finding, with what is possible if it is more than one. */
export function saidOf(found: unknown): string {
  const { verdict, possible = [] } = (found ?? {}) as {
    readonly verdict?: string;
    readonly possible?: readonly string[];
  };
  const word = say(partWords, verdictNamed(verdict));
  if (possible.length < 2) return word;
  return `${word} (${possible.map((one) => say(partWords, verdictNamed(one))).join(" / ")})`;
}
