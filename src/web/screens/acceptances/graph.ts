import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

/** Who waits for whom, laid out in three columns: who gives, what is given, to whom. */

export type Conditions = AnswerOf<Endpoints["getConditions"]>;
export type ConditionNode = Conditions["nodes"][number];
export type ConditionEdge = Conditions["edges"][number];

export interface Box {
  readonly id: string;
  readonly column: 0 | 1 | 2;
  /** From the top, in boxes. */
  readonly row: number;
  /** Unset: it stands for several of whom nothing is recorded. */
  readonly node?: ConditionNode;
  readonly count?: number;
}

export interface Arrow {
  readonly from: Box;
  readonly to: Box;
  readonly state: ConditionEdge["state"];
  readonly isCircle: boolean;
  readonly says: string;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly rows: number;
}

/** What is drawn by itself: those of whom something is known, and what the text names. */
function isDrawn(node: ConditionNode, edges: readonly ConditionEdge[]): boolean {
  if (node.kind === "deadline" || node.kind === "condition") return false;
  if (node.kind !== "actor") return true;
  return edges.some(({ from, to, state }) => (from === node.id || to === node.id) && state === "true");
}

/** Places every box once; of the givers of whom nothing is recorded there is one box for each acceptance, with how many they are. */
export function layOut({ nodes, edges }: Pick<Conditions, "nodes" | "edges">): Layout {
  const accepts = nodes.filter(({ kind }) => kind === "accept");
  const drawn = nodes.filter((node) => node.kind !== "accept" && isDrawn(node, edges));
  const receives = new Set(edges.flatMap(({ to, kind }) => (kind === "to" ? [to] : [])));
  const boxes: Box[] = [];
  const rows: [number, number, number] = [0, 0, 0];
  const place = (column: 0 | 1 | 2, box: Omit<Box, "column" | "row">): void => {
    boxes.push({ ...box, column, row: rows[column] });
    rows[column] += 1;
  };
  for (const accept of accepts) {
    const givers = edges.filter(({ to, kind }) => to === accept.id && kind === "gives").map(({ from }) => from);
    for (const node of drawn) {
      const isPlaced = boxes.some(({ id }) => id === node.id);
      if (givers.includes(node.id) && !receives.has(node.id) && !isPlaced) place(0, { id: node.id, node });
    }
    const others = givers.filter((id) => !drawn.some((node) => node.id === id));
    if (others.length > 0) place(0, { id: `others ${accept.id}`, count: others.length });
  }
  for (const node of accepts) place(1, { id: node.id, node });
  for (const node of drawn) if (receives.has(node.id)) place(2, { id: node.id, node });
  const most = Math.max(...rows, 1);
  return {
    boxes: boxes.map((box) => centred(box, rows[box.column], most)),
    arrows: arrowsOf(boxes, edges, { rows, most }),
    rows: most,
  };
}

/** Columns with few boxes have them in the middle. */
function centred(box: Box, own: number, most: number): Box {
  return { ...box, row: (box.row + 0.5) * (most / Math.max(own, 1)) - 0.5 };
}

function arrowsOf(
  boxes: readonly Box[],
  edges: readonly ConditionEdge[],
  { rows, most }: { readonly rows: readonly [number, number, number]; readonly most: number },
): readonly Arrow[] {
  const at = new Map(boxes.map((box) => [box.id, centred(box, rows[box.column], most)]));
  const seen = new Set<string>();
  return edges.flatMap((edge) => {
    const from = at.get(edge.from) ?? at.get(`others ${edge.to}`);
    const to = at.get(edge.to);
    if (!from || !to || from === to || edge.kind === "by" || edge.kind === "provided") return [];
    const key = `${from.id} ${to.id} ${edge.kind}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const isCircle = edge.circle !== undefined;
    return [{ from, to, state: edge.state, isCircle, says: edge.says }];
  });
}
