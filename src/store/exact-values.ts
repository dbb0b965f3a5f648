import * as pg from "pg";
import { millisecondsOf, parserOf } from "./connection.ts";

/**
 * How values come out of the database when they are to be held against their digests: whatever is not exactly what we
 * write comes as its text, so that it makes another digest, and not as something that looks like what it was.
 */
export const EXACT: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format === "binary") return (value: unknown) => value;
    return EXACT_PARSERS[oid] ?? parserOf(oid, format);
  }) as typeof pg.types.getTypeParser,
};

const { TIMESTAMPTZ, INT8, FLOAT8, JSONB } = pg.types.builtins;
const EXACT_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [TIMESTAMPTZ]: exactInstant,
  [INT8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  [FLOAT8]: (text) => (Number.isFinite(Number(text)) && text !== "-0" ? Number(text) : text),
  [JSONB]: exactJson,
};

/** We write whole milliseconds of our era. */
function exactInstant(text: string): unknown {
  if (/\.\d{4}/u.test(text)) return text;
  try {
    return millisecondsOf(text);
  } catch {
    return text;
  }
}

/** A number of 15 digits survives being a double; only longer ones need a closer look. */
function exactJson(text: string): unknown {
  let isExact = true;
  const look = (_: string, value: unknown, { source }: { readonly source?: string }): unknown => {
    if (typeof value === "number" && decimal(source ?? "") !== decimal(String(value))) isExact = false;
    return value;
  };
  const value: unknown = /\d{16}/u.test(text) ? parseWithSource(text, look) : JSON.parse(text);
  return isExact ? value : text;
}

/** ECMA-262 (2026), section 25.5.1: a reviver is told the text that a value was written as. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/** The one way to write a decimal: its digits without zeros at either end, and the power of ten. */
function decimal(text: string): string {
  const [, sign = "", whole = "", part = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu.exec(text) ?? [];
  const digits = (whole + part).replace(/^0+/u, "");
  const short = digits.replace(/0+$/u, "");
  return short === "" ? "0" : `${sign}${short}e${Number(power) - part.length + digits.length - short.length}`;
}
