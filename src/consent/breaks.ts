import type { Instant } from "../kit/index.ts";
import { sayInstant, type Name } from "../language/index.ts";
import type { SolvedCircle } from "./circles.ts";
import { acceptersOf } from "./declared.ts";
import type { Values } from "./fixpoint.ts";
import { boundsOf, type RecordedAcceptance } from "./record.ts";
import type { WordOptions } from "./standing.ts";

/** Who took back an acceptance after the circle had closed, so that it no longer holds. */
export interface Break {
  readonly actor: Name;
  readonly accept: Name;
  readonly standing: "withdrawn" | "suspended";
  readonly at: Instant;
  readonly says: string;
}

/** Every time at which a circle that held stopped holding with one actor's withdrawal, oldest first. */
export function findBreaks(
  { accepts }: SolvedCircle,
  setting: WordOptions,
  valuesAt: (at: Instant) => Values,
): readonly Break[] {
  const holds = (at: Instant) => {
    const values = valuesAt(at);
    return accepts.every((name) => values.get(name) === "true");
  };
  return accepts
    .flatMap((accept) => withdrawalsFrom(accept, setting).map((entry) => ({ accept, ...entry })))
    .filter(({ at }) => holds(at - 1) && !holds(at))
    .toSorted((a, b) => a.at - b.at)
    .map(({ actor, accept, standing, at }) => {
      const when = sayInstant(at, setting.declared.zone);
      const verb = standing === "withdrawn" ? "withdrew from" : "suspended";
      return {
        actor,
        accept,
        standing,
        at,
        says: `${actor} ${verb} ${accept} at ${when}, after ${accepts.join(", ")} had all been confirmed`,
      };
    });
}

type Withdrawal = Pick<Break, "actor" | "standing" | "at">;

function withdrawalsFrom(name: Name, { declared, record, moment }: WordOptions): readonly Withdrawal[] {
  const accept = declared.accepts.get(name);
  if (!accept) return [];
  const { actors } = acceptersOf(accept, declared, record);
  const concerns = (entry: RecordedAcceptance) => (entry.accept ?? name) === name && actors.includes(entry.actor);
  return record.acceptances.filter(concerns).flatMap(({ actor, standing, at, known }) => {
    if ((standing !== "withdrawn" && standing !== "suspended") || at === undefined) return [];
    // Of a vague moment the last: by then it certainly was so.
    const { last } = boundsOf(at);
    const visible = last <= moment.at && (known === undefined || known <= (moment.known ?? moment.at));
    return visible ? [{ actor, standing, at: last }] : [];
  });
}
