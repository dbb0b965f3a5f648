import { run } from "clingo-wasm";
import type { Agreement, Leaf, Term } from "../../../src/language/ir.ts";
import { membersOf, stripOf, type Expr } from "../meaning.ts";
import { metresOf, momentOf, type Clock } from "../units.ts";
import { clockOf, isNeverLater, statementsIn } from "../whole-text.ts";
import { SAID, type Oracle, type OracleCase } from "./case.ts";

/**
 * Answer sets: unknown facts are chosen freely, the axioms are written as rules of the world (a taxonomy, an order of
 * instants, one actor being one), and the possible verdicts are the brave consequences: true in at least one answer set.
 */
export const asp: Oracle = {
  name: "clingo-wasm",
  needs: "any facts",
  against: "possible",
  async judge(asked) {
    const answer = await run(programOf(asked), 0, ["--enum-mode=brave"]);
    if (answer.Result === "ERROR") throw new Error(answer.Error);
    if (answer.Result === "UNSATISFIABLE") return [];
    const last = answer.Call.at(-1)?.Witnesses.at(-1)?.Value ?? [];
    return SAID.filter((verdict) => last.includes(`verdict(${verdict})`));
  },
};

const WORLD = `
above(X, Z) :- above(X, Y), above(Y, Z).
:- before(A, T), before(B, U), T <= U, holds(A), not holds(B).
:- least(A, M, Q, S), least(B, M, R, Z), Q > R, holds(A), not holds(B).
:- least(A, M, Q, more), least(B, M, Q, S), holds(A), not holds(B).
:- until(A), until(B), ordered(A, B), holds(A), not holds(B).
:- since(A), since(B), ordered(B, A), holds(A), not holds(B).
:- until(A), since(B), ordered(A, B), holds(A), holds(B).
:- until(A), since(B), ordered(B, A), not holds(A), not holds(B).
:- beyond(A, L, Q), beyond(B, L, R), Q >= R, holds(A), not holds(B).
:- strip(A, L, Q), strip(B, L, R), Q <= R, holds(A), not holds(B).
:- strip(A, L, Q), beyond(B, L, R), Q <= R, holds(A), holds(B).
:- strip(A, L, Q), beyond(B, L, R), Q >= R, not holds(A), not holds(B).
:- is(A, T, X), is(B, T, Y), above(X, Y), holds(A), not holds(B).
:- is(A, T, X), in(B, T, L), member(L, X), holds(A), not holds(B).
:- is(A, T, X), in(B, T, L), member(L, Y), above(X, Y), holds(A), not holds(B).
:- is(A, T, X), is(B, T, Y), someone(T), X != Y, not above(X, Y), not above(Y, X), holds(A), holds(B).
someone("actor"). someone("target").
#show verdict/1.
`;

function programOf({ agreement, meaning, facts, leaves }: OracleCase): string {
  const lines = [WORLD];
  const numbers = new Map([...leaves.keys()].map((key, i) => [key, i]));
  const clock = clockOf(agreement);
  for (const [key, leaf] of leaves) {
    const n = numbers.get(key)!;
    const value = facts.get(key);
    lines.push(
      value === undefined ? `{ holds(${n}) }.` : value ? `holds(${n}).` : "",
      describe(n, leaf, { agreement, clock }),
    );
  }
  lines.push(...orderOf([...leaves.values()], clock));
  lines.push(hierarchyOf(agreement, leaves), ...formulas(meaning, numbers));
  return lines.join("\n");
}

function hierarchyOf(agreement: Agreement, leaves: ReadonlyMap<string, Leaf>): string {
  const kinds = (["act", "weapon"] as const).flatMap((kind) => statementsIn(agreement, kind));
  const groups = new Set([...leaves.values()].flatMap((leaf) => (leaf.kind === "in" ? [leaf.name] : [])));
  return [
    ...kinds.flatMap(({ name, isA }) => isA.map((kind) => `above(${quote(name)}, ${quote(kind)}).`)),
    ...statementsIn(agreement, "party").flatMap(({ name, partOf }) =>
      partOf ? [`above(${quote(name)}, ${quote(partOf)}).`] : [],
    ),
    ...[...groups].flatMap((group) =>
      membersOf(agreement, group).map((name) => `member(${quote(group)}, ${quote(name)}).`),
    ),
  ].join("\n");
}

