import type {
  FactDeclaration,
  FactSubject,
  MeasureDeclaration,
  Table,
  TableRow,
  TaxonomyDeclaration,
  UseVocabulary,
} from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { readFormula } from "./formula.ts";
import { readQuantity, readUnit } from "./time.ts";

// `fact`, `measure`, `act`, `weapon`, `use` and `table`.

const SUBJECTS = ["actor", "list", "place", "party"] as const satisfies readonly FactSubject[];

export const fact: StatementKind<Draft<FactDeclaration>> = {
  head: (c) => {
    const name = c.needOwnName("the name of the fact");
    const about: FactSubject[] = [];
    if (c.take("about")) {
      do about.push(c.needOneOf(SUBJECTS));
      while (c.take("and"));
    }
    return { name, about, question: c.needString("the question to the record") };
  },
  clauses: {},
  build: ({ name, about, question }) =>
    name === undefined || about === undefined || question === undefined
      ? undefined
      : { kind: "fact", name, about, question },
};

export const measure: StatementKind<Draft<MeasureDeclaration>> = {
  head: (c) => ({
    name: c.needOwnName("the name of the measure"),
    unit: readUnit(c),
    question: c.needString("the question to the record"),
  }),
  clauses: {},
  build: ({ name, unit, question }) =>
    name === undefined || unit === undefined || question === undefined
      ? undefined
      : { kind: "measure", name, unit, question },
};

function taxonomyKind(kind: "act" | "weapon"): StatementKind<Draft<TaxonomyDeclaration>> {
  return {
    head: (c) => ({
      name: c.needOwnName(`the name of the ${kind}` as const),
      title: c.needString(`the title of the ${kind}`),
    }),
    clauses: { is: (c) => ({ isA: c.needNames(`a wider kind of ${kind}` as const, ",") }) },
    build: ({ name, title, isA = [] }) =>
      name === undefined || title === undefined ? undefined : { kind, name, title, isA },
  };
}

export const act = taxonomyKind("act");
export const weapon = taxonomyKind("weapon");

export const use: StatementKind<Draft<UseVocabulary>> = {
  head: (c) => ({ vocabulary: c.needName("the name of a vocabulary, such as `common`") }),
  clauses: {},
  build: ({ vocabulary }) => (vocabulary === undefined ? undefined : { kind: "use", vocabulary }),
};

function readRow(c: Cursor): Draft<Table> {
  const from = c.tokens[0]?.from ?? 0;
  const when = readFormula(c);
  c.needSymbol("|");
  const value = readQuantity(c);
  c.needSymbol("|");
  const row: TableRow = { when, value, at: c.spanFrom(from) };
  return { rows: [row] };
}

export const table: StatementKind<Draft<Table>> = {
  head: (c) => {
    const name = c.needOwnName("the name of the table");
    c.need("pick");
    return { name, pick: c.needOneOf(["one", "first"]) };
  },
  clauses: { "|": readRow },
  repeated: ["rows"],
  build: ({ name, pick, rows }, { missing }) => {
    if (name === undefined || pick === undefined) return undefined;
    if (rows === undefined) {
      missing(`the table \`${name}\` has no rows`, "add lines such as `| mortar | 15 km |`");
      return undefined;
    }
    return { kind: "table", name, pick, rows };
  },
};
