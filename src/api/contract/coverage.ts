import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { instantAsked, text } from "./values.ts";

const counted = {
  covered: z.int().describe("Whatever happened would have been recorded"),
  partly: z.int().describe("Somebody watched: for a time, for some acts, or without vouching that nothing was missed"),
  silent: z.int().describe("Nobody says anything: nothing recorded means nothing"),
};

export const coverageSummary = {
  summariseCoverage: endpoint({
    method: "get",
    path: "/api/coverage/summary",
    tag: "coverage",
    about: "Which areas and days have a statement of coverage, and which are silent",
    permission: "record:read",
    isInside: true,
    query: z.strictObject({
      from: instantAsked.exactOptional().describe("Unset: two weeks before `to`"),
      to: instantAsked.exactOptional().describe("Unset: now. At most 400 days are looked at"),
      agreement: z.string().max(200).exactOptional().describe("On whose clocks days are counted; unset: the only one"),
    }),
    answer: z.strictObject({
      zone: text,
      from: text.describe("The first day"),
      to: text.describe("The last day"),
      statements: z.int(),
      areas: z
        .array(
          z.strictObject({
            area: text.exactOptional().describe("Unset: wherever the text speaks of"),
            name: text.exactOptional(),
            ...counted,
            last: text.exactOptional().describe("The last day of which anything is said"),
          }),
        )
        .describe("How many of the days; those of which the least is known first"),
      days: z.array(z.strictObject({ day: text, ...counted })).describe("How many of the areas"),
    }),
  }),
};
