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
  text,
  texts,
} from "./values.ts";

/** One selection of incidents, the same for list, count, map, verdicts, feed and export. */
export const incidentQuery = asOf.extend({
  from: instantAsked.exactOptional().describe("Incidents that begin at or after this"),
  to: instantAsked.exactOptional().describe("Incidents that begin before this"),
  box: z
    .string()
    .regex(/^-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?){3}$/u)
    .transform((given) => given.split(",").map(Number) as [number, number, number, number])
    .exactOptional()
    .describe("west,south,east,north in degrees; west > east goes across the antimeridian"),
  area: z.string().exactOptional(),
  side: z.string().exactOptional().describe("A side, by the name that its sources have for it"),
  act: z.string().exactOptional(),
  occurrence: z.string().exactOptional().describe("How sure it is that it happened: confirmed, contested, …"),
  attribution: z.string().exactOptional(),
  text: z.string().max(1000).exactOptional().describe("Words that all have to be there, in any script"),
  source: z.string().exactOptional().describe("The handle of a source that reported"),
  rule: z.string().exactOptional().describe("Show the verdict of this rule"),
  reading: z.string().exactOptional().describe("… under this reading; unset: text"),
  agreement: z.string().exactOptional().describe("… of this agreement; unset: the only one"),
  answers: z
    .enum(["with"])
    .exactOptional()
    .describe("… with what was found out besides the reports, where something was; unset: by the reports alone"),
  verdict: z.string().exactOptional().describe("Only incidents with this verdict of the rule; ?breach: it is possible"),
});

export const incident = z.strictObject({
  id,
  recordedAt: instant,
  label: maybeText,
  kind: maybeText,
  account: maybeId,
  earliest: instant,
  latest: instant,
  latitude: maybeNumber,
  longitude: maybeNumber,
  radiusM: maybeNumber,
  area: maybeText,
  country: maybeText,
  sides: texts,
  acts: texts,
  deadLeast: maybeNumber,
  deadBest: maybeNumber,
  deadMost: maybeNumber,
  occurrence: maybeText,
  attribution: maybeText,
  body,
  verdict: maybeText.describe("Of the rule and reading asked for"),
});

const reportOfIncident = z.strictObject({
  id,
  kind: maybeText,
  label: maybeText,
  earliest: instant,
  latest: instant,
  sides: texts,
  acts: texts,
  source: maybeId,
  body,
  standing: text.describe("How it stands in the incident"),
});

export const incidents = {
  listIncidents: endpoint({
    method: "get",
    path: "/api/incidents",
    tag: "incidents",
    about: "Incidents, the latest first; those that nobody can date come last",
    permission: "record:read",
    query: incidentQuery.extend(paging.shape),
    answer: page(incident),
  }),
  countIncidents: endpoint({
    method: "get",
    path: "/api/incidents/count",
    tag: "incidents",
    about: "How many incidents a selection has",
    permission: "record:read",
    query: incidentQuery,
    answer: z.strictObject({ count: z.int() }),
  }),
  countVerdicts: endpoint({
    method: "get",
    path: "/api/incidents/verdicts",
    tag: "incidents",
    about: "How many incidents of a selection have each verdict of a rule",
    permission: "record:read",
    query: incidentQuery.required({ rule: true }),
    answer: z.strictObject({ verdicts: z.record(z.string(), z.int()), incidents: z.int() }),
  }),
  mapIncidents: endpoint({
    method: "get",
    path: "/api/incidents/map",
    tag: "incidents",
    about: "The same as GeoJSON (RFC 7946), a page of it; without a place for you there is no geometry",
    permission: "record:read",
    query: incidentQuery.extend(paging.shape),
    answer: ["application/geo+json"],
  }),
  feedIncidents: endpoint({
    method: "get",
    path: "/api/incidents/feed",
    tag: "incidents",
    about: "The latest of a selection as a feed (Atom, RFC 4287)",
    permission: "record:read",
    query: incidentQuery,
    answer: ["application/atom+xml"],
  }),
  exportIncidents: endpoint({
    method: "get",
    path: "/api/incidents/export",
    tag: "incidents",
    about: "All of a selection as a file. The header truce-manifest says how many rows it has, and what was asked",
    permission: "export:run",
    query: incidentQuery.extend({ format: z.enum(["csv", "xlsx", "geojson", "jsonl"]) }),
    answer: [
      "text/csv",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/geo+json",
      "application/jsonl",
    ],
  }),
  exportManifest: endpoint({
    method: "get",
    path: "/api/incidents/export/manifest",
    tag: "incidents",
    about: "What an export of a selection has in it: rows, columns, filters, for whom and as of when",
    permission: "export:run",
    query: incidentQuery.extend({ format: z.enum(["csv", "xlsx", "geojson", "jsonl"]) }),
    answer: z.strictObject({
      format: text,
      rows: z.int(),
      columns: texts,
      filters: z.record(z.string(), z.json()),
      asOf: text,
      for: text.describe("The audience whose view it is"),
    }),
  }),
  getIncident: endpoint({
    method: "get",
    path: "/api/incidents/{id}",
    tag: "incidents",
    about: "One incident with its reports and findings",
    permission: "record:read",
    query: asOf.extend({
      rule: incidentQuery.shape.rule,
      reading: incidentQuery.shape.reading,
      agreement: incidentQuery.shape.agreement,
      answers: incidentQuery.shape.answers,
    }),
    answer: z.strictObject({
      incident,
      row: z.int().exactOptional().describe("The version that acts name as `seen`; for the inside"),
      audience: texts.exactOptional().describe("For the inside"),
      reports: z.array(reportOfIncident),
      findings: z.array(z.strictObject({ agreement: text, knownAt: instant, keys: texts, cells: body })),
    }),
  }),
};
