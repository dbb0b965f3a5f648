import { useMemo } from "react";
import { verdictColumn, type IncidentColumns } from "../../domain/index.ts";
import { REPORTS_ALONE, selectRows, useSelection, withChange, type Selection } from "../selection/index.ts";
import { useAgreement, type AgreementInHand } from "./agreement.ts";
import { useColumns, useFound } from "./columns.ts";

export interface RowsInHand {
  readonly columns: IncidentColumns;
  readonly agreement: AgreementInHand | undefined;
  /** Of the selection, in the order of the list. */
  readonly rows: Uint32Array;
  /** The verdict on each incident, selected or not, as a place in `columns.said`; -1: not judged. */
  readonly verdicts: Int32Array;
  /** The words of the selection are still being looked for. */
  readonly isLooking: boolean;
}

export interface RowsAsked {
  readonly data: RowsInHand | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** What the selection comes to: the one thing that list, map, charts and counts are drawn from. */
export function useRows(): RowsAsked {
  return useRowsOf(useSelection().selection);
}

/** The same whatever the time: what a timeline counts, so that what is left out of it stays in sight. */
export function useRowsOfAllTime(): RowsAsked {
  const { selection } = useSelection();
  const always = useMemo(() => withChange(selection, { from: undefined, to: undefined }), [selection]);
  return useRowsOf(always);
}

function useRowsOf(selection: Selection): RowsAsked {
  const { data: columns, error, isPending, refetch } = useColumns(selection.asOf);
  const words = useFound(selection);
  const agreement = useAgreement();
  const { reading, rule } = agreement?.shown ?? { reading: "text", rule: "" };
  const key = agreement?.key ?? "";
  const withAnswers = selection.answers !== REPORTS_ALONE;
  const verdicts = useMemo(
    () => (columns ? verdictColumn(columns, { agreement: key, reading, rule, withAnswers }) : undefined),
    [columns, key, reading, rule, withAnswers],
  );
  const found = words.data;
  const rows = useMemo(
    () =>
      columns
        ? selectRows(columns, selection, { agreement: key, reading, rule, withAnswers, ...(found ? { found } : {}) })
        : undefined,
    [columns, selection, key, reading, rule, withAnswers, found],
  );
  const data = useMemo(
    () =>
      columns && verdicts && rows ? { columns, agreement, rows, verdicts, isLooking: words.isFetching } : undefined,
    [columns, agreement, rows, verdicts, words.isFetching],
  );
  return { data, error, isPending, refetch };
}
