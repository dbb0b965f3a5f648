import type { AccountClause, ToldAccount } from "../domain/index.ts";
import type { Place, Problem } from "../kit/index.ts";
import { checkAgreement, parseAgreement, statementsOf, type Case } from "../language/index.ts";

/** An account whose words are understood, as a worked case of the text says them. */
export interface SaidAccount {
  readonly told: ToldAccount;
  readonly said: Case;
}

export interface AgreementText {
  /** Of the whole file, without an error in it. */
  readonly text: string;
  /** Actors of the folder: an account may name them. */
  readonly knownActors: ReadonlySet<string>;
}

export interface ReadAccounts {
  readonly accounts: readonly SaidAccount[];
  readonly problems: readonly Problem[];
}

/**
 * Reads what accounts say in the words of the language. Their clauses are put behind the text as the clauses of worked
 * cases, one a line, so that the same reader and the same checks understand them; what is wrong is a problem where it stands
 * in the file of the accounts. An account with an error says nothing: half of it could say the opposite.
 */
export function readAccountWords(accounts: readonly ToldAccount[], { text, knownActors }: AgreementText): ReadAccounts {
  if (accounts.length === 0) return { accounts: [], problems: [] };
  const cases = new CaseDocument(text, accounts);
  const parsed = parseAgreement(cases.text);
  const checked = checkAgreement(parsed.agreement, { text: cases.text, damaged: parsed.damaged, knownActors });
  const found = [...parsed.problems, ...checked].flatMap((problem) => cases.placed(problem));
  const said = new Map(
    statementsOf(parsed.agreement)
      .filter((statement): statement is Case => statement.kind === "case")
      .map((one) => [one.name, one]),
  );
  const problems = found.map(({ problem }) => problem);
  const wrong = new Set(found.filter(({ problem }) => problem.severity === "error").map(({ account }) => account));
  const read = accounts.flatMap((told, i): readonly SaidAccount[] => {
    const one = said.get(nameOf(i));
    if (!one || wrong.has(i)) return [];
    const stray = strayIn(one, told);
    if (stray) problems.push(stray);
    return stray ? [] : [{ told, said: one }];
  });
  return { accounts: read, problems };
}

function nameOf(index: number): string {
  return `account ${index + 1}`;
}

interface AccountProblem {
  /** Which of the accounts has it. */
  readonly account: number;
  readonly problem: Problem;
}

/** The line of a clause behind the text. */
interface Line {
  readonly account: number;
  /** None: the line on which the case begins. */
  readonly clause?: AccountClause;
}

class CaseDocument {
  readonly text: string;
  private readonly first: number;
  private readonly lines: readonly Line[];
  private readonly accounts: readonly ToldAccount[];

  constructor(text: string, accounts: readonly ToldAccount[]) {
    const head = `${text}\n\n\`\`\`truce\n`;
    this.accounts = accounts;
    this.first = head.split("\n").length;
    this.lines = accounts.flatMap(({ says }, account) => [{ account }, ...says.map((clause) => ({ account, clause }))]);
    const body = this.lines.map(({ account, clause }) =>
      clause ? `${prefixOf(clause)}${inOneLine(clause.text)}` : `case \`${nameOf(account)}\``,
    );
    this.text = `${head}${body.join("\n")}\n\`\`\`\n`;
  }

  /** A problem of these lines where it stands in the file of the accounts; one of the text itself is none of theirs. */
  placed(problem: Problem): readonly AccountProblem[] {
    const line = this.lines[(problem.at.line ?? 0) - this.first];
    // An account is there to be judged, it expects nothing.
    if (!line || problem.code === "case-without-expectation") return [];
    const told = this.accounts[line.account]!;
    const at = line.clause ? placeIn(line.clause, problem.at) : told.at;
    return [{ account: line.account, problem: { ...problem, at } }];
  }
}

function prefixOf({ word }: AccountClause): string {
  return `  ${word} `;
}

/** A line break would begin another line, and with it perhaps another clause. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s/gu, " ");
}

/** The wrong word within the clause, if the clause stands in the file letter by letter; else the whole clause. */
function placeIn(clause: AccountClause, { column = 1, from = 0, to = 0 }: Place): Place {
  const { text, at } = clause;
  const offset = column - 1 - prefixOf(clause).length;
  if (at.from === undefined || at.to === undefined || at.column === undefined) return at;
  const isVerbatim = at.to - at.from === text.length;
  if (!isVerbatim || offset < 0 || offset >= text.length) return at;
  const start = at.from + offset;
  return { ...at, column: at.column + offset, from: start, to: Math.min(start + Math.max(1, to - from), at.to) };
}

/** What a text behind its own clause says besides, such as an expectation. */
function strayIn(said: Case, { says, at }: ToldAccount): Problem | undefined {
  const count = (word: string): number => says.filter((clause) => clause.word === word).length;
  const isPlain =
    said.given.length === count("given") &&
    said.measures.length === count("measure") &&
    said.distances.length === count("distance") &&
    [said.actor, said.target, said.act, said.weapon, said.place, said.when].filter((part) => part !== undefined)
      .length ===
      says.length - count("given") - count("measure") - count("distance") &&
    said.expect.length + said.record.length + said.under.length === 0 &&
    said.ask === undefined &&
    said.known === undefined &&
    said.sides === undefined;
  if (isPlain) return undefined;
  return {
    code: "stray-clause",
    severity: "error",
    at,
    message: "one of its entries says more than one thing",
    hint: "write one thing under each key, and one condition in each entry of given",
  };
}
