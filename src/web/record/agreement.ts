import { useMemo } from "react";
import { verdictColumn, type IncidentColumns, type JudgedAgreement } from "../../domain/index.ts";
import { useAsk } from "./ask.ts";
import { useIsInside } from "./caller.ts";
import { useColumns } from "./columns.ts";
import { useSelection } from "../selection/index.ts";

/** Titles of readings and more: for those who may read the text. */
function useTitles(id: string | undefined): ReadonlyMap<string, string> {
  const isInside = useIsInside();
  const standing = useAsk(
    "getStanding",
    { params: { id: id ?? "" }, query: {} },
    { isWanted: isInside && id !== undefined },
  );
  return useMemo(
    () => new Map(standing.data?.readings.map(({ id: reading, title }) => [reading, title])),
    [standing.data],
  );
}

export interface AgreementInHand {
  readonly id: string | undefined;
  readonly key: string;
  readonly title: string;
  /** IANA name of the zone that its clock times are meant in. */
  readonly zone: string;
  readonly readings: readonly { readonly id: string; readonly name: string }[];
  readonly rules: readonly string[];
  /** What is shown: of the selection, or what comes first. */
  readonly shown: { readonly reading: string; readonly rule: string };
}

/** The agreement that everything is judged by: that of the selection, else the first. */
export function useAgreement(): AgreementInHand | undefined {
  const { selection } = useSelection();
  const columns = useColumns(selection.asOf).data;
  const listed = useAsk("list:agreement", { query: {} }).data?.items;
  const id = listed?.find(({ key }) => key === (selection.agreement ?? columns?.agreements[0]?.key))?.id;
  const titles = useTitles(id);
  return useMemo(() => {
    const judged =
      columns?.agreements.find(({ key }) => key === selection.agreement) ?? columns?.agreements[0] ?? undefined;
    if (!judged) return undefined;
    const one = listed?.find(({ key }) => key === judged.key);
    return {
      id: one?.id,
      key: judged.key,
      title: one?.title ?? judged.key,
      zone: one?.zone ?? "UTC",
      readings: textFirst(judged.readings).map((id) => ({ id, name: titles.get(id) ?? id })),
      rules: judged.rules,
      shown: {
        reading: selection.reading ?? "text",
        rule: selection.rule ?? (columns ? tellingRule(columns, judged) : ""),
      },
    };
  }, [columns, listed, selection.agreement, selection.reading, selection.rule, titles]);
}

function textFirst(readings: readonly string[]): readonly string[] {
  return [...readings].toSorted((one, other) => Number(other === "text") - Number(one === "text"));
}

/** The rule that speaks of the most incidents under the text alone: what most is asked about. */
function tellingRule(columns: IncidentColumns, { key, rules }: JudgedAgreement): string {
  const spoken = rules.map((rule) => {
    const verdicts = verdictColumn(columns, { agreement: key, reading: "text", rule });
    return {
      rule,
      count: verdicts.reduce((sum, code) => sum + (code >= 0 && columns.said[code]!.verdict !== "outside" ? 1 : 0), 0),
    };
  });
  return spoken.toSorted((one, other) => other.count - one.count)[0]?.rule ?? "";
}
