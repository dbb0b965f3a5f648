import type {
  BodyDeclaration,
  ClassDeclaration,
  ListDeclaration,
  PartyDeclaration,
  PlaceDeclaration,
} from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { readReferenceAfter, type REFERENCE_WORDS } from "./label.ts";
import { readQuantity } from "./time.ts";

// `party`, `class`, `body`, `list`, `line` and `area`.

function readNameAndTitle(
  c: Cursor,
  what: "party" | "class" | "body" | "line" | "area",
): { readonly name: string; readonly title: string } {
  return { name: c.needOwnName(`the name of the ${what}` as const), title: c.needString(`the title of the ${what}`) };
}

export const party: StatementKind<Draft<PartyDeclaration>> = {
  head: (c) => readNameAndTitle(c, "party"),
  clauses: {
    part: (c) => {
      c.need("of");
      return { partOf: c.needName("a party") };
    },
  },
  build: ({ name, title, partOf }) =>
    name === undefined || title === undefined
      ? undefined
      : { kind: "party", name, title, ...(partOf === undefined ? {} : { partOf }) },
};

const readMembers = (c: Cursor): { readonly members: readonly string[] } => ({ members: c.needOwnNames("a member") });

export const classKind: StatementKind<Draft<ClassDeclaration>> = {
  head: (c) => readNameAndTitle(c, "class"),
  clauses: {
    enrolled: (c) => {
      c.need("by");
      return { enrolledBy: c.needNames("who enrols", ",") };
    },
    members: readMembers,
  },
  build: ({ name, title, enrolledBy, members }) =>
    name === undefined || title === undefined
      ? undefined
      : { kind: "class", name, title, ...(enrolledBy ? { enrolledBy } : {}), ...(members ? { members } : {}) },
};

export const body: StatementKind<Draft<BodyDeclaration>> = {
  head: (c) => readNameAndTitle(c, "body"),
  clauses: {
    chaired: (c) => {
      c.need("by");
      return { chairedBy: c.needNames("who chairs", ",") };
    },
    members: readMembers,
  },
  build: ({ name, title, chairedBy, members }) =>
    name === undefined || title === undefined
      ? undefined
      : { kind: "body", name, title, ...(chairedBy ? { chairedBy } : {}), ...(members ? { members } : {}) },
};

function readDesignated(c: Cursor): Draft<ListDeclaration> {
  c.need("by");
  const by = c.needName("who designates");
  const word = c.takeOneOf(["as", "fixed"]);
  return { designatedBy: { by, reference: word === undefined ? { kind: "undeclared" } : readReferenceAfter(c, word) } };
}

export const list: StatementKind<Draft<ListDeclaration>> = {
  head: (c) => {
    const name = c.needOwnName("the name of the list");
    const title = c.takeString();
    return { name, ...(title === undefined ? {} : { title }) };
  },
  clauses: {
    names: (c) => ({ names: c.needOwnNames("who is on the list") }),
    or: (c) => {
      c.need("designated");
      return readDesignated(c);
    },
    designated: readDesignated,
  },
  build: ({ name, title, names = [], designatedBy }, { missing }) => {
    if (name === undefined) return undefined;
    if (names.length === 0 && designatedBy === undefined) {
      missing(`the list \`${name}\` has nobody on it`, "add a line `names …` or `designated by … as at the incident`");
      return undefined;
    }
    const optional = { ...(title === undefined ? {} : { title }), ...(designatedBy ? { designatedBy } : {}) };
    return { kind: "list", name, names, ...optional };
  },
};

type PlaceDraft = Draft<PlaceDeclaration>;

function placeKind(shape: "line" | "area"): StatementKind<PlaceDraft> {
  const readReference = (word: (typeof REFERENCE_WORDS)[number]) => (c: Cursor) => ({
    reference: readReferenceAfter(c, word),
  });
  const readAround = (c: Cursor): PlaceDraft => {
    const distance = readQuantity(c);
    c.need("of");
    return { around: { distance, of: c.needName("a line or an area") } };
  };
  return {
    head: (c) => readNameAndTitle(c, shape),
    clauses: {
      ...(shape === "area" ? { within: readAround } : {}),
      as: readReference("as"),
      fixed: readReference("fixed"),
      to: readReference("to"),
    },
    build: ({ name, title, reference = { kind: "undeclared" }, around }) =>
      name === undefined || title === undefined
        ? undefined
        : { kind: "place", shape, name, title, reference, ...(around ? { around } : {}) },
  };
}

export const line = placeKind("line");
export const area = placeKind("area");
