import type { Comparison, DutyState, Formula, Leaf, Name, QuantityExpression, Role, Term } from "../../ir.ts";
import { append } from "../append.ts";
import type { Cursor } from "../cursor.ts";
import type { NamePlace } from "../name-places.ts";
import { readEvent } from "./selector.ts";
import { isAtTime, readCount, readDuration, readQuantity, readTime } from "./time.ts";

// Formulas: `or` binds weakest, then `and`, then `not` and `each`.

export const ROLES = ["actor", "target", "act", "weapon", "place"] as const satisfies readonly Role[];
export const DUTY_STATES = [
  "fulfilled",
  "lapsed",
  "pending",
  "suspended",
  "undetermined",
] as const satisfies readonly DutyState[];
const LEAF_WORDS = ["true", "false", "before", "after", "during", "within", "beyond", "no", "at"] as const;
const VERBS = ["in", "is", "not", "bound"] as const;
/** What can follow a fact or one of its terms in every formula. */
const JOINTS = ["and", "or", "with", "except"] as const;

export function readFormula(c: Cursor): Formula {
  return c.nested(() => readJoined(c, "or", () => readJoined(c, "and", () => readUnary(c))));
}

/** Parts that were written in parentheses stay parts of their own. */
function readJoined(c: Cursor, kind: "or" | "and", readPart: () => Formula): Formula {
  const from = c.offset;
  const readParts = (): readonly Formula[] => (kind === "and" ? readThing(c) : [readPart()]);
  const parts = [...readParts()];
  while (c.take(kind)) append(parts, readParts());
  const [first] = parts;
  if (first && parts.length === 1) return first;
  return { kind, of: parts, at: c.spanFrom(from) };
}

/**
 * `artillery with calibre >= 100 mm`, `mlrs except uragan, smerch`: short for `and`, and `and not`. What is a weapon and
 * what a fact is known once the whole text is read (`../resolve.ts`).
 */
function readThing(c: Cursor): readonly Formula[] {
  const isParenthesised = c.atSymbol("(");
  const thing = readUnary(c);
  const parts: Formula[] = [thing];
  if (isParenthesised || thing.kind !== "fact" || thing.of.length > 0) return parts;
  if (c.take("except")) append(parts, readExcepted(c));
  const isClause = c.clauseWords.includes("with") && !c.isInParentheses;
  if (!isClause && c.take("with"))
    append(
      parts,
      c.nested(() => readThing(c)),
    );
  return parts;
}

function readExcepted(c: Cursor): readonly Formula[] {
  const excepted: Formula[] = [];
  do {
    const from = c.offset;
    const fact = c.needName("a weapon");
    const at = c.spanFrom(from);
    excepted.push({ kind: "not", of: { kind: "fact", fact, of: [], at }, at });
  } while (c.takeSymbol(","));
  return excepted;
}

function readUnary(c: Cursor): Formula {
  const from = c.offset;
  if (c.take("not")) {
    const of = c.nested(() => readUnary(c));
    return { kind: "not", of, at: c.spanFrom(from) };
  }
  if (c.take("each")) {
    const thing = c.needName("a kind of weapon or act");
    const holds = c.nested(() => readUnary(c));
    return { kind: "each", thing, holds, at: c.spanFrom(from) };
  }
  if (!c.takeSymbol("(")) return readLiteral(c);
  const inner = c.parenthesised(() => readFormula(c));
  if (!c.takeSymbol(")")) {
    c.expect(JOINTS);
    c.failExpecting("`)`");
  }
  return inner;
}

/** A leaf, or the negation that stands inside it: `target not in terrorist`. */
export function readLiteral(c: Cursor): Leaf | (Formula & { kind: "not"; readonly of: Leaf }) {
  const from = c.offset;
  const { leaf, isNegated } = readBareLeaf(c);
  const at = c.spanFrom(from);
  const located = { ...leaf, at };
  return isNegated ? { kind: "not", of: located, at } : located;
}

interface Literal {
  readonly leaf: Leaf;
  readonly isNegated: boolean;
}

const plain = (leaf: Leaf): Literal => ({ leaf, isNegated: false });

function readBareLeaf(c: Cursor): Literal {
  const role = c.takeOneOf(ROLES);
  if (role !== undefined) return readVerb(c, { role });
  const word = c.takeOneOf(LEAF_WORDS);
  if (word !== undefined) return plain(readWordLeaf(c, word));
  return readNamedLeaf(c);
}

function readWordLeaf(c: Cursor, word: (typeof LEAF_WORDS)[number]): Leaf {
  switch (word) {
    case "true":
    case "false":
      return { kind: "constant", value: word === "true" };
    case "before":
    case "after":
      return { kind: "time", op: word, time: readTime(c) };
    case "during":
      return { kind: "during", phase: c.needName("the name of a phase") };
    case "within":
    case "beyond":
      return readDistance(c, word);
    case "no": {
      const event = readEvent(c);
      c.need("for");
      return { kind: "none", event, for: readDuration(c) };
    }
    case "at": {
      c.need("least");
      const n = readCount(c, "how many");
      const event = readEvent(c);
      c.need("within");
      return { kind: "at-least", n, event, within: readDuration(c) };
    }
  }
}

