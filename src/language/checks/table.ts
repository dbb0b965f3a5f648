import type { Problem } from "../../kit/index.ts";
import { kindsOf } from "../engine/declarations.ts";
import { any, none, type Expression } from "../engine/expression.ts";
import type { Leaf, Name, Table } from "../ir.ts";
import { printFormula, printLeaf } from "../print/formula.ts";
import type { Atom } from "../verdict.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** Of a table that picks one row no two hold for the same thing, and for the things that it is about one does. */
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
  const gap = gapOf(table, any(...rows.map(({ holds }) => holds)), { weapons, context });
  return gap === undefined ? problems : [...problems, gap];
}

/** Something for which it all holds: a kind of weapon and what else has to be so. `undefined` stands for a weapon of no known kind. */
interface Thing {
  readonly weapon: Name | undefined;
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

function sayThing({ weapon, atoms }: Thing): string {
  const rest = [...atoms].filter(([{ leaf }]) => !isWeaponLeaf(leaf)).map(([{ leaf }, value]) => sayLeaf(leaf, value));
  const what = weapon === undefined ? "" : ` for \`${weapon}\``;
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

interface GapContext {
  readonly weapons: readonly Name[];
  readonly context: CheckContext;
}

/** What the table is asked about and has no row for: where it is used for `each` of a kind, of that kind; else of what its rows name. */
function gapOf(table: Table, covered: Expression, { weapons, context }: GapContext): Problem | undefined {
  const { uses, declared } = context;
  const things = [...new Set(uses.tables.filter((use) => use.table === table.name).map(({ thing }) => thing))];
  const asked = things.flatMap((thing) =>
    thing === undefined || !declared.weapons.has(thing)
      ? weapons
      : [...declared.weapons.keys()].filter((weapon) => kindsOf(weapon, declared.weapons).includes(thing)),
  );
  const isAnything = weapons.length === 0 && asked.length === 0;
  const universe = things.length === 0 ? weapons : [...new Set(asked)];
  // A kind that has kinds of its own is a thing whose kind is not known: it is covered if all its kinds are.
  const narrowest = universe.filter(
    (weapon) => ![...declared.weapons.values()].some(({ isA }) => isA.includes(weapon)),
  );
  const missing = (isAnything ? [undefined] : narrowest).flatMap(
    (weapon) => findThing([none(covered)], [weapon], context) ?? [],
  );
  if (missing.length === 0) return undefined;
  const shown = missing.slice(0, MOST_SHOWN).map(sayThing).join(",");
  const more = missing.length > MOST_SHOWN ? ` and ${missing.length - MOST_SHOWN} more` : "";
  const message = `no row of \`${table.name}\` holds${shown}${more}, and a distance from it is never kept there`;
  return problemAt(context, {
    code: "table-gap",
    severity: "warning",
    at: table.at,
    word: table.name,
    message,
    hint: "add a row, or narrow what the table is used for",
  });
}
