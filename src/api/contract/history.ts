import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { id, text } from "./values.ts";

const field = z.strictObject({
  field: text.describe("As it is called elsewhere; body.NAME: a part of what was said besides"),
  before: z.json().exactOptional().describe("Unset: there was nothing"),
  now: z.json().exactOptional().describe("Unset: there is nothing any more"),
});

const change = z.strictObject({
  rule: text,
  reading: text,
  withAnswers: z.literal(true).exactOptional(),
  before: z.json().exactOptional(),
  now: z.json().exactOptional(),
});

export const history = {
  getIncidentHistory: endpoint({
    method: "get",
    path: "/api/incidents/{id}/history",
    tag: "incidents",
    about:
      "What happened to an incident, its reports, and what was said and found of it: by whom, when, and what changed; the earliest first",
    permission: "ledger:read",
    isInside: true,
    answer: z.strictObject({
      entries: z.array(
        z.strictObject({
          seq: z.int(),
          at: text,
          by: text.describe("The account, or the program"),
          act: text,
          reason: text.nullable(),
          body: z.json(),
          things: z.array(
            z.strictObject({
              noun: text,
              id,
              row: z.int(),
              what: z.enum(["added", "changed", "withdrawn"]),
              fields: z.array(field).describe("What is otherwise than before"),
              verdicts: z.array(change).exactOptional().describe("Of a finding"),
            }),
          ),
        }),
      ),
    }),
  }),
};
