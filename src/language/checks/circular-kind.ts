import type { Name } from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check } from "./check.ts";

/** Nothing is a kind of itself, and nobody fights as part of themselves, not even by way of others. */
export const circularKindCheck: Check = {
  codes: ["circular-kind"],
  check(context) {
    const { acts, weapons, parties } = context.declared;
    const above = {
      act: (name: Name) => acts.get(name)?.isA ?? [],
      weapon: (name: Name) => weapons.get(name)?.isA ?? [],
      party: (name: Name) => [parties.get(name)?.partOf].filter((part) => part !== undefined),
    };
    const reported = new Set<string>();
    return statementsOf(context.agreement).flatMap((statement) => {
      if (statement.kind !== "act" && statement.kind !== "weapon" && statement.kind !== "party") return [];
      const circle = circleThrough(statement.name, above[statement.kind]);
      const key = circle && `${statement.kind} ${[...circle].sort().join(" ")}`;
      if (!circle || key === undefined || reported.has(key)) return [];
      reported.add(key);
      const joint = statement.kind === "party" ? ", which is part of " : ", which is a kind of ";
      const message = [...circle, statement.name]
        .map((name) => `\`${name}\``)
        .join(joint)
        .replace(", which ", " ");
      const hint = statement.kind === "party" ? "take one `part of` out" : "take one `is` out";
      return [problemAt(context, { code: "circular-kind", at: statement.at, word: statement.name, message, hint })];
    });
  },
};

/** The shortest way from a name back to itself. */
export function circleThrough(start: Name, above: (name: Name) => readonly Name[]): readonly Name[] | undefined {
  const from = new Map<Name, Name | undefined>([[start, undefined]]);
  const open = [start];
  for (const name of open) {
    for (const next of above(name)) {
      if (next === start) {
        const path: Name[] = [];
        for (let at: Name | undefined = name; at !== undefined; at = from.get(at)) path.unshift(at);
        return path;
      }
      if (!from.has(next)) {
        from.set(next, name);
        open.push(next);
      }
    }
  }
  return undefined;
}
