import { describe, expect, it } from "vitest";
import { judgementPage } from "./judgement-page.ts";

const page = (name: string): string =>
  judgementPage({
    title: "A truce",
    lead: "Of 2 incidents, 1 cannot be decided.",
    verdicts: ["breach", "undetermined"],
    readings: [{ id: "hnc", name, counts: { breach: 1, undetermined: 1 }, pairs: [] }],
    incidents: [],
    total: 2,
    attribution: "",
  });

describe("the page of a judgement", () => {
  it("calls a reading by its name, and has what programs call it in small print", () => {
    expect(page("as read by: High Negotiations Committee")).toContain(
      "<h2><bdi>As read by: High Negotiations Committee</bdi> <small>(reading <code>hnc</code>)</small></h2>",
    );
  });

  it("takes no name for markup", () => {
    expect(page("<script>")).not.toContain("<script>");
  });
});
