import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

export type Explanation = AnswerOf<Endpoints["explainIncident"]>;
export type RuleExplained = Explanation["rules"][number];
export type CellExplained = RuleExplained["cells"][number];
export type QuestionAsked = Explanation["questions"][number];
export type AccountTold = Explanation["accounts"][number];

/** The account of the reports themselves, and the same with everything that was found out besides. */
const RECORD = "record";
const ANSWERED = "record with answers";
/** What a reading ends with in a key where it is of the record with what was found out besides. */
const WITH_ANSWERS = " with answers";

/** A finding as far as whoever looks may read it: without the clause and the sentences for those outside and in the past. */
export interface FindingShown {
  readonly rule: string;
  readonly reading: string;
  readonly account: string;
  readonly verdict: string;
  readonly possible: readonly string[];
}

/** The cells of an explanation, of all rules. */
export function cellsIn({ rules }: Explanation): readonly (CellExplained & { readonly rule: string })[] {
  return rules.flatMap(({ rule, cells }) => cells.map((cell) => ({ ...cell, rule })));
}

/** The same as they were kept with the incident; nothing for those who may not read them. */
export function findingsIn(cells: unknown): readonly FindingShown[] {
  return Array.isArray(cells) ? (cells as readonly FindingShown[]) : [];
}

/** From `reading|rule|verdict` and `reading|rule|?possible`, for those who may not read more. */
export function findingsOfKeys(keys: readonly string[]): readonly FindingShown[] {
  const found = new Map<string, { verdict: string; possible: string[] }>();
  for (const key of keys) {
    const [reading = "", rule = "", said = ""] = key.split("|");
    const place = `${reading}|${rule}`;
    const one = found.get(place) ?? { verdict: "", possible: [] };
    if (said.startsWith("?")) one.possible.push(said.slice(1));
    else one.verdict = said;
    found.set(place, one);
  }
  return [...found].flatMap(([place, { verdict, possible }]) => {
    const [reading = "", rule = ""] = place.split("|");
    const isAnswered = reading.endsWith(WITH_ANSWERS);
    const account = isAnswered ? ANSWERED : RECORD;
    const under = isAnswered ? reading.slice(0, -WITH_ANSWERS.length) : reading;
    return verdict === "" ? [] : [{ rule, reading: under, account, verdict, possible }];
  });
}

export interface Looked {
  readonly rule: string;
  readonly reading: string;
}

/** What counts under a reading: with what was found out besides the reports, where something was. */
export function findingOf<F extends FindingShown>(cells: readonly F[], { rule, reading }: Looked): F | undefined {
  const here = cells.filter((cell) => cell.rule === rule && cell.reading === reading);
  return here.find(({ account }) => account === ANSWERED) ?? here.find(({ account }) => account === RECORD);
}

/** Rules by reading and account: a row for each account, a column for each reading. */
export interface Matrix<F> {
  readonly accounts: readonly string[];
  readonly readings: readonly string[];
  at(account: string, reading: string): F | undefined;
}

export function matrixOf<F extends Omit<FindingShown, "rule">>(cells: readonly F[]): Matrix<F> {
  const accounts = [...new Set(cells.map(({ account }) => account))];
  const readings = [...new Set(cells.map(({ reading }) => reading))];
  // What everything comes to is read last.
  accounts.sort((a, b) => Number(a === ANSWERED) - Number(b === ANSWERED));
  return {
    accounts,
    readings,
    at: (account, reading) => cells.find((cell) => cell.account === account && cell.reading === reading),
  };
}

/** A set of answers that decides, with the words of each question. */
export interface WayToSettle {
  readonly verdict: string;
  readonly answers: readonly { readonly question: QuestionAsked; readonly answer: string }[];
}

/** The shortest ways, at most so many; sets with a question that is not there are left out. */
export function waysToSettle(
  settles: CellExplained["settles"],
  questions: readonly QuestionAsked[],
  most = 6,
): readonly WayToSettle[] {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return settles
    .flatMap(({ verdict, answers }) => {
      const told = answers.flatMap(({ question, answer }) => {
        const asked = byId.get(question);
        return asked ? [{ question: asked, answer }] : [];
      });
      return told.length === answers.length ? [{ verdict, answers: told }] : [];
    })
    .toSorted((a, b) => a.answers.length - b.answers.length)
    .slice(0, most);
}

/** The question to ask first about a rule under a reading, if it is open. */
export function firstQuestion(
  explanation: Explanation,
  cell: Pick<CellExplained, "next"> | undefined,
): QuestionAsked | undefined {
  const id = cell?.next ?? explanation.askFirst;
  return explanation.questions.find((question) => question.id === id);
}

/** What an account is, for a heading: of the reports, with what was found out, or somebody's. */
export type AccountKind = AccountTold["kind"];

export function accountNamed(accounts: readonly AccountTold[], id: string): AccountTold {
  return accounts.find((account) => account.id === id) ?? { id, kind: id === ANSWERED ? "answers" : "reports" };
}
