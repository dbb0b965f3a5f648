import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import {
  asOf,
  body,
  id,
  instant,
  instantAsked,
  maybeId,
  maybeNumber,
  maybeText,
  page,
  paging,
  texts,
} from "./values.ts";

export const reportQuery = asOf.extend({
  kind: z
    .string()
    .exactOptional()
    .describe("event: what a source tells of an occurrence; citation: a document that was cited"),
  from: instantAsked.exactOptional(),
  to: instantAsked.exactOptional(),
  side: z.string().exactOptional(),
  act: z.string().exactOptional(),
  text: z
    .string()
    .max(1000)
    .exactOptional()
    .describe("Words that all have to be there; finds nothing if you may not read them"),
  source: z.string().exactOptional().describe("The handle of the source"),
});

const LISTED = {
  id,
  recordedAt: instant,
  kind: maybeText,
  dataSet: maybeText,
  externalId: maybeText,
  source: maybeId,
  label: maybeText,
  earliest: instant,
  latest: instant,
  latitude: maybeNumber,
  longitude: maybeNumber,
  radiusM: maybeNumber,
  precision: maybeText,
  within: texts,
  country: maybeText,
  sides: texts,
  acts: texts,
  deadLeast: maybeNumber,
  deadBest: maybeNumber,
  deadMost: maybeNumber,
};

export const reportListed = z.strictObject(LISTED);

export const report = z.strictObject({
  ...LISTED,
  row: z.int().exactOptional(),
  supersedes: z.int().nullable().exactOptional(),
  withdrawn: z.boolean().exactOptional(),
  audience: texts.exactOptional(),
  item: maybeText,
  place: maybeNumber,
  words: maybeText,
  content: maybeText,
  body,
});

export const reports = {
  listReports: endpoint({
    method: "get",
    path: "/api/reports",
    tag: "reports",
    about: "Reports, of the latest occurrences first, and last those that do not say when it was",
    permission: "record:read",
    query: reportQuery.extend(paging.shape),
    answer: page(reportListed),
  }),
  exportReports: endpoint({
    method: "get",
    path: "/api/reports/export",
    tag: "reports",
    about: "What the reports of a selection say, as their sources told it; for those who may read that",
    permission: "export:run",
    query: reportQuery
      .omit({ kind: true })
      .extend({ format: z.string().describe("truce-csv, truce-xlsx, reports-jsonl, ucdp-ged, acled-csv") }),
    answer: ["application/octet-stream"],
  }),
  getReport: endpoint({
    method: "get",
    path: "/api/reports/{id}",
    tag: "reports",
    about: "One report",
    permission: "record:read",
    query: asOf,
    answer: report,
  }),
};
