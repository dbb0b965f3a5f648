import { RECORD } from "../domain/index.ts";
import {
  clauseOf,
  type Account,
  type Answer,
  type Cell,
  type DecidedVerdict,
  type Program,
  type Question,
  type Settlement,
  type TraceLine,
  type Witness,
} from "../language/index.ts";

/**
 * Findings in plain sentences. The words are chosen with care: "permitted under this text", never "lawful"; "outside this
 * text", and for attacks on civilians that other law protects them; what is not known is said to be not known.
 */
const VERDICT_WORDS: Readonly<Record<DecidedVerdict, string>> = {
  conflict: "in conflict: two clauses of the text contradict each other on it",
  breach: "a breach",
  permitted: "permitted under this text",
  outside: "outside this text",
  error: "without an answer in this text",
};

export function sayVerdict(cell: Cell): string {
  if (cell.verdict === "error") return `This could not be judged: ${cell.error ?? "the evaluation failed"}.`;
  if (cell.verdict !== "undetermined") return `It is ${VERDICT_WORDS[cell.verdict]}.`;
  return `It cannot be decided from the record. It may be ${sayList(
    cell.possible.map((verdict) => VERDICT_WORDS[verdict]),
    "or",
  )}.`;
}

/** The finding in full: verdict, by whom, why, what would settle it and the question to ask. */
export function sayCell(cell: Cell, program: Program, grounds?: Account["grounds"]): readonly string[] {
  const reading = program.readings.find(({ id }) => id === cell.reading);
  const lines = [
    `Rule ${cell.rule}, reading ${cell.reading}${reading ? ` (${reading.title})` : ""}${sayAccount(cell)}: ${sayVerdict(cell)}`,
  ];
  if (cell.verdict === "error") return lines;
  lines.push(...cell.byPart.map(({ part, possible }) => `  ${part}: ${sayPossible(possible)}`));
  if (cell.verdict === "undetermined") {
    lines.push(...cell.byOption.map(({ option, possible }) => `  if ${option}: ${sayPossible(possible)}`));
  }
  if (cell.error !== undefined) lines.push(`  Without an answer, because ${cell.error}.`);
  lines.push("  Why:", ...cell.because.map((line) => `    ${sayTrace(line)}`), ...sayGrounds(cell, grounds));
  if (cell.verdict === "undetermined") {
    lines.push("  Not known, and it matters:", ...cell.relevant.map((question) => `    - ${sayQuestion(question)}`));
    if (cell.witness.length > 1) lines.push(`  ${sayWitnesses(cell.witness)}`);
    lines.push("  What would settle it:", ...shortest(cell.settles).map((set) => `    - ${saySettlement(set)}`));
    if (cell.next) lines.push(`  Ask first: ${cell.next.text}`);
  }
  if (cell.method === "kleene")
    lines.push("  The rule is too large to be judged exactly; more may be listed as possible than is.");
  return lines;
}

/** Of the facts on which the finding rests, those of which it is known why they are so. */
function sayGrounds({ used }: Cell, grounds: Account["grounds"]): readonly string[] {
  const lines = used.flatMap((key) => {
    const ground = grounds?.get(key);
    return ground === undefined ? [] : [`    - ${key}: ${ground}`];
  });
  return lines.length === 0 ? [] : ["  It rests on what is known:", ...lines];
}

function sayAccount({ account }: Cell): string {
  return account === RECORD ? "" : `, by the account ${account}`;
}

/** The clause that a rule expresses, quoted. */
export function sayClause(rule: string, program: Program): string | undefined {
  return clauseOf(program.agreement, rule);
}

const OTHER_LAW = "The text does not speak of attacks on civilians; other law protects them.";

export function sayOtherLaw(againstCivilians: boolean): readonly string[] {
  return againstCivilians ? [OTHER_LAW] : [];
}

function sayPossible(possible: readonly DecidedVerdict[]): string {
  return sayList(
    possible.map((verdict) => VERDICT_WORDS[verdict]),
    "or",
  );
}

const STATE_WORDS = { true: "holds", false: "does not hold", unknown: "not known" } as const;

function sayTrace({ component, label, formula, state }: TraceLine): string {
  const name = label === undefined ? component : `${component} ${label}`;
  return `${name}: ${formula} — ${STATE_WORDS[state]}`;
}

export function sayQuestion(question: Question): string {
  if (question.kind === "dimension") return `${question.text} (${question.options.join(" · ")})`;
  return question.reason === undefined ? question.text : `${question.text} (${question.reason})`;
}

/**
 * One way to each verdict that is possible: `It would be a breach if …; outside this text if ….` What is the same in all
 * of them is said once before it.
 */
function sayWitnesses(witnesses: readonly Witness[]): string {
  const isIn = ({ question, answer }: Answer, { answers }: Witness): boolean =>
    answers.some((other) => other.question === question && other.answer === answer);
  const shared = witnesses[0]!.answers.filter((answer) => witnesses.every((witness) => isIn(answer, witness)));
  const ways = witnesses.map((witness) => {
    const own = witness.answers.filter((answer) => !witnesses.every((one) => isIn(answer, one)));
    return `${VERDICT_WORDS[witness.verdict]} if ${sayList(own.map(sayAnswer), "and")}`;
  });
  const said = `t would be ${ways.join("; ")}.`;
  return shared.length === 0 ? `I${said}` : `Say ${sayList(shared.map(sayAnswer), "and")}: i${said}`;
}

const SHOWN_SETTLEMENTS = 6;

/** The smallest sets first; sets that need one answer less are worth more than the rest. */
function shortest(settles: readonly Settlement[]): readonly Settlement[] {
  return [...settles].sort((a, b) => a.answers.length - b.answers.length).slice(0, SHOWN_SETTLEMENTS);
}

function saySettlement({ answers, verdict }: Settlement): string {
  return `${sayList(answers.map(sayAnswer), "and")} → ${VERDICT_WORDS[verdict]}`;
}

function sayAnswer({ question, answer }: Answer): string {
  if (answer === "true") return question;
  return answer === "false" ? `not (${question})` : answer;
}

export function sayList(parts: readonly string[], joint: "and" | "or"): string {
  if (parts.length < 2) return parts[0] ?? "nothing";
  return `${parts.slice(0, -1).join(", ")} ${joint} ${parts.at(-1)}`;
}
