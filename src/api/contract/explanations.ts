import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { id, instantAsked, text, texts } from "./values.ts";

const NAMED = z.strictObject({ id: text, title: text });
const ANSWERS = z.array(
  z.strictObject({
    question: text.describe("The id of one"),
    answer: text.describe("true, false, or one of its options"),
  }),
);
const VERDICT = text.describe("conflict, breach, undetermined, permitted, outside, error");

/** What an account says, in the words of a worked case: docs/formats/accounts.md. */
export const saidFields = z.strictObject({
  actor: z.string().exactOptional(),
  target: z.string().exactOptional(),
  act: z.string().exactOptional(),
  weapon: z.string().exactOptional(),
  place: z.string().exactOptional(),
  at: z.string().exactOptional(),
  measure: texts.exactOptional(),
  distance: texts.exactOptional(),
  given: texts.exactOptional(),
});

const cell = z.strictObject({
  reading: text,
  account: text,
  verdict: VERDICT,
  possible: texts,
  sentences: texts.describe("All of it in words"),
  because: z
    .array(
      z.strictObject({
        component: text,
        label: text.exactOptional().describe("Of the rule: RULE.LABEL names it in the text"),
        formula: text,
        state: z.enum(["true", "false", "unknown"]),
      }),
    )
    .describe("How each part of the rule came out"),
  grounds: z.array(z.strictObject({ fact: text, reason: text })).describe("What it rests on, and why that is known"),
  relevant: texts.describe("Questions that matter, by their ids"),
  witness: z
    .array(z.strictObject({ verdict: VERDICT, answers: ANSWERS }))
    .describe("One way to each verdict that is possible"),
  settles: z
    .array(z.strictObject({ verdict: VERDICT, answers: ANSWERS }))
    .describe("Sets of answers none of which is too much, the smallest first"),
  settlesComplete: z.boolean(),
  next: text.nullable().describe("The question that brings it furthest"),
  byOption: z.array(z.strictObject({ dimension: text, option: text, possible: texts })),
  byPart: z.array(z.strictObject({ part: text, possible: texts })).describe("Of a joint act: member by member"),
  method: z.enum(["exact", "kleene"]).describe("kleene: more may be listed as possible than is"),
  error: text.nullable(),
});

const question = z.strictObject({
  id: text,
  kind: z.enum(["fact", "dimension"]),
  text,
  reason: text.exactOptional().describe("Why it is not known"),
  options: texts.exactOptional(),
  answers: z.array(z.strictObject({ says: text, fields: saidFields.describe("What an account says if it is so") })),
  field: text.exactOptional().describe("To be filled in, where the answers cannot be listed"),
  isCount: z.literal(true).exactOptional().describe("Doubt about one of what it counts is better answered there"),
});

export const explanations = {
  explainIncident: endpoint({
    method: "get",
    path: "/api/incidents/{id}/explanation",
    tag: "incidents",
    about:
      "How an incident is judged by what the record has now: by each account under each reading, why, and what would settle it",
    permission: "record:read",
    isInside: true,
    query: z.strictObject({
      agreement: z.string().exactOptional().describe("Unset: the only one"),
      known: instantAsked.exactOptional().describe("Only what could be known then. Unset: all that was ever learnt"),
    }),
    answer: z.strictObject({
      incident: id,
      agreement: text,
      readings: z.array(
        z.strictObject({
          id: text,
          title: text,
          by: z.array(NAMED).describe("Parties whose statements it is made of"),
        }),
      ),
      accounts: z.array(
        z.strictObject({
          id: text,
          kind: z.enum(["reports", "answers", "report", "accusation", "denial", "answer"]),
          by: text.exactOptional(),
          through: text.exactOptional(),
          on: text.exactOptional(),
          source: text.exactOptional(),
          note: text.exactOptional(),
          says: z.array(z.strictObject({ word: text, text })).exactOptional(),
        }),
      ),
      lists: z.array(NAMED).describe("The lists of the text, as it calls them"),
      rules: z.array(
        z.strictObject({
          rule: text,
          clause: text.nullable().describe("The words of the agreement that it expresses"),
          standing: text.describe("robust, contested on reading, contested on facts, contested on both, open"),
          pivots: z.array(z.json()),
          said: text.describe("The same in words"),
          cells: z.array(cell),
        }),
      ),
      questions: z.array(question),
      askFirst: text.nullable().describe("The question that brings what is known furthest"),
      couldAnswer: z.strictObject({
        actors: z.array(z.strictObject({ id: text, name: text })),
        sources: z.array(z.strictObject({ id, handle: text })),
      }),
      remarks: texts,
    }),
  }),
};
