import { foldName, nearest } from "../kit/index.ts";
import { isCodeColumn, type ColumnMapping, type DayOrder, type MappedColumn } from "./column-mapping.ts";
import { aboutColumn, reportColumns, type ReportColumn } from "./report-columns.ts";
import { findReportColumn } from "./report-columns-header.ts";
import { asciiDigits } from "./report-columns-lists.ts";

/** What a table's columns may hold, for a person to correct. Nothing of it counts before somebody has agreed. */
export interface MappingProposal {
  readonly columns: readonly ProposedColumn[];
  /** Their columns that nothing is proposed for, with the reason. */
  readonly unused: readonly { readonly source: string; readonly reason: string }[];
}

export interface ProposedColumn {
  readonly column: ReportColumn;
  readonly source: string;
  /** In a sentence, for whoever decides. */
  readonly reason: string;
  readonly dayOrder: DayOrder | undefined;
  /** Their different words, as far as the sample has them, that need one of ours beside them. */
  readonly words: readonly string[];
}

/** Names that other tables give to what our columns hold, in one word or several. */
const OTHER_NAMES: Readonly<Partial<Record<ReportColumn, readonly string[]>>> = {
  id: [
    "no",
    "nr",
    "number",
    "ref",
    "reference",
    "incident id",
    "event id",
    "case id",
    "record id",
    "uuid",
    "رقم",
    "الرقم",
  ],
  when: [
    "event date",
    "incident date",
    "date of incident",
    "date start",
    "start date",
    "day",
    "datetime",
    "timestamp",
    "تاريخ",
    "تاريخ الحادث",
  ],
  place: ["village", "town", "site", "locality", "settlement", "community", "address", "الموقع", "القرية", "البلدة"],
  areas: [
    "district",
    "province",
    "governorate",
    "state",
    "admin 1",
    "admin 2",
    "adm 1",
    "adm 2",
    "region",
    "county",
    "المحافظة",
    "المنطقة",
  ],
  side_a: ["attacker", "perpetrator", "actor", "party", "party 1", "group", "الجهة", "الفاعل"],
  side_b: ["target", "victim", "party 2", "الهدف", "المستهدف"],
  acts: [
    "type",
    "event type",
    "incident type",
    "category",
    "violation",
    "type of violation",
    "type of incident",
    "نوع",
    "نوع الحادث",
    "نوع الخرق",
  ],
  weapons: ["weapon", "weapon used", "weapon type", "means", "السلاح"],
  killed: ["deaths", "fatalities", "dead", "killed total", "عدد القتلى", "قتلى"],
  injured_min: ["injured", "wounded", "injuries", "الجرحى", "عدد الجرحى", "جرحى"],
  narrative: ["details", "summary", "comment", "comments", "remarks", "what happened", "text", "ملاحظات", "التفاصيل"],
  source: ["reported by", "team", "reporter", "observer", "monitor", "المبلغ", "الفريق"],
  reported: ["report date", "date reported", "reported on", "تاريخ الإبلاغ"],
  told_by: ["informant", "original source"],
};

const columnOfOther: ReadonlyMap<string, ReportColumn> = new Map(
  reportColumns.flatMap((column) => (OTHER_NAMES[column] ?? []).map((name) => [foldName(name), column] as const)),
);

/** Names of columns in which somebody says how sure they are. Their words are on other scales than ours. */
const sureness =
  /verif|confirm|confiden|credib|reliab|certain|valid|grade|rating|\bstatus\b|\blevel\b|تحقق|التاكيد|موكد|موثوق|درجه|حاله/u;

const mostSampled = 500;

/** Proposes which of a table's columns hold what ours do, from their names and some rows. Each of ours is proposed at most once. */
export function proposeMapping(header: readonly string[], sampleRows: readonly (readonly string[])[]): MappingProposal {
  const columns: ProposedColumn[] = [];
  const unused: { source: string; reason: string }[] = [];
  const taken = new Set<ReportColumn>();
  const rows = sampleRows.slice(0, mostSampled);
  const cellsAt = (index: number): readonly string[] =>
    rows.map((row) => (row[index] ?? "").trim()).filter((cell) => cell !== "");
  const take = (index: number, column: ReportColumn, reason: string): void => {
    taken.add(column);
    columns.push(proposed({ column, source: header[index]!, reason, cells: cellsAt(index) }));
  };
  const open = new Map(header.map((name, index) => [index, name.trim()] as const).filter(([, name]) => name !== ""));
  for (const look of [byOwnName, byOtherName, byNumbering, bySlip, byContent]) {
    for (const [index, name] of open) {
      if (look !== byOwnName && sureness.test(foldName(name))) continue;
      const found = look(name, taken, cellsAt(index));
      if (found === undefined || taken.has(found.column)) continue;
      take(index, found.column, found.reason);
      open.delete(index);
    }
  }
  for (const name of open.values()) unused.push({ source: name, reason: whyUnused(name) });
  return { columns: columns.toSorted((a, b) => placeOf(a) - placeOf(b)), unused };
}

