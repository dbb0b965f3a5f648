/** Where a key leads in the grid. Row 0 is the header. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Pressed {
  readonly key: string;
  /** With Ctrl: as far as it goes. */
  readonly isFar: boolean;
  readonly direction: "ltr" | "rtl";
}

const PAGE = 20;

/** `undefined`: the key is none of the grid's. Left and right are where the eye has them. */
export function moved(
  { row, column }: Place,
  { key, isFar, direction }: Pressed,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Place | undefined {
  const [last, end] = [rows, columns - 1];
  const onward = direction === "ltr" ? "ArrowRight" : "ArrowLeft";
  const back = direction === "ltr" ? "ArrowLeft" : "ArrowRight";
  const at = (nextRow: number, nextColumn: number): Place => ({
    row: Math.min(Math.max(nextRow, 0), last),
    column: Math.min(Math.max(nextColumn, 0), end),
  });
  switch (key) {
    case "ArrowDown":
      return at(isFar ? last : row + 1, column);
    case "ArrowUp":
      return at(isFar ? 0 : row - 1, column);
    case onward:
      return at(row, isFar ? end : column + 1);
    case back:
      return at(row, isFar ? 0 : column - 1);
    case "PageDown":
      return at(row + PAGE, column);
    case "PageUp":
      return at(row - PAGE, column);
    case "Home":
      return at(isFar ? 0 : row, 0);
    case "End":
      return at(isFar ? last : row, end);
    default:
      return undefined;
  }
}
