import { useMemo, type ReactNode } from "react";
import { useLanguage, useWords } from "../../words/index.ts";
import { layOut, type Arrow, type Box, type Conditions, type Layout } from "./graph.ts";
import { useNameOf } from "./use-name-of.ts";
import { acceptancesWords } from "./words.ts";

const WIDTH = 960;
const BOX_WIDTH = 240;
const BOX_HEIGHT = 44;
const ROW = 64;
const HEAD = 32;
/** Letters that surely fit into a box. */
const LETTERS = 27;

/** Who waits for whom as a picture; from right to left where one reads so. */
export function Picture({ conditions }: { readonly conditions: Conditions }): ReactNode {
  const say = useWords(acceptancesWords);
  const { direction } = useLanguage();
  const layout = useMemo(() => layOut(conditions), [conditions]);
  const height = HEAD + layout.rows * ROW;
  const xOf = (column: number): number => {
    const x = column * ((WIDTH - BOX_WIDTH) / 2);
    return direction === "ltr" ? x : WIDTH - BOX_WIDTH - x;
  };
  const heads = [say("gives"), say("accepts"), say("receives")];
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={say("picture")}>
      <svg
        className="acceptances-picture"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={layout.arrows.map(({ says }) => says).join(". ")}
      >
        <Heads heads={heads} xOf={xOf} />
        <Arrows layout={layout} xOf={xOf} />
        {layout.boxes.map((box) => (
          <BoxMark key={box.id} box={box} x={xOf(box.column)} conditions={conditions} />
        ))}
      </svg>
    </div>
  );
}

interface Placing {
  readonly xOf: (column: number) => number;
}

function Heads({ heads, xOf }: Placing & { readonly heads: readonly string[] }): ReactNode {
  return heads.map((head, column) => (
    <text key={head} x={xOf(column) + BOX_WIDTH / 2} y={18} textAnchor="middle" className="acceptances-head">
      {head}
    </text>
  ));
}

const yOf = ({ row }: Box): number => HEAD + (row + 0.5) * ROW;

function Arrows({ layout, xOf }: Placing & { readonly layout: Layout }): ReactNode {
  return (
    <>
      <defs>
        {(["true", "false", "unknown", "circle"] as const).map((kind) => (
          <marker
            key={kind}
            id={`head-${kind}`}
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerUnits="userSpaceOnUse"
            markerWidth="12"
            markerHeight="12"
            orient="auto-start-reverse"
          >
            <path d="M0 0 10 5 0 10Z" className={`acceptances-tip-${kind}`} />
          </marker>
        ))}
      </defs>
      {layout.arrows.map((arrow) => (
        <path
          key={`${arrow.from.id} ${arrow.to.id} ${arrow.says}`}
          d={pathOf(arrow, xOf)}
          className={`acceptances-arrow acceptances-${arrow.isCircle ? "circle" : arrow.state}`}
          markerEnd={`url(#head-${arrow.isCircle ? "circle" : arrow.state})`}
        >
          <title>{arrow.says}</title>
        </path>
      ))}
    </>
  );
}

/** From the edge of one box to the edge of the other that faces it; within a column around the outside. */
function pathOf({ from, to }: Arrow, xOf: Placing["xOf"]): string {
  const [x1, x2, y1, y2] = [xOf(from.column), xOf(to.column), yOf(from), yOf(to)];
  if (from.column === to.column) {
    const isDown = y2 > y1;
    const side = isDown ? x1 + BOX_WIDTH : x1;
    const bend = side + (isDown ? 70 : -70);
    return `M${side} ${y1}C${bend} ${y1} ${bend} ${y2} ${side} ${y2}`;
  }
  const isOnward = x2 > x1;
  const [start, end] = isOnward ? [x1 + BOX_WIDTH, x2] : [x1, x2 + BOX_WIDTH];
  const middle = (start + end) / 2;
  return `M${start} ${y1}C${middle} ${y1} ${middle} ${y2} ${end} ${y2}`;
}

interface BoxMarkProps {
  readonly box: Box;
  readonly x: number;
  readonly conditions: Conditions;
}

const STATES = { true: "yes", false: "no", unknown: "unknown" } as const;

function BoxMark({ box, x, conditions }: BoxMarkProps): ReactNode {
  const say = useWords(acceptancesWords);
  const nameOf = useNameOf(conditions);
  const { node, count = 0 } = box;
  const name = node ? nameOf(node.name) : say("others", { count });
  const y = yOf(box);
  const state = node?.confirmed;
  return (
    <g>
      <title>{`${name}${node?.reason === undefined ? "" : `: ${node.reason}`}`}</title>
      <rect
        x={x}
        y={y - BOX_HEIGHT / 2}
        width={BOX_WIDTH}
        height={BOX_HEIGHT}
        rx={8}
        className={`acceptances-box acceptances-box-${node?.kind ?? "others"}`}
      />
      <text
        x={x + BOX_WIDTH / 2}
        y={y + (state === undefined ? 5 : -2)}
        textAnchor="middle"
        className="acceptances-name"
      >
        {`\u2068${shortened(name)}\u2069`}
      </text>
      {state !== undefined && (
        <text x={x + BOX_WIDTH / 2} y={y + 15} textAnchor="middle" className="acceptances-state">
          {state === "true" ? "✓ " : state === "false" ? "✕ " : "? "}
          {say(STATES[state])}
        </text>
      )}
    </g>
  );
}

function shortened(name: string): string {
  return name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name;
}
