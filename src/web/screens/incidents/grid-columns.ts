import type { IncidentColumns } from "../../../domain/index.ts";

/** The columns that the grid can show. What each cell says, and by what it is sorted, are read from the columns in memory. */

export const GRID_COLUMNS = [
  "when",
  "label",
  "sides",
  "acts",
  "area",
  "country",
  "dead",
  "verdict",
  "occurrence",
  "attribution",
  "reports",
  "sources",
  "latitude",
  "longitude",
] as const;

export type GridColumn = (typeof GRID_COLUMNS)[number];

/** What is shown until somebody chooses. */
export const FIRST_COLUMNS: readonly GridColumn[] = ["when", "label", "acts", "area", "dead", "verdict", "occurrence"];

/** Relative widths. */
export const WIDTHS: Readonly<Record<GridColumn, number>> = {
  when: 13,
  label: 24,
  sides: 24,
  acts: 12,
  area: 14,
  country: 10,
  dead: 8,
  verdict: 14,
  occurrence: 12,
  attribution: 14,
  reports: 7,
  sources: 7,
  latitude: 9,
  longitude: 9,
};

export const IS_NUMBER: ReadonlySet<GridColumn> = new Set(["dead", "reports", "sources", "latitude", "longitude"]);

export interface Cells {
  readonly columns: IncidentColumns;
  readonly verdicts: Int32Array;
}

/** A figure with its bounds, or that it is not known: no blank that could be a zero. */
export interface Figure {
  readonly least: number | undefined;
  readonly best: number | undefined;
  readonly most: number | undefined;
}

export function deadOf({ numbers }: IncidentColumns, row: number): Figure {
  const of = (value: number | undefined): number | undefined =>
    value === undefined || Number.isNaN(value) ? undefined : value;
  return { least: of(numbers.deadLeast[row]), best: of(numbers.deadBest[row]), most: of(numbers.deadMost[row]) };
}

export function wordOf({ words }: IncidentColumns, column: WordColumn, row: number): string {
  const word = words[column].words[words[column].codes[row]!];
  if (word === null || word === undefined) return "";
  return typeof word === "string" ? word : word.join("; ");
}

type WordColumn = "label" | "sides" | "acts" | "area" | "country" | "occurrence" | "attribution";

const NUMBERS = { reports: "reports", sources: "sources", latitude: "latitude", longitude: "longitude" } as const;

/**
 * What a column is sorted by: a number for each row of the record; NaN is not known, and comes last either way. Words are put in
 * the order of the language once for each word, not for each row.
 */
export function sortKeys({ columns, verdicts }: Cells, column: GridColumn, compare: Intl.Collator): Float64Array {
  if (column === "when") return columns.earliest;
  if (column === "dead") return columns.numbers.deadBest;
  if (column in NUMBERS) return columns.numbers[NUMBERS[column as keyof typeof NUMBERS]];
  if (column === "verdict") {
    const places = ranks(
      columns.said.map(({ verdict, possible }) => `${verdict} ${possible.join(" ")}`),
      compare,
    );
    return Float64Array.from(verdicts, (code) => (code < 0 ? NaN : places[code]!));
  }
  const { codes, words } = columns.words[column as WordColumn];
  const places = ranks(
    words.map((word) => (word === null ? undefined : typeof word === "string" ? word : word.join("; "))),
    compare,
  );
  return Float64Array.from(codes, (code) => places[code]!);
}

function ranks(words: readonly (string | undefined)[], compare: Intl.Collator): Float64Array {
  const known = [...new Set(words.flatMap((word) => (word === undefined || word === "" ? [] : [word])))].toSorted(
    compare.compare,
  );
  const rank = new Map(known.map((word, index) => [word, index]));
  return Float64Array.from(words, (word) => (word === undefined ? undefined : rank.get(word)) ?? NaN);
}

export interface Order {
  readonly column: GridColumn;
  readonly isDescending: boolean;
}

/** The rows in another order; rows that are alike in it stay as they were. */
export function sortRows(rows: Uint32Array, keys: Float64Array, isDescending: boolean): Uint32Array {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [keys[one]!, keys[other]!];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return sign * (a - b);
  });
}
