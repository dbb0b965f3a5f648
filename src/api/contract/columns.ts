import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { incidentQuery } from "./incidents.ts";

export const columns = {
  listColumns: endpoint({
    method: "get",
    path: "/api/incidents/columns",
    tag: "incidents",
    about:
      "All incidents of a selection as columns for a program that filters and draws them itself: lines of JSON, in the order of the list (docs/formats/incident-columns.md)",
    permission: "record:read",
    query: incidentQuery.extend({
      with: z.enum(["reports"]).exactOptional().describe("How many reports and sources each has besides: takes longer"),
      only: z.enum(["ids"]).exactOptional().describe("Only which incidents these are"),
    }),
    answer: ["application/jsonl"],
  }),
};