function readDistance(c: Cursor, op: "within" | "beyond"): Leaf {
  const quantity = readQuantityExpression(c);
  c.need(op === "within" ? "of" : "from");
  return { kind: "distance", op, quantity, line: c.needName("a line or an area") };
}

function readQuantityExpression(c: Cursor): QuantityExpression {
  if (c.next?.kind === "number") return { kind: "quantity", quantity: readQuantity(c) };
  const table = c.needName("a quantity or the name of a table");
  const op = c.takeSymbol("/") ? "/" : c.takeSymbol("*") ? "*" : undefined;
  if (op === undefined) return { kind: "table", table };
  return { kind: "table", table, scale: { op, by: c.needNumber("a number") } };
}

/** What is asked of a term: `in terrorist`, `is not sar`, `bound`. */
function readVerb(c: Cursor, term: Term): Literal {
  const verb = c.needOneOf(VERBS);
  const isNegated = verb === "not";
  const asked = isNegated ? c.needOneOf(["in", "bound"]) : verb;
  if (asked === "bound") return { leaf: { kind: "bound", term }, isNegated };
  if (asked === "in") return { leaf: { kind: "in", term, name: c.needName("a list, a class or a place") }, isNegated };
  const isNot = c.take("not");
  const name = c.needName("role" in term ? KIND_OF_ROLE[term.role] : "a party or a kind");
  return { leaf: { kind: "is", term, name }, isNegated: isNot };
}

/** What something can be that is asked of a role. */
const KIND_OF_ROLE = {
  actor: "an actor",
  target: "an actor",
  act: "an act",
  weapon: "a weapon",
  place: "a place",
} as const satisfies Readonly<Record<Role, NamePlace>>;

function readNamedLeaf(c: Cursor): Literal {
  const name = c.needName("a condition");
  const comparison = c.takeKind("comparison");
  if (comparison) {
    c.meant("a measure");
    return plain({ kind: "compare", measure: name, op: comparison.text as Comparison, quantity: readQuantity(c) });
  }
  c.expect(["in", "is", "not", "bound", "confirmed"]);
  const { next } = c;
  const following = next?.kind === "word" ? next.text : "";
  if (following === "in" || following === "is" || following === "bound") return readVerbOf(c, name);
  if (following === "not") return readNegatedName(c, name);
  if (c.take("confirmed")) return plain(readConfirmed(c, name));
  const state = c.takeOneOf(DUTY_STATES);
  if (state !== undefined) c.meant("the name of a rule");
  if (state !== undefined) return plain({ kind: "duty", rule: name, state });
  return plain({ kind: "fact", fact: name, of: readTerms(c) });
}

/** What is asked of a party by its name. */
function readVerbOf(c: Cursor, name: Name): Literal {
  c.meant("an actor");
  return readVerb(c, { name });
}

function readNegatedName(c: Cursor, name: Name): Literal {
  if (c.tokens[c.position + 1]?.text !== "confirmed") {
    c.position += 1;
    c.expect(["confirmed"]);
    c.position -= 1;
    return readVerbOf(c, name);
  }
  c.position += 2;
  return { leaf: readConfirmed(c, name), isNegated: true };
}

/** `a1 confirmed by hnc`; but `must achieve a1 confirmed by 2016-03-01` has a deadline there. */
function readConfirmed(c: Cursor, accept: Name): Leaf {
  c.meant("an acceptance");
  if (!c.at("by")) return { kind: "confirmed", accept };
  c.position += 1;
  if (c.clauseWords.includes("by") && isAtTime(c)) {
    c.position -= 1;
    return { kind: "confirmed", accept };
  }
  return { kind: "confirmed", accept, by: c.needName("who confirms") };
}

/** What a fact is asked of: names and roles up to the next word of the language. */
function readTerms(c: Cursor): readonly Term[] {
  const terms: Term[] = [];
  for (;;) {
    c.expect(JOINTS);
    c.expect(ROLES);
    if (!c.isInParentheses) c.expect(c.clauseWords);
    const { next } = c;
    if (next?.kind === "word") {
      const role = ROLES.find((word) => word === next.text);
      if (role !== undefined) {
        terms.push({ role });
        c.position += 1;
        continue;
      }
      if (isJoint(next.text) || (!c.isInParentheses && c.clauseWords.includes(next.text))) return terms;
    }
    c.expectName("what the fact is about");
    if (!c.isAtName) return terms;
    terms.push({ name: c.needName("what the fact is about") });
  }
}

function isJoint(word: string): boolean {
  return word === "not" || (JOINTS as readonly string[]).includes(word);
}
