import type { AccountKind } from "../domain/index.ts";
import { Summariser, type Pivot, type Standing } from "../judge/index.ts";
import type { DutyFinding, DutyState, Name, VerdictWord } from "../language/index.ts";
import type { DutyRow } from "./folder-duties.ts";
import type { JudgedIncident, Judgement, Judging } from "./judge-folder.ts";

type Verdicts = Readonly<Record<VerdictWord, number>>;

/** What `truce judge --format json` prints; its JSON Schema is `docs/formats/judgement.schema.json`. */
export interface JudgementJson {
  /** Id of the agreement. */
  readonly agreement: string;
  /** Knowledge cut-off, ISO 8601 in UTC; null: everything that was ever learnt. */
  readonly known: string | null;
  readonly readings: readonly ReadingJson[];
  readonly incidents: readonly IncidentJson[];
  /** The moment as at which the duties were looked at, ISO 8601 in UTC. */
  readonly dutiesAt: string;
  readonly duties: readonly DutyJson[];
  /** Every row of the reports is an incident here, outside the window asked for, or refused. */
  readonly rows: {
    readonly in: number;
    readonly judged: number;
    readonly outsideWindow: number;
    readonly refused: number;
  };
}

/** A duty that has a state of its own, apart from single incidents, under one reading. */
export interface DutyJson {
  readonly rule: Name;
  readonly reading: Name;
  /** Whose duty, where the rule speaks of several; null: of all that it names. */
  readonly bearer: Name | null;
  /** Which part of it, where the diary tells parts apart; null: all of it. */
  readonly part: string | null;
  readonly state: DutyState | "error";
  /** What some completion of the record leads to; one entry exactly if the state is decided. */
  readonly possible: readonly DutyState[];
  /** Computed instants by mark (`startingBy`, `start`, `completeBy`, `deadline`, `trigger`, `from`, `until`), ISO 8601 in UTC. */
  readonly instants: Readonly<Record<string, string>>;
  readonly because: readonly string[];
  /** What is not recorded and would bring it further. */
  readonly missing: readonly string[];
}

export function dutyJson({
  rule,
  reading,
  bearer,
  part,
  state,
  possible,
  instants,
  because,
  missing,
}: DutyRow): DutyJson {
  return {
    rule,
    reading,
    bearer: bearer ?? null,
    part: part ?? null,
    state,
    possible,
    instants: isoOf(instants),
    because,
    missing,
  };
}

function isoOf(instants: DutyFinding["instants"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(instants).map(([mark, at]) => [mark, new Date(at).toISOString()]));
}

export interface ReadingJson {
  readonly id: Name;
  readonly rules: readonly RuleJson[];
}

export interface RuleJson {
  readonly id: Name;
  /** Every incident once, by the record's own account (`record`); other accounts are not counted. */
  readonly verdicts: Verdicts;
  /** The same by pair of actors; they add up to `verdicts`. */
  readonly dyads: readonly { readonly dyad: string; readonly verdicts: Verdicts }[];
}

export interface IncidentJson {
  readonly id: string;
  readonly dyad: string;
  /** Told besides the record's own account, which is called `record`. */
  readonly accounts: readonly AccountJson[];
  /** Of every account, under every reading. */
  readonly cells: readonly CellJson[];
  /** What the cells say together, for each rule. */
  readonly summary: readonly SummaryJson[];
}

export interface AccountJson {
  readonly id: string;
  readonly kind: AccountKind;
  readonly by: string;
  readonly through?: string;
  /** Local date or date-time on the agreement's clocks. */
  readonly on: string;
}

export interface SummaryJson {
  readonly rule: Name;
  readonly label: Standing;
  /** Labels of the text that statements read otherwise, and facts that accounts tell otherwise; empty unless contested. */
  readonly pivotal: readonly Pivot[];
}

export interface CellJson {
  readonly rule: Name;
  readonly reading: Name;
  readonly account: string;
  readonly verdict: VerdictWord;
  readonly possible: readonly VerdictWord[];
  /** Unknown facts by their words in the language, and open choices (`direction`, `side-1`, `side-2`, `when`). */
  readonly relevant: readonly string[];
}

export function judgementJson(judgement: Judgement): JudgementJson {
  const incidentJson = incidentsAsJson(judgement);
  return { ...headJson(judgement), ...totalsJson(judgement), incidents: judgement.incidents.map(incidentJson) };
}

/** What is known before the first incident is judged. */
export function headJson({ folder, known }: Judging): Pick<JudgementJson, "agreement" | "known"> {
  return {
    agreement: folder.agreement.meta.id,
    known: Number.isFinite(known) ? new Date(known).toISOString() : null,
  };
}

/** What is known after the last incident. */
export function totalsJson(judgement: Judgement): Omit<JudgementJson, "agreement" | "known" | "incidents"> {
  const { readings, rules, tally, judged, rows, outsideWindow, duties, dutiesAt } = judgement;
  return {
    readings: readings.map((id) => ({
      id,
      rules: rules.map((rule) => ({
        id: rule,
        verdicts: tally.total(id, rule),
        dyads: [...tally.byLabel(id, rule)].map(([dyad, verdicts]) => ({ dyad, verdicts })),
      })),
    })),
    dutiesAt: new Date(dutiesAt).toISOString(),
    duties: duties.map(dutyJson),
    rows: { in: rows.rowsIn, judged, outsideWindow, refused: rows.rowsRefused },
  };
}

/** Each incident as JSON, one after the other. */
export function incidentsAsJson({ program, readings, rules }: Judging): (incident: JudgedIncident) => IncidentJson {
  const summariser = new Summariser(program, readings);
  return ({ draft, cells, accounts }) => ({
    id: draft.id,
    dyad: draft.label,
    accounts: accounts.flatMap(({ told }) => {
      if (!told) return [];
      const { id, kind, by, through, on } = told;
      return [{ id, kind, by, ...(through === undefined ? {} : { through }), on }];
    }),
    cells: cells.map(({ rule, reading, account, verdict, possible, relevant }) => ({
      rule,
      reading,
      account,
      verdict,
      possible,
      relevant: relevant.map((question) => (question.kind === "fact" ? question.atom : question.dimension)),
    })),
    summary: rules.map((rule) => {
      const { standing, pivots } = summariser.of(
        rule,
        accounts.map(({ account }) => account),
      );
      return { rule, label: standing, pivotal: pivots };
    }),
  });
}
