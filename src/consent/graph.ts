/**
 * Strongly connected components, every one after those it depends on (Tarjan 1972, "Depth-first search and linear graph
 * algorithms"). Written with its own stack: a hostile text may chain thousands of conditions.
 */
export function componentsOf(
  nodes: readonly string[],
  dependsOn: (node: string) => readonly string[],
): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const components: string[][] = [];

  const enter = (node: string): Frame => {
    order.set(node, order.size);
    low.set(node, order.get(node) ?? 0);
    open.push(node);
    isOpen.add(node);
    return { node, next: 0, targets: dependsOn(node) };
  };
  const lower = (node: string, to: number | undefined) => {
    if (to !== undefined) low.set(node, Math.min(low.get(node) ?? to, to));
  };
  const leave = ({ node }: Frame, parent: Frame | undefined) => {
    if (parent) lower(parent.node, low.get(node));
    if (low.get(node) === order.get(node)) components.push(takeFrom(open, isOpen, node));
  };

  for (const root of nodes) {
    if (order.has(root)) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const target = frame.targets[frame.next++];
      if (target === undefined) {
        frames.pop();
        leave(frame, frames.at(-1));
      } else if (!order.has(target)) frames.push(enter(target));
      else if (isOpen.has(target)) lower(frame.node, order.get(target));
    }
  }
  return components;
}

interface Frame {
  readonly node: string;
  readonly targets: readonly string[];
  next: number;
}

function takeFrom(open: string[], isOpen: Set<string>, node: string): string[] {
  const component = open.splice(open.lastIndexOf(node));
  for (const member of component) isOpen.delete(member);
  return component;
}
