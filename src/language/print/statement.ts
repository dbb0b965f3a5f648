import type {
  Case,
  Duty,
  Escape,
  Exception,
  Given,
  InForce,
  LabelReference,
  Name,
  PartyStatement,
  Phase,
  Procedure,
  Rule,
  Statement,
  StatementOperation,
  Under,
} from "../ir.ts";
import {
  printCaseActor,
  printDuration,
  printEvent,
  printFormula,
  printLabel,
  printLeaf,
  printName,
  printNames,
  printQuantity,
  printReference,
  printReplacement,
  printSelector,
  printTime,
} from "./formula.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/** A statement in its canonical form: comments above, clauses indented by two, in one order. */
export function printStatement(statement: Statement): string {
  const comments = (statement.comments ?? []).map((comment) => `-- ${comment}`.trimEnd());
  return [...comments, ...linesOf(statement)].join("\n");
}

export function printString(text: string): string {
  return `"${text.replace(/["\\]/gu, "\\$&")}"`;
}

/** The words that are there, with a space between. */
function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}

function clause(word: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

const indent = (line: string): string => `  ${line}`;
const list = (names: readonly Name[] | undefined): string | undefined =>
  names && names.length > 0 ? printNames(names, ", ") : undefined;
const either = (names: readonly Name[] | undefined): string | undefined =>
  names ? printNames(names, " or ") : undefined;
const title = (text: string | undefined): string | undefined => (text === undefined ? undefined : printString(text));

function linesOf(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case "rule":
      return ruleLines(statement);
    case "case":
      return caseLines(statement);
    case "procedure":
      return procedureLines(statement);
    case "statement":
      return partyStatementLines(statement);
    case "list":
      return listLines(statement);
    case "table":
      return [
        `table ${printName(statement.name)} pick ${statement.pick}`,
        ...statement.rows.map(({ when, value }) => `  | ${printFormula(when)} | ${printQuantity(value)} |`),
      ];
    case "accept":
      return acceptLines(statement);
    default:
      return [oneLine(statement)];
  }
}

type OneLine = Exclude<Statement, Of<"rule" | "case" | "procedure" | "statement" | "list" | "table" | "accept">>;
type Declaration = Of<"party" | "class" | "body" | "place" | "fact" | "measure" | "act" | "weapon" | "use">;

function oneLine(statement: OneLine): string {
  switch (statement.kind) {
    case "in-force":
      return inForceLine(statement);
    case "day-one":
      return `day 1 is ${statement.date}`;
    case "phase":
      return phaseLine(statement);
    case "concurrent":
      return `concurrent ${printNames(statement.names, ", ")}`;
    case "first":
      return `first ${printName(statement.first)} then ${printNames(statement.followers, ", ")}`;
    case "reading":
      return words(
        "reading",
        printName(statement.name),
        title(statement.title),
        "with",
        printNames(statement.with, ", "),
      );
    case "amend":
      return `amend ${printLabel(statement.label)} from ${printTime(statement.from)} as ${printReplacement(statement.as)}`;
    case "supersedes":
      return words(
        "supersedes",
        printName(statement.id),
        printString(statement.title),
        statement.from && `from ${printTime(statement.from)}`,
      );
    case "no-rule":
      return `no rule: ${statement.reason}`;
    default:
      return declarationLine(statement);
  }
}

function declarationLine(statement: Declaration): string {
  switch (statement.kind) {
    case "party":
      return words(
        "party",
        printName(statement.name),
        title(statement.title),
        clause("part of", statement.partOf && printName(statement.partOf)),
      );
    case "class":
      return words(
        "class",
        printName(statement.name),
        title(statement.title),
        clause("enrolled by", list(statement.enrolledBy)),
        clause("members", list(statement.members)),
      );
    case "body":
      return words(
        "body",
        printName(statement.name),
        title(statement.title),
        clause("chaired by", list(statement.chairedBy)),
        clause("members", list(statement.members)),
      );
    case "place": {
      const around =
        statement.around && `within ${printQuantity(statement.around.distance)} of ${printName(statement.around.of)}`;
      return words(
        statement.shape,
        printName(statement.name),
        title(statement.title),
        around,
        printReference(statement.reference),
      );
    }
    case "fact":
      return words(
        "fact",
        printName(statement.name),
        statement.about.length > 0 && `about ${statement.about.join(" and ")}`,
        printString(statement.question),
      );
    case "measure":
      return words("measure", printName(statement.name), statement.unit, printString(statement.question));
    case "act":
    case "weapon":
      return words(
        statement.kind,
        printName(statement.name),
        title(statement.title),
        clause("is", list(statement.isA)),
      );
    case "use":
      return `use ${printName(statement.vocabulary)}`;
  }
}

