import type { Problem } from "../../kit/index.ts";
import type { Case, Expectation, Rule } from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

const OCCURRENCE: readonly string[] = ["outside", "permitted", "breach", "undetermined", "conflict", "error"];
const DUTY: readonly string[] = ["fulfilled", "lapsed", "pending", "suspended", "undetermined"];

/** A worked case expects something, and in words that its rule can answer with. Its names are the vocabulary's. */
export const caseCheck: Check = {
  codes: ["case-without-expectation", "wrong-expectation", "not-renewable"],
  check(context) {
    return statementsOf(context.agreement).flatMap((statement) =>
      statement.kind === "case" ? checkCase(statement, context) : [],
    );
  },
};

function checkCase(one: Case, context: CheckContext): readonly Problem[] {
  return [...checkExpectations(one, context), ...checkRenewals(one, context)];
}

/** A renewal, or a notice, is of a text that can be renewed in that way. */
function checkRenewals({ renewals = [], at }: Case, context: CheckContext): readonly Problem[] {
  return renewals.flatMap((entry) => {
    const how = entry.what === "renewed" ? "consent" : "unless-notice";
    const { inForce } = context.declared;
    if (inForce.some(({ renewable }) => renewable && (how === "consent" || renewable.how === how))) return [];
    const [done, hint] =
      how === "consent"
        ? ["is not renewable", "add `renewable by consent for …` to `in force`"]
        : ["does not go on unless notice is given", "add `renewable unless notice … before` to `in force`"];
    const found = { code: "not-renewable", at: entry.at ?? at, word: entry.what, message: `the text ${done}`, hint };
    return [problemAt(context, found)];
  });
}

function checkExpectations(one: Case, context: CheckContext): readonly Problem[] {
  const expected = [...one.expect, ...one.under.flatMap(({ expect }) => expect)];
  if (expected.length === 0) {
    const message = `the case \`${one.name}\` expects nothing, so it shows nothing`;
    return [
      problemAt(context, {
        code: "case-without-expectation",
        severity: "warning",
        at: one.at,
        word: one.name,
        message,
        hint: "add `expect`, a rule and its verdict",
      }),
    ];
  }
  return expected.flatMap((expectation) => checkExpectation(expectation, one, context));
}

function checkExpectation(
  { rule: name, verdicts, at }: Expectation,
  one: Case,
  context: CheckContext,
): readonly Problem[] {
  const rule = context.declared.rules.find((other) => other.name === name);
  if (!rule) return [];
  const add = (word: string, message: string, hint: string): readonly Problem[] => [
    problemAt(context, { code: "wrong-expectation", at: at ?? one.at, word, message, hint }),
  ];
  const lawful = wordsFor(rule);
  const wrong = verdicts.find((word) => !lawful.includes(word));
  if (wrong !== undefined)
    return add(
      wrong,
      `\`${name}\` is never ${wrong}: ${sayShape(rule)}`,
      `write ${lawful.map((word) => `\`${word}\``).join(", ")}`,
    );
  const onDuty = verdicts.filter((word) => !OCCURRENCE.includes(word));
  const onOccurrence = verdicts.filter((word) => !DUTY.includes(word));
  if (onDuty[0] !== undefined && onOccurrence[0] !== undefined) {
    const message = `\`${onDuty[0]}\` is a state of the duty and \`${onOccurrence[0]}\` a verdict on an occurrence`;
    return add(onDuty[0], message, "expect one or the other; a second line `expect` can ask for the other");
  }
  if (onDuty[0] === undefined || one.record.length > 0) return [];
  return add(
    onDuty[0],
    `whether \`${name}\` is ${onDuty[0]} shows in its diary, and this case has none`,
    `add lines such as \`record ${name} covered …\``,
  );
}

function wordsFor({ duty }: Rule): readonly string[] {
  switch (duty.shape) {
    case "must-not":
    case "must-ensure":
      return OCCURRENCE;
    case "may":
      return ["outside", "permitted", "undetermined", "error"];
    case "must-keep":
    case "must-achieve":
      return [...new Set([...OCCURRENCE, ...DUTY])];
    case "must-whenever":
      return DUTY;
  }
}

function sayShape({ duty }: Rule): string {
  switch (duty.shape) {
    case "may":
      return "a permission cannot be broken";
    case "must-whenever":
      return "it is a duty with a clock";
    default:
      return "it is judged on each occurrence";
  }
}
