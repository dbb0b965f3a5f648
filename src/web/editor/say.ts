import type { SymbolKind } from "../../language/index.ts";
import type { Values, Words } from "../words/index.ts";
import type { editorWords } from "./words.ts";

type EditorKey = typeof editorWords extends Words<infer K> ? K : never;

/** Says something of the editor in the language that is spoken. */
export type SayEditor = (key: EditorKey, values?: Values) => string;

/** What kind of thing a name stands for, in words. */
export function kindWord(say: SayEditor, kind: SymbolKind | "word"): string {
  return say(kind === "label" ? "labelKind" : kind);
}
