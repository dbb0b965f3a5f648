export { completionsAt, titleIn, type Completion, type Completions } from "./completions.ts";
export {
  nameAt,
  namesOfThing,
  readDraft,
  type Draft,
  type DraftOptions,
  type NamedThing,
  type NameInText,
  type WrittenStatement,
} from "./draft.ts";
export { fixOf, type Fix } from "./fixes.ts";
export { tellAt, type Told } from "./hover.ts";
export { outlineOf, type OutlineEntry } from "./outline.ts";
export { applyEdits, renameEdits, type TextEdit } from "./rename.ts";
export { segmentsOf, type Segment } from "./segments.ts";
