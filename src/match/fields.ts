/**
 * The fields that two claims are compared on, each with its levels in order: within a tier from most to least alike. Space
 * and time have a tier for each way of being precise, because "2 km apart" means something else between two villages than
 * between two districts; weights are learnt within a tier, so that a vague claim is neither rewarded nor punished for being
 * vague. Level 0 of every field is "one of the two does not say", which counts nothing.
 *
 * The frame is that of Fellegi & Sunter 1969, "A Theory for Record Linkage" (Journal of the American Statistical
 * Association 64).
 */
export interface Field {
  readonly id: FieldId;
  readonly levels: readonly Level[];
}

export type FieldId =
  "space" | "time" | "actors" | "kind" | "killed" | "injured" | "relation" | "published" | "crowding";

export interface Level {
  /** Levels of one tier share the probability of one. */
  readonly tier: string;
  readonly says: string;
  /** Share of true pairs that come out at this level, before anything is learnt. */
  readonly prior: number;
}

const NOTHING: Level = { tier: "", says: "one of the two does not say", prior: 1 };

function tier(name: string, levels: readonly (readonly [string, number])[]): readonly Level[] {
  const sum = levels.reduce((total, [, prior]) => total + prior, 0);
  return levels.map(([says, prior]) => ({ tier: name, says, prior: prior / sum }));
}

