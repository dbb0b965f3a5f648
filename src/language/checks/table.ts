import type { Problem } from "../../kit/index.ts";
import { kindsOf } from "../engine/declarations.ts";
import { all, ALWAYS, any, atomsIn, NEVER, none, type Expression } from "../engine/expression.ts";
import type { RulePlan } from "../engine/rules.ts";
import type { Leaf, Name, Table } from "../ir.ts";
import { printFormula, printLeaf } from "../print/formula.ts";
import type { Atom } from "../verdict.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** Of a table that picks one row no two hold for the same thing, and one does wherever a rule rests on it. */
export const tableCheck: Check = {
  codes: ["table-overlap", "table-gap", "dead-row"],
  check(context) {
    return [...context.declared.tables.values()].flatMap((table) => checkTable(table, context));
  },
};

function checkTable(table: Table, context: CheckContext): readonly Problem[] {
  const rows = table.rows.map((row) => ({ row, holds: context.logic.expressionOf(row.when) }));
  const weapons = weaponsOf(table, context);
  const problems: Problem[] = [];
  rows.forEach(({ row, holds }, index) => {
    const place = { at: row.at ?? table.at };
    const written = printFormula(row.when);
    if (table.pick === "first") {
      const earlier = rows.slice(0, index).map((other) => none(other.holds));
      if (findThing([holds, ...earlier], [undefined, ...weapons], context) !== undefined) return;
      const message = `this row of \`${table.name}\` never holds: the rows above it take everything`;
      problems.push(
        problemAt(context, {
          code: "dead-row",
          severity: "warning",
          ...place,
          message,
          hint: "move it up, or take it out",
        }),
      );
      return;
    }
    for (const other of rows.slice(0, index)) {
      const both = findThing([holds, other.holds], weapons.length === 0 ? [undefined] : weapons, context);
      if (both === undefined) continue;
      const message = `\`${written}\` and \`${printFormula(other.row.when)}\` can both hold${sayThing(both)}`;
      const hint = "take it out of one row with `except`, or write `pick first`";
      problems.push(problemAt(context, { code: "table-overlap", ...place, message, hint }));
    }
  });
  // While rows overlap, what holds for a thing is not clear yet.
  const gap = problems.length > 0 ? undefined : gapOf(table, context);
  return gap === undefined ? problems : [...problems, gap];
}

/** Something for which it all holds: a kind of weapon and what else has to be so. `undefined` stands for a weapon of no known kind. */
interface Thing {
  readonly weapon: Name | undefined;
  /** It is of a kind that is not declared. */
  readonly isOther?: boolean;
  readonly atoms: ReadonlyMap<Atom, boolean>;
}

function findThing(
  expressions: readonly Expression[],
  weapons: readonly (Name | undefined)[],
  { logic, declared }: CheckContext,
): Thing | undefined {
  for (const weapon of weapons) {
    const kinds = weapon === undefined ? undefined : kindsOf(weapon, declared.weapons);
    const atoms = logic.witness(expressions, (leaf) =>
      kinds && isWeaponLeaf(leaf) ? kinds.includes(leaf.name) : undefined,
    );
    if (atoms !== undefined && atoms !== "too large") return { weapon, atoms };
  }
  return undefined;
}

function isWeaponLeaf(leaf: Leaf): leaf is Leaf & { kind: "is" } {
  return leaf.kind === "is" && "role" in leaf.term && leaf.term.role === "weapon";
}

function sayThing({ weapon, isOther = false, atoms }: Thing): string {
  const rest = [...atoms].filter(([{ leaf }]) => !isWeaponLeaf(leaf)).map(([{ leaf }, value]) => sayLeaf(leaf, value));
  const kind = weapon === undefined ? "a weapon" : `\`${weapon}\``;
  const what = isOther ? ` for ${kind} of no kind that is declared` : weapon === undefined ? "" : ` for ${kind}`;
  return rest.length === 0 ? what : `${what} with \`${rest.join(" and ")}\``;
}

const OPPOSITE = { ">=": "<", ">": "<=", "<": ">=", "<=": ">", "=": "!=", "!=": "=" } as const;

function sayLeaf(leaf: Leaf, value: boolean): string {
  if (leaf.kind === "compare" && !value) return printLeaf({ ...leaf, op: OPPOSITE[leaf.op] });
  return value ? printLeaf(leaf) : `not ${printLeaf(leaf)}`;
}

/** The weapons that the rows name and their kinds; the widest first. */
function weaponsOf(table: Table, { uses, declared }: CheckContext): readonly Name[] {
  const named = uses.leaves
    .filter(({ leaf, statement }) => statement === table && isWeaponLeaf(leaf))
    .map(({ leaf }) => (isWeaponLeaf(leaf) ? leaf.name : ""));
  return [...declared.weapons.keys()].filter((weapon) =>
    kindsOf(weapon, declared.weapons).some((kind) => named.includes(kind)),
  );
}

/** A drafter who left out a whole branch of weapons sees it from the first few. */
const MOST_SHOWN = 4;
/** Longer than this a condition is not written into a hint. */
const LONGEST_CONDITION = 120;

/**
 * What no row holds for although the verdict of a rule rests on it: there the text says nothing, and judging must not
 * make something up. What an escape or another condition of the rule takes out beforehand is no gap.
 */
