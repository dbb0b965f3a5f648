import type { Case, DutyEntry, Expectation, Given, Leaf, RenewalEntry, Under, VerdictWord } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { DUTY_STATES, readLiteral } from "./formula.ts";
import { readCaseActor } from "./selector.ts";
import { readQuantity, readTime } from "./time.ts";

// `case`: an occurrence and the verdicts that the drafters expect.

const VERDICT_WORDS = [
  "outside",
  "permitted",
  "breach",
  "undetermined",
  "conflict",
  "error",
] as const satisfies readonly VerdictWord[];
const EXPECTED = [...VERDICT_WORDS, ...DUTY_STATES.filter((state) => state !== "undetermined")] as const;
const ENTRIES = [
  "started",
  "completed",
  "holds",
  "fails",
  "triggered",
  "done",
  "covered",
  "suspended",
] as const satisfies readonly DutyEntry["what"][];

function readGiven(c: Cursor): Given {
  const from = c.offset;
  const isDenied = c.take("not");
  const literal = readLiteral(c);
  const leaf = literal.kind === "not" ? literal.of : literal;
  const isFalse = isDenied !== (literal.kind === "not");
  const isUnknown = c.take("unknown");
  if (isUnknown && isFalse) {
    c.position -= 1;
    c.fail("syntax-given", { message: "what is unknown is unknown either way", hint: "leave `not` out" });
  }
  const given: Given = {
    leaf,
    state: isUnknown ? "unknown" : isFalse ? "false" : "true",
    ...(c.take("since") ? { since: readTime(c) } : {}),
    ...(c.take("until") ? { until: readTime(c) } : {}),
    ...(c.take("learnt") ? { learnt: readTime(c) } : {}),
  };
  return { ...given, at: c.spanFrom(from) };
}

function readExpectation(c: Cursor): Expectation {
  const from = c.offset;
  const rule = c.needName("the name of a rule");
  const verdicts = [c.needOneOf(EXPECTED)];
  while (c.take("or")) verdicts.push(c.needOneOf(EXPECTED));
  return { rule, verdicts, at: c.spanFrom(from) };
}

function readRecord(c: Cursor): Draft<Case> {
  // A rule may be called `renewed` or `notice`: then the word for what is recorded of it follows.
  const isOfRule = ENTRIES.some((word) => c.at(word, 1));
  const what = isOfRule ? undefined : c.takeOneOf(["renewed", "notice"]);
  return what === undefined ? { record: [readEntry(c)] } : { renewals: [readRenewal(c, what)] };
}

function readEntry(c: Cursor): DutyEntry {
  const at = c.offset;
  const rule = c.needName("the name of a rule");
  const what = c.needOneOf(ENTRIES);
  const from = readTime(c);
  const until = c.take("to") ? readTime(c) : undefined;
  const learnt = c.take("learnt") ? readTime(c) : undefined;
  return { rule, what, from, ...(until ? { until } : {}), ...(learnt ? { learnt } : {}), at: c.spanFrom(at) };
}

function readRenewal(c: Cursor, what: RenewalEntry["what"]): RenewalEntry {
  const at = c.tokens[c.position - 1]?.from ?? c.offset;
  const on = readTime(c);
  const until = what === "renewed" && c.take("until") ? readTime(c) : undefined;
  const learnt = c.take("learnt") ? readTime(c) : undefined;
  return { what, on, ...(until ? { until } : {}), ...(learnt ? { learnt } : {}), at: c.spanFrom(at) };
}

function readLeaves(c: Cursor): readonly Leaf[] {
  const leaves: Leaf[] = [];
  do {
    const literal = readLiteral(c);
    if (literal.kind === "not") {
      c.fail("syntax-ask", {
        message: "a question has no `not`",
        hint: "ask the thing itself; the answer is yes or no",
      });
    }
    leaves.push(literal);
  } while (c.takeSymbol(","));
  return leaves;
}

function readUnder(c: Cursor): Under {
  const from = c.offset;
  const reading = c.needName("the name of a reading");
  const given: Given[] = [];
  const expect: Expectation[] = [];
  let ask: readonly Leaf[] | undefined;
  for (let word = c.takeOneOf(UNDER_WORDS); word !== undefined; word = c.takeOneOf(UNDER_WORDS)) {
    if (word === "given") given.push(readGiven(c));
    else if (word === "expect") expect.push(readExpectation(c));
    else ask = [...(ask ?? []), ...readLeaves(c)];
  }
  if (expect.length === 0) c.failExpecting("`expect` and a verdict");
  return { reading, given, expect, ...(ask ? { ask } : {}), at: c.spanFrom(from) };
}

const UNDER_WORDS = ["given", "expect", "ask"] as const;

function readSides(c: Cursor): Draft<Case> {
  const one = readCaseActor(c);
  c.needSymbol(",");
  return { sides: [one, readCaseActor(c)] };
}

function readAt(c: Cursor): Draft<Case> {
  const from = readTime(c);
  return { when: { from, ...(c.take("to") ? { to: readTime(c) } : {}) } };
}

function readMeasure(c: Cursor): Draft<Case> {
  const from = c.tokens[c.position - 1]?.from ?? c.offset;
  const given = { measure: c.needName("a measure"), quantity: readQuantity(c) };
  return { measures: [{ ...given, at: c.spanFrom(from) }] };
}

function readGivenDistance(c: Cursor): Draft<Case> {
  const from = c.tokens[c.position - 1]?.from ?? c.offset;
  const given = { line: c.needName("a line or an area"), quantity: readQuantity(c) };
  return { distances: [{ ...given, at: c.spanFrom(from) }] };
}

export const caseKind: StatementKind<Draft<Case>> = {
  head: (c) => {
    const name = c.needName("the name of the case");
    const title = c.takeString();
    return { name, ...(title === undefined ? {} : { title }) };
  },
  clauses: {
    actor: (c) => ({ actor: readCaseActor(c) }),
    target: (c) => ({ target: readCaseActor(c) }),
    sides: readSides,
    act: (c) => ({ act: c.needName("an act") }),
    weapon: (c) => ({ weapon: c.needName("a weapon") }),
    place: (c) => ({ place: c.needNames("a place", "or") }),
    at: readAt,
    known: (c) => ({ known: readTime(c) }),
    measure: readMeasure,
    distance: readGivenDistance,
    given: (c) => ({ given: [readGiven(c)] }),
    record: readRecord,
    expect: (c) => ({ expect: [readExpectation(c)] }),
    ask: (c) => ({ ask: readLeaves(c) }),
    under: (c) => ({ under: [readUnder(c)] }),
  },
  stops: ["unknown", "since", "until", "learnt"],
  repeated: ["measures", "distances", "given", "record", "renewals", "expect", "ask", "under"],
  build: ({ name, ...rest }) => (name === undefined ? undefined : { kind: "case", name, ...emptyLists, ...rest }),
};

const emptyLists = { measures: [], distances: [], given: [], record: [], expect: [], under: [] } as const;
