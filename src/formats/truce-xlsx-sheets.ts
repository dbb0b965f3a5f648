import { strToU8, Zip, ZipDeflate } from "fflate";
import { columnLetters, escapedXml } from "./truce-xlsx-cells.ts";

/** What spreadsheets are put together from: cells, rows, sheets, an archive of them. */

/** An archive whose bytes are taken as they come. Its dates are those of the beginning of the format: the same reports are the same bytes. */
export class Archive {
  readonly #bytes: Uint8Array[] = [];
  readonly #zip = new Zip((error, piece) => {
    if (error) throw error;
    this.#bytes.push(piece);
  });

  begin(name: string): { write(text: string, isLast?: boolean): void } {
    const part = new ZipDeflate(name, { level: 6 });
    part.mtime = new Date(1980, 0, 1);
    this.#zip.add(part);
    return { write: (text, isLast = false) => part.push(strToU8(text), isLast) };
  }

  add(name: string, text: string): void {
    this.begin(name).write(text, true);
  }

  end(): void {
    this.#zip.end();
  }

  taken(): Uint8Array[] {
    return this.#bytes.splice(0);
  }
}

/** A cell with a place still to be put in. */
export function cellXml(
  text: string,
  { style, number }: { readonly style?: number; readonly number?: boolean },
): string {
  if (number) return `<c><v>${text}</v></c>`;
  return `<c s="${style ?? 0}" t="inlineStr"><is><t xml:space="preserve">${escapedXml(text)}</t></is></c>`;
}

export function rowXml(cells: readonly string[], number: number): string {
  const placed = cells.map((cell, index) => cell && cell.replace("<c", `<c r="${columnLetters(index)}${number}"`));
  return `<row r="${number}">${placed.join("")}</row>`;
}

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`;
const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`;

export function sheetStart(rightToLeft: boolean, widths: readonly number[]): string {
  const direction = rightToLeft ? ` rightToLeft="1"` : "";
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"${direction}>` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.join("")}</cols><sheetData>`
  );
}

/** Styles: 0 plain, 1 text that stays text when it is edited, 2 a title, 3 text over several lines. */
const styles =
  `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  `<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>` +
  `<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">` +
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
  `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
  `<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
  `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
  `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The parts that are the same in every file of two sheets with these names. */
export const fixedParts = (first: string, second: string): readonly (readonly [name: string, text: string])[] => [
  [
    "[Content_Types].xml",
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentType}.worksheet+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet2.xml" ContentType="${contentType}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/></Types>`,
  ],
  [
    "_rels/.rels",
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
      `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    "xl/workbook.xml",
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${first}" sheetId="1" r:id="rId1"/>` +
      `<sheet name="${second}" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  ],
  [
    "xl/_rels/workbook.xml.rels",
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/>` +
      `<Relationship Id="rId3" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ["xl/styles.xml", styles],
];
