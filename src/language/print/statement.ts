import type {
  Case,
  Claused,
  Duty,
  DutyEntry,
  Escape,
  Exception,
  Expectation,
  Given,
  InForce,
  LabelReference,
  Name,
  PartyStatement,
  Phase,
  Procedure,
  ProcedureStep,
  RenewalEntry,
  Rule,
  Span,
  Statement,
  StatementOperation,
  Under,
} from "../ir.ts";
import type { Kinds } from "../kinds.ts";
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
  printRowCondition,
  printSelector,
  printTime,
} from "./formula.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/** A line of a statement in its canonical form, and where what it says stood. */
export interface Line {
  readonly text: string;
  readonly at?: Span | undefined;
}

/** The lines of a statement in its canonical form, without its comments: clauses indented by two, in one order. */
export function printStatement(statement: Statement, kinds: Kinds): readonly Line[] {
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
      return tableLines(statement, kinds);
    case "accept":
      return acceptLines(statement);
    default:
      return [{ text: oneLine(statement), at: statement.at }];
  }
}

export function printComment(words: string): string {
  return `-- ${words}`.trimEnd();
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

/** A clause of a statement on its own line. */
const clauseLine = (text: string, at: Span | undefined): Line => ({ text: `  ${text}`, at });

/** The clause that gives one of a statement's fields, if it gives it. */
function fieldLine(statement: Claused, field: string, text: string | undefined): readonly Line[] {
  return text === undefined || text === "" ? [] : [clauseLine(text, statement.clauses?.[field])];
}

/** The first line: what stands before the first clause. */
const headLine = (statement: Claused, text: string): Line => ({
  text,
  at: statement.clauses?.["name"] ?? statement.at,
});

const list = (names: readonly Name[] | undefined): string | undefined =>
  names && names.length > 0 ? printNames(names, ", ") : undefined;
const either = (names: readonly Name[] | undefined): string | undefined =>
  names ? printNames(names, " or ") : undefined;
const title = (text: string | undefined): string | undefined => (text === undefined ? undefined : printString(text));

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

function tableLines(table: Of<"table">, kinds: Kinds): readonly Line[] {
  return [
    headLine(table, `table ${printName(table.name)} pick ${table.pick}`),
    ...table.rows.map(({ when, value, at }) =>
      clauseLine(`| ${printRowCondition(when, kinds)} | ${printQuantity(value)} |`, at),
    ),
  ];
}

function listLines(statement: Of<"list">): readonly Line[] {
  const { name, title: text, names, designatedBy } = statement;
  const designated =
    designatedBy &&
    words(
      names.length > 0 && "or",
      "designated by",
      printName(designatedBy.by),
      printReference(designatedBy.reference),
    );
  return [
    headLine(statement, words("list", printName(name), title(text))),
    ...fieldLine(statement, "names", clause("names", list(names))),
    ...fieldLine(statement, "designatedBy", designated),
  ];
}

function acceptLines(statement: Of<"accept">): readonly Line[] {
  const { name, title: text, who, to, by, provided, late } = statement;
  const asked = words(
    "who",
    printSelector(who),
    to.length > 0 && `to ${printNames(to, " or ")}`,
    by && `by ${printTime(by)}`,
  );
  return [
    headLine(statement, words("accept", printName(name), title(text))),
    ...fieldLine(statement, "who", asked),
    ...fieldLine(statement, "provided", clause("provided", provided && printFormula(provided))),
    ...fieldLine(statement, "late", late && `late ${late === "counts" ? "counts" : "does not count"}`),
  ];
}

function ruleLines(rule: Rule): readonly Line[] {
  const { against, when, from, until, during, otherwise } = rule;
  const field = (name: keyof Rule, text: string | undefined): readonly Line[] => fieldLine(rule, name, text);
  return [
    headLine(rule, words("rule", printName(rule.name), title(rule.title))),
    ...field("who", `who ${printSelector(rule.who)}`),
    ...dutyLines(rule),
    ...field("against", clause("against", against && printSelector(against))),
    ...field("with", clause("with", either(rule.with))),
    ...field("in", clause("in", either(rule.in))),
    ...field("when", clause("when", when && printFormula(when))),
    ...field("from", clause("from", from && printTime(from))),
    ...field("until", clause("until", until && printTime(until))),
    ...field("during", clause("during", during === undefined ? undefined : printName(during))),
    ...rule.escapes.flatMap(escapeLines),
    ...field("prevailsOver", clause("prevails over", list(rule.prevailsOver))),
    ...field("yieldsTo", clause("yields to", list(rule.yieldsTo))),
    ...field("otherwise", clause("otherwise", otherwise === undefined ? undefined : printName(otherwise))),
  ];
}

function dutyLines(rule: Rule): readonly Line[] {
  const { duty } = rule;
  const lines = fieldLine(rule, "duty", printDuty(duty));
  if (duty.shape !== "must-achieve") return lines;
  const { startingBy, completeBy } = duty;
  return [
    ...lines,
    ...fieldLine(rule, "startingBy", clause("starting by", startingBy && printTime(startingBy))),
    ...fieldLine(rule, "completeBy", clause("complete", completeBy && printCompletion(completeBy))),
  ];
}

function printDuty(duty: Duty): string {
  switch (duty.shape) {
    case "must-not":
      return `must not ${printNames(duty.acts, " or ")}`;
    case "may":
      return `may ${printNames(duty.acts, " or ")}`;
    case "must-keep":
      return `must keep ${printFormula(duty.holds)}`;
    case "must-ensure":
      return `must ensure ${printSelector(duty.whom)} does not ${printNames(duty.acts, " or ")}`;
    case "must-whenever":
      return words(
        "must",
        printNames(duty.acts, " or "),
        duty.within && `within ${printDuration(duty.within)}`,
        `whenever ${printEvent(duty.whenever)}`,
      );
    case "must-achieve":
      return words("must achieve", printFormula(duty.holds), duty.by && `by ${printTime(duty.by)}`);
  }
}

/** A deadline counted from something reads `within D of T`. */
function printCompletion(time: NonNullable<Extract<Duty, { shape: "must-achieve" }>["completeBy"]>): string {
  return time.kind === "offset" && time.direction === "after"
    ? `within ${printDuration(time.duration)} of ${printTime(time.from)}`
    : `by ${printTime(time)}`;
}

function escapeLines({ kind, label, when, butNot, at }: Escape): readonly Line[] {
  return [
    clauseLine(`${kind} ${printName(label)}: ${printFormula(when)}`, at),
    ...butNot.flatMap((exception) => exceptionLines(exception, "  ")),
  ];
}

function exceptionLines({ label, when, butNot, at }: Exception, indent: string): readonly Line[] {
  return [
    clauseLine(`${indent}but not ${printName(label)}: ${printFormula(when)}`, at),
    ...butNot.flatMap((exception) => exceptionLines(exception, `${indent}  `)),
  ];
}

function procedureLines(procedure: Procedure): readonly Line[] {
  const { name, title: text, starts, steps, ends } = procedure;
  return [
    headLine(procedure, `procedure ${printName(name)} ${printString(text)}`),
    ...fieldLine(procedure, "starts", `starts ${printName(starts)}`),
    ...steps.map((step) => clauseLine(printStep(step), step.at)),
    ...fieldLine(procedure, "ends", clause("ends", list(ends))),
  ];
}

function printStep({ from, to, by, within, otherwise }: ProcedureStep): string {
  return words(
    `from ${printName(from)} to ${printName(to)}`,
    by && `by ${printSelector(by)}`,
    within && `within ${printDuration(within)}`,
    otherwise !== undefined && `otherwise ${printName(otherwise)}`,
  );
}

function partyStatementLines(statement: PartyStatement): readonly Line[] {
  const { name, title: text, by, on, statementKind, operation, responses } = statement;
  return [
    headLine(statement, words("statement", printName(name), title(text))),
    ...fieldLine(statement, "by", `by ${printNames(by, ", ")} on ${on} kind ${statementKind}`),
    ...fieldLine(statement, "operation", printOperation(operation)),
    ...responses.map(({ response, by: who, on: day, at }) => {
      const verb = response === "silent" ? "silent" : `${response} by`;
      return clauseLine(words(verb, printNames(who, ", "), day !== undefined && `on ${day}`), at);
    }),
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

function caseLines(one: Case): readonly Line[] {
  return [
    headLine(one, words("case", printName(one.name), title(one.title))),
    ...occurrenceLine(one),
    ...fieldLine(one, "known", clause("known", one.known && printTime(one.known))),
    ...one.measures.map(({ measure, quantity, at }) =>
      clauseLine(`measure ${printName(measure)} ${printQuantity(quantity)}`, at),
    ),
    ...one.distances.map(({ line, quantity, at }) =>
      clauseLine(`distance ${printName(line)} ${printQuantity(quantity)}`, at),
    ),
    ...one.given.map((given) => clauseLine(`given ${printGiven(given)}`, given.at)),
    ...one.record.map((entry) => clauseLine(printEntry(entry), entry.at)),
    ...(one.renewals ?? []).map((entry) => clauseLine(printRenewal(entry), entry.at)),
    ...one.expect.map((expected) => clauseLine(printExpectation(expected), expected.at)),
    ...fieldLine(one, "ask", clause("ask", one.ask?.map(printLeaf).join(", "))),
    ...one.under.map((under) => clauseLine(printUnder(under), under.at)),
  ];
}

function printEntry({ rule, what, from, until, learnt }: DutyEntry): string {
  const when = words(printTime(from), until && `to ${printTime(until)}`, learnt && `learnt ${printTime(learnt)}`);
  return `record ${printName(rule)} ${what} ${when}`;
}

function printRenewal({ what, on, until, learnt }: RenewalEntry): string {
  const when = words(printTime(on), until && `until ${printTime(until)}`, learnt && `learnt ${printTime(learnt)}`);
  return `record ${what} ${when}`;
}

/** Who did what to whom, with what, where and when: on one line, which stands where the first of them stood. */
function occurrenceLine(one: Case): readonly Line[] {
  const text = words(
    clause("actor", one.actor && printCaseActor(one.actor)),
    clause("target", one.target && printCaseActor(one.target)),
    one.sides && `sides ${one.sides.map(printCaseActor).join(", ")}`,
    clause("act", one.act === undefined ? undefined : printName(one.act)),
    clause("weapon", one.weapon === undefined ? undefined : printName(one.weapon)),
    clause("place", either(one.place)),
    one.when && words("at", printTime(one.when.from), one.when.to && `to ${printTime(one.when.to)}`),
  );
  const places = ["actor", "target", "sides", "act", "weapon", "place", "when"].flatMap(
    (field) => one.clauses?.[field] ?? [],
  );
  const first = places.reduce<Span | undefined>((a, b) => (a === undefined || b.from < a.from ? b : a), undefined);
  return text === "" ? [] : [clauseLine(text, first)];
}

function printExpectation({ rule, verdicts }: Expectation): string {
  return `expect ${printName(rule)} ${verdicts.join(" or ")}`;
}

function printUnder({ reading, given, expect, ask }: Under): string {
  return words(
    `under ${printName(reading)}`,
    ...given.map((one) => `given ${printGiven(one)}`),
    ...expect.map(printExpectation),
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
