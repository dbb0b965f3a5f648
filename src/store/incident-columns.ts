import { sql, type RawBuilder } from "kysely";
import type { SaidOfRule } from "../domain/index.ts";

/** How an incident comes out for columns: what repeats as text that can be looked up in a dictionary, instants as numbers. */
export interface IncidentLine {
  readonly id: string;
  /** Milliseconds since 1970 UTC. */
  readonly earliest: number | null;
  readonly latest: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly radius_m: number | null;
  readonly label: string | null;
  /** JSON of a list of texts, in the order of the record. */
  readonly sides: string;
  readonly acts: string;
  readonly area: string | null;
  readonly country: string | null;
  readonly dead_least: number | null;
  readonly dead_best: number | null;
  readonly dead_most: number | null;
  readonly occurrence: string | null;
  readonly attribution: string | null;
  /** How many reports tell of it, and how many sources of these are known, of what the viewer sees; null: not asked for. */
  readonly told: readonly [number, number] | null;
  /** Of each of its findings, `number:cells`: the number of the agreement among those asked for, from 1, and the id of its cells. */
  readonly findings: string | null;
}

/** Incidents that are alike. */
export interface IncidentGroup {
  /** JSON of a list of texts. */
  readonly sides: string;
  /** Ids of the cells of what was found on each, in one order; null: nothing was. */
  readonly cells: string | null;
  readonly count: number;
}

export interface LinesAsked {
  /** Findings on others are left out. */
  readonly agreements: readonly string[];
  readonly only?: "ids";
  /** They are counted: that takes as long as all the rest. */
  readonly withReports?: boolean;
}

/**
 * What the name of a reading ends with in the keys of cells where it is that reading of the record together with what was
 * found out besides. No name of a reading has a space in it.
 */
export const WITH_ANSWERS = " with answers";

/** What was judged under an agreement: the readings and rules that the findings on it that a viewer sees are of. */
export interface JudgedPlace {
  readonly agreement: string;
  readonly reading: string;
  readonly rule: string;
}

const milliseconds = (column: string): string => `(extract(epoch from i.${column}) * 1000)::float8 as ${column}`;
const PLAIN = `latitude longitude radius_m label area country dead_least dead_best dead_most occurrence attribution`;

/** What is shown of the incident called `i`, besides what hangs on other tables. */
export const LINE: RawBuilder<unknown> = sql.raw(
  [
    "i.id",
    milliseconds("earliest"),
    milliseconds("latest"),
    ...PLAIN.split(" ").map((column) => `i.${column}`),
    "array_to_json(i.sides)::text as sides",
    "array_to_json(i.acts)::text as acts",
  ].join(", "),
);

/** Its id, and when it began, to go on from. */
export const LINE_OF_ID: RawBuilder<unknown> = sql.raw(["i.id", milliseconds("earliest")].join(", "));

/** What keys of cells say of each `reading|rule`. Keys are `reading|rule|verdict`, and `reading|rule|?verdict` for each that is possible. */
export function saidByPlace(keys: readonly string[]): ReadonlyMap<string, SaidOfRule> {
  const verdicts = new Map<string, string>();
  const possible = new Map<string, Set<string>>();
  // Of two findings on one incident the list shows the verdict that comes first in the alphabet.
  for (const key of keys.toSorted()) {
    const [reading = "", rule = "", word = ""] = key.split("|");
    const place = `${reading}|${rule}`;
    if (word.startsWith("?")) possible.set(place, (possible.get(place) ?? new Set()).add(word.slice(1)));
    else if (!verdicts.has(place)) verdicts.set(place, word);
  }
  return new Map(
    [...verdicts].map(([place, verdict]) => [place, { verdict, possible: [...(possible.get(place) ?? [])] }]),
  );
}
