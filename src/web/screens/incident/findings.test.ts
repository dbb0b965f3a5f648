import { expect, test } from "vitest";
import {
  findingOf,
  findingsOfKeys,
  matrixOf,
  waysToSettle,
  type FindingShown,
  type QuestionAsked,
} from "./findings.ts";
import { mostTelling } from "./most-telling.ts";
import { answerSaid, consequencesOf, questionSaid } from "./questions.ts";

const cell = (given: Partial<FindingShown>): FindingShown => ({
  rule: "cease",
  reading: "text",
  account: "record",
  verdict: "undetermined",
  possible: [],
  ...given,
});

test("what was found out counts where something was, and else the reports", () => {
  const cells = [
    cell({}),
    cell({ account: "elders", verdict: "permitted" }),
    cell({ account: "record with answers", verdict: "breach" }),
  ];
  expect(findingOf(cells, { rule: "cease", reading: "text" })?.verdict).toBe("breach");
  expect(findingOf(cells.slice(0, 2), { rule: "cease", reading: "text" })?.verdict).toBe("undetermined");
  expect(findingOf(cells, { rule: "cease", reading: "hnc" })).toBeUndefined();
});

test("an accusation alone is never what counts", () => {
  expect(
    findingOf([cell({ account: "upper", verdict: "breach" })], { rule: "cease", reading: "text" }),
  ).toBeUndefined();
});

test("every account has a row and every reading a column, and all answers together come last", () => {
  const cells = [
    cell({ account: "record with answers" }),
    cell({}),
    cell({ reading: "sar", verdict: "outside" }),
    cell({ account: "upper" }),
  ];
  const matrix = matrixOf(cells);
  expect(matrix.accounts).toEqual(["record", "upper", "record with answers"]);
  expect(matrix.readings).toEqual(["text", "sar"]);
  expect(matrix.at("record", "sar")?.verdict).toBe("outside");
  expect(matrix.at("upper", "sar")).toBeUndefined();
});

test("keys tell verdicts, what is possible, and which rest on what was found out", () => {
  const keys = [
    "text|cease|undetermined",
    "text|cease|?breach",
    "text|cease|?outside",
    "text with answers|cease|outside",
  ];
  expect(findingsOfKeys(keys)).toEqual([
    cell({ possible: ["breach", "outside"] }),
    cell({ account: "record with answers", verdict: "outside" }),
  ]);
});

test("what is outside comes after what may be a breach", () => {
  const cells = [cell({ rule: "a", verdict: "outside" }), cell({ rule: "b" }), cell({ rule: "c", verdict: "breach" })];
  expect(mostTelling(cells, "text").map(({ rule }) => rule)).toEqual(["c", "b", "a"]);
});

const fact: QuestionAsked = { id: "actor bound", kind: "fact", text: "Had the attacker …?", answers: [] };
const direction: QuestionAsked = {
  id: "direction",
  kind: "dimension",
  text: "?",
  options: ["a attacked b"],
  answers: [],
};

test("the shortest ways to a decision come first, and one with a question that is not told is left out", () => {
  const ways = waysToSettle(
    [
      {
        verdict: "breach",
        answers: [
          { question: "actor bound", answer: "true" },
          { question: "direction", answer: "a attacked b" },
        ],
      },
      { verdict: "outside", answers: [{ question: "actor bound", answer: "false" }] },
      { verdict: "breach", answers: [{ question: "hidden", answer: "true" }] },
    ],
    [fact, direction],
  );
  expect(ways.map(({ verdict, answers }) => [verdict, answers.length])).toEqual([
    ["outside", 1],
    ["breach", 2],
  ]);
});

test("an answer that settles it alone is told with its verdict, and another says that it does not", () => {
  const settles = [{ verdict: "outside", answers: [{ question: "actor bound", answer: "false" }] }];
  expect(consequencesOf(fact, { byOption: [], settles })).toEqual([
    { answer: "true", possible: [] },
    { answer: "false", possible: ["outside"] },
  ]);
  const byOption = [{ dimension: "direction", option: "a attacked b", possible: ["breach", "permitted"] }];
  expect(consequencesOf(direction, { byOption, settles })).toEqual([
    { answer: "a attacked b", possible: ["breach", "permitted"] },
  ]);
});

test("questions of the program are known by what they ask, and those of a text are left in its words", () => {
  expect(questionSaid({ id: "side-2", text: "Which group was “Syrian insurgents”?" })).toEqual({
    key: "askSide",
    name: "Syrian insurgents",
  });
  expect(questionSaid({ id: "actor bound [upper]", text: "?" })).toEqual({ key: "askActorBound" });
  const listed = "Was the target on the list terrorist (“designated”), by name, at the time?";
  expect(questionSaid({ id: "target in terrorist", text: listed })).toEqual({
    key: "askTargetListed",
    name: "designated",
  });
  expect(questionSaid({ id: "target in town", text: "Was the target in town?" })).toBeUndefined();
  expect(questionSaid({ id: "immediate-threat", text: "Was the force a response?" })).toBeUndefined();
});

test("answers of the program are taken apart, and names are left as they are", () => {
  expect(answerSaid("one of A, B, C and 30 more")).toEqual({ key: "oneOf", names: "A, B, C", more: 30 });
  expect(answerSaid("one of A, B")).toEqual({ key: "oneOf", names: "A, B", more: 0 });
  expect(answerSaid("A attacked B")).toEqual({ key: "attacked", actor: "A", target: "B" });
  expect(answerSaid("another group that “A” may stand for")).toEqual({ key: "anotherOf", name: "A" });
  expect(answerSaid("Jabhat al-Nusra")).toBeUndefined();
});
