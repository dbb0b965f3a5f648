/**
 * The candidate most likely meant by a misspelt word, if one is near enough to be worth suggesting: about one slip for
 * every three letters, where a slip is a letter too many, missing, wrong, or swapped with its neighbour
 * (optimal string alignment, the usual restricted Damerau–Levenshtein distance). Case is ignored. Of equals the longest
 * wins, which keeps the most of its letters, and then the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Not a word; and the work grows with its length.
  if (word.length > LONGEST) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > fewest) continue;
    const slips = countSlips(wanted, candidate.toLowerCase());
    // A suggestion that shares no letter with the word is noise.
    const isNearer = slips < fewest || (slips === fewest && best !== undefined && candidate.length > best.length);
    if (isNearer && slips < Math.max(wanted.length, candidate.length)) {
      best = candidate;
      fewest = slips;
    }
  }
  return best;
}

const LONGEST = 200;

function countSlips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + 1);
      row.push(slips);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
