import type { Cell, Name } from "../language/index.ts";
import type { JudgedIncident, Judgement } from "./judge-folder.ts";

/** An incident that cannot be decided, and the question that would bring it furthest. */
export interface TellingIncident {
  readonly incident: JudgedIncident;
  readonly cell: Cell;
}

/**
 * The undecided incidents that matter most and stand for different things: by deaths, one for each pair of actors first.
 */
export function mostTelling(
  judgement: Judgement,
  { rule, reading, count }: { rule: Name; reading: Name; count: number },
): readonly TellingIncident[] {
  const open = judgement.incidents
    .flatMap((incident) => {
      const cell = incident.cells.find(
        (one) => one.rule === rule && one.reading === reading && one.verdict === "undetermined",
      );
      return cell ? [{ incident, cell }] : [];
    })
    .sort((a, b) => deaths(b) - deaths(a));
  const seen = new Set<string>();
  const firsts = open.filter(({ incident }) => !seen.has(incident.draft.label) && seen.add(incident.draft.label));
  const rest = open.filter((one) => !firsts.includes(one));
  return [...firsts, ...rest].slice(0, count);
}

function deaths({ incident }: TellingIncident): number {
  return incident.draft.casualties.best ?? 0;
}
