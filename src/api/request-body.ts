import { z } from "zod";
import { Trouble, troubleOfSchema } from "./errors.ts";

const LARGEST_JSON = 1024 * 1024;

export function tooLarge(most: number): Trouble {
  return new Trouble(413, {
    code: "too-large",
    detail: `this is more than ${most} bytes`,
    hint: "send it in parts",
  });
}

/** The bytes of a body as they come, and no more of them than there may be. */
export async function* bytesOf(request: Request, most: number): AsyncGenerator<Uint8Array, void> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
  let size = 0;
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > most) throw tooLarge(most);
    yield piece;
  }
}

export async function wholeBody(
  request: Request,
  most = LARGEST_JSON,
  onBytes?: (bytes: number) => void,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytesOf(request, most)) {
    onBytes?.(piece.length);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What a JSON body says, checked. @throws Trouble 400, 415, 422 */
export function jsonIn<S extends z.ZodType>(request: Request, bytes: Uint8Array, schema: S): z.output<S> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json(?:\s*;|$)/iu.test(type))
    throw new Trouble(415, {
      code: "not-json",
      detail: "the body has to be JSON",
      hint: "send it with content-type: application/json",
    });
  const found = schema.safeParse(parsedJson(bytes));
  if (found.success) return found.data;
  throw troubleOfSchema(found.error, "body");
}

/** What JSON in UTF-8 says, not checked. @throws Trouble 400 */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new Trouble(400, {
      code: "bad-json",
      detail: "the body is no JSON",
      hint: "JSON in UTF-8, as RFC 8259 has it",
    });
  }
}

/** What the query of an address says, checked. A name that is not known is a mistake: a filter is never left out in silence. */
export function queryIn(url: URL, schema: z.ZodType | undefined): unknown {
  if (url.searchParams.has("asOf") && !takes(schema, "asOf")) throw onlyAsItStands();
  const given: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name in given || !schema) throw unknownQuery(name);
    Object.defineProperty(given, name, { value, enumerable: true });
  }
  if (!schema) return undefined;
  const found = schema.safeParse(given);
  if (found.success) return found.data;
  throw troubleOfSchema(found.error, "query");
}

function takes(schema: z.ZodType | undefined, name: string): boolean {
  return schema instanceof z.ZodObject && name in schema.shape;
}

/** Work that waits, trouble of the server and the like are not kept as they were. */
function onlyAsItStands(): Trouble {
  const message = "this is told as it stands, and not as it stood at a moment";
  return new Trouble(400, {
    code: "only-as-it-stands",
    detail: message,
    hint: "leave asOf out; lists and things of the record take it",
    problems: [{ in: "query", pointer: "/asOf", code: "only-as-it-stands", severity: "error", message }],
  });
}

function unknownQuery(name: string): Trouble {
  const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const message = "this is given twice, or not asked for here";
  return new Trouble(400, {
    code: "bad-query",
    detail: message,
    hint: "see /api/openapi.json",
    problems: [{ in: "query", pointer, code: "bad-query", severity: "error", message }],
  });
}
