/** The rows of a table that differ: for each row the number of what it says, and of each number the first row. */
export interface DistinctRows {
  readonly numbers: Int32Array;
  readonly first: Int32Array;
}

/** Rows that repeat less often than this on average are not worth looking for. */
const WORTH = 4;

/**
 * Which rows say the same. `words`: what a row says, as numbers, a column of them at a time.
 * `undefined` if rows repeat too seldom.
 */
export function distinctRows(words: readonly Int32Array[], n: number): DistinctRows | undefined {
  const most = Math.floor(n / WORTH);
  const [one = new Int32Array(n), other = new Int32Array(n), ...more] = words;
  let found = numbered(one, other, most);
  for (const word of more) if (found) found = numbered(found.numbers, word, most);
  return found;
}

/** Integers in a slot: what the two columns say, and the number of it plus one. A power of two, so that a slot is in one cache line. */
const SLOT = 4;

/** Numbers the pairs of two columns as they appear, by a table with open addressing (Knuth, TAOCP 3, section 6.4, algorithm L). */
function numbered(one: Int32Array, other: Int32Array, most: number): DistinctRows | undefined {
  const mask = (1 << Math.max(4, 32 - Math.clz32(most))) - 1;
  const slots = new Int32Array((mask + 1) * SLOT);
  const first = new Int32Array(most);
  const numbers = new Int32Array(one.length);
  let count = 0;
  for (let row = 0; row < one.length; row++) {
    const a = one[row]!;
    const b = other[row]!;
    let slot = (Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) >>> 9) & mask;
    let at = slot * SLOT;
    while (slots[at + 2] !== 0 && (slots[at] !== a || slots[at + 1] !== b)) {
      slot = (slot + 1) & mask;
      at = slot * SLOT;
    }
    if (slots[at + 2] === 0) {
      if (count === most) return undefined;
      first[count] = row;
      slots[at] = a;
      slots[at + 1] = b;
      slots[at + 2] = ++count;
    }
    numbers[row] = slots[at + 2]! - 1;
  }
  return { numbers, first: first.slice(0, count) };
}
