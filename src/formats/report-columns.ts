import { HARM_KINDS, HARMED_GROUPS, OCCURRENCE_KINDS, PLACE_PRECISIONS, REPORT_RELATIONS } from "../domain/index.ts";

/**
 * The columns of Truce's own tables of reports (CSV, spreadsheet, properties of GeoJSON): what each is called in English and
 * Arabic, what stands in it, and its HXL tag (HXL 1.1). The columns sheet of a spreadsheet and docs/formats/reports.md are made
 * from this list.
 */
export interface ReportColumnInfo {
  readonly arabic: string;
  readonly holds: ColumnKind;
  /** What stands in it, in a sentence a monitor can follow. */
  readonly about: string;
  readonly example: string;
  /** The words that may stand in it, where these are few. */
  readonly words?: readonly string[];
  /** Other names under which it is understood. */
  readonly alsoCalled?: readonly string[];
  readonly hxl?: string;
}

/** `number`: a cell that a spreadsheet may calculate with. Everything else is text. */
export type ColumnKind = "text" | "word" | "list" | "number" | "time";

export const WHEN_PRECISIONS = ["exact", "exact-within", "throughout", "within"] as const;
export const DIRECTIONS = ["a-on-b", "unknown"] as const;
export const YES_NO = ["yes", "no"] as const;

const number = (arabic: string, about: string, hxl?: string): ReportColumnInfo => ({
  arabic,
  holds: "number",
  about,
  example: "2",
  ...(hxl === undefined ? {} : { hxl }),
});

