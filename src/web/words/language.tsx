import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { I18nProvider as AriaLanguage } from "react-aria-components";
import { formatsOf, type Formats } from "./formats.ts";
import { LANGUAGES, PREPARED, tagOf, type Language } from "./tags.ts";
import { say, speak, type Values, type Words } from "./words.ts";

const KEPT = "truce.language";

interface Spoken {
  readonly language: Language;
  readonly direction: "ltr" | "rtl";
  readonly choose: (language: Language) => void;
}

const SpokenLanguage = createContext<Spoken | undefined>(undefined);

function firstLanguage(): Language {
  const lang = document.documentElement.lang;
  return [...LANGUAGES, ...PREPARED].find((one) => one === lang) ?? "en";
}

/** The language of everything below. It is kept on this device alone. */
export function SpeakLanguage({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  // Before anything below is drawn, not after: its words are looked up while drawing.
  useMemo(() => speak(language), [language]);
  const direction = language === "ar" ? "rtl" : "ltr";
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
  }, [language, direction]);
  const choose = useCallback((next: Language) => {
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      // It is spoken until the page is closed.
    }
    setLanguage(next);
  }, []);
  const spoken = useMemo(() => ({ language, direction, choose }) as const, [language, direction, choose]);
  return (
    <SpokenLanguage value={spoken}>
      <AriaLanguage locale={tagOf(language)}>{children}</AriaLanguage>
    </SpokenLanguage>
  );
}

/** The language that is spoken, its direction, and how to choose another. */
export function useLanguage(): Spoken {
  const spoken = use(SpokenLanguage);
  if (!spoken) throw new Error("no language is spoken here: <SpeakLanguage> is missing");
  return spoken;
}

/** `const say = useWords(todayWords); say("title", { count: 3 })`. */
export function useWords<K extends string>(part: Words<K>): (key: K, values?: Values) => string {
  const { language } = useLanguage();
  // The function is another when the language is, so that what depends on it is drawn again.
  return useMemo(() => {
    void language;
    return (key, values) => say(part, key, values);
  }, [part, language]);
}

/** Numbers, days and instants as they are written in the language that is spoken. */
export function useFormats(zone?: string): Formats {
  const { language } = useLanguage();
  return useMemo(() => formatsOf(language, zone), [language, zone]);
}