/** The proposal as a mapping that reads: words of theirs are still without ours. */
export function mappingOf(proposal: MappingProposal, name: string): ColumnMapping {
  const columns = proposal.columns.map(({ column, source, dayOrder, words }): MappedColumn => ({
    column,
    from: [source],
    always: undefined,
    dayOrder,
    values: words.map((word) => ({ theirs: word, ours: "" })),
  }));
  return { name, zone: undefined, columns };
}

interface Found {
  readonly column: ReportColumn;
  readonly reason: string;
}

function byOwnName(name: string): Found | undefined {
  const column = findReportColumn(name);
  return column && { column, reason: `it is called ${name}, which is our name for it` };
}

function byOtherName(name: string): Found | undefined {
  const column = columnOfOther.get(foldName(name.slice(0, 100).replaceAll("_", " ")));
  return column && { column, reason: `${name} is a usual name for it` };
}

/** “Report No”, “Incident number”, “رقم البلاغ”. Villages and telephones have numbers too, which are no slip for anything. */
const numbering = /(?:^| )(?:no|nr|num|number|id|ref|reference|serial)$|^رقم /u;
const ofRows =
  /^(?:reports?|incidents?|events?|cases?|records?|entry|form|log|row|complaint|violation|serial) \S+$|^رقم (?:التقرير|البلاغ|الحادث|الحادثه|الخرق|الشكوي)$/u;

function byNumbering(name: string): Found | undefined {
  const folded = foldName(name.slice(0, 100).replaceAll("_", " "));
  return numbering.test(folded) && ofRows.test(folded)
    ? { column: "id", reason: `${name} numbers the rows` }
    : undefined;
}

function bySlip(name: string, taken: ReadonlySet<ReportColumn>): Found | undefined {
  if (numbering.test(foldName(name.slice(0, 100).replaceAll("_", " ")))) return undefined;
  if (name.length < 5 || name.length > 60) return undefined;
  const column = nearest(
    name,
    reportColumns.filter((candidate) => !taken.has(candidate)),
  ) as ReportColumn | undefined;
  return column && { column, reason: `${name} may be a slip for it` };
}

/** Days nearly everywhere are when it happened; long texts are what is told. Numbers alone say nothing. */
function byContent(_: string, taken: ReadonlySet<ReportColumn>, cells: readonly string[]): Found | undefined {
  const share = (isSo: (cell: string) => boolean): number => cells.filter(isSo).length / cells.length;
  if (cells.length < 3) return undefined;
  if (!taken.has("when") && share(isDay) > 0.8) return { column: "when", reason: "nearly every cell is a day" };
  const isLong = share((cell) => cell.length > 60) > 0.5;
  return !taken.has("narrative") && isLong ? { column: "narrative", reason: "most cells are long texts" } : undefined;
}

function isDay(cell: string): boolean {
  return /^\d{4}-\d\d?-\d\d?|^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}/u.test(asciiDigits(cell));
}

function proposed(found: Found & { readonly source: string; readonly cells: readonly string[] }): ProposedColumn {
  const { column, source, reason, cells } = found;
  const isTime = aboutColumn(column).holds === "time";
  const order = isTime ? dayOrderOf(cells) : undefined;
  const doubt = isTime && order === "open" ? "; whether day or month comes first cannot be told from these rows" : "";
  return {
    column,
    source,
    reason: reason + doubt,
    dayOrder: order === "open" ? undefined : order,
    words: isCodeColumn(column) ? [...new Set(cells)].slice(0, 200) : [],
  };
}

/** In which order days stand, if a number above 12 shows it; `open` if nothing does, or both. */
function dayOrderOf(cells: readonly string[]): DayOrder | "open" | undefined {
  const days = cells.flatMap((cell) => {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}/u.exec(asciiDigits(cell));
    return match === null ? [] : [[Number(match[1]), Number(match[2])] as const];
  });
  if (days.length === 0) return undefined;
  const [isDayFirst, isMonthFirst] = [days.some(([first]) => first > 12), days.some(([, second]) => second > 12)];
  if (isDayFirst === isMonthFirst) return "open";
  return isDayFirst ? "day-month-year" : "month-day-year";
}

function whyUnused(name: string): string {
  return sureness.test(foldName(name))
    ? "it seems to say how sure somebody is; that sets no level here, but can be kept as it is in tool_review"
    : "nothing in its name or its cells says what it holds";
}

function placeOf({ column }: ProposedColumn): number {
  return reportColumns.indexOf(column);
}
