import {
  autocompletion,
  type Completion as Option,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { EditorState, Extension } from "@codemirror/state";
import { Decoration, hoverTooltip, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { RangeSetBuilder } from "@codemirror/state";
import { completionsAt, nameAt, namesOfThing, tellAt, type Told } from "../../language/index.ts";
import { draftOf } from "./draft-of.ts";
import { kindWord, type SayEditor } from "./say.ts";

/** What can stand at the cursor, what a word means, and where else a name stands. */
export function namesHelp(say: SayEditor): Extension {
  return [
    autocompletion({ override: [completeWith(say)], icons: false, closeOnBlur: true }),
    hoverTooltip((view, at) => hoverOf(view.state, at, say)),
    sameName,
  ];
}

function completeWith(say: SayEditor) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const found = completionsAt(draftOf(state), pos);
    // Nothing is offered unasked before the first letter, except where a clause goes on.
    if (!found || (!explicit && found.from === pos && !/[ .]$/u.test(state.sliceDoc(pos - 1, pos)))) return null;
    return {
      from: found.from,
      validFor: /^[\p{L}\p{N}`-]*$/u,
      options: found.options.map((option): Option => ({
        label: option.text,
        type: option.kind,
        boost: option.likely,
        detail: kindWord(say, option.kind),
        ...(option.detail === undefined ? {} : { info: option.detail }),
      })),
    };
  };
}

function hoverOf(state: EditorState, at: number, say: SayEditor) {
  const told = tellAt(draftOf(state), at);
  if (!told) return null;
  return { pos: told.at.from, end: told.at.to, above: true, create: () => ({ dom: tooltipOf(told, say) }) };
}

const MOST_LINES = 8;

function tooltipOf(told: Told, say: SayEditor): HTMLElement {
  const dom = element("div", "cm-told");
  if (told.kind === "word") {
    const { signature, meaning } = told.construct;
    dom.append(element("pre", "cm-told-form", signature), element("p", "cm-told-about", meaning));
    return dom;
  }
  const { thing, uses } = told;
  const lines = thing.declaration?.split("\n") ?? [];
  const shown = [...lines.slice(0, MOST_LINES), ...(lines.length > MOST_LINES ? ["…"] : [])].join("\n");
  if (shown !== "") dom.append(element("pre", "cm-told-form", shown));
  const origin = thing.isOfRecord
    ? say("fromRecord")
    : thing.vocabulary === undefined
      ? undefined
      : say("fromVocabulary", { name: thing.vocabulary });
  const about = [kindWord(say, thing.kind), origin, say("usedTimes", { count: uses })].filter(
    (part) => part !== undefined,
  );
  dom.append(element("p", "cm-told-about", about.join(" · ")));
  return dom;
}

function element(name: string, className: string, text = ""): HTMLElement {
  const dom = document.createElement(name);
  dom.className = className;
  dom.dir = "auto";
  dom.textContent = text;
  return dom;
}

const same = Decoration.mark({ class: "cm-same-name" });

/** The name at the cursor, wherever else it stands. */
const sameName = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet = Decoration.none;

    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = this.decorations.map(update.changes);
      if (update.selectionSet && !update.docChanged) this.decorations = marksIn(update.state);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function marksIn(state: EditorState): DecorationSet {
  const draft = draftOf(state);
  const thing = nameAt(draft, state.selection.main.head)?.thing;
  const builder = new RangeSetBuilder<Decoration>();
  if (thing) for (const { at } of namesOfThing(draft, thing)) builder.add(at.from, at.to, same);
  return builder.finish();
}
