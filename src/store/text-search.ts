import { sql, type RawBuilder } from "kysely";
import { queryWords } from "../kit/index.ts";

/** Each word of a search as a query of the index: as written (or its beginning), or a name that sounds like it. */
export function wordsToFind(text: string): readonly string[] {
  return queryWords(text).map((forms) =>
    forms.map((form) => (form.startsWith("~") ? `'${form}'` : `'${form}':*`)).join(" | "),
  );
}

/** A column of words, as `searchWords` makes them, has one of `wordsToFind`. What is blank for the viewer has none. */
export function hasWord(column: string, word: string): RawBuilder<unknown> {
  return sql`array_to_tsvector(string_to_array(${sql.ref(column)}, ' ')) @@ ${word}::tsquery`;
}
