import type { Problem } from "../../kit/index.ts";
import {
  clauseOf,
  type Block,
  type Name,
  type Program,
  type Prose,
  type Rule,
  type Statement,
} from "../../language/index.ts";
import { countFindings, type FindingsCounted, type Store } from "../../store/index.ts";
import { compileWithDiary } from "../folder-duties.ts";
import { loadRecord, type LoadedRecord } from "../record/index.ts";
import { readingsOf, statementOf, type ReadingOfText, type StatementOfText } from "./agreement-standing.ts";
import { lineOf, problemsOf } from "./words.ts";

/** An agreement as a document, with what its rules come to on the record. */
export interface Provisions {
  readonly key: string;
  readonly title: string;
  readonly language?: string;
  readonly textItem: string;
  readonly text: string;
  /** In the order of the text. */
  readonly parts: readonly PartOfText[];
  readonly rules: readonly RuleOfText[];
  readonly readings: readonly ReadingOfText[];
  readonly statements: readonly StatementOfText[];
  readonly judged: {
    readonly incidents: number;
    /** Those whose finding was made by another version of the text: they are to be judged again. */
    readonly byOtherText: number;
  };
  readonly problems: readonly Problem[];
}

/** `quote`: the words of the agreement. `comment`: what whoever wrote the file says about them. */
export interface PartOfText {
  readonly kind: "heading" | "quote" | "comment" | "block";
  /** The first and the last line, from 1. */
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
  /** Of a block: what is declared in it. */
  readonly statements?: readonly { readonly kind: Statement["kind"]; readonly name?: Name; readonly line?: number }[];
}

export interface RuleOfText {
  readonly name: Name;
  readonly title?: string;
  /** `must-not`, `may`, `must-achieve`, …; what is not about single events has a state, and no verdicts. */
  readonly shape: Rule["duty"]["shape"];
  readonly line?: number;
  /** The words that stand above it. */
  readonly clause?: string;
  /** Statements that read it otherwise. */
  readonly statements: readonly Name[];
  readonly counts: readonly RuleCounted[];
}

export interface RuleCounted {
  readonly reading: Name;
  readonly verdicts: Readonly<Record<string, number>>;
  /** Of those that cannot be decided: in how many each is possible. */
  readonly possible: Readonly<Record<string, number>>;
}

/** @throws Refusal if the record has no such agreement. A text with errors is shown all the same. */
export async function provisionsOf(store: Store, key: string): Promise<Provisions> {
  const folder = await loadRecord(store, key);
  const { id, title, language } = folder.agreement.meta;
  const counted = await store.withClient((client) => countFindings(client, id));
  const isBroken = folder.problems.some(({ severity, at }) => severity === "error" && at.file === folder.file);
  const program = isBroken ? undefined : compileWithDiary(folder, Number.POSITIVE_INFINITY);
  const incidents = [...counted.texts.values()].reduce((sum, count) => sum + count, 0);
  return {
    key: id,
    title,
    ...(language === undefined ? {} : { language }),
    textItem: folder.textItem,
    text: folder.text,
    parts: folder.agreement.parts.flatMap((part) =>
      part.kind === "prose" ? proseOf(part, folder) : [blockOf(part, folder)],
    ),
    rules: program ? rulesOf(program, folder, counted) : [],
    readings: program ? readingsOf(program) : [],
    statements: program ? program.declared.statements.map((one) => statementOf(one, folder)) : [],
    judged: { incidents, byOtherText: incidents - (counted.texts.get(folder.textItem) ?? 0) },
    problems: program ? problemsOf(folder, program) : folder.problems,
  };
}

const KINDS: readonly (readonly [RegExp, PartOfText["kind"]])[] = [
  [/^\s{0,3}>/u, "quote"],
  [/^\s{0,3}#{1,6}\s/u, "heading"],
];

/** Paragraphs; a quotation of several is one part. */
function proseOf({ markdown, at }: Prose, folder: LoadedRecord): readonly PartOfText[] {
  const offset = at ? firstLineOf(folder.text, at.from) : 1;
  const parts: { kind: PartOfText["kind"]; line: number; lines: string[] }[] = [];
  let isOpen = false;
  for (const [i, line] of markdown.split(/\r?\n/u).entries()) {
    if (line.trim() === "") {
      isOpen = false;
      continue;
    }
    const kind = KINDS.find(([sign]) => sign.test(line))?.[1] ?? "comment";
    const last = parts.at(-1);
    if (isOpen && last?.kind === kind && kind !== "heading") last.lines.push(line);
    else parts.push({ kind, line: offset + i, lines: [line] });
    isOpen = true;
  }
  return parts.map(({ kind, line, lines }) => ({
    kind,
    line,
    endLine: line + lines.length - 1,
    text: lines.join("\n"),
  }));
}

function firstLineOf(text: string, from: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < from; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

function blockOf({ statements, at }: Block, folder: LoadedRecord): PartOfText {
  const text = at ? folder.text.slice(at.from, at.to) : "";
  const line = at ? firstLineOf(folder.text, at.from) : 1;
  return {
    kind: "block",
    line,
    endLine: line + text.replace(/\r?\n$/u, "").split("\n").length - 1,
    text,
    statements: statements.map((one) => ({
      kind: one.kind,
      ...("name" in one ? { name: one.name } : {}),
      ...lineOf(one, folder),
    })),
  };
}

function rulesOf(program: Program, folder: LoadedRecord, counted: FindingsCounted): readonly RuleOfText[] {
  const counts = countsByRule(counted);
  return program.declared.rules.map((rule) => {
    const { name, title, duty } = rule;
    const clause = clauseOf(folder.agreement, name);
    const statements = program.declared.statements.filter((one) => statementOf(one, folder).about === name);
    return {
      name,
      ...(title === undefined ? {} : { title }),
      shape: duty.shape,
      ...lineOf(rule, folder),
      ...(clause === undefined ? {} : { clause }),
      statements: statements.map((one) => one.name),
      counts: counts.get(name) ?? [],
    };
  });
}

/** `text|cease-attacks|breach` and `text|cease-attacks|?breach`. */
function countsByRule({ keys }: FindingsCounted): ReadonlyMap<Name, readonly RuleCounted[]> {
  const all = new Map<string, { rule: Name; reading: Name; verdicts: Counts; possible: Counts }>();
  for (const [key, count] of keys) {
    const [reading = "", rule = "", word = ""] = key.split("|");
    const found = all.get(`${rule}|${reading}`) ?? { rule, reading, verdicts: {}, possible: {} };
    all.set(`${rule}|${reading}`, found);
    if (word.startsWith("?")) found.possible[word.slice(1)] = count;
    else found.verdicts[word] = count;
  }
  const rules = new Map<Name, RuleCounted[]>();
  for (const { rule, reading, verdicts, possible } of all.values())
    rules.set(rule, [...(rules.get(rule) ?? []), { reading, verdicts, possible: openOf(verdicts, possible) }]);
  return rules;
}

type Counts = Record<string, number>;

/** What is possible is noted of decided findings too; those are taken off. */
function openOf(verdicts: Counts, possible: Counts): Counts {
  return Object.fromEntries(
    Object.entries(possible).flatMap(([word, count]) => {
      const open = count - (verdicts[word] ?? 0);
      return open > 0 ? [[word, open]] : [];
    }),
  );
}
