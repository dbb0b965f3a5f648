/**
 * All incidents of a selection as columns, as they travel: lines of JSON, the first a head, then parts of a few thousand
 * incidents, and an end that says how many there were. What repeats is in dictionaries that grow from part to part. Any
 * program that has the text of an answer can read it: there is nothing of a browser or of a server in here.
 */

/** The first line. */
export interface ColumnsHead {
  readonly columns: 1;
  readonly agreements: readonly JudgedAgreement[];
}

/** A text with the readings and rules that something of what the viewer sees was judged under. */
export interface JudgedAgreement {
  readonly key: string;
  readonly readings: readonly string[];
  readonly rules: readonly string[];
}

/** A line of `n` incidents, the newest first; what is not known, or not for the viewer, is null. */
export interface ColumnsPart {
  readonly n: number;
  /** 32 hexadecimal digits each, one behind the other. */
  readonly ids: string;
  /** Milliseconds since the one before it in this part that has any; the first since 1970 UTC. */
  readonly earliest?: readonly (number | null)[];
  /** Milliseconds since its `earliest`; since 1970 UTC if that is null. */
  readonly latest?: readonly (number | null)[];
  readonly numbers?: { readonly [Name in NumberColumn]: readonly (number | null)[] };
  /** Places in the dictionaries. */
  readonly codes?: { readonly [Name in WordColumn]: readonly number[] };
  /** What comes into the dictionaries with this part, behind what is in them. */
  readonly words?: { readonly [Name in WordColumn]: readonly Words[Name][] };
  /** For each agreement of the head, places in its findings; -1: not judged. */
  readonly findings?: readonly (readonly number[])[];
  /** What comes into the findings of each agreement with this part. */
  readonly found?: readonly (readonly FindingCodes[])[];
  /** What comes into the dictionary of verdicts. */
  readonly said?: readonly SaidOfRule[];
}

/** The last line. Without it the answer was cut off. */
export interface ColumnsEnd {
  readonly end: number;
}

/** A verdict, and what is possible as far as that is more than one. */
export interface SaidOfRule {
  readonly verdict: string;
  readonly possible: readonly string[];
}

/** What was found under each reading and rule: places in the dictionary of verdicts, all rules of the first reading first; -1: nothing. */
export interface FindingCodes {
  /** By the reports alone. */
  readonly record: readonly number[];
  /** With what was found out besides; unset: nothing was. */
  readonly answered?: readonly number[];
}

export const NUMBER_COLUMNS = [
  ...(["latitude", "longitude", "radiusM", "deadLeast", "deadBest", "deadMost"] as const),
  ...(["reports", "sources"] as const),
] as const;
export type NumberColumn = (typeof NUMBER_COLUMNS)[number];

export const WORD_COLUMNS = ["label", "sides", "acts", "area", "country", "occurrence", "attribution"] as const;
export type WordColumn = (typeof WORD_COLUMNS)[number];

/** What stands in the dictionary of a column. */
export type Words = {
  readonly [Name in WordColumn]: Name extends "sides" | "acts" ? readonly string[] : string | null;
};

/** A column of places in a dictionary. */
export interface CodedColumn<T> {
  readonly codes: Uint32Array;
  readonly words: readonly T[];
}

/** All incidents of an answer; in every column the same incident has the same place. */
export interface IncidentColumns {
  readonly count: number;
  readonly agreements: readonly JudgedAgreement[];
  /** 16 bytes each: see `incidentIdAt`. */
  readonly ids: Uint8Array;
  /** Milliseconds since 1970 UTC; NaN: not known. */
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  /** NaN: not known. */
  readonly numbers: { readonly [Name in NumberColumn]: Float64Array };
  readonly words: { readonly [Name in WordColumn]: CodedColumn<Words[Name]> };
  /** Under each agreement of `agreements`; -1: not judged. */
  readonly findings: readonly { readonly codes: Int32Array; readonly found: readonly FindingCodes[] }[];
  readonly said: readonly SaidOfRule[];
}

/** Takes an answer as it comes, in pieces of any length. If ids alone were asked for, the other columns stay empty. */
export class ColumnsReader {
  private rest = "";
  private head: ColumnsHead | undefined;
  private end: number | undefined;
  private read = 0;
  private readonly ids = new Pieces<Uint8Array>((length) => new Uint8Array(length));
  private readonly times = { earliest: floats(), latest: floats() };
  private readonly numbers = byName(NUMBER_COLUMNS, floats);
  private readonly codes = byName(WORD_COLUMNS, () => new Pieces<Uint32Array>((length) => new Uint32Array(length)));
  private readonly words = byName(WORD_COLUMNS, (): unknown[] => []);
  private readonly findings: { readonly codes: Pieces<Int32Array>; readonly found: FindingCodes[] }[] = [];
  private readonly said: SaidOfRule[] = [];

  /** Incidents that have come. */
  get count(): number {
    return this.read;
  }

