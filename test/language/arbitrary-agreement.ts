import * as fc from "fast-check";
import type {
  Agreement,
  Block,
  Case,
  CaseActor,
  Duty,
  Exception,
  LabelReference,
  Name,
  Part,
  RenewalEntry,
  Replacement,
  Rule,
  Statement,
  StatementOperation,
} from "../../src/language/index.ts";
import {
  day,
  duration,
  event,
  formula,
  leaf,
  line,
  name,
  NAMES,
  names,
  quantity,
  record,
  saidReference,
  selector,
  time,
} from "./arbitrary-terms.ts";

// Any agreement that the data format allows and a text can say.

type Arb<T> = fc.Arbitrary<T>;
type Of<K extends Statement["kind"]> =
  Extract<Statement, { kind: K }> extends never
    ? Extract<Statement, { kind: "act" | "weapon" }>
    : Extract<Statement, { kind: K }>;
type DutyOf<S extends Duty["shape"]> = Extract<Duty, { shape: S }>;

const few = <T>(one: Arb<T>): Arb<readonly T[]> => fc.array(one, { maxLength: 2 });
const some = <T>(one: Arb<T>): Arb<readonly T[]> => fc.array(one, { minLength: 1, maxLength: 2 });

const label: Arb<LabelReference> = record<LabelReference, "name">({ name }, { label: name });

const replacement: Arb<Replacement> = fc.oneof(
  fc.record({ kind: fc.constant("formula" as const), formula }),
  fc.record({ kind: fc.constant("time" as const), time }),
  fc.record({ kind: fc.constant("reference" as const), reference: saidReference }),
  fc.record({ kind: fc.constant("name" as const), name }),
);

const duty: Arb<Duty> = fc.oneof(
  record<DutyOf<"must-not">, "shape" | "acts">({ shape: fc.constant("must-not"), acts: names }),
  record<DutyOf<"may">, "shape" | "acts">({ shape: fc.constant("may"), acts: names }),
  record<DutyOf<"must-keep">, "shape" | "holds">({ shape: fc.constant("must-keep"), holds: formula }),
  record<DutyOf<"must-achieve">, "shape" | "holds">(
    { shape: fc.constant("must-achieve"), holds: formula },
    { by: time, startingBy: time, completeBy: time },
  ),
  record<DutyOf<"must-whenever">, "shape" | "acts" | "whenever">(
    { shape: fc.constant("must-whenever"), acts: names, whenever: event },
    { within: duration },
  ),
  record<DutyOf<"must-ensure">, "shape" | "whom" | "acts">({
    shape: fc.constant("must-ensure"),
    whom: selector,
    acts: names,
  }),
);

const exception: Arb<Exception> = fc.letrec<{ exception: Exception }>((tie) => ({
  exception: fc.record({
    label: name,
    when: formula,
    butNot: fc.array(tie("exception"), { maxLength: 2, depthIdentifier: "exception", size: "xsmall" }),
  }),
})).exception;

const rule: Arb<Rule> = record<Rule, "kind" | "name" | "who" | "duty" | "escapes" | "prevailsOver" | "yieldsTo">(
  {
    kind: fc.constant("rule"),
    name,
    who: selector,
    duty,
    escapes: few(
      fc.record({
        kind: fc.constantFrom("outside" as const, "unless" as const),
        label: name,
        when: formula,
        butNot: few(exception),
      }),
    ),
    prevailsOver: few(name),
    yieldsTo: few(name),
  },
  {
    title: line,
    against: selector,
    with: names,
    in: names,
    when: formula,
    from: time,
    until: time,
    during: name,
    otherwise: name,
  },
);

const operation: Arb<StatementOperation> = fc.oneof(
  fc.record({ kind: fc.constant("reads" as const), label, as: replacement }),
  fc.record({ kind: fc.constant("binds" as const), who: selector, while: formula }),
  fc.record({ kind: fc.constant("starts" as const), rule: name, when: formula }),
);

const severalNames = fc.array(name, { minLength: 2, maxLength: 3 });
const caseActor: Arb<CaseActor> = fc.oneof(
  fc.record({ kind: fc.constant("one" as const), name }),
  fc.record({ kind: fc.constantFrom("any-of" as const, "all-of" as const), names: severalNames }),
  fc.constant<CaseActor>({ kind: "unknown" }),
);

