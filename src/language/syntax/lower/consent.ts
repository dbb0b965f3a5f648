import type { Accept, Concurrent, MovesFirst } from "../../ir.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { readFormula } from "./formula.ts";
import { readSelector } from "./selector.ts";
import { readTime } from "./time.ts";

// `accept`, `concurrent` and `first`.

export const accept: StatementKind<Draft<Accept>> = {
  head: (c) => {
    const name = c.needOwnName("the name of the acceptance");
    const title = c.takeString();
    return { name, ...(title === undefined ? {} : { title }) };
  },
  clauses: {
    who: (c) => ({ who: readSelector(c) }),
    to: (c) => ({ to: c.needNames("whom it is told", "or") }),
    by: (c) => ({ by: readTime(c) }),
    provided: (c) => ({ provided: readFormula(c) }),
    late: (c) => {
      if (c.needOneOf(["counts", "does"]) === "counts") return { late: "counts" };
      c.need("not", "count");
      return { late: "does-not-count" };
    },
  },
  build: ({ name, who, to, ...rest }, { missing }) => {
    if (name === undefined) return undefined;
    if (who !== undefined && to !== undefined) return { kind: "accept", name, who, to, ...rest };
    const hint = "add a line such as `who each aog to us or ru by 2016-02-26 12:00`";
    missing(`the acceptance \`${name}\` does not say ${who === undefined ? "who accepts" : "to whom"}`, hint);
    return undefined;
  },
};

export const concurrent: StatementKind<Draft<Concurrent>> = {
  head: (c) => ({ names: c.needNames("an acceptance", ",") }),
  clauses: {},
  build: ({ names }) => (names === undefined ? undefined : { kind: "concurrent", names }),
};

export const first: StatementKind<Draft<MovesFirst>> = {
  head: (c) => {
    const name = c.needName("an acceptance");
    c.need("then");
    return { first: name, followers: c.needNames("an acceptance", ",") };
  },
  clauses: {},
  build: (draft) =>
    draft.first === undefined || draft.followers === undefined
      ? undefined
      : { kind: "first", first: draft.first, followers: draft.followers },
};