function inForceLine({ from, for: duration, until, renewable, endsWhen }: InForce): string {
  const how =
    renewable &&
    (renewable.how === "consent"
      ? words("renewable by consent", renewable.for && `for ${printDuration(renewable.for)}`)
      : `renewable unless notice ${renewable.notice ? printDuration(renewable.notice) : ""} before`);
  return words(
    "in force from",
    printTime(from),
    duration && `for ${printDuration(duration)}`,
    until && `until ${printTime(until)}`,
    how,
    endsWhen && `ends when ${printFormula(endsWhen)}`,
  );
}

function phaseLine({ name, title: text, from, until, for: duration, entersWhen }: Phase): string {
  return words(
    "phase",
    printName(name),
    printString(text),
    `from ${printTime(from)}`,
    until && `until ${printTime(until)}`,
    duration && `for ${printDuration(duration)}`,
    entersWhen && `enters when ${printFormula(entersWhen)}`,
  );
}

function listLines({ name, title: text, names, designatedBy }: Of<"list">): readonly string[] {
  const designated =
    designatedBy &&
    words(
      names.length > 0 && "or",
      "designated by",
      printName(designatedBy.by),
      printReference(designatedBy.reference),
    );
  return [
    words("list", printName(name), title(text)),
    ...(names.length > 0 ? [`  names ${printNames(names, ", ")}`] : []),
    ...(designated ? [indent(designated)] : []),
  ];
}

function acceptLines({ name, title: text, who, to, by, provided, late }: Of<"accept">): readonly string[] {
  return [
    words("accept", printName(name), title(text)),
    indent(
      words("who", printSelector(who), to.length > 0 && `to ${printNames(to, " or ")}`, by && `by ${printTime(by)}`),
    ),
    ...(provided ? [`  provided ${printFormula(provided)}`] : []),
    ...(late === undefined ? [] : [`  late ${late === "counts" ? "counts" : "does not count"}`]),
  ];
}

function ruleLines(rule: Rule): readonly string[] {
  const {
    name,
    title: text,
    who,
    duty,
    against,
    when,
    from,
    until,
    during,
    escapes,
    prevailsOver,
    yieldsTo,
    otherwise,
  } = rule;
  const clauses = [
    `who ${printSelector(who)}`,
    ...dutyLines(duty),
    clause("against", against && printSelector(against)),
    clause("with", either(rule.with)),
    clause("in", either(rule.in)),
    clause("when", when && printFormula(when)),
    clause("from", from && printTime(from)),
    clause("until", until && printTime(until)),
    clause("during", during === undefined ? undefined : printName(during)),
    ...escapes.flatMap((escape) => escapeLines(escape)),
    clause("prevails over", list(prevailsOver)),
    clause("yields to", list(yieldsTo)),
    clause("otherwise", otherwise === undefined ? undefined : printName(otherwise)),
  ];
  return [words("rule", printName(name), title(text)), ...clauses.filter((line) => line !== undefined).map(indent)];
}

function dutyLines(duty: Duty): readonly string[] {
  switch (duty.shape) {
    case "must-not":
      return [`must not ${printNames(duty.acts, " or ")}`];
    case "may":
      return [`may ${printNames(duty.acts, " or ")}`];
    case "must-keep":
      return [`must keep ${printFormula(duty.holds)}`];
    case "must-ensure":
      return [`must ensure ${printSelector(duty.whom)} does not ${printNames(duty.acts, " or ")}`];
    case "must-whenever":
      return [
        words(
          "must",
          printNames(duty.acts, " or "),
          duty.within && `within ${printDuration(duty.within)}`,
          `whenever ${printEvent(duty.whenever)}`,
        ),
      ];
    case "must-achieve":
      return [
        words("must achieve", printFormula(duty.holds), duty.by && `by ${printTime(duty.by)}`),
        ...(duty.startingBy ? [`starting by ${printTime(duty.startingBy)}`] : []),
        ...(duty.completeBy ? [`complete ${printCompletion(duty.completeBy)}`] : []),
      ];
  }
}

/** A deadline counted from something reads `within D of T`. */
function printCompletion(time: NonNullable<Extract<Duty, { shape: "must-achieve" }>["completeBy"]>): string {
  return time.kind === "offset" && time.direction === "after"
    ? `within ${printDuration(time.duration)} of ${printTime(time.from)}`
    : `by ${printTime(time)}`;
}

