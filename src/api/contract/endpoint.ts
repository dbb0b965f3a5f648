import type { z } from "zod";
import type { Permission } from "../../accounts/roles.ts";

/** What one address of the API takes and gives. Checks, types, the OpenAPI document and the client come from these alone. */
export interface Endpoint {
  readonly method: "get" | "post";
  /** `/api/incidents/{id}`. */
  readonly path: string;
  /** One sentence, for the document. */
  readonly about: string;
  readonly tag: string;
  /** What the caller has to be allowed; `nothing`: anybody may. */
  readonly permission: Permission | "nothing";
  /** For whoever sees everything: others are refused, whatever they may do. */
  readonly isInside?: boolean;
  readonly query?: z.ZodType;
  /** JSON; or bytes of any kind, which are looked at as they come. */
  readonly body?: z.ZodType | "bytes";
  /** JSON; or the types of media that a stream can have. */
  readonly answer: z.ZodType | readonly string[];
  /** Bytes, if it takes more than most. */
  readonly largestBody?: number;
  /**
   * Of a POST: it is several changes, and done again it comes to the same. Others are one change, with which the answer is
   * kept.
   */
  readonly isRepeatable?: boolean;
  /** Of a POST: its answer is kept nowhere. Sent again under the same key it is carried out, and recorded, again. */
  readonly isSecret?: boolean;
  /** Of a POST: it asks something that has no room in an address, changes nothing, and needs no key. */
  readonly isReading?: true;
  /** Answered by the user accounts: it needs no key either. */
  readonly isAtDoor?: true;
}

/** `/api/incidents/{id}` → `{ id: string }`. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsOf<Rest>
  : unknown;

type Sent<S> = S extends z.ZodType ? z.input<S> : undefined;
type Checked<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What is asked, as whoever asks writes it. */
export type QueryOf<E extends Endpoint> = Sent<E["query"]>;
export type BodyOf<E extends Endpoint> = E["body"] extends "bytes" ? Blob | Uint8Array : Sent<E["body"]>;
/** The same as the server has it after the checks. */
export type QueryIn<E extends Endpoint> = Checked<E["query"]>;
export type BodyIn<E extends Endpoint> = Checked<E["body"]>;
/** What is answered. */
export type AnswerOf<E extends Endpoint> = E["answer"] extends z.ZodType ? z.output<E["answer"]> : Response;

/** Keeps the exact type of an endpoint. */
export function endpoint<const E extends Endpoint>(given: E): E {
  return given;
}
