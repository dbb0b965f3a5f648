import type { Check } from "./check.ts";
import { problemAt } from "./check.ts";
import { isZone } from "../time/calendar.ts";

/** The zone in which the clock times of the text are meant must exist; that there is one is for the parser to say. */
export const zoneCheck: Check = {
  codes: ["unknown-zone"],
  check(context) {
    const { zone, at } = context.agreement.meta;
    if (zone === "" || isZone(zone)) return [];
    const message = `there is no time zone \`${zone}\``;
    return [
      problemAt(context, {
        code: "unknown-zone",
        at,
        word: zone,
        message,
        hint: "write an IANA name such as `Asia/Damascus`",
      }),
    ];
  },
};
