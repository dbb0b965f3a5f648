import { UNKNOWN } from "../verdict.ts";
import { CONFLICT, BIT_OF_TERMINAL } from "./diagrams.ts";
import type { Compiled } from "./compiled.ts";
import { distinctRows } from "./distinct-rows.ts";

/** Verdicts of many occurrences at once. */
export interface BulkVerdicts {
  /**
   * For each occurrence the possible verdicts as bits: 1 outside, 2 permitted, 4 breach, 8 conflict, 16 error; 0: the
   * facts contradict each other.
   */
  verdict(rule: number, reading: number): Uint8Array;
}

/** More combinations of states than this are numbered as they appear instead of by position in a table. */
const LARGEST_TABLE = 1 << 20;

/**
 * Occurrences repeat the same combinations of facts, and a rule asks few of them. So rows that say the same of everything are
 * judged as one; and of these the columns a rule asks are read as the digits of a number (unknown 0, true 1, false 2), and
 * each number that occurs is judged once.
 */
export function judgeColumns(program: Compiled, columns: readonly Uint8Array[], n: number): BulkVerdicts {
  const distinct = distinctRows(wordsOf(columns, n), n);
  if (!distinct) return judgeRows(program, columns, n);
  const { numbers, first } = distinct;
  const table = judgeRows(
    program,
    columns.map((column) => picked(column, first)),
    first.length,
  );
  return {
    verdict(rule, reading) {
      return picked(table.verdict(rule, reading), numbers);
    },
  };
}

function picked(values: Uint8Array, places: Int32Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(places.length);
  for (let i = 0; i < places.length; i++) out[i] = values[places[i]!]!;
  return out;
}

/** All columns, as many of them in a number as fit. */
function wordsOf(columns: readonly Uint8Array[], n: number): readonly Int32Array[] {
  return Array.from({ length: Math.ceil(columns.length / DIGITS) }, (_, i) => {
    const word = new Int32Array(n);
    appendDigits(word, columns.slice(i * DIGITS, (i + 1) * DIGITS));
    return word;
  });
}

function judgeRows(program: Compiled, columns: readonly Uint8Array[], n: number): BulkVerdicts {
  const related = relatedAtoms(program);
  const codings = new Map<string, Coding>();
  const codingOf = (atoms: readonly number[]): Coding => {
    const key = atoms.join();
    const coding = codings.get(key) ?? encode(atoms, columns, n);
    codings.set(key, coding);
    return coding;
  };
  const groups = [...new Set(related.values())].filter((group) => group.length > 1);
  const contradictory = rowsOf(groups.map((group) => contradictionsIn(program, codingOf(group))));
  return {
    verdict(rule, reading) {
      const atoms = atomsOf(program, { rule, reading }, related);
      const coding = codingOf(atoms);
      const out = answersOf(coding, n, (states) => maskOf(program, { rule, reading, states }));
      for (const row of contradictory) out[row] = 0;
      return out;
    },
  };
}

interface Matter {
  readonly rule: number;
  readonly reading: number;
}

/** The atoms on which a verdict can depend: those that the rule asks, and those that say something about them. */
function atomsOf(
  program: Compiled,
  { rule, reading }: Matter,
  related: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const compiled = program.rules[rule];
  const plan = program.readings[reading];
  if (!compiled || !plan) throw new RangeError(`there is no rule ${rule} or no reading ${reading}`);
  const node = program.under(compiled, plan);
  const asked =
    node === undefined
      ? program.atoms.map(({ index }) => index)
      : program.diagrams.support(node).map((variable) => variable - program.selectors);
  return [...new Set(asked.flatMap((atom) => related.get(atom) ?? [atom]))].sort((a, b) => a - b);
}

/** Atoms that axioms link, directly or through others; each atom with its whole group. */
function relatedAtoms(program: Compiled): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const { index } of program.atoms) groups.set(index, [index]);
  for (const [one, other] of program.links) {
    const [a, b] = [groups.get(one)!, groups.get(other)!];
    if (a === b) continue;
    a.push(...b);
    for (const atom of b) groups.set(atom, a);
  }
  for (const group of groups.values()) group.sort((x, y) => x - y);
  return groups;
}

function maskOf(program: Compiled, { rule, reading, states }: Matter & { readonly states: Uint8Array }): number {
  const compiled = program.rules[rule]!;
  const plan = program.readings[reading]!;
  const known = program.propagation.complete(states);
  if (!known) return 0;
  const node = program.under(compiled, plan);
  if (node === undefined) return program.kleeneMask(compiled.plan, plan, known);
  const { diagrams, selectors } = program;
  let at = node;
  while (!diagrams.isTerminal(at)) {
    const state = known[diagrams.variableOf(at) - selectors];
    if (state === undefined || state === UNKNOWN) return diagrams.mask(program.restrict(at, known));
    at = state === 1 ? diagrams.high(at) : diagrams.low(at);
  }
  return at <= CONFLICT ? BIT_OF_TERMINAL[at]! : 0;
}

