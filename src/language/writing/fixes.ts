import type { Problem } from "../../kit/index.ts";
import type { TextEdit } from "./rename.ts";

/** What can be done about a problem at once. */
export interface Fix {
  /** What takes the wrong part's place. */
  readonly insert: string;
  readonly edits: readonly TextEdit[];
}

/** The change that a problem's hint proposes, where it is one that can be made without asking anything else. */
export function fixOf({ code, hint = "", at }: Problem, text: string): Fix | undefined {
  const { from, to } = at;
  if (from === undefined || to === undefined) return undefined;
  const meant = /^did you mean `([^`\n]+)`\?$/u.exec(hint)?.[1];
  if (meant !== undefined) return replacing({ from, to }, meant);
  if (code === "syntax-reserved") return replacing({ from, to }, `\`${text.slice(from, to)}\``);
  return undefined;
}

function replacing(at: { readonly from: number; readonly to: number }, insert: string): Fix {
  return { insert, edits: [{ ...at, insert }] };
}
