import { actWords } from "./act-words.ts";

type ActKey = (typeof actWords)["keys"][number];

/** An act in the words of the page; one that is not known here by its name. */
export function actInWords(act: string, say: (key: ActKey) => string): string {
  const known = actWords.keys.find((key) => key === act);
  return known === undefined ? act : say(known);
}

/** The incident that an entry is about, if its body names one. */
export function incidentIn(body: unknown): string | undefined {
  const { incident } = (typeof body === "object" && body !== null ? body : {}) as { readonly incident?: unknown };
  return typeof incident === "string" ? incident : undefined;
}