export const FIELDS: readonly Field[] = [
  {
    id: "space",
    levels: [
      NOTHING,
      ...tier("points", [
        ["less than 0.7 km apart, the same place named", 0.3],
        ["less than 0.7 km apart", 0.2],
        ["less than 1.5 km apart, the same place named", 0.14],
        ["less than 1.5 km apart", 0.1],
        ["less than 3 km apart, the same place named", 0.06],
        ["less than 3 km apart", 0.06],
        ["less than 6 km apart", 0.05],
        ["less than 10 km apart", 0.03],
        ["less than 25 km apart", 0.03],
        ["25 km apart or more", 0.02],
      ]),
      ...tier("near", [
        ["well within what the two allow", 0.3],
        ["within half of what the two allow", 0.25],
        ["within three quarters of what the two allow", 0.15],
        ["as far as the two allow", 0.1],
        ["a little farther than the two allow", 0.06],
        ["farther than the two allow", 0.03],
        ["much farther than the two allow", 0.02],
        ["the same place named", 0.09],
      ]),
      ...tier("district", [
        ["the same district", 0.7],
        ["another district, well within reach", 0.12],
        ["another district, within reach", 0.1],
        ["another district, out of reach", 0.08],
      ]),
      ...tier("province", [
        ["well within the same stretch of country", 0.4],
        ["within the same stretch of country", 0.3],
        ["at the edge of the same stretch of country", 0.2],
        ["out of reach of each other", 0.1],
      ]),
    ],
  },
  {
    id: "time",
    levels: [
      NOTHING,
      ...tier("minutes", [
        ["within 20 minutes", 0.5],
        ["within 45 minutes", 0.22],
        ["within an hour and a half", 0.12],
        ["within three and a half hours", 0.09],
        ["more than three and a half hours apart", 0.07],
      ]),
      ...tier("part of a day", [
        ["in the same part of the day", 0.7],
        ["less than three quarters of an hour apart", 0.12],
        ["less than two hours apart", 0.07],
        ["less than four hours apart", 0.06],
        ["four hours apart or more", 0.05],
      ]),
      ...tier("day", [
        ["on the same day", 0.5],
        ["the one within the day of the other", 0.3],
        ["on another day", 0.1],
        ["less than two hours outside the day of the other", 0.04],
        ["less than eight hours outside the day of the other", 0.04],
        ["more than eight hours outside the day of the other", 0.02],
      ]),
      ...tier("wider", [
        ["within the days of the other", 0.6],
        ["within the weeks of the other", 0.3],
        ["outside the days of the other", 0.1],
      ]),
    ],
  },
  {
    id: "actors",
    levels: [
      NOTHING,
      ...tier("actors", [
        ["both sides the same", 0.55],
        ["one side the same, the other not told", 0.2],
        ["only general words", 0.08],
        ["one side the same, the other another", 0.07],
        ["names that nobody knows, and different", 0.06],
        ["both sides different", 0.04],
      ]),
    ],
  },
  {
    id: "kind",
    levels: [
      NOTHING,
      ...tier("kind", [
        ["the same kind", 0.55],
        ["the same kind, the one more exactly", 0.25],
        ["related kinds", 0.1],
        ["distantly related kinds", 0.06],
        ["different kinds", 0.04],
      ]),
    ],
  },
  {
    id: "killed",
    levels: [
      NOTHING,
      ...tier("killed", [
        ["both say nobody was killed", 0.3],
        ["both say the same one or two were killed", 0.15],
        ["both say the same three to six were killed", 0.1],
        ["both say the same seven or more were killed", 0.08],
        ["the numbers killed overlap", 0.15],
        ["the numbers killed are close", 0.11],
        ["the numbers killed are up to four apart", 0.06],
        ["the numbers killed contradict each other", 0.05],
      ]),
    ],
  },
  {
    id: "injured",
    levels: [
      NOTHING,
      ...tier("injured", [
        ["both say nobody was injured", 0.35],
        ["both say the same number were injured", 0.25],
        ["the numbers injured overlap", 0.15],
        ["the numbers injured are close", 0.15],
        ["the numbers injured contradict each other", 0.1],
      ]),
    ],
  },
  {
    id: "relation",
    levels: [
      NOTHING,
      ...tier("relation", [
        ["the one updates the other", 0.02],
        ["the same source", 0.03],
        ["different sources", 0.95],
      ]),
    ],
  },
  {
    id: "published",
    levels: [
      NOTHING,
      ...tier("published to two hours", [
        ["published when it could well be one event, judged to two hours", 0.34],
        ["published about when one event would be, judged to two hours", 0.26],
        ["published a little apart for one event, judged to two hours", 0.16],
        ["published apart for one event, judged to two hours", 0.13],
        ["published far apart for one event, judged to two hours", 0.06],
        ["published much too far apart for one event, judged to two hours", 0.02],
        ["the one published before the other can have happened, judged to two hours", 0.03],
      ]),
      ...tier("published to five hours", [
        ["published when it could well be one event, judged to five hours", 0.34],
        ["published about when one event would be, judged to five hours", 0.26],
        ["published a little apart for one event, judged to five hours", 0.16],
        ["published apart for one event, judged to five hours", 0.13],
        ["published far apart for one event, judged to five hours", 0.06],
        ["published much too far apart for one event, judged to five hours", 0.02],
        ["the one published before the other can have happened, judged to five hours", 0.03],
      ]),
      ...tier("published to a day", [
        ["published when it could well be one event, judged to a day", 0.34],
        ["published about when one event would be, judged to a day", 0.26],
        ["published a little apart for one event, judged to a day", 0.16],
        ["published apart for one event, judged to a day", 0.13],
        ["published far apart for one event, judged to a day", 0.06],
        ["published much too far apart for one event, judged to a day", 0.02],
        ["the one published before the other can have happened, judged to a day", 0.03],
      ]),
    ],
  },
  {
    id: "crowding",
    levels: [
      NOTHING,
      ...tier("crowding", [
        ["hardly anything else near", 0.1],
        ["up to four others near", 0.12],
        ["up to eight others near", 0.16],
        ["up to sixteen others near", 0.18],
        ["up to thirty-two others near", 0.17],
        ["up to sixty-four others near", 0.13],
        ["up to 128 others near", 0.08],
        ["up to 256 others near", 0.04],
        ["more than 256 others near", 0.02],
      ]),
    ],
  },
];

/** Pairs with the same level in every field are one pattern, which is one number below 2^31. */
export const STRIDES: readonly number[] = FIELDS.map((_, i) =>
  FIELDS.slice(i + 1).reduce((product, { levels }) => product * levels.length, 1),
);

export function levelsOf(pattern: number): readonly number[] {
  return FIELDS.map(({ levels }, i) => Math.floor(pattern / STRIDES[i]!) % levels.length);
}

export function levelOf(pattern: number, field: number): number {
  return Math.floor(pattern / STRIDES[field]!) % FIELDS[field]!.levels.length;
}
