import type { Kleene, Problem } from "../kit/index.ts";
import type { Accept, Agreement, Name } from "../language/index.ts";
import { findBreaks, type Break } from "./breaks.ts";
import type { SolvedCircle } from "./circles.ts";
import { acceptOf, byOf, conditionOf, nodeOf } from "./condition.ts";
import { readDeclared } from "./declared.ts";
import type { AcceptanceRecord, Moment } from "./record.ts";
import { lookIn, solve, type Solution } from "./solution.ts";
import type { Deadline, DeadlineState, Word } from "./standing.ts";
import { rootCauses } from "./waits.ts";

/** One acceptance waits for another: for its confirmation, or (not positive) for its absence. */
export interface Wait {
  readonly from: Name;
  readonly to: Name;
  /** The actor whose word is asked for, if one is named. */
  readonly by?: Name;
  readonly positive: boolean;
  /** What it waits for has come. */
  readonly over: boolean;
}

export interface Consent {
  readonly moment: Moment;
  readonly accepts: readonly AcceptFinding[];
  /** Who waits for whom by the text, whether or not the wait is over. */
  readonly waits: readonly Wait[];
  readonly circles: readonly (SolvedCircle & { readonly brokenBy: readonly Break[] })[];
  readonly problems: readonly Problem[];
}

/** One acceptance of the text at the moment. */
export interface AcceptFinding {
  readonly accept: Name;
  /** Validly given by at least one of those it may come from, and its condition holds. */
  readonly confirmed: Kleene;
  /** The same if each waits for the other, and if all take effect together. They differ only behind a circle. */
  readonly least: Kleene;
  readonly greatest: Kleene;
  /** Given, apart from the condition. */
  readonly given: Kleene;
  readonly condition: Kleene;
  readonly reason: string;
  /** `a3 waits for a2 waits for a1: nothing recorded from sar to ru by …`; empty if confirmed. */
  readonly rootCauses: readonly string[];
  /** The best that any of its actors has done about the deadline. */
  readonly deadline?: Deadline;
  readonly words: readonly Word[];
}

/** Everything about the acceptances of a text at one moment; nothing in here depends on what was learnt later. */
export function solveConsent(agreement: Agreement, record: AcceptanceRecord, moment: Moment): Consent {
  const declared = readDeclared(agreement);
  const solution = solve(declared, record, moment);
  const { setting, circles, problems } = solution;
  return {
    moment,
    accepts: [...declared.accepts.values()].map((accept) => findingOf(accept, solution)),
    waits: waitsOf(solution),
    circles: circles.map((circle) => ({
      ...circle,
      brokenBy: findBreaks(
        circle,
        setting,
        (at) => solve(declared, record, { at, known: moment.known ?? moment.at }).values,
      ),
    })),
    problems,
  };
}

function waitsOf({ equations, values }: Solution): readonly Wait[] {
  return equations.nodes.flatMap((node) =>
    equations.dependsOn(node).map(({ on, positive }) => {
      const over = values.get(on) === (positive ? "true" : "false");
      return { from: acceptOf(node), to: acceptOf(on), positive, over, ...byWhom(on) };
    }),
  );
}

function byWhom(node: string): { readonly by?: Name } {
  const by = byOf(node);
  return by === undefined ? {} : { by };
}

function findingOf(accept: Accept, solution: Solution): AcceptFinding {
  const { setting, bounds, values } = solution;
  const node = nodeOf(accept.name);
  const { words, given } = setting.wordsOf(accept);
  const confirmed = values.get(node) ?? "unknown";
  const condition = conditionOf(accept, setting, lookIn(values));
  const deadline = bestDeadline(words);
  const causes = confirmed === "true" ? [] : rootCauses(node, solution);
  const giver = words.find((word) => word.given === "true");
  return {
    accept: accept.name,
    confirmed,
    least: bounds.least.get(node) ?? "unknown",
    greatest: bounds.greatest.get(node) ?? "unknown",
    given,
    condition,
    reason:
      confirmed === "true" && giver
        ? `${giver.actor}: ${giver.reason}`
        : (causes[0] ?? `nobody is recorded for ${accept.name}`),
    rootCauses: causes,
    ...(deadline && { deadline }),
    words,
  };
}

const BEST_FIRST: readonly DeadlineState[] = ["met", "met-late", "unclear", "open", "passed"];

function bestDeadline(words: readonly Word[]): Deadline | undefined {
  const deadlines = words.flatMap(({ deadline }) => (deadline ? [deadline] : []));
  return deadlines.toSorted((a, b) => BEST_FIRST.indexOf(a.state) - BEST_FIRST.indexOf(b.state))[0];
}
