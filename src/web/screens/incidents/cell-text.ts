import { useCallback } from "react";
import { levelWords } from "../../filter/index.ts";
import { partWords, verdictNamed } from "../../parts/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { deadOf, wordOf, type Cells, type GridColumn } from "./grid-columns.ts";
import { incidentsWords } from "./words.ts";

export interface CellText {
  readonly text: string;
  /** Nothing was said of it. */
  readonly isUnknown: boolean;
}

const DAY_MS = 86_400_000;

/** What a cell says, on the screen and in a file alike. */
export function useCellText(
  shown: Cells & { readonly agreement: { readonly zone: string } | undefined },
): (row: number, column: GridColumn) => CellText {
  const say = useWords(incidentsWords);
  const sayPart = useWords(partWords);
  const sayLevel = useWords(levelWords);
  const formats = useFormats(shown.agreement?.zone);
  const { columns, verdicts } = shown;
  return useCallback(
    (row, column) => {
      const known = (text: string): CellText => ({ text, isUnknown: false });
      const unknown: CellText = { text: say("unknown"), isUnknown: true };
      const figure = (value: number | undefined): CellText =>
        value === undefined || Number.isNaN(value) ? unknown : known(formats.number(value));
      switch (column) {
        case "when": {
          const [from, to] = [columns.earliest[row]!, columns.latest[row]!];
          if (Number.isNaN(from)) return { text: say("notDated"), isUnknown: true };
          // The end of a day is not the day after.
          return known(to - from <= DAY_MS ? formats.day(from) : formats.span(from, Math.max(from, to - 1)));
        }
        case "dead": {
          const { least, best, most } = deadOf(columns, row);
          if (best === undefined) return unknown;
          const isSure = (least ?? best) === best && (most ?? best) === best;
          return known(isSure ? formats.number(best) : `${formats.number(best)} (${least ?? "?"}–${most ?? "?"})`);
        }
        case "reports":
        case "sources":
        case "latitude":
        case "longitude":
          return figure(columns.numbers[column][row]);
        case "verdict":
          return known(sayPart(verdictNamed(verdicts[row]! < 0 ? undefined : columns.said[verdicts[row]!]!.verdict)));
        case "occurrence":
        case "attribution": {
          const level = levelWords.keys.find((key) => key === wordOf(columns, column, row));
          return level === undefined ? unknown : known(sayLevel(level));
        }
        case "label":
        case "sides":
        case "acts":
        case "area":
        case "country": {
          const word = wordOf(columns, column, row);
          return word === "" ? unknown : known(word);
        }
      }
    },
    [columns, verdicts, say, sayPart, sayLevel, formats],
  );
}
