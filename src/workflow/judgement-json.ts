import type { Name, VerdictWord } from "../language/index.ts";
import type { Judgement } from "./judge-folder.ts";

type Verdicts = Readonly<Record<VerdictWord, number>>;

/** What `truce judge --format json` prints; its JSON Schema is `docs/formats/judgement.schema.json`. */
export interface JudgementJson {
  /** Id of the agreement. */
  readonly agreement: string;
  /** Knowledge cut-off, ISO 8601 in UTC; null: everything that was ever learnt. */
  readonly known: string | null;
  readonly readings: readonly ReadingJson[];
  readonly incidents: readonly IncidentJson[];
  /** Every row of the reports is an incident here, outside the window asked for, or refused. */
  readonly rows: {
    readonly in: number;
    readonly judged: number;
    readonly outsideWindow: number;
    readonly refused: number;
  };
}

export interface ReadingJson {
  readonly id: Name;
  readonly rules: readonly RuleJson[];
}

export interface RuleJson {
  readonly id: Name;
  readonly verdicts: Verdicts;
  /** The same by pair of actors; they add up to `verdicts`. */
  readonly dyads: readonly { readonly dyad: string; readonly verdicts: Verdicts }[];
}

export interface IncidentJson {
  readonly id: string;
  readonly dyad: string;
  readonly cells: readonly CellJson[];
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
  const { folder, readings, rules, known, incidents, tally, rows, outsideWindow } = judgement;
  return {
    agreement: folder.agreement.meta.id,
    known: Number.isFinite(known) ? new Date(known).toISOString() : null,
    readings: readings.map((id) => ({
      id,
      rules: rules.map((rule) => ({
        id: rule,
        verdicts: tally.total(id, rule),
        dyads: [...tally.byLabel(id, rule)].map(([dyad, verdicts]) => ({ dyad, verdicts })),
      })),
    })),
    incidents: incidents.map(({ draft, cells }) => ({
      id: draft.id,
      dyad: draft.label,
      cells: cells.map(({ rule, reading, account, verdict, possible, relevant }) => ({
        rule,
        reading,
        account,
        verdict,
        possible,
        relevant: relevant.map((question) => (question.kind === "fact" ? question.atom : question.dimension)),
      })),
    })),
    rows: { in: rows.rowsIn, judged: incidents.length, outsideWindow, refused: rows.rowsRefused },
  };
}
