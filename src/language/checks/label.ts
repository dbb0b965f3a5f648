import { nearest, type Problem } from "../../kit/index.ts";
import type { Exception, LabelReference, Name, Replacement, Rule, Span } from "../ir.ts";
import { printLabel } from "../print/formula.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** What stands at a label, and so what can stand there instead. */
type Labelled = "condition" | "deadline" | "list" | "place";

const TAKES: Readonly<Record<Labelled, readonly Replacement["kind"][]>> = {
  condition: ["formula"],
  deadline: ["time"],
  list: ["reference", "formula", "name"],
  place: ["reference", "name"],
};

const SAID: Readonly<Record<Labelled, { readonly what: string; readonly hint: string }>> = {
  condition: { what: "a condition", hint: "write a formula after `as`" },
  deadline: { what: "a deadline", hint: "write `as by` and a time" },
  list: { what: "a list", hint: "write `as fixed`, `as at the incident`, a formula, or `as the same as` another list" },
  place: { what: "a line or area", hint: "write `as fixed`, `as at the incident`, or `as the same as` another line" },
};

/** What a statement reads and an amendment changes is there, and is replaced by something of its own kind. */
export const labelCheck: Check = {
  codes: ["dangling-label", "wrong-replacement"],
  check(context) {
    return statementsOf(context.agreement).flatMap((statement) => {
      if (statement.kind === "amend") return checkLabel(statement.label, statement.as, { at: statement.at, context });
      if (statement.kind !== "statement" || statement.operation.kind !== "reads") return [];
      return checkLabel(statement.operation.label, statement.operation.as, { at: statement.at, context });
    });
  },
};

function checkLabel(
  label: LabelReference,
  as: Replacement,
  { at, context }: { readonly at: Span | undefined; readonly context: CheckContext },
): readonly Problem[] {
  if (context.damaged.has(label.name)) return [];
  const found = whatStandsAt(label, context);
  const place = label.at ?? at;
  if (found === undefined) {
    const message = `nothing in the text has the label \`${printLabel(label)}\``;
    return [problemAt(context, { code: "dangling-label", at: place, message, hint: hintFor(label, context) })];
  }
  if (TAKES[found].includes(as.kind)) return [];
  const message = `${SAID[found].what} stands at \`${printLabel(label)}\`, and this puts ${sayReplacement(as)} there`;
  return [problemAt(context, { code: "wrong-replacement", at: place, message, hint: SAID[found].hint })];
}

function whatStandsAt({ name, label }: LabelReference, { declared }: CheckContext): Labelled | undefined {
  if (label === undefined) return declared.lists.has(name) ? "list" : declared.places.has(name) ? "place" : undefined;
  if (declared.accepts.get(name)?.by && label === "by") return "deadline";
  const rule = declared.rules.find((one) => one.name === name);
  if (!rule) return undefined;
  if (clocksOf(rule).includes(label)) return "deadline";
  return labelsOf(rule).includes(label) ? "condition" : undefined;
}

function hintFor({ name, label }: LabelReference, { declared }: CheckContext): string {
  const labels = [
    ...declared.lists.keys(),
    ...declared.places.keys(),
    ...[...declared.accepts.values()].filter(({ by }) => by).map((accept) => `${accept.name}.by`),
    ...declared.rules.flatMap((rule) => [...labelsOf(rule), ...clocksOf(rule)].map((one) => `${rule.name}.${one}`)),
  ];
  const inRule = labels.filter((one) => one.startsWith(`${name}.`));
  const meant = nearest(label === undefined ? name : `${name}.${label}`, labels);
  const inThisRule =
    label === undefined
      ? undefined
      : nearest(
          label,
          inRule.map((one) => one.slice(name.length + 1)),
        );
  if (inThisRule !== undefined) return `did you mean \`${name}.${inThisRule}\`?`;
  if (inRule.length > 0) return `its labels are ${inRule.map((one) => `\`${one}\``).join(", ")}`;
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return "name a list, a line, or a rule and one of its labels: `rule.label`";
}

function clocksOf({ duty }: Rule): readonly Name[] {
  if (duty.shape !== "must-achieve") return [];
  return [...(duty.by ? ["by"] : []), ...(duty.startingBy ? ["start"] : []), ...(duty.completeBy ? ["complete"] : [])];
}

/** The labels of a rule's escapes, with those nested below. */
export function labelsOf(rule: Rule): readonly Name[] {
  const of = ({ label, butNot }: Exception): readonly Name[] => [label, ...butNot.flatMap(of)];
  return rule.escapes.flatMap(of);
}

function sayReplacement(as: Replacement): string {
  switch (as.kind) {
    case "formula":
      return "a condition";
    case "time":
      return "a time";
    case "reference":
      return "a way to read a list or a line";
    case "name":
      return "another list or line";
  }
}
