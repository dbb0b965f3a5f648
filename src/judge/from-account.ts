import { foldName } from "../kit/index.ts";
import type { Case, CaseActor, Name } from "../language/index.ts";
import { actorsOf } from "./candidates.ts";
import { givenOf, sideOf, whenOf, type CaseOptions } from "./from-case.ts";
import { actsOf } from "./from-draft.ts";
import type { Occurrence, Side } from "./occurrence.ts";

/** An occurrence as another account tells it: what the account does not say stays as the record has it. */
export function overlaid(record: Occurrence, said: Case, { program, findActor, known }: CaseOptions): Occurrence {
  const { declared } = program;
  const when = said.when ? whenOf(said, declared.times) : record.when;
  const find = (name: Name): Side => findActor(name, { during: when, known });
  const actor = said.actor && sideOf(said.actor, find);
  const target = said.target && sideOf(said.target, find);
  return {
    ...record,
    ...sidesOf(record, actor, target),
    ...(said.when ? { when, spread: "within" } : {}),
    ...(said.act === undefined ? {} : { acts: actsOf({ acts: [said.act], kind: undefined }, declared.acts) }),
    ...(said.weapon === undefined ? {} : { weapons: [said.weapon] }),
    ...(said.place === undefined ? {} : { place: { within: [], oneOf: said.place, circle: undefined } }),
    measures: new Map([...record.measures, ...said.measures.map((one) => [one.measure, one.quantity] as const)]),
    distances: new Map([...record.distances, ...said.distances.map((one) => [one.line, one.quantity] as const)]),
    given: [...record.given, ...givenOf(said.given, program)],
  };
}

type Sides = Pick<Occurrence, "sides" | "direction">;

/** Who acted, by the account; with one side of the record named, the other is the other. */
function sidesOf(record: Occurrence, actor: Side | undefined, target: Side | undefined): Sides | undefined {
  const known = record.direction === "first-on-second";
  if (actor && target) return { sides: [own(actor, record), own(target, record)], direction: "first-on-second" };
  if (actor) {
    const at = indexOf(actor, record);
    const other = at === undefined ? (known ? record.sides[1] : either(record)) : record.sides[1 - at]!;
    return { sides: [own(actor, record), other], direction: "first-on-second" };
  }
  if (target) {
    const at = indexOf(target, record);
    const other = at === undefined ? (known ? record.sides[0] : either(record)) : record.sides[1 - at]!;
    return { sides: [other, own(target, record)], direction: "first-on-second" };
  }
  return undefined;
}

/**
 * Who an account names without naming the other side, if that one is neither side of the record: then it does not follow
 * who the other side was.
 */
export function strangersIn(record: Occurrence, said: Case, { findActor, known }: CaseOptions): readonly string[] {
  if (said.actor && said.target) return [];
  const find = (name: Name): Side => findActor(name, { during: record.when, known });
  return [said.actor, said.target]
    .flatMap((one) => (one === undefined || one.kind === "unknown" ? [] : [sideOf(one, find)]))
    .filter((side) => record.direction === "unknown" && indexOf(side, record) === undefined)
    .map(({ name }) => name);
}

/** Which side of the record somebody is, by their name. */
export function sideNamed(record: Occurrence, who: CaseActor, { findActor, known }: CaseOptions): 0 | 1 | undefined {
  return indexOf(
    sideOf(who, (name) => findActor(name, { during: record.when, known })),
    record,
  );
}

/** The side of the record that is named, as a whole or by one of those that it may stand for. */
function indexOf(side: Side, { sides }: Occurrence): 0 | 1 | undefined {
  const found = sides.findIndex((one) => isNamed(one, side) || covers(one, side));
  return found === 0 || found === 1 ? found : undefined;
}

function isNamed(one: Side, side: Side): boolean {
  return (
    foldName(one.name) === foldName(side.name) || (side.kind === "actor" && foldName(one.name) === foldName(side.actor))
  );
}

function covers(one: Side, side: Side): boolean {
  const named = actorsOf(side);
  const all = actorsOf(one);
  return named.length > 0 && named.every((actor) => all.includes(actor));
}

/** The record's own side where the account calls it by the same name, also one that no register has. */
function own(side: Side, { sides }: Occurrence): Side {
  return sides.find((one) => isNamed(one, side)) ?? side;
}

/** One of the two sides of the record, which one the account does not say. */
function either({ sides }: Occurrence): Side {
  const name = sides.map((side) => side.name).join(" or ");
  const isListed = sides.every(({ kind }) => kind === "actor" || kind === "one-of");
  if (!isListed) return { kind: "unknown", name };
  const open = sides.some((side) => side.kind === "one-of" && side.open);
  return { kind: "one-of", name, actors: sides.flatMap(actorsOf), open };
}
