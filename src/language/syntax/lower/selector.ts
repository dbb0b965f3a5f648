import type { CaseActor, EventPattern, Name, Selector, Span } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";

// Who is meant, and what kind of event.

export function readSelector(c: Cursor): Selector {
  const from = c.offset;
  const selector = readBareSelector(c);
  return { ...selector, at: c.spanFrom(from) };
}

function readBareSelector(c: Cursor): Selector {
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

const EVENT_PARTS = {
  with: (c: Cursor) => ({ with: c.needNames("a weapon", "or") }),
  by: (c: Cursor) => ({ by: readSelector(c) }),
  against: (c: Cursor) => ({ against: readSelector(c) }),
  in: (c: Cursor) => ({ in: c.needNames("a place", "or") }),
} as const satisfies Readonly<Record<string, (c: Cursor) => Partial<EventPattern>>>;
const EVENT_WORDS = ["with", "by", "against", "in"] as const;

/**
 * `attack with air-weapon by sar or rus against aog in idlib`, in any order: these words also begin clauses of a rule,
 * and whatever stands after an event on its line is said of the event.
 */
export function readEvent(c: Cursor): EventPattern {
  const from = c.offset;
  const clauses: Record<string, Span> = {};
  let event: EventPattern = { acts: readActs(c) };
  clauses["acts"] = c.spanFrom(from);
  for (;;) {
    const at = c.offset;
    const word = c.takeOneOf(EVENT_WORDS);
    if (word === undefined) break;
    if (clauses[word]) refuseTwice(c, word);
    event = { ...event, ...EVENT_PARTS[word](c) };
    clauses[word] = c.spanFrom(at);
  }
  return { ...event, clauses, at: c.spanFrom(from) };
}

function refuseTwice(c: Cursor, word: string): never {
  c.position -= 1;
  return c.fail("syntax-twice", {
    message: `\`${word}\` is already said of this event`,
    hint: "keep one of the two, or put the clause of the rule on a line of its own",
  });
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
