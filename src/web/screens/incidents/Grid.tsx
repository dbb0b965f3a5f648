import { useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import { incidentIdAt } from "../../../domain/index.ts";
import type { RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useLanguage, useWords } from "../../words/index.ts";
import { Cell } from "./Cell.tsx";
import { IS_NUMBER, WIDTHS, type GridColumn, type Order } from "./grid-columns.ts";
import { moved, type Place } from "./moved.ts";
import { incidentsWords } from "./words.ts";

export interface GridProps {
  readonly shown: RowsInHand;
  /** In the order that they are shown in. */
  readonly rows: Uint32Array;
  readonly columns: readonly GridColumn[];
  readonly order: Order | undefined;
  readonly onOrder: (order: Order | undefined) => void;
}

const ROW_PX = 36;
/** A cell is at least so wide, for each unit of its width. */
const REM_A_WIDTH = 0.62;

/**
 * Any number of rows, of which only those in sight are drawn. A grid as the ARIA Authoring Practices have it: one cell can be
 * reached by Tab, the others by arrow keys; the header is its first row.
 */
export function Grid({ shown, rows, columns, order, onOrder }: GridProps): ReactNode {
  const say = useWords(incidentsWords);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollPaddingStart: ROW_PX,
  });
  const open = useOpening(shown, rows);
  const { place, setPlace, onKeyDown } = useMoves({
    scroller,
    virtual,
    open,
    rows: rows.length,
    columns: columns.length,
  });
  // The same in every row, whatever stands in it: no cell widens its own.
  const template = columns.map((column) => `minmax(0, ${WIDTHS[column]}fr)`).join(" ");
  const rowStyle = { gridTemplateColumns: template };
  const least = `${columns.reduce((sum, column) => sum + WIDTHS[column], 0) * REM_A_WIDTH}rem`;
  const tabOf = (row: number, column: number): number => (place.row === row && place.column === column ? 0 : -1);
  return (
    <div
      ref={scroller}
      className="incident-grid"
      role="grid"
      aria-label={say("grid")}
      aria-description={say("gridHelp")}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      onKeyDown={onKeyDown}
      style={{ "--least": least } as CSSProperties}
    >
      <div className="incident-grid-row incident-grid-head" role="row" aria-rowindex={1} style={rowStyle}>
        {columns.map((column, index) => (
          <HeadCell
            key={column}
            {...{ column, order, onOrder, setPlace }}
            place={{ row: 0, column: index }}
            tab={tabOf(0, index)}
          />
        ))}
      </div>
      <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <Row
            key={index}
            {...{ index, start, shown, columns, template, tabOf, setPlace }}
            row={rows[index]!}
            onOpen={() => open(index)}
          />
        ))}
      </div>
    </div>
  );
}

/** Opens the incident of a row of the grid. */
function useOpening({ columns }: RowsInHand, rows: Uint32Array): (index: number) => void {
  const navigate = useNavigate();
  const { selection } = useSelection();
  return (index) =>
    void navigate({ to: "/incidents/$id", params: { id: incidentIdAt(columns, rows[index]!) }, search: selection });
}

interface Moving {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtual: { scrollToIndex(index: number): void };
  readonly open: (index: number) => void;
  readonly rows: number;
  readonly columns: number;
}

/** Which cell has the focus, and where keys lead it. */
function useMoves({ scroller, virtual, open, rows, columns }: Moving): {
  readonly place: Place;
  readonly setPlace: (place: Place) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const { direction } = useLanguage();
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && place.row > 0) return open(place.row - 1);
    const next = moved(place, { key: event.key, isFar: event.ctrlKey, direction }, { rows, columns });
    if (!next) return;
    event.preventDefault();
    setPlace(next);
    if (next.row > 0) virtual.scrollToIndex(next.row - 1);
    // The row may have to be drawn first.
    requestAnimationFrame(() => {
      const cell = scroller.current?.querySelector<HTMLElement>(`[data-place="${next.row} ${next.column}"]`);
      cell?.focus({ preventScroll: true });
    });
  };
  return { place, setPlace, onKeyDown };
}

interface RowProps {
  /** Its place in the grid, and the row of the record that it is. */
  readonly index: number;
  readonly row: number;
  readonly start: number;
  readonly shown: RowsInHand;
  readonly columns: readonly GridColumn[];
  readonly template: string;
  readonly tabOf: (row: number, column: number) => number;
  readonly setPlace: (place: Place) => void;
  readonly onOpen: () => void;
}

function Row({ index, row, start, shown, columns, template, tabOf, setPlace, onOpen }: RowProps): ReactNode {
  return (
    <div
      className="incident-grid-row"
      role="row"
      aria-rowindex={index + 2}
      style={{ gridTemplateColumns: template, insetBlockStart: start, blockSize: ROW_PX }}
      onClick={onOpen}
    >
      {columns.map((column, at) => (
        <div
          key={column}
          role="gridcell"
          aria-colindex={at + 1}
          tabIndex={tabOf(index + 1, at)}
          data-place={`${index + 1} ${at}`}
          className={IS_NUMBER.has(column) ? "incident-grid-cell number" : "incident-grid-cell"}
          onFocus={() => setPlace({ row: index + 1, column: at })}
        >
          <Cell shown={shown} row={row} column={column} />
        </div>
      ))}
    </div>
  );
}

interface HeadCellProps {
  readonly column: GridColumn;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order | undefined) => void;
  readonly place: Place;
  readonly tab: number;
  readonly setPlace: (place: Place) => void;
}

/** Sorts when it is pressed: up, down, and as it was. */
function HeadCell({ column, order, onOrder, place, tab, setPlace }: HeadCellProps): ReactNode {
  const say = useWords(incidentsWords);
  const isSorted = order?.column === column;
  const sorted = !isSorted ? "none" : order.isDescending ? "descending" : "ascending";
  const next = (): void =>
    onOrder(
      !isSorted ? { column, isDescending: false } : order.isDescending ? undefined : { column, isDescending: true },
    );
  return (
    <div role="columnheader" aria-colindex={place.column + 1} aria-sort={sorted}>
      <button
        type="button"
        tabIndex={tab}
        data-place={`${place.row} ${place.column}`}
        onFocus={() => setPlace(place)}
        onClick={next}
      >
        {say(column)}
        <span aria-hidden="true">{isSorted ? (order.isDescending ? " ▼" : " ▲") : ""}</span>
      </button>
    </div>
  );
}
