import type { CoverageStatement } from "../domain/index.ts";
import { nearest, type Problem } from "../kit/index.ts";
import { parseCsv, type ByteStream, type CsvRow } from "./csv.ts";
import { isMoment } from "./moment.ts";
import { excerpt } from "./report-item.ts";

export interface ParsedCoverage {
  readonly statements: readonly CoverageStatement[];
  readonly problems: readonly Problem[];
}

const NEEDED = ["area", "since", "until", "acts", "weapons", "closed", "source"] as const;
const COLUMNS = [...NEEDED, "known", "note"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads `coverage.csv`: `area`, `since`, `until`, `acts`, `weapons`, `closed`, `known`, `source`, `note`. Several areas, acts
 * or weapons have semicolons between them; all of them are written `everywhere` or `any`, because a blank is never "all".
 * Times are `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`. A row that cannot be used covers nothing; the others go on.
 */
export async function parseCoverage(bytes: ByteStream, file?: string): Promise<ParsedCoverage> {
  const statements: CoverageStatement[] = [];
  const problems: Problem[] = [];
  let columns: readonly string[] = [];
  for await (const items of parseCsv(bytes, file === undefined ? {} : { file })) {
    for (const item of items) {
      if (item.kind !== "row") problems.push(item.problem);
      else if (item.row === 0) {
        columns = item.fields.map((name) => name.trim());
        problems.push(...headerProblems(columns, new Row(item, { columns, file })));
      } else {
        const row = new Row(item, { columns, file });
        const statement = readStatement(row);
        problems.push(...row.problems);
        if (statement) statements.push(statement);
      }
    }
  }
  return { statements, problems };
}

/** One row, its values by column and what is wrong with it. */
class Row {
  readonly problems: Problem[] = [];
  readonly place: Problem["at"];
  private readonly row: CsvRow;
  private readonly columns: readonly string[];

  constructor(
    row: CsvRow,
    { columns, file }: { readonly columns: readonly string[]; readonly file: string | undefined },
  ) {
    this.row = row;
    this.columns = columns;
    this.place = { ...(file === undefined ? {} : { file }), line: row.line, row: row.row };
  }

  value(name: Column): string {
    return this.row.fields[this.columns.indexOf(name)]?.trim() ?? "";
  }

  wrong(field: string | undefined, wrong: Wrong): undefined {
    this.problems.push({
      severity: "error",
      ...wrong,
      at: field === undefined ? this.place : { ...this.place, field },
    });
    return undefined;
  }
}

type Wrong = Pick<Problem, "code" | "message"> & { readonly hint: string; readonly severity?: "warning" };

function headerProblems(columns: readonly string[], row: Row): readonly Problem[] {
  const hint = `the columns are ${COLUMNS.join(", ")}`;
  for (const name of NEEDED.filter((needed) => !columns.includes(needed)))
    row.wrong(undefined, { code: "missing-column", message: `there is no column ${name}`, hint });
  const known: readonly string[] = COLUMNS;
  for (const name of columns.filter((column) => !known.includes(column))) {
    const meant = nearest(name, COLUMNS);
    row.wrong(name, {
      code: "unknown-column",
      severity: "warning",
      message: `the column ${excerpt(name)} is not read`,
      hint: meant === undefined ? hint : `did you mean ${meant}?`,
    });
  }
  return row.problems;
}

function readStatement(row: Row): CoverageStatement | undefined {
  const areas = readNames(row, { column: "area", all: "everywhere" });
  const acts = readNames(row, { column: "acts", all: "any" });
  const weapons = readNames(row, { column: "weapons", all: "any" });
  const times = readTimes(row);
  const closed = readClosed(row);
  const [source, note] = [row.value("source"), row.value("note")];
  if (source === "")
    row.wrong("source", {
      code: "missing-source",
      message: "nobody is named who vouches for it",
      hint: "say who watched: coverage is only as good as its source",
    });
  if (!areas || !acts || !weapons || !times || closed === undefined || source === "") return undefined;
  return { areas, acts, weapons, ...times, closed, source, ...(note === "" ? {} : { note }), at: row.place };
}

/** Names with semicolons between them, or the word for all of them. */
function readNames<All extends string>(
  row: Row,
  { column, all }: { readonly column: "area" | "acts" | "weapons"; readonly all: All },
): readonly string[] | All | undefined {
  const names = row
    .value(column)
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0)
    return row.wrong(column, {
      code: "blank-coverage",
      message: `it does not say which ${column === "area" ? "area" : column} it is about, and a blank is not all`,
      hint: `name them, or write ${all} if that is meant`,
    });
  if (!names.includes(all)) return names;
  if (names.length === 1) return all;
  return row.wrong(column, {
    code: "mixed-coverage",
    message: `${all} stands beside ${names.filter((name) => name !== all).join(", ")}`,
    hint: "leave one of the two",
  });
}

function readTimes(row: Row): Pick<CoverageStatement, "since" | "until" | "known"> | undefined {
  const [since, until] = [readTime(row, "since"), readTime(row, "until")];
  const known = row.value("known") === "" ? until : readTime(row, "known");
  if (since === undefined || until === undefined || known === undefined) return undefined;
  if (until <= since)
    return row.wrong("until", {
      code: "dates-out-of-order",
      message: `it ends on ${until}, not after it begins on ${since}`,
      hint: "until is the first moment that is no longer covered",
    });
  if (known < until)
    return row.wrong("known", {
      code: "known-too-early",
      message: `on ${known} nobody could vouch for what was watched until ${until}`,
      hint: "end it when it was last vouched for, and add a row for the rest",
    });
  return { since, until, known };
}

function readTime(row: Row, column: "since" | "until" | "known"): string | undefined {
  const text = row.value(column);
  if (isMoment(text)) return text;
  const message =
    text === "" ? `it does not say ${column === "since" ? "since" : "until"} when` : `“${excerpt(text)}” is no date`;
  return row.wrong(column, { code: "bad-date", message, hint: "write YYYY-MM-DD, or YYYY-MM-DD HH:MM" });
}

function readClosed(row: Row): boolean | undefined {
  const text = row.value("closed").toLowerCase();
  if (text === "yes" || text === "no") return text === "yes";
  return row.wrong("closed", {
    code: "wrong-closed",
    message:
      text === ""
        ? "it does not say whether every such event would have been recorded"
        : `“${excerpt(text)}” does not say whether every such event would have been recorded`,
    hint: "write yes if whoever vouches for it says so, otherwise no",
  });
}
