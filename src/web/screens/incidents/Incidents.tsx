import { Link } from "@tanstack/react-router";
import { useMemo, useState, type ReactNode } from "react";
import { FilterBar } from "../../filter/index.ts";
import { Loaded, Page } from "../../parts/index.ts";
import { useMay, useRows, type RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useLanguage, useWords } from "../../words/index.ts";
import { ColumnChoice } from "./ColumnChoice.tsx";
import { Download } from "./Download.tsx";
import { Grid } from "./Grid.tsx";
import { FIRST_COLUMNS, sortKeys, sortRows, type GridColumn, type Order } from "./grid-columns.ts";
import { PasteTable } from "./PasteTable.tsx";
import { OneReport } from "./OneReport.tsx";
import { JustRecorded } from "./TakeBack.tsx";
import { useTakingBack } from "./taking-back.ts";
import { incidentsWords } from "./words.ts";
import "./incidents.css";

/** All incidents of the selection as a grid. */
export function Screen(): ReactNode {
  const say = useWords(incidentsWords);
  const rows = useRows();
  const mayReport = useMay("report:accept");
  const taking = useTakingBack();
  return (
    <Page
      title={say("title")}
      isWide
      actions={
        mayReport && (
          <>
            <OneReport taking={taking} />
            <PasteTable taking={taking} />
          </>
        )
      }
    >
      <JustRecorded taking={taking} />
      <Loaded of={rows}>{(shown) => <Shown shown={shown} />}</Loaded>
    </Page>
  );
}

function Shown({ shown }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(incidentsWords);
  const { language } = useLanguage();
  const { selection } = useSelection();
  const [columns, setColumns] = useState<readonly GridColumn[]>(FIRST_COLUMNS);
  const [order, setOrder] = useState<Order>();
  const rows = useMemo(() => {
    if (!order) return shown.rows;
    const keys = sortKeys(shown, order.column, new Intl.Collator(language, { numeric: true }));
    return sortRows(shown.rows, keys, order.isDescending);
  }, [shown, order, language]);
  return (
    <>
      <div className="row spread">
        <FilterBar shown={shown} />
        <div className="row no-print">
          <Link to="/map" search={selection}>
            {say("onMap")}
          </Link>
          <ColumnChoice chosen={columns} onChoose={setColumns} />
          <Download shown={{ ...shown, rows }} columns={columns} />
        </div>
      </div>
      <Grid shown={shown} rows={rows} columns={columns} order={order} onOrder={setOrder} />
    </>
  );
}
