import type { FactSubject, Term } from "../ir.ts";
import { printTerm } from "../print/formula.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

const ROLES: Readonly<Record<FactSubject, readonly string[]>> = {
  actor: ["actor", "target"],
  list: [],
  place: ["place"],
  party: ["actor", "target"],
};

const EXAMPLE: Readonly<Record<FactSubject, string>> = {
  actor: "actor",
  list: "a list",
  place: "place",
  party: "a party",
};

/** A fact is asked of what it was declared to be about: as many, and of those kinds. A name of the wrong kind is for the vocabulary. */
export const factArgumentsCheck: Check = {
  codes: ["fact-arguments"],
  check(context) {
    return context.uses.leaves.flatMap(({ leaf, statement }) => {
      if (leaf.kind !== "fact") return [];
      const declared = context.declared.facts.get(leaf.fact);
      if (!declared) return [];
      const wrong = leaf.of.findIndex((term, index) => !fits(term, declared.about[index], context));
      if (wrong < 0 && leaf.of.length === declared.about.length) return [];
      const about = declared.about.length === 0 ? "nothing but the occurrence" : declared.about.join(" and ");
      const given = leaf.of.length === 0 ? "nothing" : leaf.of.map((term) => `\`${printTerm(term)}\``).join(" and ");
      const message = `\`${leaf.fact}\` is about ${about}, and is asked here of ${given}`;
      const written = `write ${["`" + leaf.fact + "`", ...declared.about.map((subject) => EXAMPLE[subject])].join(" then ")}`;
      const more = leaf.of[declared.about.length];
      // In a case these words begin a clause too.
      const isClause = statement.kind === "case" && more && "role" in more;
      const hint = isClause ? `${written}, and put \`${more.role} …\` on a line of its own` : written;
      return [problemAt(context, { code: "fact-arguments", at: leaf.at ?? statement.at, message, hint })];
    });
  },
};

function fits(term: Term, subject: FactSubject | undefined, { declared }: CheckContext): boolean {
  if (subject === undefined) return false;
  if ("role" in term) return ROLES[subject].includes(term.role);
  const isList = declared.lists.has(term.name);
  const isPlace = declared.places.has(term.name);
  if (subject === "list") return isList || !isKnown();
  if (subject === "place") return isPlace || !isKnown();
  return !isPlace && !(isList && subject === "party");

  function isKnown(): boolean {
    const name = "name" in term ? term.name : "";
    return isList || isPlace || declared.parties.has(name) || declared.classes.has(name);
  }
}