const COLUMNS = {
  id: {
    arabic: "المعرف",
    holds: "text",
    about: "Your own number of this report. Needed, and different in every row.",
    example: "UM-014",
    alsoCalled: ["report id", "رقم التقرير"],
    hxl: "#event+id",
  },
  label: {
    arabic: "العنوان",
    holds: "text",
    about: "A short name for it. Blank: the two sides.",
    example: "Shots at the ford",
    alsoCalled: ["title"],
  },
  source: {
    arabic: "المصدر",
    holds: "text",
    about: "Who tells: a monitor team, a liaison office, a newspaper.",
    example: "Team 3",
    hxl: "#meta+source",
  },
  reported: {
    arabic: "وقت الإبلاغ",
    holds: "time",
    about: "When the source told it, written like `when`.",
    example: "2024-03-11T08:15",
    hxl: "#date+reported",
  },
  when: {
    arabic: "متى",
    holds: "time",
    about:
      "When it happened: a day, a minute, or earliest/latest. A day at the end is included, a clock time is the end itself; `..` is an open end.",
    example: "2024-03-10T23:00/2024-03-10T23:30",
    alsoCalled: ["date", "التاريخ"],
    hxl: "#date+event",
  },
  zone: {
    arabic: "المنطقة الزمنية",
    holds: "text",
    about: "The time zone of the times in this row. Blank: they are taken wide enough for any.",
    example: "Africa/Nairobi",
    alsoCalled: ["time zone"],
  },
  when_precision: {
    arabic: "دقة الوقت",
    holds: "word",
    words: WHEN_PRECISIONS,
    about:
      "exact: on that one day · exact-within: at some time of that one day · throughout: on each of the days · within: at some time in the stretch. Blank: exact for a day or less, else within.",
    example: "exact",
    hxl: "#date+precision",
  },
  when_words: {
    arabic: "الوقت كما ورد",
    holds: "text",
    about: "The time in the source's own words.",
    example: "around eleven at night",
  },
  place: {
    arabic: "المكان",
    holds: "text",
    about: "The place in the source's own words.",
    example: "the ford below Lower Maro",
    alsoCalled: ["location"],
    hxl: "#loc+name",
  },
  place_precision: {
    arabic: "دقة المكان",
    holds: "word",
    words: PLACE_PRECISIONS,
    about:
      "exact: a named place · near: its surroundings · district, province, country: that and no more · fuzzy: along a line or in an area without known edges · international: waters or air space of no country. Blank: unstated.",
    example: "exact",
    hxl: "#geo+precision",
  },
  latitude: {
    arabic: "خط العرض",
    holds: "number",
    about: "Where to draw it: degrees north, WGS 84. It decides nothing without radius_m.",
    example: "-1.2921",
    alsoCalled: ["lat"],
    hxl: "#geo+lat",
  },
  longitude: {
    arabic: "خط الطول",
    holds: "number",
    about: "Degrees east, WGS 84.",
    example: "36.8219",
    alsoCalled: ["lon", "lng", "long"],
    hxl: "#geo+lon",
  },
  radius_m: {
    arabic: "نصف القطر بالمتر",
    holds: "number",
    about: "It certainly happened within so many metres of that point. Blank: no such circle is known.",
    example: "500",
    alsoCalled: ["radius"],
  },
  within: {
    arabic: "ضمن",
    holds: "list",
    about: "Named areas that certainly hold the place, the smallest first.",
    example: "Lower Maro; Eastern District",
  },
  areas: {
    arabic: "المناطق",
    holds: "list",
    about: "All areas named, the smallest first. Blank: those of `within`.",
    example: "Lower Maro; Eastern District",
    hxl: "#region",
  },
  country: { arabic: "البلد", holds: "text", about: "The country.", example: "Kenya", hxl: "#country+name" },
  circle_latitude: {
    arabic: "خط عرض الدائرة",
    holds: "number",
    about: "The centre of the circle, if it is another point than the one drawn.",
    example: "-1.2921",
  },
  circle_longitude: { arabic: "خط طول الدائرة", holds: "number", about: "The same.", example: "36.8219" },
  kind: {
    arabic: "نوع العنف",
    holds: "word",
    words: OCCURRENCE_KINDS,
    about:
      "state-based: between two forces of which one is a government · non-state: between two that are not · one-sided: by one of them against civilians. Blank: not said, or no use of force.",
    example: "non-state",
  },
  side_a: {
    arabic: "الطرف أ",
    holds: "text",
    about: "One side, as the source names it. Blank: nobody is named.",
    example: "people of Upper Maro",
    alsoCalled: ["side a", "actor 1"],
    hxl: "#group+side_a+name",
  },
  side_a_code: {
    arabic: "رمز الطرف أ",
    holds: "text",
    about: "Its number in a data set, with the data set before it.",
    example: "ucdp:118",
    hxl: "#group+side_a+code",
  },
  side_b: {
    arabic: "الطرف ب",
    holds: "text",
    about: "The other side.",
    example: "people of Lower Maro",
    alsoCalled: ["side b", "actor 2"],
    hxl: "#group+side_b+name",
  },
  side_b_code: {
    arabic: "رمز الطرف ب",
    holds: "text",
    about: "Its number.",
    example: "ucdp:6815",
    hxl: "#group+side_b+code",
  },
  direction: {
    arabic: "الاتجاه",
    holds: "word",
    words: DIRECTIONS,
    about: "a-on-b: side_a acted on side_b. Blank or unknown: the source does not say who began.",
    example: "a-on-b",
  },
  acts: {
    arabic: "الأفعال",
    holds: "list",
    about: "Kinds of act, in the words of the agreement or of the common vocabulary; all of them happened.",
    example: "shelling; mortar-fire",
    hxl: "#event+type+code",
  },
  weapons: {
    arabic: "الأسلحة",
    holds: "list",
    about: "Weapons, in the same words.",
    example: "mortar",
  },
  counts: {
    arabic: "الأعداد",
    holds: "list",
    about: "Things counted, each in its unit: `240 explosion`, `3..5 burst`, `10.. shot` (at least), `some flare`.",
    example: "240 explosion; 3..5 burst",
  },
  aggregate: {
    arabic: "مجمع",
    holds: "word",
    words: YES_NO,
    about: "yes: several incidents added together that cannot be taken apart again.",
    example: "no",
  },
  killed: number("القتلى", "Killed, best estimate. Blank is not known, never 0.", "#affected+killed"),
  killed_min: number("القتلى حد أدنى", "Killed, at least.", "#affected+killed+min"),
  killed_max: number("القتلى حد أقصى", "Killed, at most.", "#affected+killed+max"),
  killed_civilians: number("القتلى المدنيون", "Of them civilians, best estimate.", "#affected+killed+civilians"),
  killed_civilians_min: number(
    "القتلى المدنيون حد أدنى",
    "Civilians killed, at least.",
    "#affected+killed+civilians+min",
  ),
  killed_civilians_max: number(
    "القتلى المدنيون حد أقصى",
    "Civilians killed, at most.",
    "#affected+killed+civilians+max",
  ),
  killed_side_a: number("قتلى الطرف أ", "Killed of side_a."),
  killed_side_b: number("قتلى الطرف ب", "Killed of side_b."),
  killed_side_unknown: number("قتلى مجهولو الطرف", "Killed of whom it is not known to which side they belonged."),
  injured_min: number("الجرحى حد أدنى", "Injured, at least.", "#affected+injured+min"),
  injured_max: number("الجرحى حد أقصى", "Injured, at most.", "#affected+injured+max"),
  injured_civilians_min: number(
    "الجرحى المدنيون حد أدنى",
    "Civilians injured, at least.",
    "#affected+injured+civilians+min",
  ),
  injured_civilians_max: number(
    "الجرحى المدنيون حد أقصى",
    "Civilians injured, at most.",
    "#affected+injured+civilians+max",
  ),
  harm: {
    arabic: "ضحايا آخرون",
    holds: "list",
    about: `Other people harmed: one of ${HARM_KINDS.join(", ")}; then one of ${HARMED_GROUPS.join(", ")}; then how many.`,
    example: "killed women 1..2; missing people some",
  },
  narrative: {
    arabic: "الرواية",
    holds: "text",
    about: "What the source says, in its own words.",
    example: "We heard two bursts from across the ford.",
    alsoCalled: ["description", "notes", "الوصف"],
    hxl: "#description",
  },
  told_by: {
    arabic: "نقلا عن",
    holds: "text",
    about: "Who told the source.",
    example: "a herder",
  },
  citations: {
    arabic: "المراجع",
    holds: "list",
    about: "Documents: `publisher | date | headline`.",
    example: "The Valley Times | 2024-03-12 | Shots at the ford",
    hxl: "#meta+citation",
  },
  relation: {
    arabic: "العلاقة",
    holds: "word",
    words: REPORT_RELATIONS,
    about: "How it stands to an earlier report of the same source.",
    example: "corrects",
  },
  regards: {
    arabic: "التقرير المعني",
    holds: "text",
    about: "The id of that earlier report.",
    example: "UM-009",
  },
  attachments: {
    arabic: "المرفقات",
    holds: "list",
    about: "Names of the files that came with it.",
    example: "ford-1.jpg; ford-2.jpg",
  },
  tool_review: {
    arabic: "مراجعة الأداة",
    holds: "text",
    about: "What another tool says of its own review: `tool | status | by whom | when`. It sets no level here.",
    example: "kobo | validation_status_approved | supervisor | 1710160000",
  },
} as const satisfies Record<string, ReportColumnInfo>;

export type ReportColumn = keyof typeof COLUMNS;

export const reportColumns: readonly ReportColumn[] = Object.keys(COLUMNS) as ReportColumn[];

export function aboutColumn(column: ReportColumn): ReportColumnInfo {
  return COLUMNS[column];
}

/** What a column is called in the header of a file. */
export function columnTitle(column: ReportColumn, language: ColumnLanguage): string {
  return language === "ar" ? COLUMNS[column].arabic : column;
}

export type ColumnLanguage = "en" | "ar";

/** The cells of one report that are not blank. */
export type ReportCells = Readonly<Partial<Record<ReportColumn, string>>>;
