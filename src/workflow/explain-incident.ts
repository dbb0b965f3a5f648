import { sayCell, sayClause, sayOtherLaw } from "../judge/index.ts";
import { formatInstant } from "../kit/index.ts";
import type { Cell, Name } from "../language/index.ts";
import { sayKnown, type Judgement } from "./judge-folder.ts";
import { Refusal } from "./refusal.ts";

/** One incident with everything that can be said of how it is judged. */
export interface Explanation {
  readonly incident: string;
  readonly dyad: string;
  readonly when: string;
  readonly where: string;
  readonly sources: readonly string[];
  readonly known: string;
  readonly rules: readonly {
    readonly rule: Name;
    readonly clause: string | undefined;
    readonly findings: readonly { readonly cell: Cell; readonly sentences: readonly string[] }[];
  }[];
  /** Robust, contested on reading, or open: what the matrix as a whole says. */
  readonly matrix: readonly { readonly rule: Name; readonly standing: string }[];
  readonly remarks: readonly string[];
}

export function explainIncident(judgement: Judgement, id: string, rules?: readonly Name[]): Explanation {
  const found = judgement.incidents.find(({ draft }) => draft.id === id);
  if (!found)
    throw new Refusal(
      "no-incident",
      `there is no incident ${id} among the ${judgement.incidents.length} judged`,
      "take an id from: truce judge FOLDER --format csv",
    );
  const { draft, cells } = found;
  const { program, known } = judgement;
  const zone = judgement.folder.agreement.meta.zone;
  const shown = judgement.rules.filter((rule) => !rules || rules.includes(rule));
  const { interval } = draft.when;
  return {
    incident: id,
    dyad: draft.label,
    when: `${draft.when.asStated}: ${formatInstant(interval.earliest, zone)} to ${formatInstant(interval.latest, zone)}`,
    where: draft.where.asStated,
    sources: draft.citations.map(({ office, date, headline }) =>
      [office, date, headline].filter((part) => part !== undefined).join(", "),
    ),
    known: sayKnown(known, zone),
    rules: shown.map((rule) => ({
      rule,
      clause: sayClause(rule, program),
      findings: cells.filter((cell) => cell.rule === rule).map((cell) => ({ cell, sentences: sayCell(cell, program) })),
    })),
    matrix: shown.map((rule) => ({ rule, standing: standingOf(cells.filter((cell) => cell.rule === rule)) })),
    remarks: sayOtherLaw(draft.kind === "one-sided"),
  };
}

/** Whether the verdict is the same whoever reads the text, and what it turns on if not. */
function standingOf(cells: readonly Cell[]): string {
  const decided = new Set(cells.map(({ verdict }) => verdict));
  if (decided.size === 1 && !decided.has("undetermined")) return `robust: ${[...decided][0]} under every reading`;
  if (decided.has("undetermined") && decided.size === 1) {
    const sets = new Set(cells.map(({ possible }) => possible.join()));
    return sets.size === 1
      ? "open under every reading: it turns on facts that are not known"
      : "open, and contested on reading: what is possible depends on the reading";
  }
  return `contested on reading: ${cells.map(({ reading, verdict }) => `${verdict} under ${reading}`).join(", ")}`;
}

export function sayExplanation(explanation: Explanation): readonly string[] {
  const { incident, dyad, when, where, sources, known, rules, matrix, remarks } = explanation;
  return [
    `Incident ${incident}: ${dyad}`,
    `when:    ${when}`,
    `where:   ${where}`,
    ...sources.map((source) => `source:  ${source}`),
    `known:   ${known}`,
    "",
    ...matrix.map(({ rule, standing }) => `${rule}: ${standing}`),
    ...remarks,
    ...rules.flatMap(({ rule, clause, findings }) => [
      "",
      `── ${rule} ──`,
      ...(clause === undefined ? [] : clause.split("\n").map((line) => (line === "" ? "" : `│ ${line}`))),
      ...findings.flatMap(({ sentences }) => ["", ...sentences]),
    ]),
  ];
}
