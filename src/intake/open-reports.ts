import type { OccurrenceDraft } from "../domain/index.ts";
import {
  createGedRowParser,
  isGedHeader,
  parseCsv,
  parseGedHeader,
  type ByteStream,
  type CsvItem,
  type CsvRow,
  type GedOptions,
  type GedRowParser,
} from "../formats/index.ts";
import type { Place, Problem } from "../kit/index.ts";

/** What came out of a file: drafts of occurrences, and trouble on the way. */
export type OpenedItem =
  | { readonly kind: "draft"; readonly draft: OccurrenceDraft; readonly at: Place }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Every row of a file is a draft or is refused with at least one error: `rowsIn` is the sum of the others. */
export interface Tally {
  readonly rowsIn: number;
  readonly draftsOut: number;
  readonly rowsRefused: number;
}

export interface OpenedReports {
  /** Once only, in the order of the file, as its bytes come. */
  readonly items: AsyncIterable<OpenedItem>;
  /** The count so far; final when the items have run out. */
  tally(): Tally;
}

/** `file` is named in the place of every problem. */
export type OpenOptions = GedOptions;

/**
 * Opens a file of reports: one pass over its bytes, one row in memory at a time, besides the ids seen. What is not a file of
 * a known format is one problem and no drafts.
 */
export function openReports(bytes: ByteStream, options: OpenOptions = {}): OpenedReports {
  const counts: Counts = { rowsIn: 0, draftsOut: 0, rowsRefused: 0 };
  return { items: openItems(bytes, options, counts), tally: () => ({ ...counts }) };
}

type Counts = { -readonly [Key in keyof Tally]: Tally[Key] };

async function* openItems(bytes: ByteStream, options: OpenOptions, counts: Counts): AsyncGenerator<OpenedItem, void> {
  const file = options.file === undefined ? {} : { file: options.file };
  let parser: GedRowParser | undefined;
  let hasTrouble = false;
  for await (const batch of parseCsv(bytes, { ...file, isHeader: isGedHeader })) {
    for (const item of batch) {
      if (item.kind === "row" && parser === undefined) {
        const header = parseGedHeader(item.fields, { ...file, line: item.line });
        for (const problem of header.problems) yield { kind: "problem", problem };
        if (!header.ok) return;
        parser = createGedRowParser(header.layout, options);
        if (!header.isData) continue;
      }
      if (item.kind === "problem") hasTrouble = true;
      yield* openItem(item, parser, { file, counts });
    }
  }
  if (parser === undefined && !hasTrouble) yield { kind: "problem", problem: emptyFile(file) };
  assertAddsUp(counts);
}

interface Context {
  readonly file: Place;
  readonly counts: Counts;
}

function* openItem(item: CsvItem, parser: GedRowParser | undefined, context: Context): Generator<OpenedItem, void> {
  if (item.kind === "problem") {
    yield { kind: "problem", problem: item.problem };
  } else if (item.kind === "broken") {
    context.counts.rowsIn++;
    context.counts.rowsRefused++;
    yield { kind: "problem", problem: item.problem };
  } else if (parser !== undefined) {
    yield* openRow(item, parser, context);
  }
}

function* openRow(row: CsvRow, parser: GedRowParser, { file, counts }: Context): Generator<OpenedItem, void> {
  const { draft, problems } = parser.parse(row);
  counts.rowsIn++;
  if (draft === undefined) counts.rowsRefused++;
  else counts.draftsOut++;
  for (const problem of problems) yield { kind: "problem", problem };
  if (draft !== undefined) yield { kind: "draft", draft, at: { ...file, line: row.line, row: row.row } };
}

function emptyFile(at: Place): Problem {
  return {
    code: "reports-empty",
    severity: "error",
    at,
    message: "the file is empty",
    hint: "give a CSV file of UCDP GED",
  };
}

function assertAddsUp({ rowsIn, draftsOut, rowsRefused }: Tally): void {
  if (rowsIn !== draftsOut + rowsRefused) {
    throw new Error(`bug: ${rowsIn} rows went in, ${draftsOut} drafts and ${rowsRefused} refused rows came out`);
  }
}
