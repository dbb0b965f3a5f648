import type { ReportDraft } from "../../domain/index.ts";
import { actorsOf, occurrenceOf, type Occurrence, type Side } from "../../judge/index.ts";
import type { Question } from "../../language/index.ts";
import { FolderRecord } from "../folder-situation.ts";
import type { Judging } from "../judge-folder.ts";

/** What is written down of an account, in the words of a worked case: see docs/formats/accounts.md. */
export interface SaidFields {
  readonly actor?: string;
  readonly target?: string;
  readonly act?: string;
  readonly weapon?: string;
  readonly place?: string;
  readonly at?: string;
  readonly measure?: readonly string[];
  readonly distance?: readonly string[];
  readonly given?: readonly string[];
}

export interface PossibleAnswer {
  /** In words: `true`, `false`, one of the question's options, or who it was. */
  readonly says: string;
  /** What is to be written down if it is so. */
  readonly fields: SaidFields;
}

/** A question with what there is to write down for each answer that can be given to it. */
export interface AnswerableQuestion {
  /** The words of the fact, or the name of what is open: `direction`, `side-1`, `side-2`, `when`. */
  readonly id: string;
  readonly kind: "fact" | "dimension";
  readonly text: string;
  readonly reason?: string;
  readonly options?: readonly string[];
  readonly answers: readonly PossibleAnswer[];
  /** The field to be filled in where what the answer is cannot be listed. */
  readonly field?: keyof SaidFields;
  /** It counts events: what is doubtful about one of these is better answered there, and the count follows. */
  readonly isCount?: true;
}

/** An occurrence, and how those in it are named in the words of the text. */
export interface AskedAbout {
  readonly occurrence: Occurrence;
  readonly nameOf: (actor: string) => string;
  /** The actors of the register that the two sides are; `undefined`: it has none of that name. */
  readonly sideIds: readonly [string | undefined, string | undefined];
}

type By = Pick<Judging, "folder" | "program" | "known">;

export function askedAbout(draft: ReportDraft, { folder, program, known }: By): AskedAbout {
  const record = new FolderRecord(folder, program);
  const { index } = record;
  const idOf = (side: ReportDraft["sides"][number]): string | undefined =>
    side &&
    ((side.code === undefined ? undefined : index.findByCode(side.code)) ?? index.findByName(side.name)?.actor)?.id;
  return {
    occurrence: occurrenceOf(draft, record.resolverAt(known), program.declared),
    nameOf: (actor) => index.find(actor)?.name ?? actor,
    sideIds: [idOf(draft.sides[0]), idOf(draft.sides[1])],
  };
}

export function answerable(question: Question, asked: AskedAbout): AnswerableQuestion {
  if (question.kind === "dimension") {
    const { dimension: id, kind, text, options } = question;
    return { id, kind, text, options, ...answersOf(id, options, asked) };
  }
  const { atom: id, kind, text, reason } = question;
  // What is asked of one member of a joint act has its name behind it.
  const said = id.replace(/ \[[^\]]*\]$/u, "");
  const answers = [
    { says: "true", fields: { given: [said] } },
    { says: "false", fields: { given: [`not ${said}`] } },
  ];
  const isCount = /^(?:no |at least )/u.test(said);
  return { id, kind, text, ...(reason === undefined ? {} : { reason }), answers, ...(isCount ? { isCount } : {}) };
}

type Answers = Pick<AnswerableQuestion, "answers" | "field">;

function answersOf(dimension: string, options: readonly string[], asked: AskedAbout): Answers {
  if (dimension === "when") return { answers: [], field: "at" };
  if (dimension === "direction") return directions(options, asked);
  return { answers: membersOf(asked.occurrence.sides[dimension === "side-1" ? 0 : 1], dimension, asked) };
}

/** Whoever of the two can be named says it of both. */
function directions(options: readonly string[], { sideIds: [first, second] }: AskedAbout): Answers {
  if (first === undefined && second === undefined) return { answers: [], field: "actor" };
  const answers = [
    { says: options[0]!, fields: first === undefined ? { target: inText(second!) } : { actor: inText(first) } },
    { says: options[1]!, fields: first === undefined ? { actor: inText(second!) } : { target: inText(first) } },
  ];
  return { answers };
}

/** Each that the side may have been; where it is not known who attacked, that is said together with it. */
function membersOf(side: Side, dimension: string, { occurrence, nameOf }: AskedAbout): readonly PossibleAnswer[] {
  const isFirst = dimension === "side-1";
  const other = occurrence.sides[isFirst ? 1 : 0].name;
  return actorsOf(side).flatMap((actor): readonly PossibleAnswer[] => {
    const name = nameOf(actor);
    const acted = { says: `${name} attacked ${other}`, fields: { actor: inText(actor) } };
    const suffered = { says: `${other} attacked ${name}`, fields: { target: inText(actor) } };
    if (occurrence.direction === "unknown") return [acted, suffered];
    return [{ says: name, fields: isFirst ? acted.fields : suffered.fields }];
  });
}

/** A name as a text has it: one that is not a plain word is between backquotes. */
function inText(name: string): string {
  return /^[a-z][a-z0-9-]*$/u.test(name) ? name : `\`${name}\``;
}
