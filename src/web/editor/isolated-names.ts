import { syntaxTree } from "@codemirror/language";
import { Prec, RangeSetBuilder } from "@codemirror/state";
import { Decoration, Direction, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { NodeProp, type SyntaxNodeRef } from "@lezer/common";

const MARKS = {
  rtl: Decoration.mark({
    class: "cm-isolated",
    inclusive: true,
    attributes: { dir: "rtl" },
    bidiIsolate: Direction.RTL,
  }),
  ltr: Decoration.mark({
    class: "cm-isolated",
    inclusive: true,
    attributes: { dir: "ltr" },
    bidiIsolate: Direction.LTR,
  }),
  auto: Decoration.mark({ class: "cm-isolated", inclusive: true, attributes: { dir: "auto" }, bidiIsolate: null }),
} as const;

/**
 * Names, titles and comments of blocks each keep their own direction (Unicode UAX 9, isolates): an Arabic title does not turn
 * around what stands beside it. What CodeMirror has for this does not look into a language that is nested in another.
 */
export const isolatedNames = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = isolate(view);
    }

    update(update: ViewUpdate): void {
      const isReparsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isReparsed) this.decorations = isolate(update.view);
    }
  },
  {
    provide: (plugin) => {
      const of = (view: EditorView): DecorationSet => view.plugin(plugin)?.decorations ?? Decoration.none;
      return [EditorView.outerDecorations.of(of), Prec.lowest(EditorView.bidiIsolatedRanges.of(of))];
    },
  },
);

function isolate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    const add = (node: SyntaxNodeRef, offset: number): void => {
      const direction = node.name === "InlineCode" ? "ltr" : node.type.prop(NodeProp.isolate);
      const [start, end] = [node.from + offset, node.to + offset];
      if (direction !== undefined && start >= from && end <= to) builder.add(start, end, MARKS[direction]);
    };
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        add(node, 0);
        const block = node.tree?.prop(NodeProp.mounted);
        const first = block?.overlay?.[0];
        if (block && first) block.tree.iterate({ enter: (inner) => add(inner, node.from + first.from) });
      },
    });
  }
  return builder.finish();
}
