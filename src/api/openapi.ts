import { z } from "zod";
import { ASKED_NAMES, endpointAsked, problem, type AskedName, type Endpoint } from "./contract.ts";

type Json = Readonly<Record<string, unknown>>;

const PROBLEM = { $ref: "#/components/schemas/Problem" };

/** What can go wrong, and when. */
const TROUBLES: Readonly<Record<number, string>> = {
  400: "What was asked cannot be understood",
  401: "Nobody has signed in, or what was sent to sign in with is not good",
  403: "The caller may not do that",
  404: "There is nothing here, or nothing for the caller: the two are the same",
  409: "Things stand otherwise than was thought; nothing was changed",
  413: "The body is too large",
  415: "The body is of another type",
  422: "What was sent is not as it should be; `problems` says where",
  429: "Too many requests; retry-after says how long to wait",
  503: "The database does not answer",
};

/** Statuses that an endpoint answers with, besides 200. */
export function troublesOf({
  method,
  body,
  path,
  permission,
  query,
  isReading,
  isAtDoor,
}: Endpoint): readonly number[] {
  // What is wrong with somebody's proof of who they are, 401, and with how accounts stand, 403, 404 and 409, is of many kinds.
  if (isAtDoor)
    return method === "get" ? [400, 401, 403, 429, 503] : [400, 401, 403, 404, 409, 413, 415, 422, 429, 503];
  const sent = [400, 413, 422, ...(body === "bytes" ? [] : [415]), ...(isReading ? [] : [409])];
  const post = method === "post" ? sent : [];
  const found = path.includes("{") ? [404] : [];
  const asked = query === undefined && permission === "nothing" ? [400] : [400, 422];
  return [...new Set([...post, ...found, ...asked, 401, 403, 429, 503])].toSorted((a, b) => a - b);
}

/** The OpenAPI 3.1 document of the contract. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of ASKED_NAMES) {
    const endpoint = endpointAsked(name);
    (paths[endpoint.path] ??= {})[endpoint.method] = operationOf(name, endpoint);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Truce",
      version: "1",
      description:
        "The record of a ceasefire over HTTP. Who asks sees what their audience may see; what is hidden is not there. Every request that changes something carries an Idempotency-Key, and is carried out once; but for those below /api/auth, by which people come in.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: [{}, { apiKey: [] }, { bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, "output") },
      responses: Object.fromEntries(
        Object.entries(TROUBLES).map(([status, description]) => [
          status,
          { description, content: { "application/problem+json": { schema: PROBLEM } } },
        ]),
      ),
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "truce.session_token" },
      },
    },
  };
}

function operationOf(name: AskedName, endpoint: Endpoint): Json {
  const { about, tag, method, body, permission, isInside, isReading, isAtDoor } = endpoint;
  const isChange = method === "post" && !isReading && !isAtDoor;
  const needs = permission === "nothing" ? "Anybody may." : `Needs \`${permission}\`.`;
  const description = isInside ? `${needs} For the inside alone.` : needs;
  const parameters = [...pathParameters(endpoint), ...queryParameters(endpoint), ...(isChange ? [KEY] : [])];
  return {
    operationId: name.replaceAll(":", "_"),
    summary: about,
    description,
    tags: [tag],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body) } }),
    responses: responsesOf(endpoint),
  };
}

const KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "New for each request; the same when it is sent again",
  schema: { type: "string", minLength: 8, maxLength: 200 },
};

function pathParameters({ path }: Endpoint): readonly Json[] {
  return Array.from(path.matchAll(/\{(\w+)\}/gu), ([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Endpoint): readonly Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input") as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function contentOf(body: NonNullable<Endpoint["body"]>): Json {
  if (body !== "bytes") return { "application/json": { schema: schemaOf(body, "input") } };
  const form = { type: "object", properties: { file: { type: "string", format: "binary" } }, required: ["file"] };
  return { "multipart/form-data": { schema: form }, "application/octet-stream": {} };
}

function responsesOf(endpoint: Endpoint): Json {
  const { answer } = endpoint;
  const isJson = answer instanceof z.ZodType;
  const content = isJson
    ? { "application/json": { schema: schemaOf(answer, "output") } }
    : Object.fromEntries(answer.map((media) => [media, {}]));
  const troubles = troublesOf(endpoint).map((status) => [status, { $ref: `#/components/responses/${status}` }]);
  return { 200: { description: "Done", content }, ...(Object.fromEntries(troubles) as Json) };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // The name of a format says it better than its pattern.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  }) as Json;
  return rest;
}
