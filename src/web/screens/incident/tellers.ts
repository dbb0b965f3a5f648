import { useWords } from "../../words/index.ts";
import type { ReportHere } from "./here.ts";
import { matchingWords } from "./matching-words.ts";

/** Reports that tell of it; documents that were only cited tell nothing by themselves here. */
export function tellers(reports: readonly ReportHere[]): readonly ReportHere[] {
  return reports
    .filter(({ kind }) => kind !== "citation")
    .toSorted((a, b) => Number(b.standing === "account") - Number(a.standing === "account"));
}

/** How reports are called in choices: those of a data set are often all called alike. */
export function useNameReports(): (
  reports: readonly ReportHere[],
) => readonly { readonly key: string; readonly name: string }[] {
  const say = useWords(matchingWords);
  return (reports) =>
    reports.map(({ id, label }, at) => ({
      key: id,
      name: say("reportNamed", { number: at + 1, label: label ?? id.slice(0, 8) }),
    }));
}
