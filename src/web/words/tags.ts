/** Offered as a whole. */
export const LANGUAGES = ["en", "ar"] as const;
/** The other official languages of the United Nations: what is not yet translated is said in English. */
export const PREPARED = ["fr", "es", "ru", "zh"] as const;

export type Language = (typeof LANGUAGES)[number] | (typeof PREPARED)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  ar: "العربية",
  fr: "Français",
  es: "Español",
  ru: "Русский",
  zh: "中文",
};

/**
 * The tag of a language for `Intl`. Arabic has the months as they are called in the Levant, and the digits that its press and the
 * United Nations write beside names and figures of reports.
 */
export function tagOf(language: Language): string {
  return language === "ar" ? "ar-SY-u-nu-latn" : language === "en" ? "en-GB" : language;
}
