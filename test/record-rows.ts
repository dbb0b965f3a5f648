import { createHash } from "node:crypto";
import { NOUNS, type ColumnKind, type Noun, type Said } from "../src/store/index.ts";

/**
 * Rows of any noun in which every value is its own: whoever sees one of them in an answer knows which row and column it
 * came from. `n` is the number of the row among those that a test makes.
 */
export function rowOf<N extends Noun>(noun: N, n: number, given: Partial<Said<N>> = {}): Said<N> {
  const columns = Object.entries<ColumnKind>(NOUNS[noun]);
  const own = Object.fromEntries(columns.map(([name, kind], i) => [name, valueOf(kind, n, i)]));
  return { ...own, ...given } as Said<N>;
}

/** An id for the thing with this number. */
export function idOf(n: number): string {
  return uuid(n, 0xfff);
}

/** Folded, searched for and printed, it stays as it is. */
export function tokenOf(n: number, column: number): string {
  return `zq${n.toString(36).padStart(5, "0")}x${column.toString(36).padStart(2, "0")}z`;
}

function uuid(n: number, column: number): string {
  return `${n.toString(16).padStart(8, "0")}-0000-4000-8000-${column.toString(16).padStart(12, "0")}`;
}

function valueOf(kind: ColumnKind, n: number, column: number): unknown {
  const token = tokenOf(n, column);
  switch (kind) {
    case "text":
    case "text?":
      return token;
    case "texts":
      return [token, `${token}s`];
    case "uuid":
    case "uuid?":
      return uuid(n, column);
    case "instant":
    case "instant?":
      return Date.UTC(2016, 1, 27) + n * 100_000 + column * 1000 + 7;
    case "integer":
    case "integer?":
      return 1_000_000 + n * 100 + column;
    case "number?":
      return Number((30 + n / 100 + column / 10_000).toFixed(6));
    case "digest":
    case "digest?":
      return createHash("sha256").update(token).digest("hex");
    case "bytes":
      return Buffer.from(token);
    case "flag":
      return false;
    case "json":
      return { said: token, deep: [{ [`${token}k`]: [0.1 + n, `${token}s`] }] };
  }
}
