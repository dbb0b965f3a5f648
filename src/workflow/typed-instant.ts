import type { Instant } from "../kit/index.ts";
import { endOfDay, localInstant, startOfDay } from "../language/index.ts";
import { Refusal } from "./refusal.ts";

/**
 * A date or a moment as a person types it, on the agreement's clocks. Of a date what is meant: its start, its end (which is
 * the start of the next), or the last instant that is still part of it.
 */
export function typedInstant(text: string, edge: "start" | "end" | "last", zone: string): Instant {
  if (!text.includes(" "))
    return edge === "start" ? startOfDay(text, zone) : endOfDay(text, zone) - (edge === "last" ? 1 : 0);
  const read = localInstant(text, zone);
  if (read.kind !== "instant") throw new Refusal("bad-time", `${text} is no time in ${zone}`, "write YYYY-MM-DD HH:MM");
  return read.instant;
}
