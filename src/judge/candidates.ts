import type { Side } from "./occurrence.ts";
import type { Situation } from "./situation.ts";
import type { Meant } from "./members.ts";

/** One way in which a side can be read: its members act together. */
export interface SideCandidate {
  readonly label: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly label: string;
  readonly meant: Meant;
}

/** All ways in which a side can be read; more than one only if the record names several and not which. */
export function candidatesOf(side: Side, situation: Situation): readonly SideCandidate[] {
  switch (side.kind) {
    case "actor":
      return [alone(side.name, [side.actor])];
    case "unknown":
      return [alone(side.name, [undefined])];
    case "one-of": {
      const named = side.actors.map((actor) => alone(situation.nameOf(actor), [actor]));
      return side.open ? [...named, alone(`another group that “${side.name}” may stand for`, [undefined])] : named;
    }
    case "all-of":
      return [{ label: side.name, members: side.sides.map((member) => memberOf(member)) }];
  }
}

function alone(label: string, meant: Meant): SideCandidate {
  return { label, members: [{ label, meant }] };
}

/** A member of a front may itself be one of several: then what is true of each of them is true of it. */
function memberOf(side: Side): Member {
  if (side.kind === "one-of") return { label: side.name, meant: side.open ? [...side.actors, undefined] : side.actors };
  if (side.kind === "actor") return { label: side.name, meant: [side.actor] };
  return { label: side.name, meant: [undefined] };
}

/** All actors that the side may stand for. */
export function actorsOf(side: Side): readonly string[] {
  switch (side.kind) {
    case "actor":
      return [side.actor];
    case "unknown":
      return [];
    case "one-of":
      return side.actors;
    case "all-of":
      return side.sides.flatMap(actorsOf);
  }
}
