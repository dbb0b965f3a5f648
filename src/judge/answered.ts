import type { Case, CaseActor } from "../language/index.ts";
import { withoutSpans } from "../language/index.ts";
import type { CaseOptions } from "./from-case.ts";
import { givenOf } from "./from-case.ts";
import { overlaid, sideNamed } from "./from-account.ts";
import type { Occurrence } from "./occurrence.ts";

/**
 * An occurrence of the record with everything that was found out about it. Answers to different questions add up; where two
 * of them contradict each other, neither counts, and the record stays as it is there: that is then not found out yet.
 */
export function answered(record: Occurrence, answers: readonly Case[], options: CaseOptions): Occurrence {
  const [first] = answers;
  if (!first) return record;
  if (answers.length === 1) return overlaid(record, first, options);
  const given = undisputedGiven(answers, options);
  const { actor: _actor, target: _target, act: _act, weapon: _weapon, place: _place, when: _when, ...rest } = first;
  const one = overlaid(
    record,
    {
      ...rest,
      ...whoOf(record, answers, options),
      ...same("act", answers),
      ...same("weapon", answers),
      ...same("place", answers),
      ...same("when", answers),
      measures: undisputed(
        answers.flatMap(({ measures }) => measures),
        ({ measure }) => measure,
      ),
      distances: undisputed(
        answers.flatMap(({ distances }) => distances),
        ({ line }) => line,
      ),
      given: [],
    },
    options,
  );
  return { ...one, given: [...one.given, ...given] };
}

type Single = "actor" | "target" | "act" | "weapon" | "place" | "when";

/** What those that say it say alike; nothing if two say it differently. */
function same<K extends Single>(key: K, answers: readonly Case[]): Pick<Case, K> | undefined {
  const said = answers.flatMap((answer) => (answer[key] === undefined ? [] : [answer[key]]));
  return said.length > 0 && new Set(said.map(wordsOf)).size === 1 ? ({ [key]: said[0] } as Pick<Case, K>) : undefined;
}

/** Who acted and on whom are one question: one answer may turn round what another says. */
function whoOf(record: Occurrence, answers: readonly Case[], options: CaseOptions): Pick<Case, "actor" | "target"> {
  const [actor, target] = [same("actor", answers), same("target", answers)];
  const isDisputed = (key: "actor" | "target", found: unknown): boolean =>
    found === undefined && answers.some((answer) => answer[key] !== undefined);
  if (isDisputed("actor", actor) || isDisputed("target", target)) return {};
  const isInOne = answers.some((answer) => answer.actor !== undefined && answer.target !== undefined);
  const bySide = [actor?.actor, target?.target].flatMap((who) => sideIndex(record, who, options) ?? []);
  return !isInOne && bySide.length === 2 && bySide[0] === bySide[1] ? {} : { ...actor, ...target };
}

function sideIndex(record: Occurrence, who: CaseActor | undefined, options: CaseOptions): 0 | 1 | undefined {
  return who === undefined ? undefined : sideNamed(record, who, options);
}

/** Of those that are about the same, all that say the same of it; if two do not, none. */
function undisputed<T extends object>(said: readonly T[], about: (one: T) => string): readonly T[] {
  const words = new Map<string, Set<string>>();
  for (const one of said) words.set(about(one), (words.get(about(one)) ?? new Set()).add(wordsOf(one)));
  return said.filter((one) => words.get(about(one))!.size === 1);
}

/** Conditions that hold at certain times only may differ from time to time; those that hold throughout may not. */
function undisputedGiven(answers: readonly Case[], { program }: CaseOptions): Occurrence["given"] {
  const all = givenOf(
    answers.flatMap(({ given }) => given),
    program,
  );
  const throughout = all.filter(({ since, until }) => since === undefined && until === undefined);
  const states = new Map<string, Set<string>>();
  for (const { key, state } of throughout) states.set(key, (states.get(key) ?? new Set()).add(state));
  return all.filter((one) => !throughout.includes(one) || states.get(one.key)!.size === 1);
}

function wordsOf(said: unknown): string {
  return JSON.stringify(withoutSpans(said));
}
