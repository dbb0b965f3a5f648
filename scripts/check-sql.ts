// Holds SQL to where it belongs: `src/store`, which owns the record, and `src/accounts`, which owns its own tables.
// Everywhere else the record is asked by functions that have names.

import { blank } from "./check-imports.ts";
import { conclude, loadSources, type Sources } from "./project-files.ts";

const owners = ["src/store/", "src/accounts/"];

/** What is asked of a client, a pool or the store, but not of a request (`c.req.query("name")`); and Kysely's tag. */
const calls = [/(?<!\breq(?:uest)?)\.query\s*[(<]/g, /(?<![\w.$])sql\s*(?:<[^`;]*>\s*)?`/g];

/** Statements, and conditions that can only be a part of one: nothing that a sentence says. Keywords stand in lower case. */
const statements = [
  /\bselect\s[^;]*?\bfrom\s/,
  /\bselect\s+\w+\s*\(/,
  /\binsert into\s/,
  /\bdelete from\s/,
  /\bupdate\s+\S+\s+set\s/,
  /\b(?:create|alter|drop)\s+(?:temporary\s+|unique\s+)?(?:table|index|trigger|function|schema)\b/,
  /\bis (?:not )?null\b/,
  /=\s*any\s*\(/,
];

const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;

interface Sql {
  readonly line: number;
  /** The beginning of it. */
  readonly text: string;
}

/** What is SQL in a text, in its order. A scanner with the limits of `blank`. */
export function findSql(text: string): readonly Sql[] {
  const code = blank(text, false);
  const outsideStrings = blank(text, true);
  const called = calls
    .flatMap((call) => [...code.matchAll(call)])
    // What is quoted in a string is blank there.
    .filter(({ index }) => /\S/.test(outsideStrings.charAt(index)));
  const written = [...code.matchAll(literal)].filter(([found]) => statements.some((one) => one.test(found)));
  return [...called, ...written]
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, 0: found }) => ({ line: code.slice(0, index).split("\n").length, text: shortened(found) }));
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** Every place with SQL outside its owners. Tests may ask as they like. */
export function checkSql(sources: Sources): string[] {
  const isChecked = (path: string): boolean =>
    path.startsWith("src/") && !path.endsWith(".test.ts") && !owners.some((owner) => path.startsWith(owner));
  return [...sources].flatMap(([path, source]) =>
    isChecked(path)
      ? findSql(source).map(
          ({ line, text }) => `${path}:${line}: SQL belongs in src/store, as a function with a name: ${text}`,
        )
      : [],
  );
}

if (import.meta.main) {
  const sources = loadSources((path) => /^src\/.*\.tsx?$/.test(path));
  conclude(checkSql(sources), `${sources.size} files`);
}
