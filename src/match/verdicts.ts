import { Refusal } from "../kit/index.ts";
import type { Ledger, Verdict } from "./ledger.ts";

/** Refuses a verdict that contradicts what people have said before: such a thing is shown to them, never settled quietly. */
export function refuseContradiction(ledger: Ledger, verdict: Verdict, [a, b]: readonly [string, string]): void {
  if (a === b) throw new Refusal("match.one-claim", "a claim is itself");
  if (verdict === "unsure") return;
  // The verdict that this one replaces counts no more.
  const [ofA, ofB] = [saidToBeOne(ledger, a, b), saidToBeOne(ledger, b, a)];
  if (verdict === "different") {
    if (!ofA.has(b)) return;
    throw new Refusal("match.contradiction", `${a} and ${b} were said to be the same by way of others`, HINT);
  }
  for (const one of ofA) {
    for (const [other, said] of ledger.verdictsOf(one)) {
      const isThis = (one === a && other === b) || (one === b && other === a);
      if (said === "different" && ofB.has(other) && !isThis)
        throw new Refusal("match.contradiction", `${one} and ${other} were said to be different`, HINT);
    }
  }
}

const HINT = "Take back the earlier verdict first.";

/** A claim and all that people have said to be the same, directly or by way of others, this one pair left out. */
function saidToBeOne(ledger: Ledger, start: string, without: string): ReadonlySet<string> {
  const found = new Set([start]);
  for (const one of found)
    for (const [other, verdict] of ledger.verdictsOf(one)) {
      const isThis = (one === start && other === without) || (one === without && other === start);
      if (verdict === "same" && !isThis) found.add(other);
    }
  return found;
}
