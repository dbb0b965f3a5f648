import { useLanguage, useWords } from "../../words/index.ts";
import type { QuestionAsked } from "./findings.ts";
import { answerSaid, questionSaid } from "./questions.ts";
import { settleWords } from "./settle-words.ts";

export interface SaysQuestions {
  readonly question: (question: Pick<QuestionAsked, "id" | "text">) => string;
  readonly answer: (answer: string) => string;
}

/** Questions and answers in the language of the page, where they are the program's own; else in the words of the text. */
export function useSayQuestion(): SaysQuestions {
  const { language } = useLanguage();
  const say = useWords(settleWords);
  return {
    question: (asked) => {
      const said = language === "en" ? undefined : questionSaid(asked);
      if (!said) return asked.text;
      const { key, ...values } = said;
      return say(key, values);
    },
    answer: (answer) => {
      const said = answerSaid(answer);
      if (!said) return answer;
      const { key, ...values } = said;
      return say(key, values);
    },
  };
}
