import { csvLine, guardedCell, writeTableXlsx } from "../../../formats/index.ts";

/** What is shown, as a file that is made in the browser. */

export interface Sheet {
  /** Of the sheet with the rows, and of the one that says what they are. */
  readonly names: readonly [rows: string, about: string];
  readonly header: readonly string[];
  /** null: not known. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** What the file has in it: the filters, in lines of a name and a value. */
  readonly about: readonly (readonly [string, string])[];
}

/** With a byte order mark, without which spreadsheets take Arabic for something else. */
export function csvOf({ header, rows }: Sheet): Blob {
  const lines = [header, ...rows].map((cells) => csvLine(cells.map((cell) => guardedCell(cell ?? ""))));
  return new Blob(["\uFEFF", lines.join("\r\n"), "\r\n"]);
}

export async function xlsxOf({ names, header, rows, about }: Sheet): Promise<Blob> {
  const parts: BlobPart[] = [];
  for await (const part of writeTableXlsx(given(rows), { names, columns: header, about })) parts.push(part as BlobPart);
  return new Blob(parts);
}

async function* given<T>(rows: readonly T[]): AsyncGenerator<T> {
  await Promise.resolve();
  yield* rows;
}

/** Hands a file to whoever sits before the page. */
export function saveFile(blob: Blob, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([blob], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it once the click is done with.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
