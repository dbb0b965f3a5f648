import { nearest, type Problem } from "../../kit/index.ts";
import type { Agreement, Block, Name, Part, TaxonomyDeclaration } from "../ir.ts";
import { cutDocument, type BlockPiece } from "./document.ts";
import { kindsIn, type Kinds } from "../kinds.ts";
import { findFrontMatter, readMeta } from "./front-matter.ts";
import { ProblemList } from "./problem-list.ts";
import { resolveNames } from "./resolve.ts";
import { reservedNamesIn } from "./reserved-names.ts";
import type { ReadContext, ReadResult } from "./statement-kind.ts";
import { groupStatements, type StatementSource } from "./statement-source.ts";
import { namesIn, readStatement } from "./statements.ts";
import { readLines } from "./tokens.ts";

export interface ParseOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
  /** Vocabularies that `use` can name. */
  readonly vocabularies?: Readonly<Record<Name, readonly TaxonomyDeclaration[]>>;
}

export interface ParsedAgreement {
  readonly agreement: Agreement;
  readonly problems: readonly Problem[];
  /** Names in statements that could not be understood: that they are not declared is not another mistake. */
  readonly damaged: ReadonlySet<Name>;
}

/** A statement as read, or why not. */
interface Read extends ReadResult {
  readonly source: StatementSource;
  /** Read from a block that was left open. */
  readonly isUnsure?: boolean;
}

/**
 * Reads an agreement. Never throws: what cannot be understood is a problem at its place, everything else is read.
 * Offsets in the result count from the start of the text as given.
 */
export function parseAgreement(text: string, options: ParseOptions = {}): ParsedAgreement {
  const problems = new ProblemList(text, options.file);
  const front = findFrontMatter(text);
  const meta = readMeta(front, text, problems);
  const pieces = cutDocument(text, front?.bodyFrom ?? 0, problems);
  const context: ReadContext = { text, problems, reserved: reservedNamesIn(text) };
  const blocks = pieces.map((piece) => (piece.kind === "block" ? readBlock(piece, context) : EMPTY));
  const all = blocks.flatMap(({ statements }) => statements);
  const kinds = kindsIn(
    all.flatMap(({ statement }) => (statement ? [statement] : [])),
    options.vocabularies ?? {},
  );
  const known = new Set<Name>([...kinds.acts, ...kinds.weapons]);
  for (const { plain } of all) for (const name of plain) known.add(name);
  const lost = new Set(all.filter((read) => read.isDamaged || hasMisspeltWord(read, known, problems)));
  const parts = pieces.map((piece, i): Part => {
    const at = { from: piece.from, to: piece.to };
    return piece.kind === "prose"
      ? { kind: "prose", markdown: text.slice(piece.from, piece.to), at }
      : { ...blockOf(blocks[i]!, lost, kinds), at };
  });
  const damaged = new Set<Name>();
  for (const read of all) {
    if (lost.has(read) || read.isUnsure) for (const name of namesIn(read.source)) damaged.add(name);
  }
  return { agreement: { truce: 1, meta, parts }, problems: problems.problems, damaged };
}

/** The statements of a block, and the comments after the last of them. */
interface ReadBlock {
  readonly statements: readonly Read[];
  readonly comments: readonly string[];
}

const EMPTY: ReadBlock = { statements: [], comments: [] };

function readBlock(piece: BlockPiece, context: ReadContext): ReadBlock {
  const { from, to } = piece.inner;
  const { text, problems } = context;
  const sources = groupStatements(readLines(text.slice(from, to), from, piece.indent));
  // That a block was left open is the one mistake; what else is wrong in it may be prose.
  const said = piece.isClosed ? problems : new ProblemList("", undefined);
  const statements: Read[] = [];
  let next = sources.next();
  for (; !next.done; next = sources.next()) {
    const source = next.value;
    if (said.isFull) {
      said.stopAt(source.from);
      return { statements, comments: [] };
    }
    const read = readStatement(source, { ...context, problems: said });
    statements.push(piece.isClosed ? { ...read, source } : { ...read, doubtful: [], isUnsure: true, source });
  }
  return { statements, comments: next.value.map(({ words }) => words) };
}

function blockOf({ statements, comments }: ReadBlock, lost: ReadonlySet<Read>, kinds: Kinds): Block {
  const kept = statements.flatMap((read) =>
    read.statement && !lost.has(read) ? [resolveNames(read.statement, kinds)] : [],
  );
  return { kind: "block", statements: kept, ...(comments.length > 0 ? { comments } : {}) };
}

/**
 * A name stood where a word of the language could have stood. If it stands nowhere else, where nothing but a name can
 * stand, the word was meant, and its spelling is the one mistake.
 */
function hasMisspeltWord(read: Read, known: ReadonlySet<Name>, problems: ProblemList): boolean {
  for (const { name, at, words } of read.doubtful) {
    // A label of a letter and a digit is near to half the words of the language.
    const isName = known.has(name) || name.length < SHORTEST_WORD;
    const meant = isName ? undefined : nearest(name, [...new Set(words.flat())]);
    if (meant === undefined) continue;
    problems.add({
      code: "syntax-misspelt",
      ...at,
      message: `\`${name}\` is declared nowhere, and is not a word that can stand here`,
      hint: `did you mean \`${meant}\`?`,
    });
    return true;
  }
  return false;
}

const SHORTEST_WORD = 3;
