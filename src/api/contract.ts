import { accountsTold } from "./contract/accounts-told.ts";
import { acts } from "./contract/acts.ts";
import { coverageSummary } from "./contract/coverage.ts";
import { dryRuns } from "./contract/dry-runs.ts";
import { columns } from "./contract/columns.ts";
import { door } from "./contract/door.ts";
import type { Endpoint } from "./contract/endpoint.ts";
import { explanations } from "./contract/explanations.ts";
import { history } from "./contract/history.ts";
import { incidents } from "./contract/incidents.ts";
import { imports } from "./contract/imports.ts";
import { items } from "./contract/items.ts";
import { matching } from "./contract/matching.ts";
import { reports } from "./contract/reports.ts";
import { standing } from "./contract/standing.ts";
import { submissions } from "./contract/submissions.ts";
import { system } from "./contract/system.ts";
import { tallies } from "./contract/tallies.ts";
import { things } from "./contract/things.ts";

export * from "./contract/endpoint.ts";
export { problem, type ProblemSaid } from "./contract/values.ts";
export { incidentQuery } from "./contract/incidents.ts";
export { reportQuery } from "./contract/reports.ts";
export { THINGS, type ThingNoun } from "./contract/things.ts";

/**
 * Every address of the API, by a name. What is asked and answered, who may, and in what form, stands here and nowhere else:
 * the server mounts it, the document and the client are made from it, and so is the table of who may do what in the tests.
 * A path without a parameter comes before one that could be taken for it.
 */
export const ENDPOINTS = {
  ...incidents,
  ...columns,
  ...explanations,
  ...accountsTold,
  ...history,
  ...tallies,
  ...reports,
  ...items,
  ...imports,
  ...submissions,
  ...acts,
  ...matching,
  ...dryRuns,
  ...standing,
  ...coverageSummary,
  ...system,
  ...things,
};

/** How people come in: answered by the user accounts, and told in the same form as the rest. */
export const DOOR = door;
export type DoorName = keyof typeof DOOR;
export const DOOR_NAMES = Object.keys(DOOR) as readonly DoorName[];

const ASKED = { ...ENDPOINTS, ...DOOR };
/** All that can be asked. */
export type AskedEndpoints = typeof ASKED;
export type AskedName = keyof AskedEndpoints;
export const ASKED_NAMES = Object.keys(ASKED) as readonly AskedName[];

export function endpointAsked(name: AskedName): Endpoint {
  return ASKED[name];
}

export type Endpoints = typeof ENDPOINTS;
export type EndpointName = keyof Endpoints;

export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as readonly EndpointName[];

export function endpointNamed(name: EndpointName): Endpoint {
  return ENDPOINTS[name];
}
