/** Strong Kleene truth: `unknown` means "true or false, we cannot tell which", so an answer that it cannot change stays sure. */
export type Kleene = "true" | "false" | "unknown";

/** True only if all are; false as soon as one is, whatever the unknown ones hide. All of nothing is true. */
export function and(...values: readonly Kleene[]): Kleene {
  if (values.includes("false")) return "false";
  return values.includes("unknown") ? "unknown" : "true";
}

/** False only if all are; true as soon as one is. Any of nothing is false. */
export function or(...values: readonly Kleene[]): Kleene {
  if (values.includes("true")) return "true";
  return values.includes("unknown") ? "unknown" : "false";
}

/** The opposite; the opposite of unknown is unknown. */
export function not(value: Kleene): Kleene {
  if (value === "unknown") return "unknown";
  return value === "true" ? "false" : "true";
}

/** A fact we may not have: `undefined` is unknown, never false. */
export function kleene(value: boolean | undefined): Kleene {
  if (value === undefined) return "unknown";
  return value ? "true" : "false";
}
