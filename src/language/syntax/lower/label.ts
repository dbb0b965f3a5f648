import type { LabelReference, Reference, Replacement } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import { readFormula } from "./formula.ts";
import { isAtTime, readTime } from "./time.ts";

// Places in the text, and what can be put there.

export const REFERENCE_WORDS = ["as", "fixed", "to"] as const;

/** `as at the incident`, `fixed`, `to be defined by jmc by 2016-03-01`, after their first word. */
export function readReferenceAfter(c: Cursor, word: (typeof REFERENCE_WORDS)[number]): Reference {
  switch (word) {
    case "as":
      c.need("at", "the", "incident");
      return { kind: "incident" };
    case "fixed":
      return { kind: "fixed" };
    case "to":
      c.need("be", "defined");
      return readToBeDefined(c);
  }
}

function readToBeDefined(c: Cursor): Reference {
  const isByNames = c.at("by") && !isAtTimeAfterBy(c);
  if (isByNames) c.position += 1;
  const by = isByNames ? c.needNames("who defines it", ",") : undefined;
  const deadline = c.take("by") ? readTime(c) : undefined;
  return {
    kind: "to-be-defined",
    ...(by === undefined ? {} : { by }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

function isAtTimeAfterBy(c: Cursor): boolean {
  c.position += 1;
  const isTime = isAtTime(c);
  c.position -= 1;
  return isTime;
}

/** `terrorist`, `cease-attacks.listed`, `a1.by`. */
export function readLabel(c: Cursor): LabelReference {
  const from = c.offset;
  const name = c.needName("the name of a list, a line or a rule");
  const label = c.takeSymbol(".") ? c.needName("a label") : undefined;
  return { name, ...(label === undefined ? {} : { label }), at: c.spanFrom(from) };
}

/** What stands after `reads L as` and `amend L from T as`. */
export function readReplacement(c: Cursor): Replacement {
  if (c.take("by")) return { kind: "time", time: readTime(c) };
  if (c.at("the") && c.tokens[c.position + 1]?.text !== ".") {
    c.need("the", "same", "as");
    return { kind: "name", name: c.needName("the name of a list or a line") };
  }
  // `as as at the incident`: the second `as` may be left out.
  if (c.at("at") && c.tokens[c.position + 1]?.text !== "least")
    return { kind: "reference", reference: readReferenceAfter(c, "as") };
  const word = c.takeOneOf(REFERENCE_WORDS);
  if (word !== undefined) return { kind: "reference", reference: readReferenceAfter(c, word) };
  return { kind: "formula", formula: readFormula(c) };
}
