import type { Kleene } from "../kit/index.ts";
import { componentsOf } from "./graph.ts";

/** How one unknown asks another for its value; `positive` is false under an odd number of `not`. */
export interface Dependency {
  readonly on: string;
  readonly positive: boolean;
}

/** Unknowns that are defined by each other. */
export interface Equations {
  readonly nodes: readonly string[];
  readonly dependsOn: (node: string) => readonly Dependency[];
  /** The value of a node, given a way to look up those it depends on. */
  readonly evaluate: (node: string, look: (dependency: Dependency) => Kleene) => Kleene;
}

export type Values = ReadonlyMap<string, Kleene>;

export interface Fixpoints {
  /** Nobody is confirmed who need not be: what holds if each waits for the other. */
  readonly least: Values;
  /** Everybody is who can be: what holds if all take effect together. */
  readonly greatest: Values;
}

/**
 * The least and the greatest solution, in the truth order false < unknown < true, of the nodes given; `fixed` holds those
 * of all others. Under `not` each looks at the other solution (Van Gelder 1993, the alternating fixpoint), so that both
 * move one way only and end after at most two steps a node; without `not` they are those of Knaster and Tarski.
 */
export function solveFixpoints(nodes: readonly string[], { evaluate }: Equations, fixed: Fixpoints): Fixpoints {
  const least = new Map<string, Kleene>(nodes.map((node) => [node, "false"]));
  const greatest = new Map<string, Kleene>(nodes.map((node) => [node, "true"]));
  const sides = [
    { own: least, look: lookup([least, fixed.least], [greatest, fixed.greatest]) },
    { own: greatest, look: lookup([greatest, fixed.greatest], [least, fixed.least]) },
  ];
  for (let moved = true; moved;) {
    moved = false;
    for (const node of nodes) {
      for (const { own, look } of sides) {
        const value = evaluate(node, look);
        if (value === own.get(node)) continue;
        own.set(node, value);
        moved = true;
      }
    }
  }
  return { least, greatest };
}

function lookup(own: readonly Values[], other: readonly Values[]): (dependency: Dependency) => Kleene {
  return ({ on, positive }) => {
    for (const values of positive ? own : other) {
      const value = values.get(on);
      if (value !== undefined) return value;
    }
    return "unknown";
  };
}

/** Both solutions of all nodes, each component after those it depends on. */
export function solveAll(equations: Equations): Fixpoints {
  const least = new Map<string, Kleene>();
  const greatest = new Map<string, Kleene>();
  for (const { nodes } of orderOf(equations)) {
    const solved = solveFixpoints(nodes, equations, { least, greatest });
    for (const [node, value] of solved.least) least.set(node, value);
    for (const [node, value] of solved.greatest) greatest.set(node, value);
  }
  return { least, greatest };
}

/** Nodes that depend on each other, directly or round about. */
export interface Circle {
  readonly nodes: readonly string[];
  /** Some of them asks that another is *not* confirmed: then no solution needs to exist. */
  readonly negative: boolean;
}

/** Components in an order in which each comes after what it depends on, and the circle that it is, if it is one. */
export function orderOf({
  nodes,
  dependsOn,
}: Equations): readonly { readonly nodes: readonly string[]; readonly circle?: Circle }[] {
  const components = componentsOf(nodes, (node) => dependsOn(node).map(({ on }) => on));
  return components.map((component) => {
    const members = new Set(component);
    const inside = component.flatMap((node) => dependsOn(node).filter(({ on }) => members.has(on)));
    if (inside.length === 0) return { nodes: component };
    return { nodes: component, circle: { nodes: component, negative: inside.some(({ positive }) => !positive) } };
  });
}
