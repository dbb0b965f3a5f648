import { nearest, type Problem } from "../../kit/index.ts";
import type { Name, Procedure, ProcedureStep } from "../ir.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { problemAt, type Check, type CheckContext } from "./check.ts";

/** Every state of a procedure can be reached from its start, and from each there is a way on unless it is an end. */
export const procedureCheck: Check = {
  codes: ["unknown-state", "unreachable-state", "dead-end-state", "no-clock-for-otherwise"],
  check(context) {
    return statementsOf(context.agreement).flatMap((statement) =>
      statement.kind === "procedure" ? checkProcedure(statement, context) : [],
    );
  },
};

function checkProcedure(procedure: Procedure, context: CheckContext): readonly Problem[] {
  const { starts, steps, ends } = procedure;
  const left = new Set(steps.map(({ from }) => from));
  const entered = new Set([starts, ...steps.flatMap(leadsTo)]);
  const reached = reachedFrom(starts, steps);
  const problems: Problem[] = [];
  const seen = new Set<Name>();
  const add = (
    code: string,
    state: Name,
    found: {
      readonly step?: ProcedureStep | undefined;
      readonly message: string;
      readonly hint: string;
      readonly severity?: "warning";
    },
  ): void => {
    if (seen.has(state)) return;
    seen.add(state);
    const { step, message, hint, severity = "error" } = found;
    problems.push(problemAt(context, { code, severity, at: step?.at ?? procedure.at, word: state, message, hint }));
  };
  const unknown = (state: Name, meant: Name, step?: ProcedureStep): void => {
    seen.add(meant);
    add("unknown-state", state, {
      step,
      message: `\`${procedure.name}\` has no other mention of a state \`${state}\``,
      hint: `did you mean \`${meant}\`?`,
    });
  };
  const onward = [...left, ...ends];
  for (const [state, step] of [
    [starts, undefined] as const,
    ...steps.flatMap((step) => leadsTo(step).map((to) => [to, step] as const)),
  ]) {
    if (left.has(state) || ends.includes(state)) continue;
    const meant = nearest(
      state,
      onward.filter((other) => other !== state && !entered.has(other)),
    );
    if (meant !== undefined) unknown(state, meant, step);
    else
      add("dead-end-state", state, {
        step,
        message: `nothing leads on from \`${state}\`, and it is not an end`,
        hint: `add \`from ${state} to …\`, or name it under \`ends\``,
      });
  }
  for (const state of [...left, ...ends]) {
    if (reached.has(state)) continue;
    const step = steps.find(({ from }) => from === state);
    const meant = entered.has(state)
      ? undefined
      : nearest(
          state,
          [...entered].filter((other) => left.has(other) || ends.includes(other)).filter((other) => other !== state),
        );
    if (meant !== undefined && seen.has(state) === false) unknown(state, meant, step);
    else
      add("unreachable-state", state, {
        step,
        severity: "warning",
        message: `nothing leads from \`${starts}\` to \`${state}\``,
        hint: `add a step to \`${state}\`, or take it out`,
      });
  }
  for (const step of steps) {
    if (step.otherwise === undefined || step.within) continue;
    const message = `\`otherwise ${step.otherwise}\` waits for a clock that is not there`;
    problems.push(
      problemAt(context, {
        code: "no-clock-for-otherwise",
        at: step.at ?? procedure.at,
        message,
        hint: "add `within` and a duration before `otherwise`",
      }),
    );
  }
  return problems;
}

function leadsTo({ to, otherwise }: ProcedureStep): readonly Name[] {
  return otherwise === undefined ? [to] : [to, otherwise];
}

function reachedFrom(start: Name, steps: readonly ProcedureStep[]): ReadonlySet<Name> {
  const reached = new Set([start]);
  for (const state of reached)
    for (const step of steps) if (step.from === state) for (const to of leadsTo(step)) reached.add(to);
  return reached;
}
