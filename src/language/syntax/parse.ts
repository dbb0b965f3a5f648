import { nearest, type Problem } from "../../kit/index.ts";
import type { Agreement, Block, Name, Part, Statement, TaxonomyDeclaration } from "../ir.ts";
import { cutDocument, type BlockPiece, type Piece } from "./document.ts";
import { findFrontMatter, readMeta } from "./front-matter.ts";
import { ProblemList } from "./problem-list.ts";
import { resolveNames, type Kinds } from "./resolve.ts";
import type { ReadResult } from "./statement-kind.ts";
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
  const blocks = pieces.map((piece) => (piece.kind === "block" ? readBlock(piece, text, problems) : []));
  const all = blocks.flat();
  const kinds = kindsIn(all, options.vocabularies ?? {});
  const known = new Set<Name>();
  for (const { plain } of all) for (const name of plain) known.add(name);
  const lost = new Set(all.filter((read) => read.isDamaged || hasMisspeltWord(read, known, problems)));
  const parts = pieces.map((piece, i): Part =>
    partOf(piece, { text, statements: statementsIn(blocks[i]!, lost, kinds) }),
  );
  const damaged = new Set<Name>();
  for (const read of all) {
    if (lost.has(read) || read.isUnsure) for (const name of namesIn(read.source)) damaged.add(name);
  }
  return { agreement: { truce: 1, meta, parts }, problems: problems.problems, damaged };
}

function readBlock(piece: BlockPiece, text: string, problems: ProblemList): readonly Read[] {
  const { from, to } = piece.inner;
  const sources = groupStatements(readLines(text.slice(from, to), from, piece.indent));
  // That a block was left open is the one mistake; what else is wrong in it may be prose.
  const said = piece.isClosed ? problems : new ProblemList("", undefined);
  const found: Read[] = [];
  for (const source of sources) {
    if (said.isFull) {
      said.stopAt(source.from);
      break;
    }
    const read = readStatement(source, said, text);
    found.push(piece.isClosed ? { ...read, source } : { ...read, doubtful: [], isUnsure: true, source });
  }
  return found;
}

function statementsIn(block: readonly Read[], lost: ReadonlySet<Read>, kinds: Kinds): readonly Statement[] {
  return block.flatMap((read) => (read.statement && !lost.has(read) ? [resolveNames(read.statement, kinds)] : []));
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

function kindsIn(all: readonly Read[], vocabularies: NonNullable<ParseOptions["vocabularies"]>): Kinds {
  const statements = all.flatMap(({ statement }) => (statement ? [statement] : []));
  const shared = statements.flatMap((one) => (one.kind === "use" ? (vocabularies[one.vocabulary] ?? []) : []));
  const taxonomy = [
    ...shared,
    ...statements.filter((one): one is TaxonomyDeclaration => one.kind === "act" || one.kind === "weapon"),
  ];
  const named = (kind: "act" | "weapon"): ReadonlySet<Name> =>
    new Set(taxonomy.filter((one) => one.kind === kind).map(({ name }) => name));
  return {
    acts: named("act"),
    weapons: named("weapon"),
    facts: new Set(statements.filter((one) => one.kind === "fact").map(({ name }) => name)),
  };
}

function partOf(piece: Piece, { text, statements }: { text: string; statements: readonly Statement[] }): Part {
  const at = { from: piece.from, to: piece.to };
  if (piece.kind === "prose") return { kind: "prose", markdown: text.slice(piece.from, piece.to), at };
  return { kind: "block", statements, at } satisfies Block;
}
