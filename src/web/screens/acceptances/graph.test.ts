import { describe, expect, it } from "vitest";
import { layOut, type ConditionEdge, type ConditionNode } from "./graph.ts";

const node = (id: string, kind: ConditionNode["kind"]): ConditionNode => ({ id, kind, name: id });
const edge = (
  ends: readonly [string, string],
  kind: ConditionEdge["kind"],
  state: ConditionEdge["state"] = "unknown",
) => ({ from: ends[0], to: ends[1], kind, state, says: `${ends[0]} ${kind} ${ends[1]}` }) satisfies ConditionEdge;

const nodes = [
  node("a1", "accept"),
  node("a2", "accept"),
  node("gov", "party"),
  node("known", "actor"),
  node("x", "actor"),
  node("y", "actor"),
  node("us", "body"),
  node("deadline a1", "deadline"),
];
const edges = [
  edge(["known", "a1"], "gives", "true"),
  edge(["x", "a1"], "gives"),
  edge(["y", "a1"], "gives"),
  edge(["gov", "a2"], "gives", "true"),
  edge(["a1", "us"], "to"),
  edge(["a2", "us"], "to"),
  { ...edge(["a1", "a2"], "waits"), circle: 0 },
  { ...edge(["a2", "a1"], "waits"), circle: 0 },
];

describe("the picture of who waits for whom", () => {
  const { boxes, arrows } = layOut({ nodes, edges });

  it("draws each of whom something is known once, and the others together with how many they are", () => {
    expect(boxes.map(({ id }) => id).toSorted()).toEqual(["a1", "a2", "gov", "known", "others a1", "us"]);
    expect(boxes.find(({ id }) => id === "others a1")?.count).toBe(2);
  });

  it("puts no two boxes in one place", () => {
    const places = boxes.map(({ column, row }) => `${column} ${row}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("marks the arrows of a circle, and no others", () => {
    expect(arrows.filter(({ isCircle }) => isCircle).map(({ says }) => says)).toEqual(["a1 waits a2", "a2 waits a1"]);
  });

  it("draws one arrow for those that stand together", () => {
    expect(arrows.filter(({ from }) => from.id === "others a1")).toHaveLength(1);
  });
});
