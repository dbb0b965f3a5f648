import { defineLanguageFacet, foldNodeProp, Language, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { truceMarkdown } from "../../language/index.ts";
import { isolatedNames } from "./isolated-names.ts";

const data = defineLanguageFacet({ commentTokens: { line: "--" }, closeBrackets: { brackets: ["(", '"', "`"] } });

/** Blocks, quotations and the front matter can be folded away behind their first line. */
const folding = foldNodeProp.add((type) => {
  if (!["FencedCode", "Blockquote", "FrontMatter"].includes(type.name)) return undefined;
  return (node, state) => {
    const { to } = state.doc.lineAt(node.from);
    return to < node.to ? { from: to, to: node.to } : null;
  };
});

const agreementLanguage = new Language(data, truceMarkdown.configure({ props: [folding] }), [], "truce");

/**
 * The language of agreements in an editor: coloured and folded by the grammar by which it is compiled. Each line has the direction
 * of its own words, and a block is written from left to right whatever names stand in it.
 */
export function agreementText(): Extension {
  return [
    agreementLanguage,
    syntaxHighlighting(classHighlighter),
    EditorView.perLineTextDirection.of(true),
    isolatedNames,
    dressedLines,
  ];
}

const quoted = Decoration.line({ class: "cm-quoted", attributes: { dir: "auto" } });
const prose = Decoration.line({ class: "cm-prose", attributes: { dir: "auto" } });
const heading = Decoration.line({ class: "cm-heading", attributes: { dir: "auto" } });
const meaning = Decoration.line({ class: "cm-meaning", attributes: { dir: "ltr" } });
const front = Decoration.line({ class: "cm-front", attributes: { dir: "ltr" } });

const DRESS: Readonly<Record<string, Decoration>> = {
  FencedCode: meaning,
  Blockquote: quoted,
  FrontMatter: front,
  ATXHeading1: heading,
  ATXHeading2: heading,
  ATXHeading3: heading,
  ATXHeading4: heading,
};

/** What a line belongs to is to be seen: the law in quotation, its meaning in a block, words around them. */
const dressedLines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = dress(view);
    }

    update(update: ViewUpdate): void {
      const isReparsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isReparsed) this.decorations = dress(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function dress(view: EditorView): DecorationSet {
  const { doc } = view.state;
  const byLine = new Map<number, Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const decoration = DRESS[node.name];
        if (node.name === "Document" || !decoration) return node.name === "Document";
        const last = doc.lineAt(Math.min(node.to, to)).number;
        for (let line = doc.lineAt(Math.max(node.from, from)).number; line <= last; line++)
          byLine.set(line, decoration);
        return false;
      },
    });
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      builder.add(line.from, line.from, byLine.get(line.number) ?? prose);
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  return builder.finish();
}
