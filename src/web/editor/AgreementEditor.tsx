import { openLintPanel } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from "react";
import { Button } from "react-aria-components";
import type { Problem } from "../../kit/index.ts";
import { formatAgreement } from "../../language/index.ts";
import { useWords } from "../words/index.ts";
import { Checker } from "./checker.ts";
import { knownActors } from "./draft-of.ts";
import { agreementText } from "./language-support.ts";
import { goTo, nameCommands, namesPanel } from "./names-panel.ts";
import { namesHelp } from "./names-help.ts";
import { PHRASES, phraseWords } from "./phrases.ts";
import { liveProblems } from "./problems.ts";
import { ProblemCounts } from "./ProblemCounts.tsx";
import type { SayEditor } from "./say.ts";
import { editorWords } from "./words.ts";
import "./editor.css";

/** What whoever shows an editor can have it do. */
export interface EditorHandle {
  /** Puts the cursor at an offset of the text. */
  readonly goTo: (offset: number) => void;
  /** Puts another text in place of the whole; it can be undone. */
  readonly replace: (text: string) => void;
}

export interface AgreementEditorProps {
  /** What stands there at first; from then on the editor has it. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onProblems?: (problems: readonly Problem[]) => void;
  /** Actors of the record by their keys, with what they are called: a case may name them. */
  readonly actors?: ReadonlyMap<string, string>;
  readonly ref?: Ref<EditorHandle>;
}

/** The text of an agreement, to be written: with its problems, what can stand where, and what each name stands for. */
export function AgreementEditor({ text, onText, onProblems, actors, ref }: AgreementEditorProps): ReactNode {
  const say = useWords(editorWords);
  const phrase = useWords(phraseWords);
  const [problems, setProblems] = useState<readonly Problem[]>();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ say, onText, onProblems, setProblems });
  latest.current = { say, onText, onProblems, setProblems };
  const sayNow = useMemo<SayEditor>(() => (key, values) => latest.current.say(key, values), []);
  const commands = useMemo(() => nameCommands(sayNow), [sayNow]);
  const spoken = useMemo(() => new Compartment(), []);
  const known = useMemo(() => new Compartment(), []);

  const first = useRef(text);
  useEffect(() => {
    const checker = new Checker();
    const told = (found: readonly Problem[]): void => {
      latest.current.setProblems(found);
      latest.current.onProblems?.(found);
    };
    const made = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          basicSetup,
          EditorView.lineWrapping,
          agreementText(),
          known.of([]),
          spoken.of([]),
          namesHelp(sayNow),
          namesPanel(sayNow, commands),
          liveProblems({ checker, say: sayNow, onProblems: told }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onText(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
      checker.end();
    };
  }, [commands, known, sayNow, spoken]);

  useEffect(() => {
    const phrases = Object.fromEntries(Object.entries(PHRASES).map(([english, key]) => [english, phrase(key)]));
    const named: Extension = EditorView.contentAttributes.of({
      "aria-label": say("label"),
      spellcheck: "false",
      tabindex: "0",
    });
    view.current?.dispatch({ effects: spoken.reconfigure([EditorState.phrases.of(phrases), named]) });
  }, [phrase, say, spoken]);
  useEffect(() => {
    view.current?.dispatch({ effects: known.reconfigure(actors ? knownActors.of(actors) : []) });
  }, [actors, known]);

  const handle = useMemo(() => handleOf(view), []);
  useImperativeHandle(ref, () => handle, [handle]);
  const run = (command: (view: EditorView) => boolean) => () => void (view.current && command(view.current));
  const [refused, setRefused] = useState(false);
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
      {refused && <p role="alert">{say("canonicalRefused")}</p>}
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
