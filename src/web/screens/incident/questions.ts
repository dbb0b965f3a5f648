import type { QuestionAsked } from "./findings.ts";

/**
 * The questions that the program itself words, by what they ask, so that they can be put in another language. What a text asks in
 * its own words is asked in those.
 */
export type QuestionSaid =
  | { readonly key: "askDirection" }
  | { readonly key: "askSide"; readonly name: string }
  | { readonly key: "askWhen" }
  | { readonly key: "askActorBound" | "askTargetBound" }
  | { readonly key: "askActorListed" | "askTargetListed"; readonly name: string };

export function questionSaid({ id, text }: Pick<QuestionAsked, "id" | "text">): QuestionSaid | undefined {
  const quoted = /“([^”]+)”/u.exec(text)?.[1];
  const fact = id.replace(/ \[[^\]]*\]$/u, "");
  if (id === "direction") return { key: "askDirection" };
  if (id === "when") return { key: "askWhen" };
  if (/^side-[12]$/u.test(id) && quoted !== undefined) return { key: "askSide", name: quoted };
  if (fact === "actor bound") return { key: "askActorBound" };
  if (fact === "target bound") return { key: "askTargetBound" };
  const [, who, list] = /^(actor|target) in ([a-z][a-z0-9-]*)$/u.exec(fact) ?? [];
  if (who === undefined || list === undefined || !text.includes(" on the list ")) return undefined;
  return { key: who === "actor" ? "askActorListed" : "askTargetListed", name: quoted ?? list };
}

/** An answer in the words of the program, as far as they are its own: `true`, `false`, who attacked whom, one of several. */
export type AnswerSaid =
  | { readonly key: "yes" | "no" }
  | { readonly key: "attacked"; readonly actor: string; readonly target: string }
  | { readonly key: "oneOf"; readonly names: string; readonly more: number }
  | { readonly key: "anotherOf"; readonly name: string };

export function answerSaid(answer: string): AnswerSaid | undefined {
  if (answer === "true") return { key: "yes" };
  if (answer === "false") return { key: "no" };
  const [, actor, target] = /^(.+) attacked (.+)$/u.exec(answer) ?? [];
  if (actor !== undefined && target !== undefined) return { key: "attacked", actor, target };
  const [, names, more] = /^one of (.+?)(?: and (\d+) more)?$/u.exec(answer) ?? [];
  if (names !== undefined) return { key: "oneOf", names, more: Number(more ?? 0) };
  const [, name] = /^another group that “(.+)” may stand for$/u.exec(answer) ?? [];
  return name === undefined ? undefined : { key: "anotherOf", name };
}

export interface Consequence {
  readonly answer: string;
  /** Verdicts that stay possible if it is so; empty: it is not said what follows alone. */
  readonly possible: readonly string[];
}

interface Following {
  readonly byOption: readonly {
    readonly dimension: string;
    readonly option: string;
    readonly possible: readonly string[];
  }[];
  readonly settles: readonly {
    readonly verdict: string;
    readonly answers: readonly { readonly question: string; readonly answer: string }[];
  }[];
}

/** What each answer that a question can have leads to by itself. */
export function consequencesOf(question: QuestionAsked, cell: Following): readonly Consequence[] {
  const answers = question.kind === "fact" ? ["true", "false"] : (question.options ?? []);
  return answers.map((answer) => {
    const option = cell.byOption.find(({ dimension, option }) => dimension === question.id && option === answer);
    if (option) return { answer, possible: option.possible };
    const alone = cell.settles.find(
      ({ answers: [first, second] }) =>
        second === undefined && first?.question === question.id && first.answer === answer,
    );
    return { answer, possible: alone ? [alone.verdict] : [] };
  });
}
