import type { TimeProblem, TimeProblemCode } from "../time/agreement-times.ts";
import { firstLine, placeOf, type Check } from "./check.ts";

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
    const { file } = context;
    return context.declared.times.problems
      .filter(({ code }) => code !== "unknown-rule")
      .map(({ code, severity, message, name, at }: TimeProblem) => {
        const { from, to } = at;
        const place =
          from === undefined || to === undefined
            ? file === undefined
              ? {}
              : { file }
            : placeOf(context, firstLine(context.text, { from, to }));
        return {
          code,
          severity,
          at: place,
          message: name === undefined ? message : `${name}: ${message}`,
          hint: HINTS[code],
        };
      });
  },
};
