import { CONFLICT, BIT_OF_TERMINAL } from "./diagrams.ts";
import type { Compiled } from "./compiled.ts";

/** Verdicts of many occurrences at once. */
export interface BulkVerdicts {
  /** How many different fact vectors the table held. */
  readonly classes: number;
  /** For each occurrence the possible verdicts as bits: 1 outside, 2 permitted, 4 breach, 8 conflict; 0: the facts contradict each other. */
  verdict(rule: number, reading: number): Uint8Array;
}

/** Largest number of codes that is renumbered with a plain array instead of a map. */
const DENSE = 1 << 22;

/**
 * Occurrences repeat the same combination of facts, so each distinct combination is judged once. Rows get the number of
 * their combination one column at a time, which is a few passes over typed arrays and no hashing of whole rows.
 */
export function judgeColumns(program: Compiled, columns: readonly Uint8Array[], n: number): BulkVerdicts {
  const { classOf, representatives } = classify(columns, n);
  const states = representatives.map((row) =>
    program.propagation.complete(Uint8Array.from(columns, (column) => column[row]!)),
  );
  return {
    classes: representatives.length,
    verdict(rule, reading) {
      const masks = Uint8Array.from(states, (known) => (known ? maskOf(program, { rule, reading, known }) : 0));
      const out = new Uint8Array(n);
      for (let row = 0; row < n; row++) out[row] = masks[classOf[row]!]!;
      return out;
    },
  };
}

function maskOf(
  program: Compiled,
  { rule, reading, known }: { rule: number; reading: number; known: Uint8Array },
): number {
  const compiled = program.rules[rule];
  const plan = program.readings[reading];
  if (!compiled || !plan) throw new RangeError(`there is no rule ${rule} or no reading ${reading}`);
  const node = program.under(compiled, plan);
  if (node === undefined) return program.kleeneMask(compiled.plan, plan, known);
  const { diagrams, selectors } = program;
  let at = node;
  while (!diagrams.isTerminal(at)) {
    const state = known[diagrams.variableOf(at) - selectors];
    if (state !== 1 && state !== 2) return diagrams.mask(program.restrict(at, known));
    at = state === 1 ? diagrams.high(at) : diagrams.low(at);
  }
  return at <= CONFLICT ? BIT_OF_TERMINAL[at]! : 0;
}

interface Classes {
  readonly classOf: Int32Array;
  /** One row of each class. */
  readonly representatives: readonly number[];
}

function classify(columns: readonly Uint8Array[], n: number): Classes {
  const classOf = new Int32Array(n);
  let classes = n === 0 ? 0 : 1;
  let start = 0;
  while (start < columns.length) {
    let end = start;
    let codes = classes;
    while (end < columns.length && codes * 3 <= DENSE) {
      codes *= 3;
      end += 1;
    }
    if (end === start) end = start + 1;
    for (let column = start; column < end; column++) {
      const states = columns[column]!;
      for (let row = 0; row < n; row++) classOf[row] = classOf[row]! * 3 + states[row]!;
    }
    classes = renumber(classOf, classes * 3 ** (end - start));
    start = end;
  }
  const representatives = Array.from({ length: classes }, () => -1);
  for (let row = n - 1; row >= 0; row--) representatives[classOf[row]!] = row;
  return { classOf, representatives };
}

/** Renumbers codes 0, 1, 2 … in order of appearance; returns how many there are. */
function renumber(codes: Int32Array, bound: number): number {
  let next = 0;
  if (bound <= DENSE) {
    const numbers = new Int32Array(bound).fill(-1);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]!;
      if (numbers[code] === -1) numbers[code] = next++;
      codes[row] = numbers[code]!;
    }
    return next;
  }
  const numbers = new Map<number, number>();
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    let number = numbers.get(code);
    if (number === undefined) numbers.set(code, (number = next++));
    codes[row] = number;
  }
  return next;
}
