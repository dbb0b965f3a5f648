import { nearest } from "../../kit/index.ts";
import type { Statement } from "../ir.ts";
import { sayToken } from "./cursor.ts";
import { accept, concurrent, first } from "./lower/consent.ts";
import { caseKind } from "./lower/case.ts";
import { act, fact, measure, table, use, weapon } from "./lower/facts.ts";
import { amend, reading, statement, supersedes } from "./lower/later.ts";
import { procedure } from "./lower/procedure.ts";
import { rule } from "./lower/rule.ts";
import { dayOne, inForce, phase } from "./lower/when.ts";
import { area, body, classKind, line, list, party } from "./lower/who.ts";
import type { ProblemList } from "./problem-list.ts";
import { statementReader, type ReadContext, type ReadResult, type ReadStatement } from "./statement-kind.ts";
import type { StatementSource } from "./statement-source.ts";
import type { SourceLine } from "./tokens.ts";

/** How each statement is read, by the word that its line starts with. */
const READERS: ReadonlyMap<string, ReadStatement> = new Map([
  ["party", statementReader(party, ["party"])],
  ["class", statementReader(classKind, ["class"])],
  ["body", statementReader(body, ["body"])],
  ["list", statementReader(list, ["list"])],
  ["line", statementReader(line, ["line"])],
  ["area", statementReader(area, ["area"])],
  ["fact", statementReader(fact, ["fact"])],
  ["measure", statementReader(measure, ["measure"])],
  ["act", statementReader(act, ["act"])],
  ["weapon", statementReader(weapon, ["weapon"])],
  ["use", statementReader(use, ["use"])],
  ["table", statementReader(table, ["table"])],
  ["in", statementReader(inForce, ["in", "force"])],
  ["day", statementReader(dayOne, ["day"])],
  ["phase", statementReader(phase, ["phase"])],
  ["accept", statementReader(accept, ["accept"])],
  ["concurrent", statementReader(concurrent, ["concurrent"])],
  ["first", statementReader(first, ["first"])],
  ["rule", statementReader(rule, ["rule"])],
  ["procedure", statementReader(procedure, ["procedure"])],
  ["statement", statementReader(statement, ["statement"])],
  ["reading", statementReader(reading, ["reading"])],
  ["amend", statementReader(amend, ["amend"])],
  ["supersedes", statementReader(supersedes, ["supersedes"])],
  ["case", statementReader(caseKind, ["case"])],
]);

export const STATEMENT_WORDS: readonly string[] = [...READERS.keys(), "no"];

const UNREAD: ReadResult = { isDamaged: true, doubtful: [], plain: [], names: [], stops: [] };

/** Reads one statement; what cannot be understood is one problem. */
export function readStatement(source: StatementSource, context: ReadContext): ReadResult {
  const { problems } = context;
  const [token] = source.head.tokens;
  if (token?.kind === "word" && token.text === "no") return readNoRule(source, context);
  const read = token?.kind === "word" ? READERS.get(token.text) : undefined;
  if (read) return read(source, context);
  const meant = token?.kind === "word" ? nearest(token.text, STATEMENT_WORDS) : undefined;
  problems.add({
    code: "syntax-statement",
    from: token?.from ?? source.from,
    to: token?.to ?? source.to,
    message: `${token ? sayToken(token) : "this"} begins no statement`,
    hint:
      meant === undefined
        ? "a line that is not indented begins with a word such as `party`, `rule` or `case`; a clause is indented"
        : `did you mean \`${meant}\`?`,
  });
  return { ...UNREAD, plain: namesIn(source) };
}

/** Names that a statement which was not understood may have declared or used: nobody should complain that they are missing. */
export function namesIn(source: StatementSource): readonly string[] {
  const names: string[] = [];
  for (const { tokens } of source.lines) {
    for (const { kind, text } of tokens) {
      if (kind === "word") names.push(text);
      else if (kind === "quoted-name") names.push(text.slice(1, -1));
    }
  }
  return names;
}

/** `no rule: reason`. The reason is free text: whatever stands after the colon, to the end of the line, `--` included. */
function readNoRule(source: StatementSource, { problems, text }: ReadContext): ReadResult {
  const [line, next] = source.lines;
  const raw = line ? text.slice(source.from, line.to) : "";
  const reason = /^no\s+rule\s*:\s*(.*)$/u.exec(raw)?.[1]?.trim();
  if (next && reason) return refuseSecondLine(next, problems);
  if (reason !== undefined && reason !== "") {
    const at = { from: source.from, to: line?.to ?? source.to };
    const statement: Statement = { kind: "no-rule", reason, ...above(source), at };
    return { ...UNREAD, statement, isDamaged: false };
  }
  const second = source.head.tokens[1];
  const isMisspelt = second?.kind === "word" && second.text !== "rule" && nearest(second.text, ["rule"]) !== undefined;
  problems.add({
    code: isMisspelt ? "syntax-misspelt" : "syntax-expected",
    from: (isMisspelt ? second.from : undefined) ?? source.from,
    to: (isMisspelt ? second.to : undefined) ?? source.to,
    message: isMisspelt ? `\`${second.text}\` is not a word that can stand here` : "expected `no rule:` and the reason",
    hint: isMisspelt ? "did you mean `rule`?" : "write `no rule: why this paragraph is not judged`",
  });
  return UNREAD;
}

function refuseSecondLine({ from, to }: SourceLine, problems: ProblemList): ReadResult {
  problems.add({
    code: "syntax-reason",
    from,
    to,
    message: "the reason of `no rule:` ended with its line",
    hint: "write the whole reason on one line",
  });
  return UNREAD;
}

/** On the line itself `--` is part of the reason. */
function above({ comments }: StatementSource): { readonly comments?: readonly string[] } {
  const kept = comments.filter(({ isBeside }) => !isBeside).map(({ words }) => words);
  return kept.length > 0 ? { comments: kept } : {};
}
