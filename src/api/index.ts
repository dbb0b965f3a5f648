export { PAGE_POLICY } from "./answer-headers.ts";
export { createApi } from "./app.ts";
export { sweepArriving } from "./arriving.ts";
export { createClient, ProblemAnswer, type AskWith, type Client, type ClientOptions } from "./client.ts";
export {
  ASKED_NAMES,
  DOOR,
  DOOR_NAMES,
  endpointAsked,
  ENDPOINTS,
  ENDPOINT_NAMES,
  endpointNamed,
  type AnswerOf,
  type AskedEndpoints,
  type AskedName,
  type DoorName,
  type Endpoint,
  type EndpointName,
  type Endpoints,
  type ProblemSaid,
} from "./contract.ts";
export { problem } from "./contract.ts";
export { openApiDocument, troublesOf } from "./openapi.ts";
export type { ApiParts, LogLine, Rates } from "./parts.ts";
