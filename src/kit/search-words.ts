import { foldName } from "./fold.ts";

/**
 * Words to find a text by. Folded, so that hamza, taa marbuta, short vowels, case and accents make no difference, and for
 * names also their sound: `~` and the consonants that every transliteration of it has, in Latin and in Arabic script.
 */
export function searchWords({
  texts = [],
  names = [],
}: {
  readonly texts?: readonly string[];
  readonly names?: readonly string[];
}): string {
  const words = new Set<string>();
  for (const text of [...texts, ...names]) for (const word of foldedWords(text)) words.add(word);
  for (const name of names) for (const word of foldedWords(name)) words.add(soundOf(word));
  words.delete("");
  return [...words].join(" ");
}

/** Each word of a query with its sound: a text that has one of the two has the word. */
export function queryWords(query: string): readonly (readonly string[])[] {
  return foldedWords(query).map((word) => [word, soundOf(word)].filter((form) => form !== ""));
}

const EASTERN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/gu;

function foldedWords(text: string): readonly string[] {
  return (
    foldName(text)
      .replace(EASTERN_DIGITS, (digit) => String((digit.codePointAt(0)! & 0xf) % 10))
      .split(" ")
      // The article of Arabic is written together with its word.
      .map((word) => (/^ال\p{L}{3,}$/u.test(word) ? word.slice(2) : word))
      .filter((word) => word !== "")
  );
}

/** Letters of Arabic to one Latin consonant each; long vowels and hamza to nothing. */
const ARABIC: Readonly<Record<string, string>> = {
  ب: "b",
  ت: "t",
  ث: "t",
  ج: "j",
  ح: "h",
  خ: "k",
  د: "d",
  ذ: "d",
  ر: "r",
  ز: "z",
  س: "s",
  ش: "x",
  ص: "s",
  ض: "d",
  ط: "t",
  ظ: "z",
  ع: "",
  غ: "g",
  ف: "f",
  ق: "k",
  ك: "k",
  ل: "l",
  م: "m",
  ن: "n",
  ه: "h",
  و: "",
  ي: "",
  ا: "",
  ء: "",
};

/** What transliterations differ in, made one: `sh` and `ch`, `kh`, `gh`, `q`, doubled letters, vowels. */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/sh|ch|sch/gu, "x"],
  [/kh|q|c/gu, "k"],
  [/gh/gu, "g"],
  [/th/gu, "t"],
  [/dh/gu, "d"],
  [/ph/gu, "f"],
  [/dj/gu, "j"],
  [/p/gu, "b"],
  [/v/gu, "f"],
  [/[aeiouyw]/gu, ""],
];

/** `~` and the consonants of a word, or nothing if they are too few to mean anything. */
export function soundOf(word: string): string {
  let sound = /\p{Script=Arabic}/u.test(word) ? [...word].map((letter) => ARABIC[letter] ?? "").join("") : word;
  for (const [pattern, letter] of LATIN) sound = sound.replace(pattern, letter);
  // A taa marbuta at the end is written as h, as t or not at all.
  sound = sound.replace(/(.)\1+/gu, "$1").replace(/(?<=..)[ht]$/u, "");
  return /^[a-z]{2,}$/u.test(sound) ? `~${sound}` : "";
}
