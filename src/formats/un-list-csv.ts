import type { ListEntry } from "../domain/index.ts";
import { parseDate, type Problem } from "../kit/index.ts";
import { parseCsv, type ByteStream, type CsvRow } from "./csv.ts";

export interface ParsedList {
  readonly entries: readonly ListEntry[];
  readonly problems: readonly Problem[];
}

const COLUMNS = ["reference", "name", "listed_on", "delisted_on", "known_on"] as const;

/** Reads rows of an outside list of designations: reference, name, listed_on, delisted_on, known_on (dates `YYYY-MM-DD`). */
export async function parseListEntries(bytes: ByteStream, file?: string): Promise<ParsedList> {
  const entries: ListEntry[] = [];
  const problems: Problem[] = [];
  let columns: readonly string[] | undefined;
  for await (const items of parseCsv(bytes, file === undefined ? {} : { file })) {
    for (const item of items) {
      if (item.kind !== "row") problems.push(item.problem);
      else if (item.row === 0) {
        columns = item.fields;
        problems.push(
          ...COLUMNS.filter((name) => !columns?.includes(name)).map((name) =>
            problemAt(item, {
              file,
              message: `there is no column ${name}`,
              hint: `the columns are ${COLUMNS.join(", ")}`,
            }),
          ),
        );
      } else {
        const entry = readEntry(item, columns ?? [], file);
        if ("severity" in entry) problems.push(entry);
        else entries.push(entry);
      }
    }
  }
  return { entries, problems };
}

function readEntry(row: CsvRow, columns: readonly string[], file: string | undefined): ListEntry | Problem {
  const value = (name: string): string => row.fields[columns.indexOf(name)]?.trim() ?? "";
  const [reference, listedOn, delistedOn] = [value("reference"), value("listed_on"), value("delisted_on")];
  const knownOn = value("known_on") || listedOn;
  if (reference === "")
    return problemAt(row, {
      file,
      message: "a row has no reference",
      hint: "write the list's own number of the entry, such as QDe.149",
    });
  const wrong = [listedOn, knownOn, ...(delistedOn === "" ? [] : [delistedOn])].find(
    (date) => parseDate(date) === undefined,
  );
  if (wrong !== undefined)
    return problemAt(row, { file, message: `${reference}: “${wrong}” is not a date`, hint: "write YYYY-MM-DD" });
  return { reference, name: value("name"), listedOn, knownOn, ...(delistedOn === "" ? {} : { delistedOn }) };
}

function problemAt(
  row: CsvRow,
  { file, message, hint }: { file: string | undefined; message: string; hint: string },
): Problem {
  return {
    code: "bad-list-entry",
    severity: "error",
    at: { ...(file === undefined ? {} : { file }), line: row.line, row: row.row },
    message,
    hint,
  };
}
