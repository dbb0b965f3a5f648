import { z } from "zod";
import { ACCOUNT_KINDS } from "../../domain/index.ts";
import { actEndpoint as act } from "./act.ts";
import { saidFields } from "./explanations.ts";
import { audience, id, seen, text, words } from "./values.ts";

/** What somebody tells of an incident besides its reports, or found out about it. */

export const accountsTold = {
  recordAccount: act({
    path: "/api/incidents/{id}/accounts",
    tag: "incidents",
    about:
      "Records what somebody tells of an incident or found out about it, in the terms of docs/formats/accounts.md; findings follow",
    permission: "report:accept",
    body: saidFields.extend({
      agreement: z.string().exactOptional().describe("In whose words it is said; unset: the only one"),
      account: z.string().exactOptional().describe("Its name among the accounts of the incident; unset: one is made"),
      kind: z.enum(ACCOUNT_KINDS).describe("answer: it was found out, and ends a doubt"),
      by: z.string().describe("Who tells it"),
      through: z.string().exactOptional(),
      on: z.string().describe("When it was told, on the clocks of the agreement: YYYY-MM-DD or YYYY-MM-DD HH:MM"),
      known: z.string().exactOptional().describe("When it could be known; unset: when it was told"),
      source: z.string().exactOptional(),
      note: z.string().exactOptional(),
      audience: audience.exactOptional(),
    }),
    answer: z.strictObject({ statement: id, account: text, problems: z.array(z.json()) }),
  }),
  withdrawAccount: act({
    path: "/api/statements/{id}/withdrawal",
    tag: "statements",
    about: "Takes an account of an incident back that somebody recorded; it stays to be read",
    permission: "report:accept",
    body: z.strictObject({ seen, reasons: words }),
    answer: z.strictObject({ statement: id }),
  }),
};
