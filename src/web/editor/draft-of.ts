import { Facet, type EditorState, type Text } from "@codemirror/state";
import { readDraft, type Draft } from "../../language/index.ts";

/** Actors of the record by their keys, with what they are called. */
export const knownActors = Facet.define<ReadonlyMap<string, string>, ReadonlyMap<string, string>>({
  combine: (given) => given[0] ?? new Map<string, string>(),
});

const drafts = new WeakMap<Text, Draft>();

/** The text of an editor, read for its names: once for each text, and only when something is asked of it. */
export function draftOf(state: EditorState): Draft {
  const known = drafts.get(state.doc);
  if (known) return known;
  const draft = readDraft(state.doc.toString(), { actors: state.facet(knownActors) });
  drafts.set(state.doc, draft);
  return draft;
}
