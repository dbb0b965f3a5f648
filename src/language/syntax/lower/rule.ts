import type { Duty, Escape, Exception, Formula, Rule, Time } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { BelowContext, BuildContext, Draft, StatementKind } from "../statement-kind.ts";
import { spanOfClause } from "../statement-kind.ts";
import type { ClauseSource } from "../statement-source.ts";
import { readFormula } from "./formula.ts";
import { readActs, readEvent, readSelector } from "./selector.ts";
import { readDuration, readTime } from "./time.ts";

// `rule`: one duty, what limits it, its escapes and its rank.

interface RuleDraft extends Draft<Omit<Rule, "kind" | "at" | "comments">> {
  startingBy?: Time;
  completeBy?: Time;
}

function readMust(c: Cursor): Duty {
  const word = c.takeOneOf(["not", "keep", "achieve", "ensure"]);
  switch (word) {
    case "not":
      return { shape: "must-not", acts: readActs(c) };
    case "keep":
      return { shape: "must-keep", holds: readFormula(c) };
    case "achieve": {
      const holds = readFormula(c);
      return { shape: "must-achieve", holds, ...(c.take("by") ? { by: readTime(c) } : {}) };
    }
    case "ensure": {
      const whom = readSelector(c);
      c.needOneOf(["does", "do"]);
      c.need("not");
      return { shape: "must-ensure", whom, acts: readActs(c) };
    }
    case undefined: {
      const acts = readActs(c);
      const within = c.take("within") ? readDuration(c) : undefined;
      c.need("whenever");
      return { shape: "must-whenever", acts, ...(within ? { within } : {}), whenever: readEvent(c) };
    }
  }
}

function readComplete(c: Cursor): RuleDraft {
  if (c.needOneOf(["by", "within"]) === "by") return { completeBy: readTime(c) };
  const from = c.offset;
  const duration = readDuration(c);
  c.needOneOf(["of", "after"]);
  const start = readTime(c);
  return { completeBy: { kind: "offset", duration, direction: "after", from: start, at: c.spanFrom(from) } };
}

/** After a condition on the same line, what limits the whole rule would read as a part of the condition. */
const limit =
  (word: "against" | "with" | "in" | "during" | "from" | "until", read: (c: Cursor) => RuleDraft) =>
  (c: Cursor, after: RuleDraft = {}): RuleDraft => {
    const isPeriod = word === "from" || word === "until";
    const isCondition = after.when ?? after.escapes ?? (!isPeriod && after.duty && "holds" in after.duty);
    if (!isCondition) return read(c);
    c.position -= 1;
    const hint = `put \`${word} …\` on a line of its own if it limits the rule, or say it in the condition with \`and\``;
    return c.fail("syntax-own-line", { message: `\`${word}\` stands here after a condition`, hint });
  };

function readLabelled(c: Cursor): { readonly label: string; readonly when: Formula } {
  const label = c.needName("a label");
  c.needSymbol(":");
  return { label, when: readFormula(c) };
}

const readEscape =
  (kind: Escape["kind"]) =>
  (c: Cursor): RuleDraft => {
    const from = c.tokens[c.position - 1]?.from ?? c.offset;
    const escape: Escape = { kind, ...readLabelled(c), butNot: [], at: c.spanFrom(from) };
    return { escapes: [escape] };
  };

/** Exceptions of exceptions deeper than this are nobody's legal text, and would exhaust the stack. */
const DEEPEST = 20;

/** The list below an escape is filled once the lines below it are read. */
function addExceptions(context: Omit<BelowContext<RuleDraft>, "part">, to: readonly Exception[], depth = 1): void {
  for (const clause of context.below) {
    if (depth > DEEPEST) return addTooDeep(context, clause);
    const exception = context.read(clause, (c): Exception => {
      const from = c.offset;
      c.need("but", "not");
      return { ...readLabelled(c), butNot: [], at: c.spanFrom(from) };
    });
    if (exception === undefined) continue;
    (to as Exception[]).push(exception);
    addExceptions({ ...context, below: clause.below }, exception.butNot, depth + 1);
  }
}

