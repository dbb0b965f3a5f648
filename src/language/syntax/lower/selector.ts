import type { CaseActor, EventPattern, Name, Selector } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";

// Who is meant, and what kind of event.

export function readSelector(c: Cursor): Selector {
  const word = c.takeOneOf(["any", "anyone", "each"]);
  if (word === "any") {
    c.need("bound");
    return { kind: "bound" };
  }
  if (word === "anyone") return { kind: "anyone" };
  return { kind: "names", names: c.needNames("a party, a class or a list", "or"), each: word === "each" };
}

export function readActs(c: Cursor): readonly Name[] {
  return c.needNames("an act", "or");
}

/** `attack with air-weapon by sar or rus against aog in idlib`. */
export function readEvent(c: Cursor): EventPattern {
  const acts = readActs(c);
  return {
    acts,
    ...(c.take("with") ? { with: c.needNames("a weapon", "or") } : {}),
    ...(c.take("by") ? { by: readSelector(c) } : {}),
    ...(c.take("against") ? { against: readSelector(c) } : {}),
    ...(c.take("in") ? { in: c.needNames("a place", "or") } : {}),
  };
}

/** `sar`, `a or b` (one of them), `a and b` (together), `unknown`. */
export function readCaseActor(c: Cursor): CaseActor {
  if (c.take("unknown")) return { kind: "unknown" };
  const first = c.needName("an actor");
  const joint = c.peekOneOf(["or", "and"]);
  if (joint === undefined) return { kind: "one", name: first };
  const names = [first];
  while (c.take(joint)) names.push(c.needName("an actor"));
  if (c.peekOneOf(["or", "and"])) {
    c.fail("syntax-separator", {
      message: "`or` and `and` cannot be mixed in one actor",
      hint: "`or`: one of them, nobody knows which; `and`: all of them together",
    });
  }
  return joint === "or" ? { kind: "any-of", names } : { kind: "all-of", names };
}
