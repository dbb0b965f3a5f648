import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useMemo, useRef, type RefObject } from "react";
import type { Problem } from "../../kit/index.ts";
import { useWords } from "../words/index.ts";
import { Checker } from "./checker.ts";
import { knownActors } from "./draft-of.ts";
import { agreementText } from "./language-support.ts";
import { nameCommands, namesPanel, type NameCommands } from "./names-panel.ts";
import { namesHelp } from "./names-help.ts";
import { PHRASES, phraseWords } from "./phrases.ts";
import { liveProblems } from "./problems.ts";
import type { SayEditor } from "./say.ts";
import { editorWords } from "./words.ts";

export interface EditorOptions {
  /** What stands there at first; from then on the editor has it. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onProblems?: (problems: readonly Problem[]) => void;
  /** Actors of the record by their keys, with what they are called: a case may name them. */
  readonly actors?: ReadonlyMap<string, string>;
}

export interface EditorInHand {
  readonly parent: RefObject<HTMLDivElement | null>;
  readonly view: RefObject<EditorView | undefined>;
  readonly commands: NameCommands;
}

/** An editor in an element of the page. It is made once; what it calls and says is always the latest. */
export function useEditorView(options: EditorOptions): EditorInHand {
  const say = useWords(editorWords);
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ ...options, say });
  latest.current = { ...options, say };
  const sayNow = useMemo<SayEditor>(() => (key, values) => latest.current.say(key, values), []);
  const commands = useMemo(() => nameCommands(sayNow), [sayNow]);
  const [spoken, known] = useMemo(() => [new Compartment(), new Compartment()] as const, []);
  const first = useRef(options.text);

  useEffect(() => {
    const checker = new Checker();
    const extensions: Extension = [
      basicSetup,
      EditorView.lineWrapping,
      agreementText(),
      known.of([]),
      spoken.of([]),
      namesHelp(sayNow),
      namesPanel(sayNow, commands),
      liveProblems({ checker, say: sayNow, onProblems: (found) => latest.current.onProblems?.(found) }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) latest.current.onText(state.doc.toString());
      }),
    ];
    const state = EditorState.create({ doc: first.current, extensions });
    const made = new EditorView({ parent: parent.current!, state });
    view.current = made;
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
      checker.end();
    };
  }, [commands, known, sayNow, spoken]);

  const phrase = useWords(phraseWords);
  useEffect(() => {
    const phrases = Object.fromEntries(Object.entries(PHRASES).map(([english, key]) => [english, phrase(key)]));
    const attributes = { "aria-label": say("label"), spellcheck: "false", tabindex: "0" };
    const named: Extension = [EditorState.phrases.of(phrases), EditorView.contentAttributes.of(attributes)];
    view.current?.dispatch({ effects: spoken.reconfigure(named) });
  }, [phrase, say, spoken]);
  const { actors } = options;
  useEffect(() => {
    view.current?.dispatch({ effects: known.reconfigure(actors ? knownActors.of(actors) : []) });
  }, [actors, known]);

  return { parent, view, commands };
}
