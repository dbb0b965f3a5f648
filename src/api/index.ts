export { createApi } from "./app.ts";
export { createClient, ProblemAnswer, type Client, type ClientOptions } from "./client.ts";
export {
  ENDPOINTS,
  ENDPOINT_NAMES,
  endpointNamed,
  type Endpoint,
  type EndpointName,
  type Endpoints,
  type ProblemSaid,
} from "./contract.ts";
export { problem } from "./contract.ts";
export { openApiDocument, troublesOf } from "./openapi.ts";
export type { ApiParts, LogLine, Rates } from "./parts.ts";
