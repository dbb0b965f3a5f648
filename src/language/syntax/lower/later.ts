import type {
  Amendment,
  LabelReference,
  PartyStatement,
  ReadingDeclaration,
  StatementOperation,
  StatementResponse,
  Supersedes,
} from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { readFormula } from "./formula.ts";
import { readLabel, readReplacement } from "./label.ts";
import { readSelector } from "./selector.ts";
import { readDate, readTime } from "./time.ts";

// `statement`, `reading`, `amend` and `supersedes`: what was said about the text, and what came after it.

const KINDS = [
  "interpretation",
  "condition",
  "reservation",
] as const satisfies readonly PartyStatement["statementKind"][];

/** `on` after a response is its own; the statement's date stands in a clause. */
const readResponse =
  (response: StatementResponse["response"]) =>
  (c: Cursor): Draft<PartyStatement> => {
    const from = c.tokens[c.position - 1]?.from ?? c.offset;
    if (response !== "silent") c.need("by");
    const by = c.needNames("who responded", ",");
    const on = c.take("on") ? readDate(c) : undefined;
    return { responses: [{ response, by, ...(on === undefined ? {} : { on }), at: c.spanFrom(from) }] };
  };

function readOperation(c: Cursor, word: StatementOperation["kind"]): StatementOperation {
  if (word === "binds") {
    const who = readSelector(c);
    c.need("while");
    return { kind: "binds", who, while: readFormula(c) };
  }
  if (word === "starts") {
    const rule = c.needName("the name of a rule");
    c.need("when");
    return { kind: "starts", rule, when: readFormula(c) };
  }
  const label: LabelReference = readLabel(c);
  c.need("as");
  return { kind: "reads", label, as: readReplacement(c) };
}

export const statement: StatementKind<Draft<PartyStatement>> = {
  head: (c) => {
    const name = c.needOwnName("the name of the statement");
    const title = c.takeString();
    return { name, ...(title === undefined ? {} : { title }) };
  },
  clauses: {
    by: (c) => ({ by: c.needNames("who made the statement", ",") }),
    on: (c) => ({ on: readDate(c) }),
    kind: (c) => ({ statementKind: c.needOneOf(KINDS) }),
    reads: (c) => ({ operation: readOperation(c, "reads") }),
    binds: (c) => ({ operation: readOperation(c, "binds") }),
    starts: (c) => ({ operation: readOperation(c, "starts") }),
    accepted: readResponse("accepted"),
    objected: readResponse("objected"),
    silent: readResponse("silent"),
  },
  repeated: ["responses"],
  build: ({ name, title, by, on, statementKind, operation, responses = [] }, { missing }) => {
    if (name === undefined) return undefined;
    const say = (what: string, hint: string): undefined =>
      missing(`the statement \`${name}\` does not say ${what}`, hint) as undefined;
    if (by === undefined) return say("who made it", "add `by` and a name");
    if (on === undefined) return say("on which day it was made", "add `on` and a date");
    if (statementKind === undefined)
      return say("of what kind it is", "add `kind interpretation`, `kind condition` or `kind reservation`");
    if (operation === undefined)
      return say("what it changes", "add a line with `reads … as`, `binds … while` or `starts … when`");
    return {
      kind: "statement",
      name,
      ...(title === undefined ? {} : { title }),
      by,
      on,
      statementKind,
      operation,
      responses,
    };
  },
};

export const reading: StatementKind<Draft<ReadingDeclaration>> = {
  head: (c) => {
    const name = c.needOwnName("the name of the reading");
    const title = c.takeString();
    c.need("with");
    return { name, ...(title === undefined ? {} : { title }), with: c.needNames("a statement", ",") };
  },
  clauses: {},
  build: (draft) => {
    const { name, title } = draft;
    if (name === undefined || draft.with === undefined) return undefined;
    return { kind: "reading", name, ...(title === undefined ? {} : { title }), with: draft.with };
  },
};

export const amend: StatementKind<Draft<Amendment>> = {
  head: (c) => {
    const label = readLabel(c);
    c.need("from");
    const from = readTime(c);
    c.need("as");
    return { label, from, as: readReplacement(c) };
  },
  clauses: {},
  build: (draft) =>
    draft.label === undefined || draft.from === undefined || draft.as === undefined
      ? undefined
      : { kind: "amend", label: draft.label, from: draft.from, as: draft.as },
};

export const supersedes: StatementKind<Draft<Supersedes>> = {
  head: (c) => ({ id: c.needName("the id of the earlier text"), title: c.needString("its title") }),
  clauses: { from: (c) => ({ from: readTime(c) }) },
  build: ({ id, title, from }) =>
    id === undefined || title === undefined ? undefined : { kind: "supersedes", id, title, ...(from ? { from } : {}) },
};
