import { ANSWERED, RECORD, type ToldAccount } from "../../domain/index.ts";
import {
  sayCell,
  sayClause,
  sayOtherLaw,
  sayStanding,
  Summariser,
  type Occurrence,
  type Pivot,
  type Standing,
} from "../../judge/index.ts";
import type {
  Account,
  Cell,
  Name,
  Program,
  Question,
  Settlement,
  TraceLine,
  VerdictWord,
  Witness,
} from "../../language/index.ts";
import { findStanding, sourcesOf, type Store } from "../../store/index.ts";
import { NoSuchThing } from "../acts/acting.ts";
import { judgeLoaded, type JudgedIncident } from "../judge-folder.ts";
import { reportsInRecord } from "../record/reports-in-record.ts";
import { Refusal } from "../refusal.ts";
import { answerable, askedAbout, type AnswerableQuestion, type AskedAbout } from "./answer-fields.ts";
import { judgedBy, type JudgedBy } from "./judged-by.ts";

export interface ReadingNamed {
  readonly id: Name;
  readonly title: string;
  /** Whose statements it is made of: parties of the text, as it names them. */
  readonly by: readonly { readonly id: Name; readonly title: string }[];
}

/** Who tells: the reports, somebody else, or the reports with all that was found out. */
export interface AccountNamed {
  readonly id: string;
  /** `reports`, `answers`, or what kind of account it is. */
  readonly kind: "reports" | "answers" | ToldAccount["kind"];
  readonly by?: string;
  readonly through?: string;
  readonly on?: string;
  readonly source?: string;
  readonly note?: string;
  readonly says?: readonly { readonly word: string; readonly text: string }[];
}

/** A finding under one reading by one account, with what would settle it. Questions by their ids. */
export interface ExplainedCell {
  readonly reading: Name;
  readonly account: string;
  readonly verdict: VerdictWord;
  readonly possible: readonly string[];
  readonly sentences: readonly string[];
  readonly because: readonly TraceLine[];
  /** Of what it rests on, what is known and why. */
  readonly grounds: readonly { readonly fact: string; readonly reason: string }[];
  readonly relevant: readonly string[];
  readonly witness: readonly Witness[];
  /** The smallest sets of answers first. */
  readonly settles: readonly Settlement[];
  readonly settlesComplete: boolean;
  readonly next: string | undefined;
  readonly byOption: Cell["byOption"];
  readonly byPart: Cell["byPart"];
  readonly method: Cell["method"];
  readonly error: string | undefined;
}

export interface ExplainedRule {
  readonly rule: Name;
  /** The words of the agreement that it expresses. */
  readonly clause: string | undefined;
  /** What readings and accounts say as a whole. */
  readonly standing: Standing;
  readonly pivots: readonly Pivot[];
  readonly said: string;
  readonly cells: readonly ExplainedCell[];
}

export interface IncidentExplained {
  readonly incident: string;
  readonly agreement: string;
  readonly readings: readonly ReadingNamed[];
  readonly accounts: readonly AccountNamed[];
  /** The lists of the text, as it calls them. */
  readonly lists: readonly { readonly id: Name; readonly title: string }[];
  readonly rules: readonly ExplainedRule[];
  readonly questions: readonly AnswerableQuestion[];
  /** The question that brings what is known furthest; unset: nothing is open. */
  readonly askFirst: string | undefined;
  /** Who could be asked: those who were in it by name, and who told of it. */
  readonly couldAnswer: {
    readonly actors: readonly { readonly id: string; readonly name: string }[];
    readonly sources: readonly { readonly id: string; readonly handle: string }[];
  };
  readonly remarks: readonly string[];
}

export interface ExplainAsked {
  readonly incident: string;
  /** Unset: the only one. */
  readonly agreement?: string;
  /** Knowledge cut-off, milliseconds since 1970 UTC; unset: everything that was ever learnt. */
  readonly known?: number;
}

/** Everything that can be said of how an incident of the record is judged, by what the record has now. For the inside. */
export async function explainRecorded(store: Store, asked: ExplainAsked): Promise<IncidentExplained> {
  const { incident, known = Number.POSITIVE_INFINITY, agreement } = asked;
  const row = await store.withClient((client) => findStanding(client, "incident", incident));
  if (!row) throw new NoSuchThing("incident");
  const by = await judgedBy(store, { known, ...(agreement === undefined ? {} : { agreement }) });
  const { incidents } = await judgeLoaded(by.folder, by.program, {
    reports: [reportsInRecord(store, [incident])],
    window: () => (Number.isFinite(known) ? { known } : {}),
    counts: await by.counts(),
    keepsGrounds: true,
  });
  const judged = incidents[0];
  if (!judged)
    throw new Refusal(
      "not-judged",
      "there is no report that is the account of this incident, so nothing can be judged",
      "put a report into it",
    );
  const sources = await store.withClient((client) => sourcesOf(client, incident));
  return { incident, ...explained(judged, by), ...personsAsked(judged, by, sources) };
}

