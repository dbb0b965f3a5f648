import { Ledger, refuseContradiction, verdictKey, type Verdict } from "../../match/index.ts";
import { verdictsIn, type Change, type Row } from "../../store/index.ts";

export const VERDICTS = ["same", "different", "unsure"] as const satisfies readonly Verdict[];

export interface Said {
  readonly report: string;
  /** Of which of these pairs it is said. */
  readonly others: readonly string[];
  readonly verdict: Verdict;
  readonly by: string;
  readonly reason: string;
  readonly proposal?: string;
}

export function ledgerOf(verdicts: readonly Pick<Row<"match_verdict">, "report" | "other" | "verdict">[]): Ledger {
  const ledger = new Ledger();
  for (const one of verdicts) noteVerdict(ledger, one);
  return ledger;
}

export function noteVerdict(
  ledger: Ledger,
  { report, other, verdict }: Pick<Row<"match_verdict">, "report" | "other" | "verdict">,
): void {
  const key = verdictKey(report, other);
  ledger.append("assert", [{ key, before: ledger.get(key), after: verdict }], { by: "people", at: 0 });
}

/**
 * Notes what a person says of a report and others, in the place of what was said of these pairs before.
 * @throws Refusal where it contradicts what people have said of other pairs.
 */
export async function sayOf(change: Change, { report, others, verdict, by, reason, proposal }: Said): Promise<void> {
  const verdicts = await verdictsIn(change.client);
  const ledger = ledgerOf(verdicts);
  for (const other of others) {
    refuseContradiction(ledger, verdict, [report, other]);
    noteVerdict(ledger, { report, other, verdict });
    const key = verdictKey(report, other);
    const before = verdicts.find((one) => verdictKey(one.report, one.other) === key);
    const place = before ? { id: before.id, supersedes: before.row } : {};
    const said = { report: before?.report ?? report, other: before?.other ?? other, verdict, by, reason };
    change.add("match_verdict", { audience: [], ...place }, { ...said, proposal: proposal ?? null });
  }
}
