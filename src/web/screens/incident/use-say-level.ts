import { useWords } from "../../words/index.ts";
import { ladderWords } from "./ladder-words.ts";

/** A step of a ladder in the language of the page. */
export function useSayLevel(): (level: string) => string {
  const say = useWords(ladderWords);
  return (level) => {
    const key = ladderWords.keys.find((one) => one === level);
    return key ? say(key) : level;
  };
}
