import type { ReactNode } from "react";
import { Verdict } from "../../parts/index.ts";
import type { Cells, GridColumn } from "./grid-columns.ts";
import { useCellText } from "./cell-text.ts";

export interface CellProps {
  readonly shown: Cells & { readonly agreement: { readonly zone: string } | undefined };
  readonly row: number;
  readonly column: GridColumn;
}

/** What stands in a cell. */
export function Cell({ shown, row, column }: CellProps): ReactNode {
  const text = useCellText(shown);
  if (column === "verdict") {
    const code = shown.verdicts[row]!;
    return <Verdict verdict={code < 0 ? undefined : shown.columns.said[code]!.verdict} />;
  }
  const said = text(row, column);
  return said.isUnknown ? <span className="soft">{said.text}</span> : <bdi title={said.text}>{said.text}</bdi>;
}
