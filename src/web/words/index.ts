export { SpeakLanguage, useFormats, useLanguage, useWords } from "./language.tsx";
export { formatsOf, type Formats } from "./formats.ts";
export { LANGUAGE_NAMES, LANGUAGES, PREPARED, type Language } from "./tags.ts";
export { allWords, say, speak, words, type Values, type Words } from "./words.ts";
