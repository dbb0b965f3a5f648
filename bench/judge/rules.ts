/**
 * The rules of examples/syria-2016 once more, written by hand for the peers as plain conditions, from the text and not
 * from what the engine compiles. The bench compares the answers, so a slip here shows.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | string;

export interface HandRule {
  readonly rule: string;
  readonly reading: string;
  readonly scope: Condition;
  readonly excused: Condition;
}

export const READINGS = ["text", "sar", "hnc"] as const;

/** Of those that judge a whole table, so many runs after one to warm up; the median counts. */
export const RUNS = 15;

const IN_FORCE: Condition = { not: "before 2016-02-27 00:00" };
const CONDITIONS: Condition = {
  all: ["sieges-lifted", "aid-allowed", "detainees-released", "no attack with air-weapon by sar or rus for 7 days"],
};
const NEVER: Condition = { any: [] };

/** Bound, and in the opposition's reading only while its conditions hold. */
function bound(role: "actor" | "target", reading: string): Condition {
  if (reading !== "hnc") return `${role} bound`;
  return { all: [`${role} bound`, { any: [{ not: `${role} in aog` }, CONDITIONS] }] };
}

function listed(reading: string): Condition {
  const text = ["target in terrorist", "actor in terrorist"];
  return { any: reading === "sar" ? [...text, "linked-to target terrorist"] : text };
}

export const HAND_RULES: readonly HandRule[] = READINGS.flatMap((reading): HandRule[] => {
  const [actor, target] = [bound("actor", reading), bound("target", reading)];
  return [
    {
      rule: "cease-attacks",
      reading,
      scope: { all: [IN_FORCE, actor, "act is attack", target, { not: listed(reading) }] },
      excused: { all: ["immediate-threat", "proportionate-force"] },
    },
    {
      rule: "refrain-from-territory",
      reading,
      scope: { all: [IN_FORCE, actor, "act is acquire-territory", target, { not: listed("text") }] },
      excused: NEVER,
    },
    {
      rule: "access-opposition",
      reading,
      scope: { all: [IN_FORCE, "actor in aog", actor, "act is denial-of-access", "place in opposition-held"] },
      excused: NEVER,
    },
    {
      rule: "access-government",
      reading,
      scope: {
        all: [
          IN_FORCE,
          { any: ["actor is sar", "actor in associated"] },
          actor,
          "act is denial-of-access",
          "place in government-held",
        ],
      },
      excused: NEVER,
    },
  ];
});
