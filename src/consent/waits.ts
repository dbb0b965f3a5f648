import { printLeaf } from "../language/index.ts";
import { acceptOf, blockersOf, givenAt, evaluate, sayNode, byOf, type Blocker } from "./condition.ts";
import { lookIn, type Solution } from "./solution.ts";
import { wordOf, type Word } from "./standing.ts";

/**
 * Why an acceptance is not confirmed, followed back through those it waits for to where the chain ends: one line for
 * each end, by the shortest way, as `a3 waits for a2 waits for a1: nothing recorded from sar to ru by …`.
 */
export function rootCauses(start: string, solution: Solution): readonly string[] {
  const lines: string[] = [];
  const paths = new Map<string, readonly string[]>([[start, [start]]]);
  let circle: readonly string[] | undefined;
  // A map keeps its order of entry and may grow while it is walked: this is breadth first.
  for (const [node, path] of paths) {
    const { ends, next } = stepFrom(node, solution);
    for (const end of ends) lines.push(`${sayPath(path)}: ${end}`);
    for (const target of next) {
      if (!paths.has(target)) paths.set(target, [...path, target]);
      else if (path.includes(target)) circle ??= [...path, target];
    }
  }
  if (lines.length > 0) return lines;
  if (circle) return [`${sayPath(circle)}: each waits for the next`];
  const reached = solution.circles.find(({ accepts }) =>
    [...paths.keys()].some((node) => accepts.includes(acceptOf(node))),
  );
  return reached ? [`${sayPath([start])}: ${reached.says}`] : [];
}

function sayPath(path: readonly string[]): string {
  return path.map(sayNode).join(" waits for ");
}

interface Step {
  /** Reasons that lie here. */
  readonly ends: readonly string[];
  /** Acceptances to ask next. */
  readonly next: readonly string[];
}

function stepFrom(node: string, solution: Solution): Step {
  const { setting, values } = solution;
  const accept = setting.declared.accepts.get(acceptOf(node));
  if (!accept) return { ends: [], next: [] };
  if (givenAt(node, accept, setting) !== "true") {
    const by = byOf(node);
    const { words } = setting.wordsOf(accept);
    return { ends: [sayWords(accept.name, by === undefined ? words : [wordOf(accept, by, setting)])], next: [] };
  }
  const blockers = accept.provided ? blockersOf(accept.provided, setting, lookIn(values)) : [];
  const follow = (blocker: Blocker) => blocker.wanted === "true" && blocker.nodes.length > 0;
  return {
    ends: blockers.filter((blocker) => !follow(blocker)).map((blocker) => sayBlocker(blocker, solution)),
    next: blockers.filter(follow).flatMap(({ nodes }) => nodes.filter((on) => values.get(on) !== "true")),
  };
}

function sayBlocker({ leaf, wanted }: Blocker, { setting, values }: Solution): string {
  const state = evaluate(leaf, { setting, look: lookIn(values), positive: true });
  const need = wanted === "true" ? "" : "not ";
  if (state === "unknown") {
    const why = setting.record.why?.(leaf, setting.moment);
    return `needs ${need}${printLeaf(leaf)}, which is not known${why === undefined ? "" : ` (${why})`}`;
  }
  return `needs ${need}${printLeaf(leaf)}, which is ${state === "true" ? "so" : "not so"}`;
}

const MOST_NAMED = 3;

function sayWords(accept: string, words: readonly Word[]): string {
  if (words.length === 0) return `nobody is recorded for ${accept}`;
  const said = words.slice(0, MOST_NAMED).map(sayWord);
  const more = words.length - said.length;
  return `${said.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

/** The reason of an absence names the actor already. */
export function sayWord({ actor, standing, reason }: Word): string {
  return standing === undefined ? reason : `${actor}: ${reason}`;
}
