import type { Problem } from "../../kit/index.ts";
import type { Name } from "../ir.ts";
import { findClash } from "../engine/overlays.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** In one reading one label is read in one way. */
export const readingCheck: Check = {
  codes: ["reading-clash"],
  check(context) {
    const { declared, program } = context;
    const ofDeclared = declared.readings.flatMap((reading) => {
      const message = clashOf(reading.with, context);
      if (message === undefined) return [];
      return [
        clash(`\`${reading.name}\``, message, { at: reading.at, word: reading.name, severity: "error", context }),
      ];
    });
    // A party that spoke twice on one label still has its other statements; its reading as a whole says nothing.
    const names = new Set(declared.readings.map(({ name }) => name));
    const ofAuthors = program.readings.flatMap(({ id, statements }) => {
      if (names.has(id) || statements.length < 2) return [];
      const message = clashOf(statements, context);
      const last = declared.statements.findLast(({ name }) => statements.includes(name));
      if (message === undefined || !last) return [];
      return [clash(`\`${id}\``, message, { at: last.at, word: last.name, severity: "warning", context })];
    });
    return [...ofDeclared, ...ofAuthors];
  },
};

interface ClashPlace {
  readonly at: { readonly from: number; readonly to: number } | undefined;
  readonly word: Name;
  readonly severity: "error" | "warning";
  readonly context: CheckContext;
}

function clash(reading: string, what: string, { at, word, severity, context }: ClashPlace): Problem {
  const message = `the reading ${reading} decides nothing: ${what}`;
  return problemAt(context, {
    code: "reading-clash",
    severity,
    at,
    word,
    message,
    hint: "declare a reading with one of the two: `reading NAME with …`",
  });
}

function clashOf(statements: readonly Name[], { declared }: CheckContext): string | undefined {
  const clash = findClash(
    declared.statements.filter(({ name }) => statements.includes(name)),
    declared,
  );
  return clash && `\`${clash.one}\` and \`${clash.other}\` both say how \`${clash.label}\` is to be read`;
}
