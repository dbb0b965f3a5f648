import { RECORD } from "../domain/index.ts";
import { sayCell, sayClause, sayOtherLaw, sayStanding, Summariser, type Pivot, type Standing } from "../judge/index.ts";
import { formatInstant, nearest } from "../kit/index.ts";
import type { Cell, Name } from "../language/index.ts";
import { sayAccount, sayHowToAnswer } from "./explain-accounts.ts";
import { askedAbout } from "./incident/answer-fields.ts";
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
  /** What is told of it besides the record. */
  readonly accounts: readonly string[];
  /** What the matrix of readings and accounts says as a whole, as a label, with what it turns on, and in words. */
  readonly matrix: readonly {
    readonly rule: Name;
    readonly label: Standing;
    readonly pivotal: readonly Pivot[];
    readonly standing: string;
  }[];
  readonly remarks: readonly string[];
  /** How to write down the answer to what is open. */
  readonly howToAnswer: readonly string[];
}

export function explainIncident(judgement: Judgement, id: string, rules?: readonly Name[]): Explanation {
  const found = judgement.incidents.find(({ draft }) => draft.id === id);
  if (!found)
    throw new Refusal(
      "no-incident",
      `there is no incident ${id} among the ${judgement.incidents.length} judged`,
      "take an id from: truce judge FOLDER --format csv",
    );
  const { draft, cells, accounts } = found;
  const { program, known } = judgement;
  const zone = judgement.folder.agreement.meta.zone;
  const shown = chooseRules(judgement.rules, rules);
  const { interval } = draft.when;
  const groundsOf = ({ account: id }: Cell) => accounts.find(({ account }) => account.id === id)?.account.grounds;
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
      findings: cells
        .filter((cell) => cell.rule === rule)
        .map((cell) => ({ cell, sentences: sayCell(cell, program, groundsOf(cell)) })),
    })),
    accounts: accounts.flatMap(({ told }) => (told ? [sayAccount(told)] : [])),
    matrix: shown.map((rule) => {
      const summary = new Summariser(program, judgement.readings).of(
        rule,
        accounts.map(({ account }) => account),
      );
      const standing = sayStanding(
        summary,
        cells.filter((cell) => cell.rule === rule),
      );
      return { rule, label: summary.standing, pivotal: summary.pivots, standing };
    }),
    remarks: sayOtherLaw(draft.kind === "one-sided"),
    howToAnswer: sayHowToAnswer(
      draft.id,
      cells.filter(({ rule, account }) => account === RECORD && shown.includes(rule)),
      askedAbout(draft, judgement),
    ),
  };
}

function chooseRules(all: readonly Name[], wanted: readonly Name[] | undefined): readonly Name[] {
  const unknown = wanted?.find((rule) => !all.includes(rule));
  if (unknown === undefined) return all.filter((rule) => !wanted || wanted.includes(rule));
  const meant = nearest(unknown, all);
  throw new Refusal(
    "no-rule",
    `there is no rule ${unknown} that judges incidents`,
    meant === undefined ? `the rules are ${all.join(", ")}` : `did you mean ${meant}?`,
  );
}

export function sayExplanation(explanation: Explanation): readonly string[] {
  const { incident, dyad, when, where, sources, known, accounts, rules, matrix, remarks, howToAnswer } = explanation;
  return [
    `Incident ${incident}: ${dyad}`,
    `when:    ${when}`,
    `where:   ${where}`,
    ...sources.map((source) => `source:  ${source}`),
    `known:   ${known}`,
    ...accounts.map((account) => `account: ${account}`),
    "",
    ...matrix.map(({ rule, standing }) => `${rule}: ${standing}`),
    ...remarks,
    ...rules.flatMap(({ rule, clause, findings }) => [
      "",
      `── ${rule} ──`,
      ...(clause === undefined ? [] : clause.split("\n").map((line) => (line === "" ? "" : `│ ${line}`))),
      ...findings.flatMap(({ sentences }) => ["", ...sentences]),
    ]),
    ...(howToAnswer.length === 0 ? [] : ["", ...howToAnswer]),
  ];
}
