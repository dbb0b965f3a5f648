import type { DayOne, InForce, Phase } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { readFormula } from "./formula.ts";
import { readDate, readDuration, readTime } from "./time.ts";

// `in force`, `day 1 is` and `phase`.

function readRenewable(c: Cursor): Draft<InForce> {
  if (c.needOneOf(["by", "unless"]) === "by") {
    c.need("consent");
    return { renewable: { how: "consent", ...(c.take("for") ? { for: readDuration(c) } : {}) } };
  }
  c.need("notice");
  const notice = readDuration(c);
  c.need("before");
  return { renewable: { how: "unless-notice", notice } };
}

function readWhen(c: Cursor): ReturnType<typeof readFormula> {
  c.need("when");
  return readFormula(c);
}

export const inForce: StatementKind<Draft<InForce>> = {
  head: () => ({}),
  clauses: {
    from: (c) => ({ from: readTime(c) }),
    for: (c) => ({ for: readDuration(c) }),
    until: (c) => ({ until: readTime(c) }),
    renewable: readRenewable,
    ends: (c) => ({ endsWhen: readWhen(c) }),
  },
  build: ({ from, ...rest }, { missing }) => {
    if (from !== undefined) return { kind: "in-force", from, ...rest };
    missing("`in force` does not say from when", "add `from` and a time: `in force from 2016-02-27 00:00`");
    return undefined;
  },
};

export const dayOne: StatementKind<Draft<DayOne>> = {
  head: (c) => {
    const n = c.needNumber("1");
    if (n !== 1) {
      c.position -= 1;
      c.fail("syntax-day", { message: "a text fixes the date of day 1", hint: "write `day 1 is` and its date" });
    }
    c.need("is");
    return { date: readDate(c) };
  },
  clauses: {},
  build: ({ date }) => (date === undefined ? undefined : { kind: "day-one", date }),
};

export const phase: StatementKind<Draft<Phase>> = {
  head: (c) => ({ name: c.needOwnName("the name of the phase"), title: c.needString("the title of the phase") }),
  clauses: {
    from: (c) => ({ from: readTime(c) }),
    until: (c) => ({ until: readTime(c) }),
    for: (c) => ({ for: readDuration(c) }),
    enters: (c) => ({ entersWhen: readWhen(c) }),
  },
  build: ({ name, title, from, ...rest }, { missing }) => {
    if (name === undefined || title === undefined) return undefined;
    if (from !== undefined) return { kind: "phase", name, title, from, ...rest };
    missing(`the phase \`${name}\` does not say from when`, "add `from` and a time");
    return undefined;
  },
};
