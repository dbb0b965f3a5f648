import type { Kleene, Problem } from "../kit/index.ts";
import type { Name } from "../language/index.ts";
import { acceptOf, sayNode } from "./condition.ts";
import type { Declared } from "./declared.ts";
import {
  orderOf,
  solveFixpoints,
  type Circle,
  type Dependency,
  type Equations,
  type Fixpoints,
  type Values,
} from "./fixpoint.ts";

/** Acceptances that wait for each other, and what the text makes of it. */
export interface SolvedCircle {
  readonly accepts: readonly Name[];
  /** How it comes out if each waits for the other, and if all take effect together. */
  readonly least: Values;
  readonly greatest: Values;
  readonly differ: boolean;
  /**
   * `not-needed`: both come out the same on this record. `concurrent`, `first`: the text says how it ends.
   * `none`: it does not. `negative`: one asks that another is not confirmed, and no answer is right.
   */
  readonly resolution: "not-needed" | "concurrent" | "first" | "none" | "negative";
  readonly says: string;
}

export interface Resolved {
  readonly values: Values;
  readonly circles: readonly SolvedCircle[];
  readonly problems: readonly Problem[];
}

/** The values of all nodes; behind a circle that the text does not resolve they are unknown. */
export function resolveCircles(equations: Equations, declared: Declared): Resolved {
  const values = new Map<string, Kleene>();
  const circles: SolvedCircle[] = [];
  const problems: Problem[] = [];
  for (const { nodes, circle } of orderOf(equations)) {
    const bounds = solveFixpoints(nodes, equations, { least: values, greatest: values });
    if (!circle) {
      for (const [node, value] of bounds.least) values.set(node, value);
      continue;
    }
    const { found, result } = resolveCircle(circle, { bounds, equations, declared, values });
    for (const node of nodes) values.set(node, result.get(node) ?? "unknown");
    circles.push(found);
    const problem = problemOf(found, declared);
    if (problem) problems.push(problem);
  }
  return { values, circles, problems };
}

interface CircleOptions {
  readonly bounds: Fixpoints;
  readonly equations: Equations;
  readonly declared: Declared;
  /** Of everything the circle rests on. */
  readonly values: Values;
}

function resolveCircle(
  circle: Circle,
  options: CircleOptions,
): { readonly found: SolvedCircle; readonly result: Values } {
  const { bounds, declared } = options;
  const accepts = [...new Set(circle.nodes.map(acceptOf))].toSorted();
  const ring = accepts.join(", ");
  const differ = circle.nodes.some((node) => bounds.least.get(node) !== bounds.greatest.get(node));
  const base = { accepts, ...bounds, differ };
  if (circle.negative) {
    const says = `${ring}: one asks that another is not confirmed, and they wait for each other: no answer fits`;
    return { found: { ...base, resolution: "negative", says }, result: new Map() };
  }
  if (!differ) {
    const says = `${ring} wait for each other; on this record it makes no difference who moves first`;
    return { found: { ...base, resolution: "not-needed", says }, result: bounds.least };
  }
  if (declared.concurrent.some(({ names }) => accepts.every((name) => names.includes(name)))) {
    const says = `${ring} take effect together (concurrent): ${sayValues(bounds.greatest)}`;
    return { found: { ...base, resolution: "concurrent", says }, result: bounds.greatest };
  }
  const led = solveLed(circle, options);
  if (led) {
    const says = `${led.movers.join(", then ")} moves first and waits for no other of ${ring}: ${sayValues(led.values)}`;
    return { found: { ...base, resolution: "first", says }, result: led.values };
  }
  const says = `${ring} wait for each other, and the text does not say who moves first: none is confirmed if each waits, all can be if they take effect together`;
  return { found: { ...base, resolution: "none", says }, result: new Map() };
}

function sayValues(values: Values): string {
  const words = { true: "confirmed", false: "not confirmed", unknown: "not known" } as const;
  return (["true", "false", "unknown"] as const)
    .map((value) => [[...values.keys()].filter((node) => values.get(node) === value), words[value]] as const)
    .filter(([nodes]) => nodes.length > 0)
    .map(([nodes, word]) => `${nodes.map(sayNode).toSorted().join(", ")} ${word}`)
    .join("; ");
}

/**
 * The circle with `first … then …`: who moves first takes the word of those that follow as given. Undefined if nobody
 * does, or if others still wait for each other.
 */
function solveLed(circle: Circle, { equations, declared, values }: CircleOptions) {
  const inside = new Set(circle.nodes);
  const followers = new Map<Name, Set<Name>>();
  for (const { first, followers: then } of declared.first) {
    followers.set(first, new Set([...(followers.get(first) ?? []), ...then]));
  }
  const movers = [...new Set(circle.nodes.map(acceptOf))].filter((name) => followers.has(name));
  if (movers.length === 0) return undefined;
  const waived = (node: string, { on }: Dependency) =>
    inside.has(on) && followers.get(acceptOf(node))?.has(acceptOf(on)) === true;
  const led: Equations = {
    ...equations,
    evaluate: (node, look) =>
      equations.evaluate(node, (dependency) => (waived(node, dependency) ? "true" : look(dependency))),
  };
  const { least, greatest } = solveFixpoints(circle.nodes, led, { least: values, greatest: values });
  if (circle.nodes.some((node) => least.get(node) !== greatest.get(node))) return undefined;
  return { movers, values: least };
}

function problemOf({ accepts, resolution, says }: SolvedCircle, declared: Declared): Problem | undefined {
  if (resolution !== "none" && resolution !== "negative") return undefined;
  const [first = "", ...rest] = accepts;
  const at = { ...declared.accepts.get(first)?.at };
  if (resolution === "negative") {
    return {
      code: "negative-circle",
      severity: "error",
      at,
      message: says,
      hint: "take one `not … confirmed` out of the circle",
    };
  }
  const partial = declared.concurrent.find(({ names }) => names.some((name) => accepts.includes(name)));
  const missing = partial && accepts.filter((name) => !partial.names.includes(name));
  const others = rest.length > 0 ? ` or \`first ${first} then ${rest.join(", ")}\`` : "";
  const hint = missing?.length
    ? `\`concurrent\` leaves out ${missing.join(", ")}: write \`concurrent ${accepts.join(", ")}\``
    : rest.length > 0
      ? `write \`concurrent ${accepts.join(", ")}\`${others}`
      : `${first} waits for itself: take that out of its condition`;
  return { code: "circular-conditions", severity: "error", at, message: says, hint };
}