/** 1 for each row whose facts about these atoms contradict each other. */
function contradictionsIn(program: Compiled, coding: Coding): Uint8Array {
  return answersOf(coding, coding.codes.length, (states) => (program.propagation.complete(states) ? 0 : 1));
}

/** The rows that any of the columns marks. */
function rowsOf(marks: readonly Uint8Array[]): readonly number[] {
  const rows = new Set<number>();
  for (const mark of marks) for (let row = mark.indexOf(1); row >= 0; row = mark.indexOf(1, row + 1)) rows.add(row);
  return [...rows];
}

/** One number a row for its states of some atoms. */
interface Coding {
  readonly codes: Int32Array;
  /** Numbers are below this. */
  readonly bound: number;
  /** All columns, and one row of each number, if numbers are not digits. */
  readonly columns: readonly Uint8Array[];
  readonly atoms: readonly number[];
}

/** Rows are encoded a block at a time, so that their numbers stay in the nearest cache from column to column. */
const BLOCK = 4096;

/** As many atoms as digits fit into a number before it has to be renumbered. */
const DIGITS = 18;

function encode(atoms: readonly number[], columns: readonly Uint8Array[], n: number): Coding {
  const codes = new Int32Array(n);
  let bound = 1;
  for (let i = 0; i < atoms.length;) {
    const room = Math.floor(DIGITS - Math.log(bound) / Math.log(3));
    if (room < 1) {
      bound = renumber(codes, bound);
      if (bound * 3 > 3 ** DIGITS) throw new RangeError("too many different combinations of facts for one table");
      continue;
    }
    const part = atoms.slice(i, i + room).map((atom) => columns[atom]!);
    appendDigits(codes, part);
    bound *= 3 ** part.length;
    i += part.length;
  }
  if (bound > LARGEST_TABLE) bound = renumber(codes, bound);
  return { codes, bound, columns, atoms };
}

function appendDigits(codes: Int32Array, columns: readonly Uint8Array[]): void {
  for (let from = 0; from < codes.length; from += BLOCK) {
    const block = codes.subarray(from, from + BLOCK);
    const inBlock = columns.map((column) => column.subarray(from, from + BLOCK));
    for (let k = 0; k < inBlock.length; k += 4) addDigits(block, inBlock.slice(k, k + 4));
  }
}

/** Up to four columns in one pass: reading and writing the numbers costs more than the arithmetic. */
function addDigits(codes: Int32Array, [a, b, c, d]: readonly Uint8Array[]): void {
  const n = codes.length;
  if (a && b && c && d)
    for (let row = 0; row < n; row++)
      codes[row] = codes[row]! * 81 + a[row]! * 27 + b[row]! * 9 + c[row]! * 3 + d[row]!;
  else if (a && b && c)
    for (let row = 0; row < n; row++) codes[row] = codes[row]! * 27 + a[row]! * 9 + b[row]! * 3 + c[row]!;
  else if (a && b) for (let row = 0; row < n; row++) codes[row] = codes[row]! * 9 + a[row]! * 3 + b[row]!;
  else if (a) for (let row = 0; row < n; row++) codes[row] = codes[row]! * 3 + a[row]!;
}

/** Numbers the codes 0, 1, 2 … in the order of their appearance; returns how many there are. */
function renumber(codes: Int32Array, bound: number): number {
  if (bound <= LARGEST_TABLE) return bound;
  const numbers = new Map<number, number>();
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    let number = numbers.get(code);
    if (number === undefined) numbers.set(code, (number = numbers.size));
    codes[row] = number;
  }
  return numbers.size;
}

const UNASKED = 255;

/** The answer for each row; asked once for each number that occurs, of the first row that has it. Not to keep `states`. */
function answersOf(
  { codes, bound, columns, atoms }: Coding,
  n: number,
  answer: (states: Uint8Array) => number,
): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(bound).fill(UNASKED);
  const out = new Uint8Array(n);
  const states = new Uint8Array(columns.length);
  for (let row = 0; row < n; row++) {
    const code = codes[row]!;
    let found = table[code]!;
    if (found === UNASKED) {
      for (const atom of atoms) states[atom] = columns[atom]![row]!;
      found = answer(states);
      table[code] = found;
    }
    out[row] = found;
  }
  return out;
}
