import type { ReactNode } from "react";
import { useFormats, useWords } from "../../words/index.ts";
import type { Dead } from "./dead.ts";
import type { When } from "./times.ts";
import { incidentWords } from "./words.ts";

/** When it was, as a sentence on the clocks of the zone. */
export function useSayWhen(zone: string): (when: When) => string {
  const say = useWords(incidentWords);
  const formats = useFormats(zone);
  return (when) => {
    switch (when.key) {
      case "whenUnknown":
        return say(when.key);
      case "whenMoment":
        return say(when.key, { at: formats.moment(when.at) });
      case "whenDay":
        return say(when.key, { day: formats.day(when.day) });
      case "whenDays":
        return say(when.key, { from: formats.day(when.from), to: formats.day(when.to) });
      case "whenBetween":
        return say(when.key, { from: formats.moment(when.from), to: formats.moment(when.to) });
      case "whenFrom":
        return say(when.key, { from: formats.moment(when.from) });
      case "whenUntil":
        return say(when.key, { to: formats.moment(when.to) });
    }
  };
}

export function useSayDead(): (dead: Dead) => string {
  const say = useWords(incidentWords);
  return ({ key, ...values }) => say(key, values);
}

/** So far from a point: what is meant by it, without a false exactness. */
export function useSayDistance(): (metres: number) => string {
  const say = useWords(incidentWords);
  const formats = useFormats();
  return (metres) =>
    metres >= 1000
      ? say("kilometres", { count: formats.number(Math.round(metres / 100) / 10) })
      : say("metres", { count: formats.number(Math.round(metres)) });
}

/** What the reader sees of somebody who did something: never a name, which the record does not tell. */
export function Person({
  by,
  you,
}: {
  readonly by: string | null;
  readonly you: string | null | undefined;
}): ReactNode {
  const say = useWords(incidentWords);
  if (by === null) return <span className="soft">{say("notForYou")}</span>;
  if (you !== null && you !== undefined && by === you) return <>{say("you")}</>;
  const isId = /^[0-9a-f]{8}-/u.test(by);
  return isId ? <bdi>{say("person", { id: by.slice(0, 8) })}</bdi> : <bdi>{by}</bdi>;
}
