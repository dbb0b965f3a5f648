import type { Leaf, Name, Term } from "../ir.ts";
import {
  printDuration,
  printEvent,
  printLeaf,
  printQuantity,
  printQuantityExpression,
  printTime,
} from "../print/formula.ts";
import type { Declarations } from "./declarations.ts";

const ROLE_WORDS: Readonly<Record<string, string>> = {
  actor: "the attacker",
  target: "the target",
  act: "what was done",
  weapon: "the weapon",
  place: "the place",
};

/** A term in words: a role, or the title of what the text names. */
export function sayTerm(term: Term, declared: Declarations): string {
  return "role" in term ? ROLE_WORDS[term.role]! : titleOf(term.name, declared);
}

/** How the text itself calls a name. */
export function titleOf(name: Name, declared: Declarations): string {
  const base = name.replace(/@(fixed|incident)$/u, "");
  const node =
    declared.parties.get(base) ??
    declared.classes.get(base) ??
    declared.lists.get(base) ??
    declared.places.get(base) ??
    declared.acts.get(base) ??
    declared.weapons.get(base) ??
    declared.accepts.get(base);
  const title = node?.title;
  return title === undefined ? base : `${base} (“${title}”)`;
}

/** The question that a leaf puts to the record, as one would ask a person. */
export function questionOf(leaf: Leaf, declared: Declarations): string {
  const say = (term: Term): string => sayTerm(term, declared);
  switch (leaf.kind) {
    case "constant":
      return `Is it ${String(leaf.value)}?`;
    case "fact":
      return askFact(leaf, declared);
    case "in":
      return askMembership(leaf, declared);
    case "is":
      return askIdentity(leaf.term, leaf.name, declared);
    case "bound":
      return `Had ${say(leaf.term)} accepted the terms, so that they bound it at the time?`;
    case "compare":
      return `${declared.measures.get(leaf.measure)?.question ?? `What was the ${leaf.measure}?`} (${leaf.op} ${printQuantity(leaf.quantity)}?)`;
    case "distance":
      return `Was it ${leaf.op === "beyond" ? "at least" : "within"} ${printQuantityExpression(leaf.quantity)} from ${titleOf(leaf.line, declared)}?`;
    case "time":
      return `Was it ${leaf.op} ${printTime(leaf.time)} (${declared.times.zone})?`;
    case "during":
      return `Was it during ${declared.phases.get(leaf.phase)?.title ?? leaf.phase}?`;
    case "confirmed":
      return `Had ${leaf.by === undefined ? "acceptance" : `${leaf.by}'s acceptance`} ${leaf.accept} been confirmed by then?`;
    case "none":
      return `Had there been no ${printEvent(leaf.event)} for ${printDuration(leaf.for)}, and would one have been recorded?`;
    case "at-least":
      return `Had there been at least ${leaf.n} (${printEvent(leaf.event)}) within ${printDuration(leaf.within)}?`;
    case "duty":
      return `Was ${leaf.rule} ${leaf.state} by then?`;
  }
}

function askFact(leaf: Leaf & { kind: "fact" }, declared: Declarations): string {
  const fact = declared.facts.get(leaf.fact);
  if (!fact) return `${printLeaf(leaf)}?`;
  return leaf.of.reduce<string>((text, term, i) => {
    const slot = fact.about[i];
    return slot === undefined ? text : text.replace(`{${slot}}`, sayTerm(term, declared));
  }, fact.question);
}

function askMembership(leaf: Leaf & { kind: "in" }, declared: Declarations): string {
  const who = sayTerm(leaf.term, declared);
  const what = titleOf(leaf.name, declared);
  const list = declared.lists.get(leaf.name.replace(/@(fixed|incident)$/u, ""));
  if (list)
    return `Was ${who} on the list ${what}${list.designatedBy ? `, by name or as designated by ${list.designatedBy.by},` : ""} at the time?`;
  return declared.classes.has(leaf.name) ? `Was ${who} one of the ${what}?` : `Was ${who} in ${what}?`;
}

function askIdentity(term: Term, name: Name, declared: Declarations): string {
  if ("role" in term && term.role === "act") return `Was it an act of the kind ${titleOf(name, declared)}?`;
  if ("role" in term && term.role === "weapon") return `Was the weapon a ${titleOf(name, declared)}?`;
  return `Was ${sayTerm(term, declared)} ${titleOf(name, declared)}?`;
}
