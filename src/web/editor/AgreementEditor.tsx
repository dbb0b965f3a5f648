import { openLintPanel } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { useImperativeHandle, useMemo, useState, type ReactNode, type Ref } from "react";
import { Button } from "react-aria-components";
import type { Problem } from "../../kit/index.ts";
import { formatAgreement } from "../../language/index.ts";
import { useWords } from "../words/index.ts";
import { goTo } from "./names-panel.ts";
import { ProblemCounts } from "./ProblemCounts.tsx";
import { useEditorView, type EditorOptions } from "./use-editor-view.ts";
import { editorWords } from "./words.ts";
import "./editor.css";

/** What whoever shows an editor can have it do. */
export interface EditorHandle {
  /** Puts the cursor at an offset of the text. */
  readonly goTo: (offset: number) => void;
  /** Puts another text in place of the whole; it can be undone. */
  readonly replace: (text: string) => void;
}

export interface AgreementEditorProps extends EditorOptions {
  readonly ref?: Ref<EditorHandle>;
}

/** The text of an agreement, to be written: with its problems, what can stand where, and what each name stands for. */
export function AgreementEditor({ ref, ...options }: AgreementEditorProps): ReactNode {
  const say = useWords(editorWords);
  const [problems, setProblems] = useState<readonly Problem[]>();
  const [isRefused, setRefused] = useState(false);
  const onProblems = (found: readonly Problem[]): void => {
    setProblems(found);
    options.onProblems?.(found);
  };
  const { parent, view, commands } = useEditorView({ ...options, onProblems });
  const handle = useMemo(() => handleOf(view), [view]);
  useImperativeHandle(ref, () => handle, [handle]);
  const run = (command: (view: EditorView) => boolean) => () => void (view.current && command(view.current));
  const writeCanonically = (): void => {
    const written = formatAgreement(view.current!.state.doc.toString());
    setRefused(typeof written !== "string");
    if (typeof written === "string") handle.replace(written);
  };
  return (
    <div className="editor">
      <div className="editor-bar row no-print">
        <ProblemCounts problems={problems} onOpen={run(openLintPanel)} />
        <Button onPress={run(commands.rename)}>{say("rename")}</Button>
        <Button onPress={run(commands.definition)}>{say("definition")}</Button>
        <Button onPress={run(commands.uses)}>{say("uses")}</Button>
        <Button onPress={writeCanonically}>{say("canonical")}</Button>
      </div>
      {isRefused && <p role="alert">{say("canonicalRefused")}</p>}
      {/* Blocks read from left to right in every language; a line of prose has its own direction. */}
      <div ref={parent} className="editor-text" dir="ltr" />
      <p className="soft small no-print">{say("help")}</p>
    </div>
  );
}

function handleOf(view: { readonly current: EditorView | undefined }): EditorHandle {
  return {
    goTo: (offset) => {
      if (view.current) goTo(view.current, offset);
    },
    replace: (insert) => {
      const { current } = view;
      if (!current || current.state.doc.toString() === insert) return;
      current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert } });
    },
  };
}
