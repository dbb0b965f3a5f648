import type { Problem } from "../../kit/index.ts";

export function isProblem(value: Uint8Array | Problem): value is Problem {
  return !(value instanceof Uint8Array);
}
