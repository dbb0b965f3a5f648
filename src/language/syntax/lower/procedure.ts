import type { Procedure, ProcedureStep } from "../../ir.ts";
import type { Cursor } from "../cursor.ts";
import type { Draft, StatementKind } from "../statement-kind.ts";
import { readSelector } from "./selector.ts";
import { readDuration } from "./time.ts";

// `procedure`: a state machine with clocks.

const STATE = "the name of a state" as const;

function readStep(c: Cursor): Draft<Procedure> {
  const at = c.tokens[c.position - 1]?.from ?? c.offset;
  const from = c.needName(STATE);
  c.need("to");
  const step: ProcedureStep = {
    from,
    to: c.needName(STATE),
    ...(c.take("by") ? { by: readSelector(c) } : {}),
    ...(c.take("within") ? { within: readDuration(c) } : {}),
    ...(c.take("otherwise") ? { otherwise: c.needName(STATE) } : {}),
  };
  return { steps: [{ ...step, at: c.spanFrom(at) }] };
}

export const procedure: StatementKind<Draft<Procedure>> = {
  head: (c) => ({ name: c.needName("the name of the procedure"), title: c.needString("the title of the procedure") }),
  clauses: {
    starts: (c) => ({ starts: c.needName(STATE) }),
    from: readStep,
    ends: (c) => ({ ends: c.needNames(STATE, ",") }),
  },
  repeated: ["steps"],
  build: ({ name, title, starts, steps = [], ends }, { missing }) => {
    if (name === undefined || title === undefined) return undefined;
    if (starts === undefined) {
      missing(`the procedure \`${name}\` does not say where it starts`, "add a line `starts` and a state");
      return undefined;
    }
    if (ends === undefined) {
      missing(`the procedure \`${name}\` does not say where it ends`, "add a line `ends` and the last states");
      return undefined;
    }
    return { kind: "procedure", name, title, starts, steps, ends };
  },
};
