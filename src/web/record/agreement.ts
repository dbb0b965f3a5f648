import { useMemo } from "react";
import { verdictColumn, type IncidentColumns, type JudgedAgreement } from "../../domain/index.ts";
import { useAsk } from "./ask.ts";
import { useColumns } from "./columns.ts";
import { useReadingNames } from "./reading-names.ts";
import { useSelection } from "../selection/index.ts";

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
  const nameOf = useReadingNames(id);
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
      readings: textFirst(judged.readings).map((id) => ({ id, name: nameOf(id) })),
      rules: judged.rules,
      shown: {
        reading: selection.reading ?? "text",
        rule: selection.rule ?? (columns ? tellingRule(columns, judged) : ""),
      },
    };
  }, [columns, listed, selection.agreement, selection.reading, selection.rule, nameOf]);
}

function textFirst(readings: readonly string[]): readonly string[] {
  return [...readings].toSorted((one, other) => Number(other === "text") - Number(one === "text"));
}

const telling = new WeakMap<IncidentColumns, Map<string, string>>();

/** The rule that speaks of the most incidents under the text alone: what most is asked about. Found once for what was loaded. */
function tellingRule(columns: IncidentColumns, judged: JudgedAgreement): string {
  const known = telling.get(columns) ?? new Map<string, string>();
  telling.set(columns, known);
  const rule = known.get(judged.key) ?? mostTelling(columns, judged);
  known.set(judged.key, rule);
  return rule;
}

function mostTelling(columns: IncidentColumns, { key, rules }: JudgedAgreement): string {
  const isSpoken = columns.said.map(({ verdict }) => verdict !== "outside");
  const spoken = rules.map((rule) => {
    const verdicts = verdictColumn(columns, { agreement: key, reading: "text", rule });
    return { rule, count: verdicts.reduce((sum, code) => sum + (code >= 0 && isSpoken[code] ? 1 : 0), 0) };
  });
  return spoken.toSorted((one, other) => other.count - one.count)[0]?.rule ?? "";
}