function escapeLines(escape: Escape): readonly string[] {
  return [
    `${escape.kind} ${printName(escape.label)}: ${printFormula(escape.when)}`,
    ...escape.butNot.flatMap(exceptionLines),
  ];
}

function exceptionLines({ label, when, butNot }: Exception): readonly string[] {
  return [`but not ${printName(label)}: ${printFormula(when)}`, ...butNot.flatMap(exceptionLines)].map(indent);
}

function procedureLines({ name, title: text, starts, steps, ends }: Procedure): readonly string[] {
  return [
    `procedure ${printName(name)} ${printString(text)}`,
    `  starts ${printName(starts)}`,
    ...steps.map(({ from, to, by, within, otherwise }) =>
      indent(
        words(
          "from",
          printName(from),
          "to",
          printName(to),
          by && `by ${printSelector(by)}`,
          within && `within ${printDuration(within)}`,
          otherwise !== undefined && `otherwise ${printName(otherwise)}`,
        ),
      ),
    ),
    ...(ends.length > 0 ? [`  ends ${printNames(ends, ", ")}`] : []),
  ];
}

function partyStatementLines({
  name,
  title: text,
  by,
  on,
  statementKind,
  operation,
  responses,
}: PartyStatement): readonly string[] {
  return [
    words("statement", printName(name), title(text)),
    `  by ${printNames(by, ", ")} on ${on} kind ${statementKind}`,
    indent(printOperation(operation)),
    ...responses.map(({ response, by: who, on: day }) =>
      indent(
        words(
          response === "silent" ? "silent" : `${response} by`,
          printNames(who, ", "),
          day !== undefined && `on ${day}`,
        ),
      ),
    ),
  ];
}

function printOperation(operation: StatementOperation): string {
  switch (operation.kind) {
    case "reads":
      return `reads ${printLabel(operation.label satisfies LabelReference)} as ${printReplacement(operation.as)}`;
    case "binds":
      return `binds ${printSelector(operation.who)} while ${printFormula(operation.while)}`;
    case "starts":
      return `starts ${printName(operation.rule)} when ${printFormula(operation.when)}`;
  }
}

function caseLines(one: Case): readonly string[] {
  const who = words(
    clause("actor", one.actor && printCaseActor(one.actor)),
    clause("target", one.target && printCaseActor(one.target)),
    one.sides && `sides ${one.sides.map(printCaseActor).join(", ")}`,
    clause("act", one.act === undefined ? undefined : printName(one.act)),
    clause("weapon", one.weapon === undefined ? undefined : printName(one.weapon)),
    clause("place", either(one.place)),
    one.when && words("at", printTime(one.when.from), one.when.to && `to ${printTime(one.when.to)}`),
  );
  const clauses = [
    who === "" ? undefined : who,
    clause("known", one.known && printTime(one.known)),
    ...one.measures.map(({ measure, quantity }) => `measure ${printName(measure)} ${printQuantity(quantity)}`),
    ...one.distances.map(({ line, quantity }) => `distance ${printName(line)} ${printQuantity(quantity)}`),
    ...one.given.map((given) => `given ${printGiven(given)}`),
    ...one.record.map(({ rule, what, from, until }) =>
      words("record", printName(rule), what, printTime(from), until && `to ${printTime(until)}`),
    ),
    ...one.expect.map(({ rule, verdicts }) => `expect ${printName(rule)} ${verdicts.join(" or ")}`),
    clause("ask", one.ask?.map(printLeaf).join(", ")),
    ...one.under.map(printUnder),
  ];
  return [
    words("case", printName(one.name), title(one.title)),
    ...clauses.filter((line) => line !== undefined).map(indent),
  ];
}

function printUnder({ reading, given, expect, ask }: Under): string {
  return words(
    `under ${printName(reading)}`,
    ...given.map((one) => `given ${printGiven(one)}`),
    ...expect.map(({ rule, verdicts }) => `expect ${printName(rule)} ${verdicts.join(" or ")}`),
    clause("ask", ask?.map(printLeaf).join(", ")),
  );
}

function printGiven({ leaf, state, since, until, learnt }: Given): string {
  const literal = state === "false" ? printFormula({ kind: "not", of: leaf }) : printLeaf(leaf);
  return words(
    literal,
    state === "unknown" && "unknown",
    since && `since ${printTime(since)}`,
    until && `until ${printTime(until)}`,
    learnt && `learnt ${printTime(learnt)}`,
  );
}