function addTooDeep({ reading }: Omit<BelowContext<RuleDraft>, "part">, { tokens }: ClauseSource): void {
  reading.problems.add({
    code: "syntax-depth",
    ...spanOfClause(tokens),
    message: `this is nested more than ${DEEPEST} deep`,
    hint: "give the exception a `fact` of its own",
  });
  reading.isDamaged = true;
}

function readBelow(context: BelowContext<RuleDraft>): void {
  const escape = context.part.escapes?.at(-1);
  if (escape) return addExceptions(context, escape.butNot);
  const { from, to } = spanOfClause(context.below[0]?.tokens ?? []);
  const message = "`but not` takes something back, and the line above gives nothing";
  context.reading.problems.add({
    code: "syntax-below",
    from,
    to,
    message,
    hint: "put it, indented, below an `outside` or an `unless`",
  });
  context.reading.isDamaged = true;
}

export const rule: StatementKind<RuleDraft> = {
  head: (c) => {
    const name = c.needOwnName("the name of the rule");
    const title = c.takeString();
    return { name, ...(title === undefined ? {} : { title }) };
  },
  clauses: {
    who: (c) => ({ who: readSelector(c) }),
    must: (c) => ({ duty: readMust(c) }),
    may: (c) => ({ duty: { shape: "may", acts: readActs(c) } }),
    starting: (c) => {
      c.need("by");
      return { startingBy: readTime(c) };
    },
    complete: readComplete,
    against: limit("against", (c) => ({ against: readSelector(c) })),
    with: limit("with", (c) => ({ with: c.needNames("a weapon", "or") })),
    in: limit("in", (c) => ({ in: c.needNames("a place", "or") })),
    when: (c) => ({ when: readFormula(c) }),
    from: limit("from", (c) => ({ from: readTime(c) })),
    until: limit("until", (c) => ({ until: readTime(c) })),
    during: limit("during", (c) => ({ during: c.needName("the name of a phase") })),
    outside: readEscape("outside"),
    unless: readEscape("unless"),
    but: (c): RuleDraft => {
      c.position -= 1;
      return c.fail("syntax-below", {
        message: "`but not` limits the line above it",
        hint: "indent it deeper than the `outside` or `unless` that it belongs to",
      });
    },
    prevails: (c) => {
      c.need("over");
      return { prevailsOver: c.needNames("a rule", ",") };
    },
    yields: (c) => {
      c.need("to");
      return { yieldsTo: c.needNames("a rule", ",") };
    },
    otherwise: (c) => ({ otherwise: c.needName("a rule") }),
  },
  stops: ["by"],
  repeated: ["escapes"],
  below: readBelow,
  build: buildRule,
};

function buildRule(draft: RuleDraft, context: BuildContext): Rule | undefined {
  const { name, who, duty, startingBy, completeBy, escapes = [], prevailsOver = [], yieldsTo = [], ...rest } = draft;
  if (name === undefined) return undefined;
  if (who === undefined) {
    context.missing(
      `the rule \`${name}\` does not say whom it binds`,
      "add a line `who any bound`, or `who` and names",
    );
    return undefined;
  }
  if (duty === undefined) {
    context.missing(`the rule \`${name}\` has no duty`, "add a line such as `must not attack`, or one with `may`");
    return undefined;
  }
  const clocks = { ...(startingBy ? { startingBy } : {}), ...(completeBy ? { completeBy } : {}) };
  if (duty.shape !== "must-achieve" && (startingBy ?? completeBy)) {
    const message = `the rule \`${name}\` has a clock, and nothing that can be started or completed`;
    context.wrong(message, "`starting by` and `complete` go with `must achieve`");
    return undefined;
  }
  return { kind: "rule", name, who, duty: { ...duty, ...clocks }, escapes, prevailsOver, yieldsTo, ...rest };
}
