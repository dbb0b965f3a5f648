import type { z } from "zod";
import type { Permission } from "../../accounts/roles.ts";
import { endpoint } from "./endpoint.ts";

interface ActGiven<Path extends string, B extends z.ZodType, A extends z.ZodType, P extends Permission> {
  readonly path: Path;
  readonly tag: string;
  readonly about: string;
  readonly permission: P;
  readonly body: B;
  readonly answer: A;
  /** Bytes, if it takes more than most. */
  readonly largestBody?: number;
}

/** What changes the record: one verb of the workflow. */
export const actEndpoint = <
  const Path extends string,
  B extends z.ZodType,
  A extends z.ZodType,
  const P extends Permission,
>(
  given: ActGiven<Path, B, A, P>,
) => endpoint({ method: "post", ...given });