function explained(judged: JudgedIncident, by: JudgedBy): Omit<IncidentExplained, "incident" | "couldAnswer"> {
  const { program, readings, folder } = by;
  const { cells, accounts, answered, draft } = judged;
  const all = [...cells, ...(answered?.cells ?? [])];
  const grounds = new Map<string, Account["grounds"]>(accounts.map(({ account }) => [account.id, account.grounds]));
  if (answered) grounds.set(ANSWERED, answered.account.grounds);
  const told = accounts.map(({ account }) => account);
  const summariser = new Summariser(program, readings);
  const about = askedAbout(judged.draft, by);
  const questions = new Map<string, AnswerableQuestion>();
  const noted = (question: Question): string => {
    const one = answerable(question, about);
    if (!questions.has(one.id)) questions.set(one.id, one);
    return one.id;
  };
  const rules = program.rules.map(({ name: rule }): ExplainedRule => {
    const summary = summariser.of(rule, told);
    const own = cells.filter((cell) => cell.rule === rule);
    return {
      rule,
      clause: sayClause(rule, program),
      standing: summary.standing,
      pivots: summary.pivots,
      said: sayStanding(summary, own),
      cells: all
        .filter((cell) => cell.rule === rule)
        .map((cell) => explainedCell(cell, { program, grounds: grounds.get(cell.account), noted })),
    };
  });
  return {
    agreement: folder.agreement.meta.id,
    readings: readings.map((id) => readingNamed(id, program)),
    accounts: accountsNamed(judged),
    lists: [...program.declared.lists.values()].map(({ name, title }) => ({ id: name, title: title ?? name })),
    rules,
    questions: [...questions.values()],
    askFirst: firstQuestion(all, answered === undefined ? RECORD : ANSWERED, about),
    remarks: sayOtherLaw(draft.kind === "one-sided"),
  };
}

/** By the reports and what was found out: what is asked next depends on it. */
function firstQuestion(cells: readonly Cell[], account: string, about: AskedAbout): string | undefined {
  const open = cells.find((cell) => cell.account === account && cell.verdict === "undetermined" && cell.next);
  return open?.next && answerable(open.next, about).id;
}

interface CellWords {
  readonly program: Program;
  readonly grounds: Account["grounds"] | undefined;
  readonly noted: (question: Question) => string;
}

function explainedCell(cell: Cell, { program, grounds, noted }: CellWords): ExplainedCell {
  const { reading, account, verdict, possible, because, used, witness, settles, settlesComplete } = cell;
  return {
    reading,
    account,
    verdict,
    possible,
    sentences: sayCell(cell, program, grounds),
    because,
    grounds: used.flatMap((fact) => {
      const reason = grounds?.get(fact);
      return reason === undefined ? [] : [{ fact, reason }];
    }),
    relevant: cell.relevant.map(noted),
    witness,
    settles: settles.toSorted((a, b) => a.answers.length - b.answers.length),
    settlesComplete,
    next: cell.next && noted(cell.next),
    byOption: cell.byOption,
    byPart: cell.byPart,
    method: cell.method,
    error: cell.error,
  };
}

function readingNamed(id: Name, program: Program): ReadingNamed {
  const { title, statements } = program.reading(id);
  const { declared } = program;
  const authors = declared.statements.flatMap(({ name, by }) => (statements.includes(name) ? by : []));
  const by = [...new Set(authors)].map((party) => ({
    id: party,
    title: declared.parties.get(party)?.title ?? declared.classes.get(party)?.title ?? party,
  }));
  return { id, title, by };
}

function accountsNamed({ accounts, answered }: JudgedIncident): readonly AccountNamed[] {
  const named = accounts.map(({ account, told }): AccountNamed => {
    if (!told) return { id: account.id, kind: "reports" };
    const { id, kind, by, through, on, source, note, says } = told;
    return {
      id,
      kind,
      by,
      on,
      ...(through === undefined ? {} : { through }),
      ...(source === undefined ? {} : { source }),
      ...(note === undefined ? {} : { note }),
      says: says.map(({ word, text }) => ({ word, text })),
    };
  });
  return answered ? [...named, { id: ANSWERED, kind: "answers" }] : named;
}

function personsAsked(
  judged: JudgedIncident,
  by: JudgedBy,
  sources: readonly { readonly id: string; readonly handle: string }[],
): Pick<IncidentExplained, "couldAnswer"> {
  const { occurrence, nameOf } = askedAbout(judged.draft, by);
  const named = occurrence.sides.flatMap((side) =>
    side.kind === "actor" ? [side.actor] : side.kind === "all-of" ? side.sides.flatMap(actorAlone) : [],
  );
  const actors = [...new Set(named)].map((id) => ({ id, name: nameOf(id) }));
  return { couldAnswer: { actors, sources } };
}

function actorAlone(side: Occurrence["sides"][number]): readonly string[] {
  return side.kind === "actor" ? [side.actor] : [];
}
