import { and, or, type Kleene } from "../kit/index.ts";
import type { Accept, Agreement, Name } from "../language/index.ts";
import { bindingOf, conditionOf, nodeOf } from "./condition.ts";
import { readDeclared } from "./declared.ts";
import type { AcceptanceRecord, Moment, RecordedAcceptance, Standing } from "./record.ts";
import { lookIn, solve, type Solution } from "./solution.ts";
import { wordOf, type Deadline, type Word } from "./standing.ts";
import { rootCauses, sayWord } from "./waits.ts";

/** One line of the register: an actor and an acceptance of the text that it may give. */
export interface RegisterRow {
  readonly actor: Name;
  /** Unset: a party of which the text asks no acceptance. */
  readonly accept?: Name;
  /** `absent`: nothing is recorded. `party`: bound by the text itself. */
  readonly standing: Standing | "absent" | "party";
  readonly to?: Name;
  readonly through?: Name;
  readonly at?: NonNullable<RecordedAcceptance["at"]>;
  /** Unset: in time, or the text sets no deadline. */
  readonly late?: "late" | "unclear";
  readonly deadline?: Deadline;
  readonly condition: Kleene;
  readonly binds: Kleene;
  readonly reason: string;
}

/** Whether an actor is bound by the text, and why. */
export interface Bound {
  readonly value: Kleene;
  readonly reason: string;
}

/** Everybody who may be bound by the text and how they stand at the moment, in the order of the text. */
export function register(agreement: Agreement, record: AcceptanceRecord, moment: Moment): readonly RegisterRow[] {
  const declared = readDeclared(agreement);
  const solution = solve(declared, record, moment);
  const parties = [...declared.parties.keys()].flatMap((actor): readonly RegisterRow[] => {
    const binding = bindingOf(actor, solution.setting);
    if (binding.kind !== "start") return [];
    return [{ actor, standing: "party", condition: "true", binds: "true", reason: binding.reason }];
  });
  const accepted = [...declared.accepts.values()].flatMap((accept) =>
    solution.setting.wordsOf(accept).words.map((word) => rowOf(accept, word, solution)),
  );
  return [...parties, ...accepted];
}

function rowOf(accept: Accept, word: Word, solution: Solution): RegisterRow {
  const { entry, deadline } = word;
  const condition = conditionOf(accept, solution.setting, lookIn(solution.values));
  const binds = and(word.given, condition);
  const late = deadline?.state === "met-late" ? "late" : entry && deadline?.state === "unclear" ? "unclear" : undefined;
  return {
    actor: word.actor,
    accept: accept.name,
    standing: word.standing ?? "absent",
    ...(entry?.to !== undefined && { to: entry.to }),
    ...(entry?.through !== undefined && { through: entry.through }),
    ...(entry?.at !== undefined && { at: entry.at }),
    ...(late && { late }),
    ...(deadline && { deadline }),
    condition,
    binds,
    reason: reasonOf(accept, { word, condition, solution }),
  };
}

interface Reasons {
  readonly word: Word;
  readonly condition: Kleene;
  readonly solution: Solution;
}

/** A word that is not given is reason enough; otherwise what the condition waits for. */
function reasonOf(accept: Accept, { word, condition, solution }: Reasons): string {
  if (word.given === "false" || condition === "true") return word.reason;
  const causes = rootCauses(nodeOf(accept.name, word.actor), solution);
  const waiting = word.given === "true" ? causes : [];
  const state = condition === "false" ? "its condition does not hold" : "whether its condition holds is not known";
  return [word.reason, state, ...waiting].join("; ");
}

/** For each actor whether it is bound at the moment. Made once, asked for many actors. */
export function boundAt(agreement: Agreement, record: AcceptanceRecord, moment: Moment): (actor: Name) => Bound {
  const declared = readDeclared(agreement);
  const solution = solve(declared, record, moment);
  const cache = new Map<Name, Bound>();
  return (actor) => {
    const known = cache.get(actor);
    if (known) return known;
    const bound = findBound(actor, solution);
    cache.set(actor, bound);
    return bound;
  };
}

function findBound(actor: Name, solution: Solution): Bound {
  const { setting } = solution;
  const binding = bindingOf(actor, setting);
  if (binding.kind === "start") return { value: "true", reason: binding.reason };
  if (binding.kind === "none") return { value: "false", reason: binding.reason };
  const whose = binding.actor === actor ? "" : `${actor} is part of ${binding.actor}: `;
  const each = binding.accepts.map((accept) => {
    const word = wordOf(accept, binding.actor, setting);
    const condition = conditionOf(accept, setting, lookIn(solution.values));
    const reason = reasonOf(accept, { word, condition, solution });
    return { value: and(word.given, condition), reason: `${accept.name}: ${sayWord({ ...word, reason })}` };
  });
  // One valid acceptance is enough; of several that are not, all are told.
  const value = or(...each.map((one) => one.value));
  const reasons = each.filter((one) => one.value === value).map((one) => one.reason);
  return { value, reason: whose + reasons.join("; ") };
}
