import { spanOf, type Clock, type CoverageStatement } from "../domain/index.ts";
import { nearest, type Interval, type Problem } from "../kit/index.ts";
import { intersection, kindsOf, union, type Declarations, type EventPattern } from "../language/index.ts";
import type { EventsOfKind } from "./counts.ts";

export interface CoverageOptions {
  readonly declared: Declarations;
  readonly clock: Clock;
}

/**
 * When every event of a kind would have been recorded: each act, with each weapon, in each area that the kind names, by some
 * closed statement. A kind that names no weapon or area is covered only by statements of any weapon, or of everywhere.
 */
export function coverageOf(
  event: EventPattern,
  statements: readonly CoverageStatement[],
  { declared, clock }: CoverageOptions,
): Pick<EventsOfKind, "coverage" | "watchers"> {
  const watching = (act: string, weapon: string | undefined, area: string | undefined): readonly CoverageStatement[] =>
    statements.filter(
      ({ acts, weapons, areas }) =>
        (acts === "any" || kindsOf(act, declared.acts).some((kind) => acts.includes(kind))) &&
        (weapons === "any" ||
          (weapon !== undefined && kindsOf(weapon, declared.weapons).some((kind) => weapons.includes(kind)))) &&
        (areas === "everywhere" || (area !== undefined && areas.includes(area))),
    );
  const parts = event.acts.flatMap((act) =>
    (event.with ?? [undefined]).flatMap((weapon) =>
      (event.in ?? [undefined]).map((area) => watching(act, weapon, area)),
    ),
  );
  const closed = parts.map((found) => union(found.filter((one) => one.closed).map((one) => stretchOf(one, clock))));
  const [first = [], ...rest] = closed;
  const open = parts.flat().filter((one) => !one.closed);
  return {
    coverage: rest.reduce((a, b) => intersection(a, b), first),
    watchers: [...new Set(open.map(({ source }) => source))],
  };
}

function stretchOf({ since, until }: CoverageStatement, clock: Clock): Interval {
  const { earliest, latest } = spanOf({ since, until }, clock);
  return { earliest, latest };
}

/** Words of coverage statements that the agreement does not have: a statement that no event can fall under. */
export function checkCoverage(
  statements: readonly CoverageStatement[],
  { acts, weapons, places }: Declarations,
  areaIds: ReadonlySet<string>,
): readonly Problem[] {
  const known = {
    area: new Set([...areaIds, ...places.keys()]),
    act: new Set(acts.keys()),
    weapon: new Set(weapons.keys()),
  };
  return statements.flatMap((statement) =>
    (
      [
        ["area", "area", statement.areas],
        ["act", "acts", statement.acts],
        ["weapon", "weapons", statement.weapons],
      ] as const
    ).flatMap(([kind, field, names]) =>
      (typeof names === "string" ? [] : names)
        .filter((name) => !known[kind].has(name))
        .map((name): Problem => {
          const meant = nearest(name, known[kind]);
          return {
            code: `unknown-${kind}`,
            severity: "error",
            at: { ...statement.at, field },
            message: `neither the agreement nor its vocabulary has the ${kind} “${name}”, so nothing is covered by it`,
            hint: meant === undefined ? `write the ${kind} as the agreement calls it` : `did you mean ${meant}?`,
          };
        }),
    ),
  );
}
