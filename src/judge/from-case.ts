import type { Asked } from "../domain/index.ts";
import { not, type Instant, type Interval } from "../kit/index.ts";
import {
  printLeaf,
  resolveTime,
  type AgreementTimes,
  type Case,
  type CaseActor,
  type Given,
  type Name,
  type Program,
  type Time,
} from "../language/index.ts";
import type { GivenFact, Occurrence, Side } from "./occurrence.ts";

/** Who a name in a case is: the folder's actor, or what the text itself names. Who belongs to whom depends on when. */
export type ActorFinder = (name: Name, asked: Asked) => Side;

export interface CaseOptions {
  readonly program: Program;
  readonly findActor: ActorFinder;
  /** Nothing learnt after this counts. */
  readonly known: Instant;
}

/** The occurrence that a worked case tells of. What the case does not say is not known. */
export function occurrenceOfCase(one: Case, { program, findActor, known }: CaseOptions): Occurrence {
  const { times } = program.declared;
  const when = whenOf(one, times);
  const find = (name: Name): Side => findActor(name, { during: when, known });
  const [first, second] = one.sides ?? [one.actor ?? { kind: "unknown" }, one.target ?? { kind: "unknown" }];
  return {
    id: one.name,
    label: one.name,
    sides: [sideOf(first, find), sideOf(second, find)],
    direction: one.sides ? "unknown" : "first-on-second",
    when,
    spread: "within",
    acts: { certain: one.act === undefined ? [] : [one.act], possible: [] },
    weapons: one.weapon === undefined ? undefined : [one.weapon],
    place: { within: [], oneOf: one.place, circle: undefined },
    measures: new Map(one.measures.map(({ measure, quantity }) => [measure, quantity])),
    distances: new Map(one.distances.map(({ line, quantity }) => [line, quantity])),
    given: givenOf(one.given, program),
  };
}

/** What is given, as answers to the questions that the rules ask: `calibre < 82 mm` answers `calibre >= 82 mm` with no. */
export function givenOf(given: readonly Given[], program: Program): readonly GivenFact[] {
  const { times } = program.declared;
  return given.map(({ leaf, state, since, until, learnt }) => {
    const canonical = program.canonical(leaf);
    if (!canonical) throw new RangeError(`“${printLeaf(leaf)}” cannot be given: it asks several things at once`);
    return {
      key: canonical.key,
      state: canonical.isOpposite ? not(state) : state,
      ...optional("since", since, times),
      ...optional("until", until, times),
      ...optional("learnt", learnt, times),
    };
  });
}

function optional<K extends string>(
  key: K,
  time: Time | undefined,
  times: AgreementTimes,
): Partial<Record<K, Instant>> {
  if (time === undefined) return {};
  const at = instantOf(time, "start", times);
  return at === undefined ? {} : ({ [key]: at } as Record<K, Instant>);
}

/** A moment is a minute long; a date is its day. Without `at` the case speaks of no particular time. */
export function whenOf(one: Case, times: AgreementTimes): Interval {
  if (!one.when) return { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };
  const { from, to } = one.when;
  const earliest = instantOf(from, "start", times) ?? Number.NEGATIVE_INFINITY;
  const end = to ?? from;
  const last = instantOf(end, "end", times);
  if (last === undefined) return { earliest, latest: Number.POSITIVE_INFINITY };
  return {
    earliest,
    latest: end.kind === "instant" && to === undefined ? last + 60_000 : Math.max(last, earliest + 1),
  };
}

export function instantOf(time: Time, edge: "start" | "end", times: AgreementTimes): Instant | undefined {
  const resolved = resolveTime(time, edge, times);
  return resolved.kind === "instant" ? resolved.instant : undefined;
}

export function sideOf(actor: CaseActor, find: (name: Name) => Side): Side {
  switch (actor.kind) {
    case "one":
      return find(actor.name);
    case "any-of": {
      const sides = actor.names.map(find);
      const actors = sides.flatMap((side) =>
        side.kind === "actor" ? [side.actor] : side.kind === "one-of" ? side.actors : [],
      );
      return {
        kind: "one-of",
        name: actor.names.join(" or "),
        actors,
        open: sides.some((side) => side.kind === "unknown" || (side.kind === "one-of" && side.open)),
      };
    }
    case "all-of":
      return { kind: "all-of", name: actor.names.join(" and "), sides: actor.names.map(find) };
    case "unknown":
      return { kind: "unknown", name: "somebody" };
  }
}