function gapOf(table: Table, context: CheckContext): Problem | undefined {
  const { logic, declared } = context;
  const gaps = logic.gaps.filter((gap) => gap.table === table.name).map(({ index }) => index);
  const resting = logic.plans.flatMap((plan) => {
    const expression = plan.errors.length > 0 ? NEVER : restsOn(plan, gaps);
    return expression === NEVER ? [] : [{ rule: plan.rule.name, expression }];
  });
  // A kind that has kinds of its own is a thing whose kind is not known.
  const isWide = (name: Name): boolean => [...declared.weapons.values()].some(({ isA }) => isA.includes(name));
  const narrowest = [...declared.weapons.keys()].filter((weapon) => !isWide(weapon));
  const rows = atomsIn(any(...table.rows.map(({ when }) => logic.expressionOf(when))));
  const say = ({ atoms, ...thing }: Thing): string =>
    sayThing({ ...thing, atoms: new Map([...atoms].filter(([{ index }]) => rows.has(index))) });
  const found = (things: (rests: Expression) => readonly Thing[], severity: "error" | "warning") => {
    const missing = resting.map(({ rule, expression }) => ({ rule, things: things(expression) }));
    const rules = missing.filter((one) => one.things.length > 0).map(({ rule }) => rule);
    const shown = [...new Set(missing.flatMap((one) => one.things.map(say)))];
    return rules.length === 0 ? undefined : sayGap(table, { rules, shown, severity, context });
  };
  return (
    found((rests) => {
      const kinds = asksWeapon(rests, context) ? narrowest : [undefined];
      return kinds.flatMap((weapon) => findThing([rests], [weapon], context) ?? []);
    }, "error") ??
    found((rests) => {
      const atoms = logic.witness([rests], (leaf) => (isWeaponLeaf(leaf) && !isWide(leaf.name) ? false : undefined));
      return atoms === undefined || atoms === "too large" ? [] : [ofNoKind(atoms)];
    }, "warning")
  );
}

function asksWeapon(expression: Expression, { logic }: CheckContext): boolean {
  return [...atomsIn(expression)].some((index) => isWeaponLeaf(logic.atoms[index]!.leaf));
}

/** A weapon of a wide kind, and of none of the kinds that are declared for it. */
function ofNoKind(atoms: ReadonlyMap<Atom, boolean>): Thing {
  const wide = [...atoms].find(([{ leaf }, value]) => value && isWeaponLeaf(leaf))?.[0].leaf;
  return { weapon: wide && isWeaponLeaf(wide) ? wide.name : undefined, isOther: true, atoms };
}

/** Where the verdict of a rule is another if the gap is taken for true than if it is taken for false. */
function restsOn({ rule, scope, excused, overridden, contested }: RulePlan, gaps: readonly number[]): Expression {
  const permitted = rule.duty.shape === "may" ? ALWAYS : any(excused, overridden);
  return any(
    ...gaps.map((gap) => {
      const both = (of: Expression): readonly [Expression, Expression] => [
        assume(of, gap, true),
        assume(of, gap, false),
      ];
      const [inScope, permits, contests] = [both(scope), both(permitted), both(contested)];
      const charged = all(...inScope, ...permits.map(none));
      return any(differ(inScope), all(...inScope, differ(permits)), all(charged, differ(contests)));
    }),
  );
}

function differ([a, b]: readonly [Expression, Expression]): Expression {
  return any(all(a, none(b)), all(none(a), b));
}

function assume(expression: Expression, gap: number, value: boolean): Expression {
  switch (expression.op) {
    case "gap":
      return expression.index !== gap ? expression : value ? ALWAYS : NEVER;
    case "not":
      return none(assume(expression.of, gap, value));
    case "and":
      return all(...expression.of.map((part) => assume(part, gap, value)));
    case "or":
      return any(...expression.of.map((part) => assume(part, gap, value)));
    default:
      return expression;
  }
}

interface FoundGap {
  readonly rules: readonly Name[];
  readonly shown: readonly string[];
  readonly severity: "error" | "warning";
  readonly context: CheckContext;
}

function sayGap(table: Table, { rules, shown, severity, context }: FoundGap): Problem {
  const things = shown.slice(0, MOST_SHOWN).join(",");
  const more = shown.length > MOST_SHOWN ? ` and ${shown.length - MOST_SHOWN} more` : "";
  const resting = rules.map((rule) => `\`${rule}\``).join(" and ");
  const message = `no row of \`${table.name}\` holds${things}${more}, and there ${resting} ${rules.length === 1 ? "rests" : "rest"} on it`;
  const rows = table.rows.flatMap(({ when }) => (when.kind === "or" ? when.of : [when]));
  const condition = printFormula({ kind: "not", of: rows.length === 1 ? rows[0]! : { kind: "or", of: rows } });
  const written = condition.length > LONGEST_CONDITION ? "not (…)` with the conditions of its rows" : `${condition}\``;
  return problemAt(context, {
    code: "table-gap",
    severity,
    at: table.at,
    word: table.name,
    message,
    hint: `add a row, or say in the rule that it does not speak of the rest: \`outside no-row: ${written}`,
  });
}
