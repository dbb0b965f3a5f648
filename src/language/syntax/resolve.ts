import type { Formula, Statement } from "../ir.ts";
import { roleOf, type Kinds } from "../kinds.ts";

/**
 * In a table and in a duty's condition a weapon or an act is written by its name alone. That is known only once the whole
 * text is read: here every such name becomes `weapon is …` or `act is …`.
 */
export function resolveNames(statement: Statement, kinds: Kinds): Statement {
  return walk(statement, kinds) as Statement;
}

function walk(node: unknown, kinds: Kinds): unknown {
  if (Array.isArray(node)) return node.map((part) => walk(part, kinds));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, walk(value, kinds)]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  return isBareFact(copy) ? resolveFact(copy, kinds) : copy;
}

type BareFact = Formula & { readonly kind: "fact" };

function isBareFact(node: Record<string, unknown>): node is Record<string, unknown> & BareFact {
  return (
    node["kind"] === "fact" && typeof node["fact"] === "string" && Array.isArray(node["of"]) && node["of"].length === 0
  );
}

function resolveFact(node: BareFact, kinds: Kinds): Formula {
  const { fact, at } = node;
  const role = roleOf(fact, kinds);
  if (role === undefined) return node;
  return { kind: "is", term: { role }, name: fact, ...(at ? { at } : {}) };
}
