import { z } from "zod";
import { actEndpoint } from "./act.ts";
import { endpoint } from "./endpoint.ts";
import { id, instant, text } from "./values.ts";

const digest = z.string().describe("SHA-256 of the form");

/** Filled-in forms. They are sent by the OpenRosa protocol, which has addresses and answers of its own. */
export const submissions = {
  listSubmissions: endpoint({
    method: "get",
    path: "/api/submissions",
    tag: "submissions",
    about: "Filled-in forms of which there is no report yet, the oldest first; for the inside",
    permission: "record:read",
    isInside: true,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).exactOptional() }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          item: digest,
          form: text.describe("Which form was filled in"),
          receivedAt: instant,
          files: z.int().describe("How many files came with it"),
        }),
      ),
    }),
  }),
  acceptSubmissions: actEndpoint({
    path: "/api/submissions/accept",
    tag: "submissions",
    about: "Makes reports of filled-in forms that were sent by those who may not; their senders stay their sources",
    permission: "report:accept",
    body: z.strictObject({ items: z.array(digest) }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          item: digest,
          report: id.exactOptional().describe("Unset: it cannot be read, and `problems` say why"),
          problems: z.array(z.json()),
        }),
      ),
    }),
  }),
};