const given = record<Case["given"][number], "leaf" | "state">(
  { leaf, state: fc.constantFrom("true", "false", "unknown") },
  { since: time, until: time, learnt: time },
);
const expectation = fc.record({
  rule: name,
  verdicts: some(
    fc.constantFrom(
      "outside" as const,
      "permitted" as const,
      "breach" as const,
      "undetermined" as const,
      "conflict" as const,
      "error" as const,
      "fulfilled" as const,
      "lapsed" as const,
      "pending" as const,
      "suspended" as const,
    ),
  ),
});

const renewal: Arb<NonNullable<Case["renewals"]>[number]> = fc.oneof(
  record<RenewalEntry, "what" | "on">({ what: fc.constant("renewed"), on: time }, { until: time, learnt: time }),
  record<RenewalEntry, "what" | "on">({ what: fc.constant("notice"), on: time }, { learnt: time }),
);

const oneCase: Arb<Case> = record<
  Case,
  "kind" | "name" | "measures" | "distances" | "given" | "record" | "expect" | "under"
>(
  {
    kind: fc.constant("case"),
    name,
    measures: few(fc.record({ measure: name, quantity })),
    distances: few(fc.record({ line: name, quantity })),
    given: few(given),
    record: few(
      record<Case["record"][number], "rule" | "what" | "from">(
        {
          rule: name,
          what: fc.constantFrom("started", "completed", "holds", "fails", "triggered", "done", "covered", "suspended"),
          from: time,
        },
        { until: time, learnt: time },
      ),
    ),
    expect: few(expectation),
    under: few(
      record<Case["under"][number], "reading" | "given" | "expect">(
        { reading: name, given: few(given), expect: some(expectation) },
        { ask: some(leaf) },
      ),
    ),
  },
  {
    title: line,
    actor: caseActor,
    target: caseActor,
    sides: fc.tuple(caseActor, caseActor),
    act: name,
    weapon: name,
    place: names,
    when: record<NonNullable<Case["when"]>, "from">({ from: time }, { to: time }),
    known: time,
    renewals: some(renewal),
    ask: some(leaf),
  },
);

const list: Arb<Of<"list">> = record<Of<"list">, "kind" | "name" | "names">(
  { kind: fc.constant("list"), name, names: few(name) },
  {
    title: line,
    designatedBy: fc.record({
      by: name,
      reference: fc.constantFrom(
        { kind: "incident" as const },
        { kind: "fixed" as const },
        { kind: "undeclared" as const },
      ),
    }),
  },
).filter(({ names: named, designatedBy }) => named.length > 0 || designatedBy !== undefined);

const place: Arb<Of<"place">> = record<Of<"place">, "kind" | "shape" | "name" | "title" | "reference">(
  {
    kind: fc.constant("place"),
    shape: fc.constantFrom("line", "area"),
    name,
    title: line,
    reference: fc.oneof(saidReference, fc.constant({ kind: "undeclared" as const })),
  },
  { around: fc.record({ distance: quantity, of: name }) },
).filter(({ shape, around }) => shape === "area" || around === undefined);

