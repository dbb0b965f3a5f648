import type { XmlEvent } from "./xml-stream.ts";
import { createXmlScanner } from "./xml-stream.ts";
import {
  columnIndex,
  shapeOfFormat,
  unescapedXml,
  type CellFormats,
  type NumberShape,
  type RawCell,
} from "./truce-xlsx-cells.ts";
import { isFault, unpack, type UnpackBudget, type XlsxFault, type ZipArchive } from "./truce-xlsx-zip.ts";

/** A spreadsheet opened for reading: its archive, and how much may still be unpacked of it. */
export interface Workbook {
  readonly zip: ZipArchive;
  readonly budget: UnpackBudget;
  readonly sheets: readonly SheetInfo[];
  readonly strings: readonly string[];
  readonly formats: CellFormats;
}

export interface SheetInfo {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

/** One row of a sheet: cells by their place from 0, as they stand in the file. */
export interface SheetRow {
  readonly number: number;
  readonly cells: ReadonlyMap<number, RawCell>;
}

const mostUnpacked = 512 << 20;
const mostStrings = 4_000_000;
const mostStringLetters = 64 << 20;
const mostStyles = 100_000;
const mostSheets = 1024;
/** Spreadsheets have no more columns than these (ECMA-376-1, 18.3.1.73; XFD). */
const mostColumns = 16_384;

type Attributes = Readonly<Record<string, string>>;

export function openWorkbook(zip: ZipArchive): Workbook | XlsxFault {
  const budget = { left: mostUnpacked };
  const parts = { zip, budget };
  const root = readRelations(parts, "_rels/.rels", "");
  if (isFault(root)) return root;
  const book = [...root.values()].find(({ type }) => type === "officeDocument")?.part ?? "xl/workbook.xml";
  const related = readRelations(parts, relationsOf(book), book);
  if (isFault(related)) return related;
  const info = readBook(parts, book, related);
  if (isFault(info)) return info;
  const partOf = (type: string): string | undefined =>
    [...related.values()].find((relation) => relation.type === type)?.part;
  const strings = readStrings(parts, partOf("sharedStrings"));
  if (isFault(strings)) return strings;
  const shapes = readShapes(parts, partOf("styles"));
  if (isFault(shapes)) return shapes;
  return { ...parts, sheets: info.sheets, strings, formats: { shapes, countsFrom1904: info.countsFrom1904 } };
}

interface Parts {
  readonly zip: ZipArchive;
  readonly budget: UnpackBudget;
}

/** The elements of a part, by their names without a prefix. A part that is not there has none; a fault is the last. */
function* readPart({ zip, budget }: Parts, part: string | undefined): Generator<XmlEvent | XlsxFault, void> {
  const entry = part === undefined ? undefined : zip.entries.get(part.toLowerCase());
  if (entry === undefined) return;
  const scanner = createXmlScanner();
  const pieces = unpack(zip, entry, budget);
  for (;;) {
    const next = pieces.next();
    if (next.done !== true && isFault(next.value)) return yield next.value;
    for (const event of next.done === true ? scanner.end() : scanner.push(next.value as Uint8Array)) {
      if (event.kind === "damage") return yield faultInPart(event.problem, entry.name);
      if (event.kind === "open" || event.kind === "close") yield { ...event, name: localName(event.name) };
      else yield event;
    }
    if (next.done === true) return;
  }
}

function faultInPart({ code, message }: { readonly code: string; readonly message: string }, name: string): XlsxFault {
  const hint = "open the file in a spreadsheet program and save it again as .xlsx";
  return { code: code.replace(/^xml-/u, "xlsx-"), message: `${message} (in ${name.slice(0, 60)})`, hint };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** An attribute by its name without a prefix; the prefix of relationship ids is up to the writer. */
function attribute(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  const key = Object.keys(attributes).find((candidate) => localName(candidate) === name);
  return key === undefined ? undefined : attributes[key];
}

interface Relation {
  /** The last word of its type: `worksheet`, `sharedStrings`. */
  readonly type: string;
  readonly part: string;
}

function relationsOf(part: string): string {
  const slash = part.lastIndexOf("/");
  return `${part.slice(0, slash + 1)}_rels/${part.slice(slash + 1)}.rels`;
}

function readRelations(parts: Parts, name: string, from: string): ReadonlyMap<string, Relation> | XlsxFault {
  const relations = new Map<string, Relation>();
  for (const event of readPart(parts, name)) {
    if (isFault(event)) return event;
    if (event.kind !== "open" || event.name !== "Relationship") continue;
    const { Id: id, Type: type = "", Target: target = "", TargetMode: mode } = event.attributes;
    if (id === undefined || mode === "External" || relations.size >= mostSheets * 4) continue;
    relations.set(id, { type: type.slice(type.lastIndexOf("/") + 1), part: resolved(target, from) });
  }
  return relations;
}

/** A target relative to the part that names it. It is only ever looked up among the names of the archive. */
function resolved(target: string, from: string): string {
  const folder = target.startsWith("/") ? [] : from.split("/").slice(0, -1);
  const path = [...folder];
  for (const step of target.slice(0, 1000).split("/")) {
    if (step === "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  }
  return path.join("/");
}

interface BookInfo {
  readonly sheets: readonly SheetInfo[];
  readonly countsFrom1904: boolean;
}

function readBook(parts: Parts, book: string, related: ReadonlyMap<string, Relation>): BookInfo | XlsxFault {
  const sheets: SheetInfo[] = [];
  let countsFrom1904 = false;
  for (const event of readPart(parts, book)) {
    if (isFault(event)) return event;
    if (event.kind !== "open") continue;
    if (event.name === "workbookPr") countsFrom1904 = /^(?:1|true)$/u.test(event.attributes["date1904"] ?? "");
    if (event.name !== "sheet" || sheets.length >= mostSheets) continue;
    const relation = related.get(attribute(event.attributes, "id") ?? "");
    const isHidden = (event.attributes["state"] ?? "visible") !== "visible";
    if (relation?.type === "worksheet")
      sheets.push({ name: event.attributes["name"] ?? "", part: relation.part, isHidden });
  }
  if (sheets.length > 0) return { sheets, countsFrom1904 };
  const hint = "open the file in a spreadsheet program and save it as .xlsx or CSV UTF-8";
  return { code: "xlsx-no-sheet", message: "this is a zip archive without a sheet in it", hint };
}

function readStrings(parts: Parts, part: string | undefined): readonly string[] | XlsxFault {
  const strings: string[] = [];
  let letters = 0;
  let text: TextCollector | undefined;
  for (const event of readPart(parts, part)) {
    if (isFault(event)) return event;
    if (event.kind === "open" && event.name === "si") text = new TextCollector();
    text?.take(event);
    if (event.kind !== "close" || event.name !== "si" || text === undefined) continue;
    const shared = unescapedXml(text.text);
    letters += shared.length;
    strings.push(shared);
    text = undefined;
    if (strings.length > mostStrings || letters > mostStringLetters) return tooManyStrings;
  }
  return strings;
}

const tooManyStrings: XlsxFault = {
  code: "xlsx-too-much",
  message: "the spreadsheet has more text than a table of reports has",
  hint: "split the table, or save it as CSV UTF-8",
};

/** The text in `t` elements, rich or plain, without the reading aids of East Asian names. */
class TextCollector {
  text = "";
  #isInText = false;
  #aids = 0;

  take(event: XmlEvent): void {
    if (event.kind === "text" && this.#isInText && this.#aids === 0) this.text += event.text;
    if (event.kind !== "open" && event.kind !== "close") return;
    const isOpen = event.kind === "open";
    if (event.name === "t") this.#isInText = isOpen;
    if (event.name === "rPh") this.#aids += isOpen ? 1 : -1;
  }
}

function readShapes(parts: Parts, part: string | undefined): readonly NumberShape[] | XlsxFault {
  const patterns = new Map<number, string>();
  const shapes: NumberShape[] = [];
  let isInCells = false;
  for (const event of readPart(parts, part)) {
    if (isFault(event)) return event;
    if (event.kind !== "open" && event.kind !== "close") continue;
    if (event.name === "cellXfs") isInCells = event.kind === "open";
    if (event.kind !== "open" || patterns.size + shapes.length > mostStyles) continue;
    if (event.name === "numFmt")
      patterns.set(Number(event.attributes["numFmtId"]), event.attributes["formatCode"] ?? "");
    if (event.name === "xf" && isInCells) {
      const id = Number(event.attributes["numFmtId"] ?? 0);
      shapes.push(shapeOfFormat(id, patterns.get(id)));
    }
  }
  return shapes;
}

/** The rows of a sheet as they come, one in memory at a time; a fault is the last. */
export function* readSheet(workbook: Workbook, { part }: SheetInfo): Generator<SheetRow | XlsxFault, void> {
  let row: { number: number; cells: Map<number, RawCell> } | undefined;
  let number = 0;
  let nextColumn = 0;
  let cell: CellCollector | undefined;
  for (const event of readPart(workbook, part)) {
    if (isFault(event)) return yield event;
    if (event.kind === "open" && event.name === "row") {
      number = rowNumber(event.attributes["r"], number + 1);
      row = { number, cells: new Map() };
      nextColumn = 0;
    } else if (event.kind === "open" && event.name === "c" && row !== undefined) {
      cell = new CellCollector(event.attributes, nextColumn);
      nextColumn = cell.column + 1;
    } else if (event.kind === "close" && event.name === "c" && row !== undefined && cell !== undefined) {
      if (cell.column < mostColumns) row.cells.set(cell.column, cell.finished());
      cell = undefined;
    } else if (event.kind === "close" && event.name === "row" && row !== undefined) {
      yield row;
      row = undefined;
    } else if (cell !== undefined) cell.take(event);
  }
}

function rowNumber(written: string | undefined, next: number): number {
  const number = Number(written);
  return Number.isInteger(number) && number > 0 ? number : next;
}

class CellCollector {
  readonly column: number;
  readonly #type: string;
  readonly #style: number;
  readonly #inline = new TextCollector();
  #value: string | undefined;
  #isInValue = false;
  #hasFormula = false;

  constructor(attributes: Attributes, next: number) {
    this.column = columnIndex(attributes["r"] ?? "") ?? next;
    this.#type = attributes["t"] ?? "n";
    this.#style = Number(attributes["s"] ?? 0);
  }

  take(event: XmlEvent): void {
    if (event.kind === "text" && this.#isInValue) this.#value = (this.#value ?? "") + event.text;
    if ((event.kind === "open" || event.kind === "close") && event.name === "v")
      this.#isInValue = event.kind === "open";
    if (event.kind === "open" && event.name === "f") this.#hasFormula = true;
    this.#inline.take(event);
  }

  finished(): RawCell {
    return {
      type: this.#type,
      style: this.#style,
      value: this.#value,
      hasFormula: this.#hasFormula,
      inline: this.#inline.text,
    };
  }
}
