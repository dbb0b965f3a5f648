import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { and, not, or, type Kleene } from "../kit/index.ts";
import { orderOf, solveAll, type Dependency, type Equations, type Values } from "./fixpoint.ts";
import { componentsOf } from "./graph.ts";

/** A condition over nodes by number, as small as it can be. */
type Condition =
  | { readonly kind: "node"; readonly on: number }
  | { readonly kind: "known"; readonly value: Kleene }
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition };

interface Acceptance {
  readonly given: Kleene;
  readonly provided: Condition;
}

function evaluate(condition: Condition, look: (dependency: Dependency) => Kleene, positive = true): Kleene {
  switch (condition.kind) {
    case "node":
      return look({ on: String(condition.on), positive });
    case "known":
      return condition.value;
    case "and":
      return and(...condition.of.map((part) => evaluate(part, look, positive)));
    case "or":
      return or(...condition.of.map((part) => evaluate(part, look, positive)));
    case "not":
      return not(evaluate(condition.of, look, !positive));
  }
}

function equations(accepts: readonly Acceptance[]): Equations {
  return {
    nodes: accepts.map((_, i) => String(i)),
    dependsOn: (node) => {
      const found: Dependency[] = [];
      evaluate(accepts[Number(node)]!.provided, (dependency) => {
        found.push(dependency);
        return "unknown";
      });
      return found;
    },
    evaluate: (node, look) => {
      const { given, provided } = accepts[Number(node)]!;
      return and(given, evaluate(provided, look));
    },
  };
}

const kleene = fc.constantFrom<Kleene>("true", "false", "unknown");

/** Up to six acceptances with conditions on each other. */
function systems(withNot: boolean): fc.Arbitrary<readonly Acceptance[]> {
  return fc.integer({ min: 1, max: 6 }).chain((size) => {
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
      const part = tie("condition");
      const parts = fc.array(part, { minLength: 1, maxLength: 3 });
      const leaves: fc.Arbitrary<Condition>[] = [
        fc.nat(size - 1).map((on) => ({ kind: "node", on })),
        kleene.map((value) => ({ kind: "known", value })),
      ];
      const inner: fc.Arbitrary<Condition>[] = [
        parts.map((of) => ({ kind: "and", of })),
        parts.map((of) => ({ kind: "or", of })),
        ...(withNot ? [part.map((of): Condition => ({ kind: "not", of }))] : []),
      ];
      return { condition: fc.oneof({ maxDepth: 3 }, ...leaves, ...inner) };
    });
    return fc.array(fc.record({ given: kleene, provided: condition }), { minLength: size, maxLength: size });
  });
}

const order: readonly Kleene[] = ["false", "unknown", "true"];
const rank = (values: Values, node: string) => order.indexOf(values.get(node) ?? "unknown");
const readFrom = (values: Values) => (dependency: Dependency) => values.get(dependency.on) ?? "unknown";

/** Every assignment of three values to the nodes. */
function* assignments(nodes: readonly string[]): Generator<Values> {
  for (let code = 0; code < 3 ** nodes.length; code++) {
    yield new Map(nodes.map((node, i) => [node, order[Math.floor(code / 3 ** i) % 3] ?? "unknown"]));
  }
}

describe("fixpoints", () => {
  test("the least is never above the greatest, with `not` or without", () => {
    fc.assert(
      fc.property(systems(true), (accepts) => {
        const { nodes } = equations(accepts);
        const { least, greatest } = solveAll(equations(accepts));
        for (const node of nodes) expect(rank(least, node)).toBeLessThanOrEqual(rank(greatest, node));
      }),
    );
  });

  test("both are fixpoints, and every other lies between them, if nothing is negated", () => {
    fc.assert(
      fc.property(systems(false), (accepts) => {
        const system = equations(accepts);
        const { nodes } = system;
        const { least, greatest } = solveAll(system);
        const isFixpoint = (values: Values) =>
          nodes.every((node) => system.evaluate(node, readFrom(values)) === values.get(node));
        expect(isFixpoint(least) && isFixpoint(greatest)).toBe(true);
        for (const values of assignments(nodes)) {
          if (!isFixpoint(values)) continue;
          for (const node of nodes) {
            expect(rank(values, node)).toBeGreaterThanOrEqual(rank(least, node));
            expect(rank(values, node)).toBeLessThanOrEqual(rank(greatest, node));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("where least and greatest agree they are a fixpoint, with `not` too", () => {
    fc.assert(
      fc.property(systems(true), (accepts) => {
        const system = equations(accepts);
        const { least, greatest } = solveAll(system);
        fc.pre(system.nodes.every((node) => least.get(node) === greatest.get(node)));
        for (const node of system.nodes) expect(system.evaluate(node, readFrom(least))).toBe(least.get(node));
      }),
    );
  });

  test("without a circle there is one solution only", () => {
    fc.assert(
      fc.property(systems(true), (accepts) => {
        const system = equations(accepts);
        fc.pre(orderOf(system).every(({ circle }) => circle === undefined));
        const { least, greatest } = solveAll(system);
        expect([...least]).toEqual([...greatest]);
      }),
    );
  });
});

describe("components", () => {
  const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 });
  const nodes = Array.from({ length: 8 }, (_, i) => String(i));

  test("two nodes share one exactly if each reaches the other, and dependencies come first", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const targets = (node: string) => pairs.filter(([from]) => String(from) === node).map(([, to]) => String(to));
        const components = componentsOf(nodes, targets);
        const place = new Map(components.flatMap((component, i) => component.map((node) => [node, i] as const)));
        const reaches = (from: string) => {
          const seen = new Set([from]);
          for (const node of seen) for (const target of targets(node)) seen.add(target);
          return seen;
        };
        expect(place.size).toBe(nodes.length);
        for (const a of nodes) {
          for (const b of reaches(a)) {
            expect(place.get(b)).toBeLessThanOrEqual(place.get(a) ?? -1);
            expect(place.get(a) === place.get(b)).toBe(reaches(b).has(a));
          }
        }
      }),
    );
  });

  test("a chain of ten thousand does not exhaust the stack", () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => String(i));
    const components = componentsOf(chain, (node) => (node === "9999" ? [] : [String(Number(node) + 1)]));
    expect(components.length).toBe(10_000);
    expect(components[0]).toEqual(["9999"]);
  });
});
