import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { incidentQuery } from "./incidents.ts";
import { maybeText, text, texts } from "./values.ts";

const counts = z
  .record(z.string(), z.int())
  .describe("How many incidents have each verdict; `not judged` are those without one");
const tally = z.strictObject({
  verdicts: counts.describe("They add up to the incidents of the selection"),
  bounds: z
    .record(z.string(), z.strictObject({ certain: z.int(), possible: z.int() }))
    .describe("Of each verdict but undetermined: how many certainly have it, and how many can"),
  byPair: z.array(counts).describe("For each of `pairs`"),
  others: counts.describe("For all others; with `byPair` they add up to `verdicts`"),
});

export const tallies = {
  countTallies: endpoint({
    method: "get",
    path: "/api/tallies",
    tag: "incidents",
    about: "How many incidents of a selection have each verdict, under every reading and rule, and by who was in them",
    permission: "record:read",
    query: incidentQuery.extend({
      pairs: z.coerce.number().int().min(0).max(200).exactOptional().describe("Pairs of sides told apart; unset: 20"),
    }),
    answer: z.strictObject({
      agreement: maybeText.describe("null: there is none for you"),
      incidents: z.int(),
      pairs: z.array(z.strictObject({ sides: texts, incidents: z.int() })).describe("In most incidents first"),
      others: z.strictObject({ pairs: z.int(), incidents: z.int() }),
      tallies: z.array(
        z.strictObject({
          reading: text,
          rule: text,
          reports: tally.describe("By the reports alone"),
          withAnswers: tally.describe("With what was found out besides"),
        }),
      ),
    }),
  }),
};
