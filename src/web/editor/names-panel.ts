import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, keymap, showPanel, type Panel } from "@codemirror/view";
import { nameAt, namesOfThing, renameEdits, type NameInText } from "../../language/index.ts";
import { draftOf, knownActors } from "./draft-of.ts";
import type { SayEditor } from "./say.ts";

/** What the panel below the text is about: a name, and what is to be done with it. */
type Shown =
  { readonly kind: "rename" | "uses"; readonly at: number } | { readonly kind: "said"; readonly words: string };

const show = StateEffect.define<Shown | null>();

/** Renaming, every use, and the way to a declaration, each by its key and for the buttons above the text. */
export interface NameCommands {
  readonly rename: (view: EditorView) => boolean;
  readonly uses: (view: EditorView) => boolean;
  readonly definition: (view: EditorView) => boolean;
}

export function nameCommands(say: SayEditor): NameCommands {
  const about =
    (kind: "rename" | "uses") =>
    (view: EditorView): boolean => {
      const at = view.state.selection.main.head;
      const isThere = nameAt(draftOf(view.state), at) !== undefined;
      view.dispatch({ effects: show.of(isThere ? { kind, at } : { kind: "said", words: say("nothingNamed") }) });
      return true;
    };
  return { rename: about("rename"), uses: about("uses"), definition: (view) => goToDefinition(view, say) };
}

function goToDefinition(view: EditorView, say: SayEditor): boolean {
  const found = nameAt(draftOf(view.state), view.state.selection.main.head);
  if (found?.thing?.at) goTo(view, found.thing.at.from);
  else view.dispatch({ effects: show.of({ kind: "said", words: say(found ? "foreign" : "nothingNamed") }) });
  return true;
}

/** Puts the cursor at an offset, in the middle of what is to be seen. */
export function goTo(view: EditorView, offset: number): void {
  const at = Math.min(offset, view.state.doc.length);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
}

export function namesPanel(say: SayEditor, commands: NameCommands): Extension {
  const field = StateField.define<Shown | null>({
    create: () => null,
    update(value, { effects }) {
      for (const effect of effects) if (effect.is(show)) return effect.value;
      return value;
    },
    provide: (of) => showPanel.from(of, (shown) => shown && ((view) => panelOf(view, shown, say))),
  });
  return [
    field,
    keymap.of([
      { key: "F2", run: commands.rename, preventDefault: true },
      { key: "F12", run: commands.definition, preventDefault: true },
      { key: "Shift-F12", run: commands.uses, preventDefault: true },
    ]),
  ];
}

function panelOf(view: EditorView, shown: Shown, say: SayEditor): Panel {
  const dom = document.createElement("div");
  dom.className = "cm-names";
  dom.dir = document.documentElement.dir;
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close(view);
  });
  const found = shown.kind === "said" ? undefined : nameAt(draftOf(view.state), shown.at);
  if (shown.kind === "said")
    dom.append(
      said(shown.words),
      button(say("close"), () => close(view)),
    );
  else if (found && shown.kind === "rename") fillRename(dom, { view, found, say });
  else if (found) fillUses(dom, { view, found, say });
  const mount = (): void => {
    const input = dom.querySelector("input");
    input?.select();
    (input ?? dom.querySelector("button"))?.focus();
  };
  return { dom, mount };
}

interface About {
  readonly view: EditorView;
  readonly found: NameInText;
  readonly say: SayEditor;
}

function fillRename(dom: HTMLElement, { view, found, say }: About): void {
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.append(say("renameOf", { name: found.name }), input);
  input.value = found.name;
  input.spellcheck = false;
  input.dir = "auto";
  const trouble = said("");
  const apply = (): void => {
    const edits = renameEdits(
      draftOf(view.state),
      { offset: found.at.from, to: input.value },
      { actors: view.state.facet(knownActors) },
    );
    if ("code" in edits) {
      trouble.textContent = edits.hint === undefined ? edits.message : `${edits.message} — ${edits.hint}`;
      return;
    }
    view.dispatch({ changes: [...edits], userEvent: "rename" });
    close(view);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    apply();
  });
  const isSomebody = found.thing?.kind === "party" || found.thing?.kind === "actor" || found.thing?.kind === "class";
  const isInRecord = isSomebody && view.state.facet(knownActors).has(found.name);
  dom.append(
    label,
    button(say("apply"), apply),
    button(say("cancel"), () => close(view)),
    trouble,
  );
  if (isInRecord) dom.append(said(say("renameActor")));
}

function fillUses(dom: HTMLElement, { view, found, say }: About): void {
  const all = found.thing ? namesOfThing(draftOf(view.state), found.thing) : [found];
  const title = said(say("usesOf", { count: all.length, name: found.name }));
  const list = document.createElement("ul");
  for (const { at } of all) {
    const line = view.state.doc.lineAt(at.from);
    const item = document.createElement("li");
    const go = button(say("line", { line: line.number }), () => goTo(view, at.from));
    const words = document.createElement("code");
    words.dir = "auto";
    words.textContent = line.text.trim();
    item.append(go, words);
    list.append(item);
  }
  dom.append(
    title,
    list,
    button(say("close"), () => close(view)),
  );
}

function close(view: EditorView): void {
  view.dispatch({ effects: show.of(null) });
  view.focus();
}

function said(words: string): HTMLElement {
  const dom = document.createElement("p");
  dom.setAttribute("role", "status");
  dom.dir = "auto";
  dom.textContent = words;
  return dom;
}

function button(words: string, run: () => void): HTMLElement {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.textContent = words;
  dom.addEventListener("click", run);
  return dom;
}
