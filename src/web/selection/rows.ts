import { verdictColumn, type IncidentColumns } from "../../domain/index.ts";
import type { Selection } from "./selection.ts";

/** What a selection is looked at with: whose verdicts, and what was found by words. */
export interface SelectedWith {
  readonly agreement: string;
  readonly reading: string;
  readonly rule: string;
  /** What was found out besides the reports counts too. */
  readonly withAnswers?: boolean;
  /** Ids found by the words and the source of the selection: unset while they are looked for, or if there are none. */
  readonly found?: Pick<IncidentColumns, "ids" | "count">;
}

/**
 * The rows of a selection, in the order of the list: the same that the server would give. A row is left out by the first thing
 * that it does not meet, and by nothing that is not known of it being unlike: a filter on what nobody recorded finds nothing.
 */
export function selectRows(columns: IncidentColumns, selection: Selection, looked: SelectedWith): Uint32Array {
  const tests = testsOf(columns, selection, looked);
  const rows = new Uint32Array(columns.count);
  let size = 0;
  for (let row = 0; row < columns.count; row++) {
    if (tests.every((test) => test(row))) rows[size++] = row;
  }
  return rows.slice(0, size);
}

type Test = (row: number) => boolean;

function testsOf(columns: IncidentColumns, selection: Selection, looked: SelectedWith): readonly Test[] {
  const { from, to, box, area, side, act, occurrence, attribution, text, source, verdict } = selection;
  const tests: Test[] = [];
  const { earliest, words } = columns;
  if (from !== undefined)
    tests.push(
      (
        (at) => (row) =>
          earliest[row]! >= at
      )(Date.parse(from)),
    );
  if (to !== undefined)
    tests.push(
      (
        (at) => (row) =>
          earliest[row]! < at
      )(Date.parse(to)),
    );
  if (box !== undefined) tests.push(insideOf(columns, box));
  if (area !== undefined) tests.push(coded(words.area, (word) => word === area));
  if (side !== undefined) tests.push(coded(words.sides, (names) => names.includes(side)));
  if (act !== undefined) tests.push(coded(words.acts, (names) => names.includes(act)));
  if (occurrence !== undefined) tests.push(coded(words.occurrence, (word) => word === occurrence));
  if (attribution !== undefined) tests.push(coded(words.attribution, (word) => word === attribution));
  if (verdict !== undefined) tests.push(verdictIs(columns, verdict, looked));
  if (text !== undefined || source !== undefined)
    tests.push(looked.found ? isAmong(columns, looked.found) : () => false);
  return tests;
}

/** Looks each word of a dictionary up once, not each row. */
function coded<T>(
  { codes, words }: { readonly codes: Uint32Array; readonly words: readonly T[] },
  meets: (word: T) => boolean,
): Test {
  const met = Uint8Array.from(words, (word) => (meets(word) ? 1 : 0));
  return (row) => met[codes[row]!] === 1;
}

function insideOf({ numbers }: IncidentColumns, box: string): Test {
  const [west = -180, south = -90, east = 180, north = 90] = box.split(",").map(Number);
  const { latitude, longitude } = numbers;
  return (row) => {
    const [lat, lon] = [latitude[row]!, longitude[row]!];
    const isWithin = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
    return isWithin && lat >= south && lat <= north;
  };
}

/** `breach`: it is that; `?breach`: it may be. */
function verdictIs(columns: IncidentColumns, wanted: string, looked: SelectedWith): Test {
  const verdicts = verdictColumn(columns, looked);
  const name = wanted.replace(/^\?/u, "");
  const met = Uint8Array.from(columns.said, ({ verdict, possible }) =>
    (wanted.startsWith("?") ? possible.includes(name) : verdict === name) ? 1 : 0,
  );
  return (row) => verdicts[row]! >= 0 && met[verdicts[row]!] === 1;
}

function isAmong(columns: IncidentColumns, found: Pick<IncidentColumns, "ids" | "count">): Test {
  const known = new Set<string>();
  for (let place = 0; place < found.count; place++) known.add(keyOf(found.ids, place));
  return (row) => known.has(keyOf(columns.ids, row));
}

function keyOf(ids: Uint8Array, place: number): string {
  return String.fromCharCode(...ids.subarray(16 * place, 16 * place + 16));
}
