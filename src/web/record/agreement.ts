import { useMemo } from "react";
import { useAsk } from "./ask.ts";
import { useColumns } from "./columns.ts";
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
      readings: judged.readings.map((id) => ({ id, name: id })),
      rules: judged.rules,
      shown: { reading: selection.reading ?? "text", rule: selection.rule ?? judged.rules[0] ?? "" },
    };
  }, [columns, listed, selection.agreement, selection.reading, selection.rule]);
}
