import { linter, lintGutter, type Action, type Diagnostic } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Problem } from "../../kit/index.ts";
import { fixOf } from "../../language/index.ts";
import type { Checker } from "./checker.ts";
import { knownActors } from "./draft-of.ts";
import type { SayEditor } from "./say.ts";

export interface ProblemsOptions {
  readonly checker: Checker;
  readonly say: SayEditor;
  readonly onProblems: (problems: readonly Problem[]) => void;
}

const WAIT_MS = 250;

/** What `truce check` says of the text, under the words that it is about, while they are written. */
export function liveProblems({ checker, say, onProblems }: ProblemsOptions): Extension {
  const source = async (view: EditorView): Promise<readonly Diagnostic[]> => {
    const { state } = view;
    const problems = await checker.check(state.doc.toString(), [...state.facet(knownActors).keys()]);
    if (state.doc === view.state.doc) onProblems(problems);
    return problems.map((problem) => diagnosticOf(problem, state, say));
  };
  return [linter(source, { delay: WAIT_MS, autoPanel: false }), lintGutter()];
}

const SEVERITIES = { error: "error", warning: "warning", note: "info" } as const;

/** A problem without a place stands at the first word. */
function diagnosticOf(problem: Problem, state: EditorState, say: SayEditor): Diagnostic {
  const length = state.doc.length;
  const from = Math.min(problem.at.from ?? 0, length);
  const to = Math.min(Math.max(problem.at.to ?? from, from), length);
  const fix = fixOf(problem, state.doc.toString());
  const actions: readonly Action[] = fix
    ? [{ name: say("replaceWith", { word: fix.insert }), apply: (view) => view.dispatch({ changes: [...fix.edits] }) }]
    : [];
  return {
    from,
    to,
    severity: SEVERITIES[problem.severity],
    source: problem.code,
    message: problem.hint === undefined ? problem.message : `${problem.message}\n${problem.hint}`,
    renderMessage: () => messageOf(problem),
    actions,
  };
}

function messageOf({ message, hint }: Problem): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-problem";
  for (const [name, text] of [
    ["cm-problem-message", message],
    ["cm-problem-hint", hint],
  ] as const) {
    if (text === undefined) continue;
    const line = document.createElement("p");
    line.className = name;
    line.dir = "auto";
    line.textContent = text;
    dom.append(line);
  }
  return dom;
}