/** One arbitrary a kind of statement, so that none is forgotten. */
export const statements: { readonly [K in Statement["kind"]]: Arb<Of<K>> } = {
  party: record<Of<"party">, "kind" | "name" | "title">(
    { kind: fc.constant("party"), name, title: line },
    { partOf: name },
  ),
  class: record<Of<"class">, "kind" | "name" | "title">(
    { kind: fc.constant("class"), name, title: line },
    { enrolledBy: names, members: names },
  ),
  body: record<Of<"body">, "kind" | "name" | "title">(
    { kind: fc.constant("body"), name, title: line },
    { chairedBy: names, members: names },
  ),
  list,
  place,
  fact: record({
    kind: fc.constant("fact"),
    name,
    about: fc.array(fc.constantFrom("actor" as const, "list" as const, "place" as const, "party" as const), {
      maxLength: 3,
    }),
    question: line,
  }),
  measure: record({
    kind: fc.constant("measure"),
    name,
    unit: fc.constantFrom("km", "m", "mm", "ft", "%", "count"),
    question: line,
  }),
  act: record({ kind: fc.constant("act"), name, title: line, isA: few(name) }),
  weapon: record({ kind: fc.constant("weapon"), name, title: line, isA: few(name) }),
  use: record({ kind: fc.constant("use"), vocabulary: name }),
  table: record({
    kind: fc.constant("table"),
    name,
    pick: fc.constantFrom("one", "first"),
    rows: some(fc.record({ when: formula, value: quantity })),
  }),
  "in-force": record<Of<"in-force">, "kind" | "from">(
    { kind: fc.constant("in-force"), from: time },
    {
      for: duration,
      until: time,
      endsWhen: formula,
      renewable: fc.oneof(
        fc.constant({ how: "consent" as const }),
        fc.record({ how: fc.constant("consent" as const), for: duration }),
        fc.record({ how: fc.constant("unless-notice" as const), notice: duration }),
      ),
    },
  ),
  "day-one": record({ kind: fc.constant("day-one"), date: day }),
  phase: record<Of<"phase">, "kind" | "name" | "title" | "from">(
    { kind: fc.constant("phase"), name, title: line, from: time },
    { until: time, for: duration, entersWhen: formula },
  ),
  accept: record<Of<"accept">, "kind" | "name" | "who" | "to">(
    { kind: fc.constant("accept"), name, who: selector, to: names },
    { title: line, by: time, provided: formula, late: fc.constantFrom("counts", "does-not-count") },
  ),
  concurrent: record({ kind: fc.constant("concurrent"), names }),
  first: record({ kind: fc.constant("first"), first: name, followers: names }),
  rule,
  procedure: record({
    kind: fc.constant("procedure"),
    name,
    title: line,
    starts: name,
    steps: few(
      record<Of<"procedure">["steps"][number], "from" | "to">(
        { from: name, to: name },
        { by: selector, within: duration, otherwise: name },
      ),
    ),
    ends: names,
  }),
  statement: record<Of<"statement">, "kind" | "name" | "by" | "on" | "statementKind" | "operation" | "responses">(
    {
      kind: fc.constant("statement"),
      name,
      by: names,
      on: day,
      statementKind: fc.constantFrom("interpretation", "condition", "reservation"),
      operation,
      responses: few(
        record<Of<"statement">["responses"][number], "response" | "by">(
          { response: fc.constantFrom("accepted", "objected", "silent"), by: names },
          { on: day },
        ),
      ),
    },
    { title: line },
  ),
  reading: record<Of<"reading">, "kind" | "name" | "with">(
    { kind: fc.constant("reading"), name, with: names },
    { title: line },
  ),
  amend: record({ kind: fc.constant("amend"), label, from: time, as: replacement }),
  supersedes: record<Of<"supersedes">, "kind" | "id" | "title">(
    { kind: fc.constant("supersedes"), id: name, title: line },
    { from: time },
  ),
  "no-rule": record({
    kind: fc.constant("no-rule"),
    reason: line.map((text) => text.replace(/[\u2028\u2029]/gu, "").trim() || "a reason -- with hyphens"),
  }),
  case: oneCase,
};

const comments = fc.array(
  line.map((text) => text.trimEnd()),
  { minLength: 1, maxLength: 2 },
);

export const statement: Arb<Statement> = fc
  .tuple(fc.oneof(...(Object.values(statements) as Arb<Statement>[])), fc.option(comments))
  .map(([one, above]) => (above ? { ...one, comments: above } : one));

/** Every name is declared once: a name that stands nowhere else could be a misspelt word of the language. */
const declarations: Block = {
  kind: "block",
  statements: NAMES.map((one: Name) => ({ kind: "fact", name: one, about: [], question: "Is it so?" })),
};

const prose: Arb<Part> = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .map((text) => ({ kind: "prose", markdown: `\n# ${text.replace(/[`~<>\r]/gu, "")}\n\n` }));

const block: Arb<Part> = fc
  .tuple(fc.array(statement, { maxLength: 4 }), fc.option(comments))
  .map(([all, below]) => ({ kind: "block", statements: all, ...(below ? { comments: below } : {}) }));

export const arbitraryAgreement: Arb<Agreement> = fc
  .tuple(
    record<Agreement["meta"], "id" | "title" | "zone">(
      {
        id: fc.constantFrom("a-truce", "2268", "true", "1.0"),
        title: line.filter((text) => text.trim() !== ""),
        zone: fc.constantFrom("UTC", "Asia/Damascus"),
      },
      {
        adopted: day,
        source: fc.constant("S/RES/2268 (2016): annex # 1"),
        textStatus: fc.constantFrom("verified", "unverified"),
        language: fc.constant("ar"),
        note: fc.constant("two\nlines: of it\n"),
      },
    ),
    fc.array(fc.tuple(prose, block), { minLength: 1, maxLength: 3 }),
  )
  .map(([meta, parts]) => ({ truce: 1, meta, parts: [declarations, ...parts.flat()] }));
