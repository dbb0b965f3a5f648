import type { ListEntry } from "../domain/index.ts";
import { nearest, parseDate, type Problem } from "../kit/index.ts";
import { parseCsv, type ByteStream, type CsvRow } from "./csv.ts";
import { excerpt } from "./report-item.ts";

export interface ParsedList {
  readonly entries: readonly ListEntry[];
  readonly problems: readonly Problem[];
}

const NEEDED = ["reference", "name", "listed_on"] as const;
const COLUMNS = [...NEEDED, "aliases", "delisted_on", "known_on", "source", "note"] as const;
const DATES = ["listed_on", "delisted_on", "known_on"] as const;

/**
 * Reads rows of an outside list of designations: `reference`, `name`, `aliases` (with semicolons between them),
 * `listed_on`, `delisted_on`, `known_on`, `source`, `note`. Dates are `YYYY-MM-DD`. Of rows with one reference the first
 * counts.
 */
export async function parseListEntries(bytes: ByteStream, file?: string): Promise<ParsedList> {
  const entries: ListEntry[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  let columns: readonly string[] = [];
  for await (const items of parseCsv(bytes, file === undefined ? {} : { file })) {
    for (const item of items) {
      if (item.kind !== "row") problems.push(item.problem);
      else if (item.row === 0) {
        columns = item.fields.map((name) => name.trim());
        problems.push(...headerProblems(columns, { row: item, file }));
      } else {
        const entry = readEntry(columns, { row: item, file });
        if ("severity" in entry) problems.push(entry);
        else if (seen.has(entry.reference)) problems.push(twice(entry.reference, { row: item, file }));
        else entries.push(entry);
        if ("reference" in entry) seen.add(entry.reference);
      }
    }
  }
  return { entries, problems };
}

interface Spot {
  readonly row: CsvRow;
  readonly file: string | undefined;
}

function headerProblems(columns: readonly string[], spot: Spot): readonly Problem[] {
  const missing = NEEDED.filter((name) => !columns.includes(name)).map((name) =>
    problemAt(spot, {
      code: "missing-column",
      message: `there is no column ${name}`,
      hint: `the columns are ${COLUMNS.join(", ")}`,
    }),
  );
  const known: readonly string[] = COLUMNS;
  const unknown = columns
    .filter((name) => !known.includes(name))
    .map((name): Problem => {
      const meant = nearest(name, COLUMNS);
      const hint = meant === undefined ? `the columns are ${COLUMNS.join(", ")}` : `did you mean ${meant}?`;
      const message = `the column ${excerpt(name)} is not read`;
      return {
        ...problemAt(spot, { code: "unknown-column", field: excerpt(name), message, hint }),
        severity: "warning",
      };
    });
  return [...missing, ...unknown];
}

function readEntry(columns: readonly string[], spot: Spot): ListEntry | Problem {
  const value = (name: (typeof COLUMNS)[number]): string => spot.row.fields[columns.indexOf(name)]?.trim() ?? "";
  const reference = value("reference");
  if (reference === "")
    return problemAt(spot, {
      code: "missing-reference",
      field: "reference",
      message: "a row has no reference",
      hint: "write the list's own number of the entry, such as QDe.149",
    });
  const wrong = DATES.find(
    (name) => (value(name) !== "" || name === "listed_on") && parseDate(value(name)) === undefined,
  );
  if (wrong !== undefined)
    return problemAt(spot, {
      code: "bad-date",
      field: wrong,
      message: `${excerpt(reference)}: “${excerpt(value(wrong))}” is not a date`,
      hint: "write YYYY-MM-DD",
    });
  const [listedOn, delistedOn, source, note] = [
    value("listed_on"),
    value("delisted_on"),
    value("source"),
    value("note"),
  ];
  if (delistedOn !== "" && delistedOn <= listedOn)
    return problemAt(spot, {
      code: "dates-out-of-order",
      field: "delisted_on",
      message: `${excerpt(reference)} is taken off on ${delistedOn}, not after ${listedOn}, when it was put on`,
      hint: "delisted_on is the first day on which it is no longer listed",
    });
  return {
    reference,
    name: value("name"),
    aliases: value("aliases")
      .split(";")
      .map((alias) => alias.trim())
      .filter((alias) => alias !== ""),
    listedOn,
    ...(delistedOn === "" ? {} : { delistedOn }),
    knownOn: value("known_on") || listedOn,
    ...(source === "" ? {} : { source }),
    ...(note === "" ? {} : { note }),
  };
}

function twice(reference: string, spot: Spot): Problem {
  const hint = "an entry that was taken off and put on again needs a reference of its own here";
  return problemAt(spot, {
    code: "duplicate-reference",
    field: "reference",
    message: `${excerpt(reference)} is there twice`,
    hint,
  });
}

function problemAt(
  { row, file }: Spot,
  wrong: { code: string; field?: string; message: string; hint: string },
): Problem {
  const { code, field, message, hint } = wrong;
  const at = { ...(file === undefined ? {} : { file }), line: row.line, row: row.row };
  return { code, severity: "error", at: field === undefined ? at : { ...at, field }, message, hint };
}