const quote = (word: string): string => JSON.stringify(word);
const termOf = (term: Term): string => quote("role" in term ? term.role : `the party ${term.name}`);
/** Answer sets know whole numbers only, and 32 bits of them. */
const minutes = (leaf: Leaf & { kind: "time" }, clock: Clock): number | undefined => {
  const moment = momentOf(leaf.time, "start", clock);
  return moment && Math.floor(moment.instant / 60_000);
};

/** Moments that rest on marks that are not known, by pairs of which one is surely not later. */
function orderOf(leaves: readonly Leaf[], clock: Clock): readonly string[] {
  const open = leaves.flatMap((leaf, n) =>
    leaf.kind === "time" && minutes(leaf, clock) === undefined ? [{ leaf, n }] : [],
  );
  return open.flatMap(({ leaf, n }) => [
    `${leaf.op === "before" ? "until" : "since"}(${n}).`,
    ...open.flatMap((other) => (isNeverLater(leaf, other.leaf, clock) ? [`ordered(${n}, ${other.n}).`] : [])),
  ]);
}

interface Surroundings {
  readonly agreement: Agreement;
  readonly clock: Clock;
}

function describe(n: number, leaf: Leaf, { agreement, clock }: Surroundings): string {
  switch (leaf.kind) {
    case "time": {
      const at = minutes(leaf, clock);
      return at === undefined ? "" : `before(${n}, ${at}).`;
    }
    case "compare":
      return `least(${n}, ${quote(leaf.measure)}, ${Math.round(metresOf(leaf.quantity) * 1000)}, ${leaf.op === ">" ? "more" : "equal"}).`;
    case "distance":
      return leaf.quantity.kind === "quantity"
        ? `beyond(${n}, ${quote(leaf.line)}, ${Math.round(metresOf(leaf.quantity.quantity) * 1000)}).`
        : "";
    case "is":
      return `is(${n}, ${termOf(leaf.term)}, ${quote(leaf.name)}).`;
    case "in": {
      const strip = stripOf(agreement, leaf.name);
      return strip
        ? `strip(${n}, ${quote(strip.line)}, ${Math.round(metresOf(strip.distance) * 1000)}).`
        : `in(${n}, ${termOf(leaf.term)}, ${quote(leaf.name)}).`;
    }
    default:
      return "";
  }
}

/** Each formula gets a proposition that holds exactly if it does; `not` is safe, since none depends on itself. */
function formulas(meaning: OracleCase["meaning"], numbers: ReadonlyMap<string, number>): readonly string[] {
  const lines: string[] = [];
  let count = 0;
  const name = (expr: Expr): string => {
    if (expr.op === "gap") throw new Error("no oracle knows what a text does not say");
    if (expr.op === "atom") return `holds(${numbers.get(expr.key)})`;
    const own = `f${count++}`;
    if (expr.op === "const") lines.push(expr.value ? `${own}.` : "");
    else if (expr.op === "not") lines.push(`${own} :- not ${name(expr.of)}.`);
    else if (expr.op === "and")
      lines.push(expr.of.length === 0 ? `${own}.` : `${own} :- ${expr.of.map(name).join(", ")}.`);
    else for (const part of expr.of) lines.push(`${own} :- ${name(part)}.`);
    // A proposition without a rule must still be known to be false.
    lines.push(`#defined ${own}/0.`);
    return own;
  };
  const [scope, excused, overridden, clash] = [meaning.scope, meaning.excused, meaning.overridden, meaning.clash].map(
    name,
  );
  const excuse = meaning.isMay ? [`excuse :- ${scope}.`] : [`excuse :- ${excused}.`, `excuse :- ${overridden}.`];
  return [
    ...lines,
    ...excuse,
    ...["holds/1", "until/1", "since/1", "ordered/2", "strip/3", "beyond/3"].map((name) => `#defined ${name}.`),
    `verdict(outside) :- not ${scope}.`,
    `verdict(permitted) :- ${scope}, excuse.`,
    `verdict(conflict) :- ${scope}, not excuse, ${clash}.`,
    `verdict(breach) :- ${scope}, not excuse, not ${clash}.`,
  ];
}
