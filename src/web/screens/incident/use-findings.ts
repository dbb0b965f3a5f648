import { useAsk, useIsInside } from "../../record/index.ts";
import { cellsIn, findingsIn, findingsOfKeys, type Explanation, type FindingShown } from "./findings.ts";
import { useHere, type IncidentAnswer } from "./here.ts";

/** Findings as they are kept with the incident, as far as they are for whoever looks. */
export function findingsHere(answer: IncidentAnswer, agreement: string | undefined): readonly FindingShown[] {
  const kept = answer.findings.find((one) => one.agreement === agreement);
  const cells = findingsIn(kept?.cells);
  return cells.length > 0 ? cells : findingsOfKeys(kept?.keys ?? []);
}

export interface FindingsInHand {
  readonly cells: readonly FindingShown[];
  /** With sentences, the clause and what would settle it: for the inside, and of the present. */
  readonly explanation: Explanation | undefined;
  readonly isLooking: boolean;
  /** There is an explanation, and it is being asked for again: what is shown may be what was. */
  readonly isAgain: boolean;
  readonly error: unknown;
}

export function useFindings(): FindingsInHand {
  const { id, answer, agreement, asOf } = useHere();
  const isInside = useIsInside();
  const isWanted = isInside && asOf === undefined && agreement !== undefined;
  const asked = useAsk(
    "explainIncident",
    { params: { id }, query: agreement === undefined ? {} : { agreement } },
    { isWanted, keepsBefore: true },
  );
  const explanation = isWanted && asked.data?.incident === id ? asked.data : undefined;
  const cells = explanation ? cellsIn(explanation) : findingsHere(answer, agreement);
  return {
    cells,
    explanation,
    isLooking: isWanted && asked.isPending,
    isAgain: isWanted && asked.isFetching,
    error: isWanted ? asked.error : null,
  };
}

/** Titles of rules and the words of the text, as far as they are for whoever looks. */
export function useRules(): ReadonlyMap<string, { readonly title: string; readonly clause: string | undefined }> {
  const { agreementId } = useHere();
  const isInside = useIsInside();
  const { data } = useAsk(
    "getProvisions",
    { params: { id: agreementId ?? "" } },
    { isWanted: isInside && agreementId !== undefined },
  );
  return new Map((data?.rules ?? []).map(({ name, title, clause }) => [name, { title: title ?? name, clause }]));
}
