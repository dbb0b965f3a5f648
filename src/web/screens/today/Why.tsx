import type { ReactNode } from "react";
import { useAsk, useIsInside, type AgreementInHand } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { useSayQuestion } from "../incident/use-say-question.tsx";
import { reasonOf } from "./reason.ts";
import { todayWords } from "./words.ts";

export interface WhyProps {
  /** One of the group, which stands for it. */
  readonly incident: string;
  readonly agreement: AgreementInHand;
}

/** In one sentence why incidents of a group are judged as they are, from the finding of one of them. */
export function Why({ incident, agreement }: WhyProps): ReactNode {
  const say = useWords(todayWords);
  const { question } = useSayQuestion();
  const isInside = useIsInside();
  const explained = useAsk("explainIncident", { params: { id: incident }, query: {} }, { isWanted: isInside }).data;
  const reason = explained && reasonOf(explained, agreement.shown);
  switch (reason?.is) {
    case "listed":
      return <p className="today-why">{say("whyListed", { list: isolated(reason.list) })}</p>;
    case "not-met":
      return <p className="today-why">{say("whyNotMet", { part: isolated(reason.part) })}</p>;
    case "open":
      return <p className="today-why">{say("whyOpen", { questions: reason.questions.map(question).join(" ") })}</p>;
    case undefined:
      return isInside ? <p className="today-why" /> : null;
  }
}

/** Names in other scripts keep to themselves. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
