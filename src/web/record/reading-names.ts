import { useMemo } from "react";
import { useFormats, useLanguage, useWords } from "../words/index.ts";
import { useAsk } from "./ask.ts";
import { useIsInside } from "./caller.ts";
import { recordWords } from "./words.ts";

/**
 * What readings are called in the language of the page: by who reads the text so, as the text or the register calls them. Who may
 * not read the text sees the names that findings have.
 */
export function useReadingNames(agreement: string | undefined): (id: string) => string {
  const say = useWords(recordWords);
  const { language } = useLanguage();
  const formats = useFormats();
  const isInside = useIsInside();
  const asked = { params: { id: agreement ?? "" }, query: {} };
  const standing = useAsk("getStanding", asked, { isWanted: isInside && agreement !== undefined }).data;
  return useMemo(() => {
    const named = [...(standing?.parties ?? []), ...(standing?.bodies ?? [])];
    const nameOf = (name: string): string => {
      const found = named.find((one) => one.name === name);
      return found?.names.find(({ lang }) => lang === language)?.text ?? found?.title ?? name;
    };
    return (id) => {
      if (id === "text" || id === "agreed") return say(id);
      const reading = standing?.readings.find((one) => one.id === id);
      if (!reading) return id;
      if (reading.speakers.length === 0) return reading.title;
      return say("readBy", { who: formats.list(reading.speakers.map((one) => `\u2068${nameOf(one)}\u2069`)) });
    };
  }, [standing, language, formats, say]);
}
