import { nearest, type Problem } from "../../kit/index.ts";
import type { Name } from "../ir.ts";
import type { NameKind } from "../kinds.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";
import type { NameUse } from "./uses.ts";

const CODES = {
  party: "unknown-party",
  class: "unknown-party",
  actor: "unknown-party",
  body: "undeclared-body",
  list: "unknown-list",
  place: "unknown-place",
  fact: "unknown-fact",
  measure: "unknown-measure",
  act: "unknown-act",
  weapon: "unknown-weapon",
  table: "unknown-table",
  phase: "unknown-phase",
  accept: "unknown-acceptance",
  rule: "unknown-rule",
  statement: "unknown-statement",
  reading: "unknown-reading",
  vocabulary: "unknown-vocabulary",
} as const satisfies Readonly<Record<NameKind, string>>;

/** The kind in words, with its article. */
const SAID: Readonly<Record<NameKind, string>> = {
  party: "a party",
  class: "a class",
  actor: "an actor that a list or class names",
  body: "a body",
  list: "a list",
  place: "a line or area",
  fact: "a fact",
  measure: "a measure",
  act: "an act",
  weapon: "a weapon",
  table: "a table",
  phase: "a phase",
  accept: "an acceptance",
  rule: "a rule",
  statement: "a statement",
  reading: "a reading",
  vocabulary: "a vocabulary",
};

/** How each kind is declared, after its name. */
const DECLARED_BY: Readonly<Record<NameKind, (name: Name) => string>> = {
  party: (name) => `party ${name} "…"`,
  class: (name) => `class ${name} "…"`,
  actor: (name) => `party ${name} "…"`,
  body: (name) => `body ${name} "…"`,
  list: (name) => `list ${name}`,
  place: (name) => `line ${name} "…" fixed`,
  fact: (name) => `fact ${name} "…?"`,
  measure: (name) => `measure ${name} mm "…?"`,
  act: (name) => `act ${name} "…"`,
  weapon: (name) => `weapon ${name} "…"`,
  table: (name) => `table ${name} pick one`,
  phase: (name) => `phase ${name} "…" from …`,
  accept: (name) => `accept ${name}`,
  rule: (name) => `rule ${name}`,
  statement: (name) => `statement ${name}`,
  reading: (name) => `reading ${name} with …`,
  vocabulary: () => "use common",
};

/** Every name that is used is declared, and as the kind of thing that can stand there. */
export const vocabularyCheck: Check = {
  codes: [...new Set(Object.values(CODES)), "wrong-kind"],
  check(context) {
    const kinds = kindsByName(context);
    const seen = new Set<string>();
    return context.uses.names.flatMap((use) => {
      const problem = problemOf(use, kinds, context);
      if (!problem) return [];
      // An authority is introduced once; every other name is looked at wherever it stands.
      const key = use.reach === "outside" ? `${problem.code} ${use.name}` : `${problem.at.from} ${problem.message}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [problem];
    });
  },
};

type Kinds = ReadonlyMap<Name, ReadonlySet<NameKind>>;

function problemOf(use: NameUse, kinds: Kinds, context: CheckContext): Problem | undefined {
  const { name, wanted, reach, at = use.statement.at, statement, asked } = use;
  const found = kinds.get(name);
  if (asked && isFactAlone(asked.term, kinds))
    return name === asked.term ? factInPlace({ ...use, asked }, context) : undefined;
  if (found && wanted.some((kind) => found.has(kind))) return undefined;
  if (context.damaged.has(name)) return undefined;
  const isCase = statement.kind === "case";
  if (context.knownActors?.has(name) && (reach !== "closed" || isCase) && wanted.includes("actor")) return undefined;
  const kind = wanted[0]!;
  // A clause on the first line stands after the statement's own name: `reading s1 with s1`.
  const isAfterOwn = "name" in statement && statement.name === name && at?.from === statement.at?.from;
  const place = { at, word: name, isSecond: isAfterOwn || use.isSecond === true };
  if (found) {
    const is = [...found].map((one) => SAID[one]).join(" and ");
    const message = `\`${name}\` is ${is}; here stands ${SAID[kind]}`;
    const meant = nearest(name, namesOf(wanted, kinds));
    const hint =
      meant === undefined
        ? `declare it: ${DECLARED_BY[kind](name)}, under a name of its own`
        : `did you mean \`${meant}\`?`;
    return problemAt(context, { code: "wrong-kind", ...place, message, hint });
  }
  const isLeafFact = kind === "fact";
  const candidates = namesOf(isLeafFact ? ["fact", "weapon", "act", "measure"] : wanted, kinds);
  const meant = nearest(name, candidates);
  const declare =
    isCase && kind === "party"
      ? `name it as one of the actors, or declare it: ${DECLARED_BY[kind](name)}`
      : `declare it: ${DECLARED_BY[kind](name)}`;
  const hint = meant === undefined ? declare : `did you mean \`${meant}\`?`;
  if (reach === "outside") {
    const message = `\`${name}\` is declared nowhere; who it is, the text does not say`;
    return problemAt(context, {
      code: CODES.body,
      severity: meant === undefined ? "note" : "warning",
      ...place,
      message,
      hint,
    });
  }
  return problemAt(context, { code: CODES[kind], ...place, message: `there is no ${bare(kind)} \`${name}\``, hint });
}

function isFactAlone(name: Name, kinds: Kinds): boolean {
  const found = kinds.get(name);
  return found?.size === 1 && found.has("fact");
}

/** `when threat in idlib`: what was meant as a fact and a place reads as one question, and a fact is nowhere. */
function factInPlace(
  { name, at, statement, asked }: NameUse & { readonly asked: NonNullable<NameUse["asked"]> },
  context: CheckContext,
): Problem {
  const clause = `in ${asked.in}`;
  const isPlace = context.declared.places.has(asked.in);
  const hint = !isPlace
    ? `ask it of a party, or of \`actor\` or \`target\`: \`target ${clause}\``
    : statement.kind === "rule"
      ? `put \`${clause}\` on a line of its own, or write \`${name} and place ${clause}\``
      : `write \`${name} and place ${clause}\``;
  const message = `\`${name}\` is a fact, and \`${name} ${clause}\` asks of it what can only be asked of a party`;
  return problemAt(context, { code: "wrong-kind", at, word: name, message, hint });
}

function bare(kind: NameKind): string {
  return kind === "party" ? "party, class or list" : SAID[kind].replace(/^an? /u, "");
}

function namesOf(wanted: readonly NameKind[], kinds: Kinds): readonly Name[] {
  return [...kinds].filter(([, found]) => wanted.some((kind) => found.has(kind))).map(([name]) => name);
}

function kindsByName({ agreement, declared, program, vocabularyNames }: CheckContext): Kinds {
  const kinds = new Map<Name, Set<NameKind>>();
  const add = (name: Name, kind: NameKind): void => {
    const known = kinds.get(name);
    if (known) known.add(kind);
    else kinds.set(name, new Set([kind]));
  };
  for (const statement of statementsOf(agreement)) {
    if ("name" in statement && statement.kind !== "case" && statement.kind !== "procedure")
      add(statement.name, statement.kind);
  }
  for (const name of declared.acts.keys()) add(name, "act");
  for (const name of declared.weapons.keys()) add(name, "weapon");
  for (const name of declared.identities) if (!declared.parties.has(name)) add(name, "actor");
  for (const { id } of program.readings) add(id, "reading");
  for (const name of vocabularyNames) add(name, "vocabulary");
  return kinds;
}
