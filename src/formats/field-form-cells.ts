import { FIELD_FORM, FIELD_FORM_GROUPS, FORM_MARK } from "./field-form.ts";
import { parseGeopoint, type Answers } from "./kobo-json-answers.ts";
import type { ReportCells, ReportColumn } from "./report-columns.ts";
import { asciiDigits, formatList } from "./report-columns-lists.ts";

type Cells = Partial<Record<ReportColumn, string>>;

/** The cells of a filled-in form for field monitors; `undefined` if it is another form. */
export function cellsOfFieldForm({ byPath }: Answers): ReportCells | undefined {
  if (byPath.get(FORM_MARK.name)?.startsWith(`${FIELD_FORM.id}/`) !== true) return undefined;
  const told = new Map(
    FIELD_FORM_GROUPS.flatMap(({ name: group, questions }) =>
      questions.flatMap(({ name }) => {
        const answer = byPath.get(`${group}/${name}`);
        return answer === undefined ? [] : [[name, answer] as const];
      }),
    ),
  );
  const reported = stampOf(byPath.get("end"));
  const cells = {
    ...when(told, { reported, started: stampOf(byPath.get("start")) }),
    ...where(told),
    ...what(told),
    ...who(told),
    ...plain(told),
    attachments: formatList(["photo_1", "photo_2", "photo_3", "audio_1"].flatMap((name) => told.get(name) ?? [])),
    reported: reported && written(reported),
  };
  // A blank is no answer, and neither is a cell that nothing was put in.
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined && cell.trim() !== ""));
}

/** What the form asks that a report has no column for. */
export function aboutSourceOfFieldForm({ byPath }: Answers): Readonly<Record<"howKnown" | "mayName", string | null>> {
  const word = (path: string, known: readonly string[]): string | null =>
    known.find((one) => one === byPath.get(path)) ?? null;
  return {
    howKnown: word("account/how_known", ["saw", "heard", "told"]),
    mayName: word("account/may_name", ["yes", "no", "ask"]),
  };
}

type Told = ReadonlyMap<string, string>;
type Maybe = Partial<Record<ReportColumn, string | undefined>>;

/** A clock time of a form: seconds are nobody's choice and are left out. */
interface Stamp {
  readonly date: string;
  readonly clock: string | undefined;
  /** Distance from UTC, as the zones of this language are written. */
  readonly offset: string | undefined;
  readonly raw: string;
}

function stampOf(answer: string | undefined): Stamp | undefined {
  if (answer === undefined) return undefined;
  // Some telephones write the digits of their language.
  const raw = asciiDigits(answer).trim();
  const [, date, clock, sign, hours, minutes = "00"] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?)?$/iu.exec(raw) ?? [];
  if (date === undefined) return { date: raw, clock: undefined, offset: undefined, raw };
  const offset = sign === undefined ? (hours === undefined ? undefined : `${hours}:${minutes}`) : "+00:00";
  return { date, clock, offset, raw };
}

function written({ date, clock, offset = "" }: Stamp): string {
  return clock === undefined ? date : `${date}T${clock}${offset}`;
}

/** What is not said to be sure is taken wide: one time alone as its day, two as a stretch in which it happened. */
function when(told: Told, form: { readonly reported: Stamp | undefined; readonly started: Stamp | undefined }): Maybe {
  const [from, to] = [stampOf(told.get("when_from")), stampOf(told.get("when_to"))];
  const sure = told.get("when_sure");
  const zone = (from ?? to)?.offset ?? form.started?.offset;
  const words = { ...(zone === undefined ? {} : { zone }), when_words: told.get("when_words") };
  const one = from ?? to;
  if (!one) return words;
  const isOneDay = !from || !to || (from.date === to.date && from.offset === to.offset);
  if (sure === "day" || ((!from || !to) && sure !== "times" && sure !== "between")) {
    const days = from && to && from.date !== to.date ? `${from.date}/${to.date}` : one.date;
    return { ...words, when: days, when_precision: sure === "day" && isOneDay ? "exact-within" : "within" };
  }
  if (sure === "times" && from && !to) return { ...words, when: written(from) };
  const last = to ?? form.reported;
  const stretch = `${from ? written(from) : ".."}/${last ? written(last) : ".."}`;
  if (!from || !to) return { ...words, when: stretch, when_precision: "within" };
  if (sure === "times") return { ...words, when: stretch, when_precision: isOneDay ? "exact" : "throughout" };
  return { ...words, when: stretch, when_precision: sure === "between" && isOneDay ? "exact-within" : "within" };
}

const METRES: ReadonlyMap<string, number> = new Map([
  ["m100", 100],
  ["m1000", 1000],
  ["m5000", 5000],
]);

/** How exact the telephone took the point to be is added to how near the monitor says it was. */
function where(told: Told): Maybe {
  const place = told.get("place_name");
  const answer = told.get("point");
  const point = answer === undefined ? undefined : parseGeopoint(asciiDigits(answer));
  // What is no point is told as one that cannot be read.
  if (!point) return { place, latitude: answer, longitude: answer };
  const metres = METRES.get(told.get("place_sure") ?? "");
  const circle =
    metres === undefined
      ? {}
      : {
          radius_m: String(metres + Math.ceil(Math.max(0, point.accuracy ?? 0))),
          place_precision: metres === 100 ? "exact" : "near",
        };
  return { place, latitude: String(point.latitude), longitude: String(point.longitude), ...circle };
}

function what(told: Told): Maybe {
  // One word a choice; KoboToolbox and Enketo separate them by blanks, others by semicolons.
  const acts = (told.get("acts") ?? "").split(/[\s;]+/u).filter((act) => act !== "" && act !== "other");
  const chosen = told.get("count_unit");
  const unit = chosen === "other" ? (told.get("count_other") ?? "thing") : chosen;
  const [least, most] = [told.get("count_min")?.trim(), told.get("count_max")?.trim()];
  const range = least === undefined && most === undefined ? "some" : `${least ?? ""}..${most ?? ""}`;
  const isCounted = unit !== undefined || least !== undefined || most !== undefined;
  return {
    acts: formatList(acts),
    label: told.get("what_words"),
    counts: isCounted ? formatList([`${range} ${unit ?? ""}`.trim()]) : undefined,
  };
}

function who(told: Told): Maybe {
  const sides = [told.get("side_1"), told.get("side_2")] as const;
  const direction = told.get("direction");
  const [side_a, side_b] = direction === "second-on-first" ? [sides[1], sides[0]] : sides;
  const isKnown = direction === "first-on-second" || direction === "second-on-first";
  return { side_a, side_b, direction: isKnown ? "a-on-b" : direction };
}

/** Answers that are a cell as they are. */
function plain(told: Told): Maybe {
  const cells: Cells = {};
  for (const { questions } of FIELD_FORM_GROUPS)
    for (const { name, columns } of questions) {
      const [column] = columns;
      if (columns.length === 1 && column === name && column !== "when_words" && column !== "acts") {
        const answer = told.get(name);
        if (answer !== undefined) cells[column] = answer;
      }
    }
  return cells;
}