  take(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop()!;
    for (const line of lines) if (line !== "") this.line(JSON.parse(line) as ColumnsHead | ColumnsPart | ColumnsEnd);
  }

  /** @throws Error if the answer was cut off. */
  finish(): IncidentColumns {
    if (!this.head || this.end !== this.read || this.rest !== "")
      throw new Error(`the answer was cut off after ${this.read} incidents`);
    return {
      count: this.read,
      agreements: this.head.agreements,
      ids: this.ids.whole(),
      earliest: this.times.earliest.whole(),
      latest: this.times.latest.whole(),
      numbers: byName(NUMBER_COLUMNS, (name) => this.numbers[name].whole()),
      words: byName(WORD_COLUMNS, (name) => ({
        codes: this.codes[name].whole(),
        words: this.words[name],
      })) as unknown as IncidentColumns["words"],
      findings: this.findings.map(({ codes, found }) => ({ codes: codes.whole(), found })),
      said: this.said,
    };
  }

  private line(line: ColumnsHead | ColumnsPart | ColumnsEnd): void {
    if ("columns" in line) {
      this.head = line;
      this.findings.push(
        ...line.agreements.map(() => ({
          codes: new Pieces<Int32Array>((length) => new Int32Array(length)),
          found: [],
        })),
      );
    } else if ("end" in line) this.end = line.end;
    else this.part(line);
  }

  private part(part: ColumnsPart): void {
    this.read += part.n;
    this.ids.add(bytesOfHex(part.ids));
    const { earliest, latest, numbers, codes, words, findings, found, said } = part;
    if (!earliest || !latest || !numbers || !codes || !words || !findings || !found || !said) return;
    const begun = startsOf(earliest);
    this.times.earliest.add(begun);
    this.times.latest.add(Float64Array.from(latest, (time, i) => (time === null ? NaN : time + orZero(begun[i]!))));
    for (const name of NUMBER_COLUMNS) this.numbers[name].add(Float64Array.from(numbers[name], (one) => one ?? NaN));
    for (const name of WORD_COLUMNS) {
      this.codes[name].add(Uint32Array.from(codes[name]));
      for (const word of words[name]) this.words[name].push(word);
    }
    for (const [i, one] of this.findings.entries()) {
      one.codes.add(Int32Array.from(findings[i]!));
      for (const codesFound of found[i]!) one.found.push(codesFound);
    }
    for (const one of said) this.said.push(one);
  }
}

/** Parts of a column that are put together when all have come. */
class Pieces<T extends Uint8Array | Uint32Array | Int32Array | Float64Array> {
  private readonly parts: T[] = [];
  private length = 0;
  private readonly make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.make = make;
  }

  add(part: T): void {
    this.parts.push(part);
    this.length += part.length;
  }

  whole(): T {
    const whole = this.make(this.length);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

function floats(): Pieces<Float64Array> {
  return new Pieces<Float64Array>((length) => new Float64Array(length));
}

function byName<Name extends string, T>(names: readonly Name[], of: (name: Name) => T): { readonly [N in Name]: T } {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as { readonly [N in Name]: T };
}

function startsOf(differences: readonly (number | null)[]): Float64Array {
  let before = 0;
  return Float64Array.from(differences, (difference) => (difference === null ? NaN : (before += difference)));
}

function orZero(time: number): number {
  return Number.isNaN(time) ? 0 : time;
}

function bytesOfHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = 16 * digitOf(text.charCodeAt(2 * i)) + digitOf(text.charCodeAt(2 * i + 1));
  return bytes;
}

/** Of the code of a letter from `0` to `9` and `a` to `f`. */
function digitOf(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The id of an incident by its place, as the record gives it out. */
export function incidentIdAt({ ids }: Pick<IncidentColumns, "ids">, place: number): string {
  let id = "";
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) id += "-";
    id += DIGITS[ids[16 * place + i]!];
  }
  return id;
}

/** Whose verdict: `withAnswers`: with what was found out, where something was. */
export interface VerdictColumnAsked {
  readonly agreement: string;
  readonly reading: string;
  readonly rule: string;
  readonly withAnswers?: boolean;
}

/** The verdict on each incident, as a place in `said`; -1: not judged. What there is no such reading or rule of is not judged. */
export function verdictColumn(columns: IncidentColumns, asked: VerdictColumnAsked): Int32Array {
  const { count, agreements, findings } = columns;
  const number = agreements.findIndex(({ key }) => key === asked.agreement);
  const [agreement, ours] = [agreements[number], findings[number]];
  const reading = agreement?.readings.indexOf(asked.reading) ?? -1;
  const rule = agreement?.rules.indexOf(asked.rule) ?? -1;
  if (!agreement || !ours || reading < 0 || rule < 0) return new Int32Array(count).fill(-1);
  const place = reading * agreement.rules.length + rule;
  const verdicts = ours.found.map(
    ({ record, answered }) => (asked.withAnswers && answered ? answered : record)[place]!,
  );
  return ours.codes.map((code) => (code < 0 ? -1 : verdicts[code]!));
}
