import { nearest, type Problem } from "../../kit/index.ts";
import type { Name, Procedure, ProcedureStep } from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** Every state of a procedure can be reached from its start, and from each there is a way on unless it is an end. */
export const procedureCheck: Check = {
  codes: ["unknown-state", "unreachable-state", "dead-end-state", "no-clock-for-otherwise"],
  check(context) {
    return statementsOf(context.agreement).flatMap((statement) => {
      if (statement.kind !== "procedure") return [];
      const states = statesOf(statement);
      const stuck = onePerState(stuckStates(states), context);
      // A misspelt state also cuts off what comes after it: that is no other mistake.
      const isMisspelt = stuck.some(({ code }) => code === "unknown-state");
      const unreached = isMisspelt ? [] : onePerState(unreachedStates(states), context);
      return [...stuck, ...unreached, ...missingClocks(statement, context)];
    });
  },
};

interface States {
  readonly procedure: Procedure;
  /** States that a step leaves, or that are ends: what follows is said. */
  readonly settled: ReadonlySet<Name>;
  /** The start, and states that a step leads to. */
  readonly entered: ReadonlySet<Name>;
}

function statesOf(procedure: Procedure): States {
  const { starts, steps, ends } = procedure;
  return {
    procedure,
    settled: new Set([...steps.map(({ from }) => from), ...ends]),
    entered: new Set([starts, ...steps.flatMap(leadsTo)]),
  };
}

interface FoundState {
  readonly code: "unknown-state" | "unreachable-state" | "dead-end-state";
  readonly state: Name;
  readonly procedure: Procedure;
  readonly step?: ProcedureStep | undefined;
  readonly message: string;
  readonly hint: string;
}

function onePerState(found: readonly FoundState[], context: CheckContext): readonly Problem[] {
  const first = found.filter(({ state }, index) => found.findIndex((other) => other.state === state) === index);
  return first.map(({ code, state, procedure, step, message, hint }) => {
    const severity = code === "unreachable-state" ? "warning" : "error";
    const at = step ? step.at : procedure.clauses?.[state === procedure.starts ? "starts" : "ends"];
    return problemAt(context, { code, severity, at: at ?? procedure.at, word: state, message, hint });
  });
}

/** States that are entered and never left although they are no ends; a state of nearly that name may be meant. */
function stuckStates({ procedure, settled, entered }: States): readonly FoundState[] {
  const entries = procedure.steps.flatMap((step) => leadsTo(step).map((state) => ({ state, step })));
  return [{ state: procedure.starts, step: undefined }, ...entries].flatMap(
    ({ state, step }): readonly FoundState[] => {
      if (settled.has(state)) return [];
      const found = { state, step, procedure };
      const meant = nearest(
        state,
        [...settled].filter((other) => !entered.has(other)),
      );
      if (meant !== undefined) {
        const message = `\`${procedure.name}\` has no other mention of a state \`${state}\``;
        return [{ ...found, code: "unknown-state", message, hint: `did you mean \`${meant}\`?` }];
      }
      const message = `nothing leads on from \`${state}\`, and it is not an end`;
      return [
        { ...found, code: "dead-end-state", message, hint: `add \`from ${state} to …\`, or name it under \`ends\`` },
      ];
    },
  );
}

function unreachedStates({ procedure, settled, entered }: States): readonly FoundState[] {
  const reached = new Set([procedure.starts]);
  for (const state of reached) {
    for (const step of procedure.steps) if (step.from === state) for (const to of leadsTo(step)) reached.add(to);
  }
  return [...settled].flatMap((state): readonly FoundState[] => {
    if (reached.has(state)) return [];
    const found = { state, step: procedure.steps.find(({ from }) => from === state), procedure };
    const meant = entered.has(state) ? undefined : nearest(state, reached);
    if (meant !== undefined) {
      const message = `nothing leads to a state \`${state}\``;
      return [{ ...found, code: "unknown-state", message, hint: `did you mean \`${meant}\`?` }];
    }
    const message = `nothing leads from \`${procedure.starts}\` to \`${state}\``;
    return [{ ...found, code: "unreachable-state", message, hint: `add a step to \`${state}\`, or take it out` }];
  });
}

function missingClocks(procedure: Procedure, context: CheckContext): readonly Problem[] {
  return procedure.steps.flatMap((step) => {
    if (step.otherwise === undefined || step.within) return [];
    const message = `\`otherwise ${step.otherwise}\` waits for a clock that is not there`;
    const hint = "add `within` and a duration before `otherwise`";
    return [problemAt(context, { code: "no-clock-for-otherwise", at: step.at ?? procedure.at, message, hint })];
  });
}

function leadsTo({ to, otherwise }: ProcedureStep): readonly Name[] {
  return otherwise === undefined ? [to] : [to, otherwise];
}
