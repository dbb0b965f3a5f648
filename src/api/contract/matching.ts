import { z } from "zod";
import { actEndpoint } from "./act.ts";
import { endpoint } from "./endpoint.ts";
import { id, text, texts } from "./values.ts";

/** Which reports tell of one incident: what the matcher proposes, and what people say. All of it can be undone. */

const reason = z.string().describe("Kept for the inside, and shown with the entry of the ledger");
const arranged = z.strictObject({ incident: id, reports: z.array(id) });
const decided = z.strictObject({ proposal: id, state: z.enum(["accepted", "rejected", "unsure"]), incident: id });
const because = z.strictObject({ reason });
const tag = "matching";

export const matching = {
  acceptMatch: actEndpoint({
    path: "/api/matches/{id}/acceptance",
    tag,
    about: "The report belongs where the matcher proposed, and stays there whatever comes later",
    permission: "incident:merge",
    body: because,
    answer: decided,
  }),
  rejectMatch: actEndpoint({
    path: "/api/matches/{id}/rejection",
    tag,
    about: "The report tells of another incident, and is never put there again",
    permission: "incident:merge",
    body: because,
    answer: decided,
  }),
  unsureOfMatch: actEndpoint({
    path: "/api/matches/{id}/doubt",
    tag,
    about: "Nobody can tell: the two stay side by side",
    permission: "incident:merge",
    body: because,
    answer: decided,
  }),
  sayOfReports: actEndpoint({
    path: "/api/match-verdicts",
    tag,
    about: "Says of two reports whether they tell of one incident",
    permission: "incident:merge",
    body: z.strictObject({ reports: z.tuple([id, id]), verdict: z.enum(["same", "different", "unsure"]), reason }),
    answer: z.strictObject({ incident: id }),
  }),
  mergeIncidents: actEndpoint({
    path: "/api/incidents/{id}/merge",
    tag,
    about: "This incident and another are one: this one ends, and leads to the other",
    permission: "incident:merge",
    body: z.strictObject({
      into: id,
      reason,
      release: z
        .boolean()
        .exactOptional()
        .describe("Release the other to parties that were asked about this one (needs release:set)"),
    }),
    answer: arranged,
  }),
  splitIncident: actEndpoint({
    path: "/api/incidents/{id}/split",
    tag,
    about: "Some of its reports tell of another incident, together",
    permission: "incident:merge",
    body: z.strictObject({ reports: z.array(id), reason }),
    answer: arranged,
  }),
  detachReport: actEndpoint({
    path: "/api/reports/{id}/detachment",
    tag,
    about: "The report tells of another incident than the others that it is with",
    permission: "report:attach",
    body: because,
    answer: arranged,
  }),
  pinIncident: actEndpoint({
    path: "/api/incidents/{id}/pin",
    tag,
    about: "From now on nothing joins the incident and nothing leaves it, but by people",
    permission: "incident:merge",
    body: because,
    answer: z.strictObject({ pin: id }),
  }),
  unpinIncident: actEndpoint({
    path: "/api/incidents/{id}/unpin",
    tag,
    about: "The matcher may change the incident again",
    permission: "incident:merge",
    body: because,
    answer: z.strictObject({ pin: id }),
  }),
  undoMatching: actEndpoint({
    path: "/api/ledger/undo",
    tag,
    about: "Takes an entry that put reports together or apart back, by its inverse; both stay to be read",
    permission: "incident:merge",
    body: z.strictObject({ entry: z.int().min(1), reason }),
    answer: z.strictObject({ undoes: z.int(), act: text, restored: z.int() }),
  }),
  learnMatchModel: actEndpoint({
    path: "/api/matches/model",
    tag,
    about: "Learns by what reports are compared on the reports of this record; what was put together stays",
    permission: "incident:merge",
    body: because,
    answer: z.strictObject({ version: text, claims: z.int() }),
  }),
  explainMatch: endpoint({
    method: "get",
    path: "/api/matches/explanation",
    tag,
    about: "Why two reports are, or are not, of one incident, in bits and in sentences",
    permission: "record:read",
    isInside: true,
    query: z.strictObject({ report: id, other: id }),
    answer: z.strictObject({
      reports: z.tuple([id, id]),
      sources: z.array(text),
      isOneIncident: z.boolean(),
      pair: z.json().exactOptional(),
      because: texts,
    }),
  }),
};
