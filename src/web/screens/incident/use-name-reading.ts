import { useFormats, useWords } from "../../words/index.ts";
import { findingsWords } from "./findings-words.ts";
import { useFindings } from "./use-findings.ts";

/** A reading by its name in the language of the page: those that every text has, and those of parties. */
export function useNameReading(): (id: string) => string {
  const say = useWords(findingsWords);
  const formats = useFormats();
  const { explanation } = useFindings();
  return (id) => {
    if (id === "text" || id === "agreed") return say(id);
    const reading = explanation?.readings.find((one) => one.id === id);
    if (!reading) return id;
    const by = reading.by.map(({ title }) => title);
    return by.length === 0 ? reading.title : say("readAs", { by: formats.list(by) });
  };
}
