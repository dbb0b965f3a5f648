import { setupI18n, type I18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { tagOf, type Language } from "./tags.ts";

/**
 * What the room says, in the languages of its readers. Each screen keeps its own words beside itself; a language that is offered
 * has all of them, which the compiler sees to. Messages are ICU MessageFormat, with all six plural forms of Arabic where a number
 * is said.
 */

export type Values = Readonly<Record<string, string | number>>;

/** The words of one part of the room, by short keys. */
export interface Words<K extends string> {
  readonly name: string;
  readonly keys: readonly K[];
}

const tables = new Map<string, Readonly<Record<"en" | "ar", Readonly<Record<string, string>>>>>();
const translated = new Map<Language, Readonly<Record<string, string>>>();

export const i18n: I18n = setupI18n({ locale: "en", messages: { en: {} } });
i18n.setMessagesCompiler(compileMessage);

/** Declares the words of a part: every language that is offered has every key. `name` is that of the folder. */
export function words<const K extends string>(
  name: string,
  table: { readonly en: Readonly<Record<K, string>>; readonly ar: Readonly<Record<NoInfer<K>, string>> },
): Words<K> {
  if (tables.has(name)) throw new Error(`two parts have words called ${name}`);
  tables.set(name, table);
  loadInto(i18n.locale as Language, name);
  return { name, keys: Object.keys(table.en) as K[] };
}

/** All words, for the tests and for translators. */
export function allWords(): ReadonlyMap<string, Readonly<Record<"en" | "ar", Readonly<Record<string, string>>>>> {
  return tables;
}

function loadInto(language: Language, name: string): void {
  const table = tables.get(name);
  if (!table) return;
  const said = language === "ar" ? table.ar : table.en;
  const others = translated.get(language) ?? {};
  const messages = Object.entries(said).map(([key, text]) => {
    const id = `${name}.${key}`;
    return [id, others[id] ?? text] as const;
  });
  i18n.load(language, Object.fromEntries(messages));
}

/** Says everything in a language from now on. `messages`: translations of a language that is prepared. */
export function speak(language: Language, messages?: Readonly<Record<string, string>>): void {
  if (messages) translated.set(language, messages);
  for (const name of tables.keys()) loadInto(language, name);
  i18n.activate(language, tagOf(language));
}

/** One message in the language that is spoken. */
export function say<K extends string>(part: Words<K>, key: K, values?: Values): string {
  return i18n._(`${part.name}.${key}`, values);
}
