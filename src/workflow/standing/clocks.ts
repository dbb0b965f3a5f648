import type { Instant } from "../../kit/index.ts";
import type { Name, Program } from "../../language/index.ts";
import type { Conditions } from "../conditions.ts";
import type { ProcedureStanding } from "../procedures.ts";
import type { DutyStanding } from "./duties.ts";

/** A moment that the text sets, or that follows from it and the record. */
export interface Clock {
  readonly at: Instant;
  readonly about: "in-force" | "phase" | "acceptance" | "duty" | "procedure";
  /** Of the acceptance, the rule, the phase; of a procedure, of the complaint. */
  readonly name: Name;
  /** What the moment is: `from`, `until`, `deadline`, `startingBy`, `completeBy`, or the state that a procedure is to be in. */
  readonly mark: string;
  /** Of a duty: whose. */
  readonly bearer?: Name;
  /** How what it is a clock of stands. */
  readonly state?: string;
  /** Of an acceptance: those whose word is not given yet. */
  readonly waitingFor?: readonly Name[];
}

export interface ClocksOf {
  readonly program: Program;
  readonly conditions: Conditions;
  readonly duties: readonly DutyStanding[];
  readonly procedures: readonly ProcedureStanding[];
}

/** All of them, the earliest first; what is past stands among them, with how it came out. */
export function clocksOf({ program, conditions, duties, procedures }: ClocksOf): readonly Clock[] {
  const all = [
    ...periodClocks(program),
    ...acceptanceClocks(program, conditions),
    ...duties.filter(({ reading, part }) => reading === "text" && part === undefined).flatMap(dutyClocks),
    ...procedures.flatMap(procedureClocks),
  ];
  return all.filter(({ at }) => Number.isFinite(at)).toSorted((a, b) => a.at - b.at);
}

function periodClocks({ declared }: Program): readonly Clock[] {
  const { stretches, phases } = declared.times;
  const edges = (about: Clock["about"], name: Name, period: { readonly from?: Instant; readonly until?: Instant }) =>
    (["from", "until"] as const).flatMap((mark): Clock[] => {
      const at = period[mark];
      return at === undefined ? [] : [{ at, about, name, mark }];
    });
  return [
    ...stretches.flatMap((stretch) => edges("in-force", declared.agreement.meta.id, stretch)),
    ...[...phases].flatMap(([name, period]) => edges("phase", name, period)),
  ];
}

function acceptanceClocks({ declared }: Program, { rows, consent }: Conditions): readonly Clock[] {
  return [...declared.times.accepts].map(([name, at]): Clock => {
    const state = consent.accepts.find(({ accept }) => accept === name)?.deadline?.state;
    const waitingFor = rows
      .filter(({ accept, standing }) => accept === name && standing !== "accepted" && standing !== "party")
      .map(({ actor }) => actor);
    return { at, about: "acceptance", name, mark: "deadline", ...(state ? { state } : {}), waitingFor };
  });
}

const DUTY_MARKS = ["from", "startingBy", "completeBy", "deadline", "until"] as const;

function dutyClocks({ rule, bearer, state, instants }: DutyStanding): readonly Clock[] {
  return DUTY_MARKS.flatMap((mark): Clock[] => {
    const at = instants[mark];
    if (at === undefined || (mark === "deadline" && at === instants["completeBy"])) return [];
    return [{ at, about: "duty", name: rule, mark, ...(bearer === undefined ? {} : { bearer }), state }];
  });
}

function procedureClocks({ id, position }: ProcedureStanding): readonly Clock[] {
  return position.next.flatMap(({ to, deadline, overdue }): Clock[] => {
    if (!deadline) return [];
    const state = { true: "overdue", unknown: "perhaps-overdue", false: "open" }[overdue];
    return [{ at: deadline.latest, about: "procedure", name: id, mark: to, state }];
  });
}
