import { allWords, formatsOf, type Formats } from "../../words/index.ts";
import type { QuestionAsked } from "./findings.ts";
import { questionSaid } from "./questions.ts";
import { settleWords } from "./settle-words.ts";
import { whenOf, type When } from "./times.ts";

/** A letter is written in the language of the party that reads it, whatever the page is in. */
export const LETTERS = ["en", "ar"] as const;
export type LetterLanguage = (typeof LETTERS)[number];

export interface LetterAbout {
  readonly incident: {
    readonly earliest: string | null;
    readonly latest: string | null;
    readonly area: string | null;
    readonly sides: readonly string[];
  };
  readonly zone: string;
  readonly question: Pick<QuestionAsked, "id" | "text" | "kind"> | undefined;
}

/**
 * The question to a party, as a draft. It names no source, says nothing as a fact, and asks for no confession: it says what is
 * reported, what is not known, and what the answer can be.
 */
export function letterOf(language: LetterLanguage, { incident, zone, question }: LetterAbout): string {
  const write = language === "ar" ? arabic : english;
  const formats = formatsOf(language, zone);
  return write({
    when: saidWhen(whenOf(incident.earliest, incident.latest, zone), language, formats),
    where: incident.area ?? "",
    sides: formats.list(incident.sides),
    question: question === undefined ? "" : questionIn(language, question),
  });
}

interface Parts {
  readonly when: string;
  readonly where: string;
  readonly sides: string;
  readonly question: string;
}

function english({ when, where, sides, question }: Parts): string {
  return [
    `An incident is reported${where === "" ? "" : ` in ${where}`}${when}${sides === "" ? "" : `, between ${sides}`}.`,
    ...(question === "" ? [] : [`The following is not known, and matters: ${question}`]),
    "Please say what you know of it, and how you know. Please say also whether it happened, whether your forces were involved, and what, if anything, you will put right and by when.",
  ].join("\n\n");
}

function arabic({ when, where, sides, question }: Parts): string {
  return [
    `وردت بلاغات عن حادث${where === "" ? "" : ` في ${where}`}${when}${sides === "" ? "" : `، بين ${sides}`}.`,
    ...(question === "" ? [] : [`والأمر التالي غير معلوم وله أهميته: ${question}`]),
    "نرجو إفادتنا بما تعلمونه عن ذلك وكيف علمتم به، وبما إذا كان الحادث قد وقع، وبما إذا كانت قواتكم ضالعة فيه، وبما ستعالجونه، إن وُجد ما يستدعي ذلك، وفي أي موعد.",
  ].join("\n\n");
}

function questionIn(language: LetterLanguage, question: Pick<QuestionAsked, "id" | "text">): string {
  const said = language === "en" ? undefined : questionSaid(question);
  if (!said) return question.text;
  const { key, ...values } = said;
  const text = allWords().get(settleWords.name)?.[language][key] ?? question.text;
  return Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), text);
}

const WHEN: Readonly<Record<LetterLanguage, Readonly<Record<"on" | "between" | "from" | "until", string>>>> = {
  en: { on: " on {from}", between: " between {from} and {to}", from: " on {from} or later", until: " before {to}" },
  ar: { on: " في {from}", between: " بين {from} و{to}", from: " في {from} أو بعده", until: " قبل {to}" },
};

function saidWhen(when: When, language: LetterLanguage, formats: Formats): string {
  const day = (at: number): string => formats.day(at);
  const moment = (at: number): string => formats.moment(at);
  const fill = (how: keyof (typeof WHEN)["en"], from: string, to = ""): string =>
    WHEN[language][how].replace("{from}", from).replace("{to}", to);
  switch (when.key) {
    case "whenUnknown":
      return "";
    case "whenMoment":
      return fill("on", moment(when.at));
    case "whenDay":
      return fill("on", day(when.day));
    case "whenDays":
      return fill("between", day(when.from), day(when.to));
    case "whenBetween":
      return fill("between", moment(when.from), moment(when.to));
    case "whenFrom":
      return fill("from", moment(when.from));
    case "whenUntil":
      return fill("until", "", moment(when.to));
  }
}
