import type { Problem } from "../../kit/index.ts";
import type { Span } from "../ir.ts";
import type { TimeProblemCode } from "../time/agreement-times.ts";
import { resolveTime } from "../time/resolve.ts";
import { firstLine, placeOf, type Check, type CheckContext } from "./check.ts";

/** How each kind of wrong time is put right. */
const HINTS: Readonly<Record<TimeProblemCode, string>> = {
  "unreadable-time": "write a day and a time of day, or say what it counts from",
  "unknown-rule": "name a rule of this text",
  "circular-clock": "give one of these clocks a time of its own",
  "impossible-deadline": "look at the two times, and at what the later one counts from",
  "clock-change": "write the time with its difference from UTC, such as `UTC+03:00`",
};

/** Every clock of the text can start, and no deadline is over before it begins. An unknown rule is found with the other names. */
export const timeCheck: Check = {
  codes: Object.keys(HINTS).filter((code) => code !== "unknown-rule"),
  check(context) {
    const ofClocks = context.declared.times.problems.flatMap(({ code, severity, message, name, at: { from, to } }) => {
      if (code === "unknown-rule") return [];
      const at = from === undefined || to === undefined ? undefined : firstLine(context.text, { from, to });
      return [
        problemOf(code, { severity, message: name === undefined ? message : `\`${name}\`: ${message}`, at, context }),
      ];
    });
    const seen = new Set(ofClocks.map(({ at }) => at.from));
    return [...ofClocks, ...otherTimes(context).filter(({ at }) => !seen.has(at.from))];
  },
};

/** The times that no clock rests on: in formulas, amendments, references and cases. */
function otherTimes(context: CheckContext): readonly Problem[] {
  return context.uses.times.flatMap(({ time, statement }) => {
    const owner = statement.kind === "rule" ? { rule: statement.name } : {};
    const resolved = resolveTime(time, "start", { ...context.declared.times, ...owner });
    const at = time.at ?? statement.at;
    const place = { at: at && firstLine(context.text, at), context };
    if (resolved.kind === "problem")
      return [problemOf("unreadable-time", { severity: "error", message: resolved.message, ...place })];
    if (resolved.kind !== "instant" || resolved.note === undefined) return [];
    return [problemOf("clock-change", { severity: "warning", message: resolved.note, ...place })];
  });
}

interface Found {
  readonly severity: Problem["severity"];
  readonly message: string;
  readonly at: Span | undefined;
  readonly context: CheckContext;
}

function problemOf(code: TimeProblemCode, { severity, message, at, context }: Found): Problem {
  return { code, severity, at: placeOf(context, at), message, hint: HINTS[code] };
}
