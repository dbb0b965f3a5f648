import { addDays, formatDate } from "../kit/index.ts";

/** How the numbers of a cell are shown: as a date, as a time of day, as both, or as the number itself. */
export type NumberShape = "number" | "date" | "time" | "date-time";

/** The shapes of cell styles, and from which day the workbook counts. */
export interface CellFormats {
  readonly shapes: readonly NumberShape[];
  readonly countsFrom1904: boolean;
}

/** A cell as it stands in the file. */
export interface RawCell {
  readonly type: string;
  readonly style: number;
  readonly value: string | undefined;
  readonly hasFormula: boolean;
  /** Of an `inlineStr`. */
  readonly inline: string | undefined;
}

export type CellText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * The text that a cell holds: dates in ISO 8601, yes and no, numbers without the noise of binary fractions. A formula counts as
 * what it last came to; if that is not in the file, or is an error, there is no text.
 */
export function textOfCell(cell: RawCell, strings: readonly string[], formats: CellFormats): CellText {
  const { type, value } = cell;
  if (type === "inlineStr") return text(unescapedXml(cell.inline ?? ""));
  if (value === undefined || value === "") {
    if (!cell.hasFormula || type === "str") return text("");
    const hint = "open the file in a spreadsheet program and save it, so that it holds results";
    return { ok: false, message: "the cell has a formula and the file does not say what it comes to", hint };
  }
  switch (type) {
    case "s": {
      const shared = strings[Number(value)];
      return shared === undefined
        ? {
            ok: false,
            message: `the file has no text number ${value.slice(0, 20)}`,
            hint: "save the spreadsheet again",
          }
        : text(shared);
    }
    case "str":
      return text(unescapedXml(value));
    case "b":
      return text(value === "1" || value === "true" ? "yes" : "no");
    case "e":
      return {
        ok: false,
        message: `the formula in the cell comes to the error ${value.slice(0, 20)}`,
        hint: "mend or clear the cell",
      };
    case "d":
      return text(value.replace(/\.0+(?=$|Z)/u, ""));
    default:
      return textOfNumber(value, formats.shapes[cell.style] ?? "number", formats.countsFrom1904);
  }
}

function text(value: string): CellText {
  return { ok: true, text: value };
}

function textOfNumber(value: string, shape: NumberShape, countsFrom1904: boolean): CellText {
  const number = Number(value);
  if (!Number.isFinite(number))
    return { ok: false, message: `"${value.slice(0, 40)}" is not a number`, hint: "write it again" };
  if (shape === "number") return text(String(number));
  const date = textOfSerial(number, shape, countsFrom1904);
  if (date !== undefined) return text(date);
  const message = `the number ${number} is shown as a date and is none that exists`;
  return { ok: false, message, hint: "write the date again, or as text: 2024-03-10" };
}

const millisecondsInDay = 86_400_000;
/** The last day that spreadsheets have: 9999-12-31. */
const lastSerial = 2_958_465;

/**
 * Days and parts of a day since the eve of 1900-01-01, or since 1904-01-01. The first system has a 29 February 1900, as its
 * ancestor had (ECMA-376-1, 18.17.4.1), so days before it are one off, and it itself is no day.
 */
function textOfSerial(serial: number, shape: NumberShape, countsFrom1904: boolean): string | undefined {
  if (serial < 0 || serial > lastSerial) return undefined;
  const milliseconds = Math.round(serial * millisecondsInDay);
  const days = Math.floor(milliseconds / millisecondsInDay);
  const clock = clockText(milliseconds % millisecondsInDay);
  if (shape === "time" && days === 0) return clock;
  if (!countsFrom1904 && (days === 0 || days === 60)) return undefined;
  const first = countsFrom1904 ? { year: 1904, month: 1, day: 1 } : { year: 1899, month: 12, day: days < 60 ? 31 : 30 };
  const date = formatDate(addDays(first, days));
  return shape === "date" && milliseconds % millisecondsInDay === 0 ? date : `${date}T${clock}`;
}

function clockText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const pad = (value: number): string => String(value).padStart(2, "0");
  const shown = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return [...shown, ...(seconds % 60 === 0 ? [] : [seconds % 60])].map(pad).join(":");
}

/** The shape of a number format: one of the built-in ones (ECMA-376-1, 18.8.30) or a pattern of its own. */
export function shapeOfFormat(id: number, pattern: string | undefined): NumberShape {
  if (pattern === undefined) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return "date";
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return "time";
    return id === 22 ? "date-time" : "number";
  }
  const letters = pattern
    .slice(0, 300)
    .toLowerCase()
    .replace(/"[^"]*"|\\.|[_*]./gu, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gu, "")
    .replace(/e[+-]|general/gu, "")
    .split(";")[0]!;
  const hasTime = /[hs]/u.test(letters);
  const hasDate = /[yd]/u.test(letters) || (/m/u.test(letters) && !hasTime);
  return hasDate ? (hasTime ? "date-time" : "date") : hasTime ? "time" : "number";
}

/** `_x000D_` stands for a letter that XML cannot hold, and `_x005F_` for the underscore of such a thing itself (ECMA-376-1, 22.9.2.19). */
export function unescapedXml(text: string): string {
  return text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

/** What XML 1.0 cannot hold (section 2.2), and the carriage return, which it would turn into a line feed. */
const notInXml = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Text as it may stand in a cell of a sheet. */
export function escapedXml(text: string): string {
  return text
    .replace(/_(?=x[0-9a-f]{4}_)/giu, "_x005F_")
    .replace(notInXml, (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** The place of a column in a row from the letters of a reference such as `AB7`, from 0; `undefined` if there are none. */
export function columnIndex(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/u.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** `0` is `A`, `27` is `AB`. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? "" : columnLetters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}
