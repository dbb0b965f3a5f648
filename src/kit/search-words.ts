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
  // Names first: if it is too much, the end of a long text has to go.
  const named = names.map(wordsOfName);
  const words = new Set(named.flatMap((name) => name.words));
  for (const name of named) for (const sound of name.sounds) words.add(sound);
  for (const text of texts) for (const word of foldedWords(text)) words.add(word);
  words.delete("");
  const all = [...words].join(" ");
  return all.length <= MOST_LETTERS ? all : all.slice(0, all.lastIndexOf(" ", MOST_LETTERS));
}

/** PostgreSQL indexes words of at most 2046 bytes, and at most 1 MiB of them together, and does not say so beforehand. */
const LONGEST_WORD = 100;
const MOST_LETTERS = 250_000;

interface NameWords {
  readonly words: readonly string[];
  readonly sounds: readonly string[];
}

/** Names come again and again, in millions of reports. */
const NAMES = new Map<string, NameWords>();
const MOST_NAMES = 10_000;

function wordsOfName(name: string): NameWords {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const words = foldedWords(name);
  const made = { words, sounds: words.map(soundOf) };
  if (NAMES.size < MOST_NAMES) NAMES.set(name, made);
  return made;
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
      // The article as it is said before some consonants: ash-Sham, ar-Rastan, an-Nusra.
      .replace(/(^| )a(sh|dh|th|[drstzn]) (?=\2)/gu, "$1")
      .split(" ")
      // The article of Arabic is written together with its word.
      .map((word) => (/^ال\p{L}{3,}$/u.test(word) ? word.slice(2) : word))
      .map((word) => (word.length > LONGEST_WORD ? Array.from(word).slice(0, LONGEST_WORD).join("") : word))
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
  let sound = /\p{Script=Arabic}/u.test(word) ? Array.from(word, (letter) => ARABIC[letter] ?? "").join("") : word;
  for (const [pattern, letter] of LATIN) sound = sound.replace(pattern, letter);
  // A taa marbuta at the end is written as h, as t or not at all.
  sound = sound.replace(/(?<=..)[ht]$/u, "").replace(/(.)\1+/gu, "$1");
  return /^[a-z]{2,}$/u.test(sound) ? `~${sound}` : "";
}
