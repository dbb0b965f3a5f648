import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadFolder, loadProcedures, sayProcedures, typedInstant } from "../../src/workflow/index.ts";

const villages = "examples/two-villages";
const syria = "examples/syria-2016";

async function standingOf(folder: string, { id, at, known }: { id?: string; at?: string; known?: string } = {}) {
  const procedures = await loadProcedures(folder, {
    ...(id !== undefined && { id }),
    window: (zone) => ({
      ...(at !== undefined && { at: typedInstant(at, "last", zone) }),
      ...(known !== undefined && { known: typedInstant(known, "last", zone) }),
    }),
  });
  return { procedures, said: sayProcedures(procedures).join("\n") };
}

describe("complaints of two villages", () => {
  it("stand where they were moved to, with their history", async () => {
    const { procedures, said } = await standingOf(villages);
    expect(procedures.files.map(({ id, position }) => [id, position.state, position.ended])).toEqual([
      ["well", "answered", true],
      ["shots", "both-villages", false],
    ]);
    expect(said).toContain("answered, 2024-03-12 19:00 Africa/Nairobi (16:00Z), by elders");
  });

  it("say which clock runs, what may come next, who must act, and what follows if nobody does", async () => {
    const { said } = await standingOf(villages, { id: "shots", at: "2024-03-15 12:00" });
    expect(said).toContain("stands at: told, since 2024-03-14 07:00");
    expect(said).toContain(
      "answered, by elders, until 2024-03-16 07:00 Africa/Nairobi (04:00Z), otherwise it goes to both-villages",
    );
    expect(said).not.toContain("overdue");
  });

  it("move on by themselves when a clock runs out, and say plainly what is overdue", async () => {
    const { said } = await standingOf(villages, { id: "shots", at: "2024-03-25 12:00" });
    expect(said).toContain("both-villages, 2024-03-16 07:00 Africa/Nairobi (04:00Z), by itself: the clock ran out");
    expect(said).toContain("overdue for 1 day 12 h: settled, by upper or lower, until 2024-03-23 24:00");
  });

  it("are refused by a name that nobody recorded, with those that somebody did", async () => {
    await expect(standingOf(villages, { id: "bridge" })).rejects.toMatchObject({
      hint: "diary.yaml records well, shots",
    });
  });
});

describe("an allegation in Syria", () => {
  async function folderWith(moves: string): Promise<string> {
    const copy = await mkdtemp(join(tmpdir(), "truce-procedures-"));
    for (const name of ["agreement.md", "actors.yaml", "un-list.csv"]) await cp(join(syria, name), join(copy, name));
    const file = `procedures:\n  - procedure: standard-procedures\n    id: invented\n    moves:\n${moves}`;
    await writeFile(join(copy, "diary.yaml"), file);
    return copy;
  }
  const move = (state: string, rest: string): string => `      - { state: ${state}, ${rest}, source: invented }\n`;

  it("is not moved by a body whose step it is not, or by a step that the text does not have", async () => {
    const folder = await folderWith(
      move("alleged", "at: 2016-04-02 10:00") +
        move("notified", "at: 2016-04-02 15:00, by: sar") +
        move("de-escalated", "at: 2016-04-03, by: sar"),
    );
    const { procedures, said } = await standingOf(folder);
    expect(procedures.files[0]?.position.state).toBe("alleged");
    expect(said).toContain("by sar, but the step belongs to issg-tf");
    expect(said).toContain("the text has no step from alleged to de-escalated");
    expect(said).toContain("notified, by issg-tf; the text sets no time for it");
  });

  it("may be answered by any party that is bound, and stands as it was known at the cut-off", async () => {
    const folder = await folderWith(
      move("alleged", "at: 2016-04-02 10:00") +
        move("notified", "at: 2016-04-02 15:00, by: issg-tf") +
        move("answered", "at: 2016-04-03, by: sar, known: 2016-04-10"),
    );
    expect((await standingOf(folder)).procedures.files[0]?.position).toMatchObject({ state: "answered", problems: [] });
    const early = await standingOf(folder, { known: "2016-04-09" });
    expect(early.procedures.files[0]?.position.state).toBe("notified");
    expect(early.said).toContain("answered, by any bound");
  });

  it("cannot be put into a state that the text does not have", async () => {
    const { problems } = await loadFolder(await folderWith(move("aleged", "at: 2016-04-02 10:00")));
    const found = problems.filter(({ at }) => at.file?.endsWith("diary.yaml"));
    expect(found).toMatchObject([{ code: "unknown-state", hint: "did you mean alleged?", at: { line: 5 } }]);
  });

  it("of which nothing is recorded leaves the procedures of the text named and unused", async () => {
    const { said } = await standingOf(syria);
    expect(said).toContain("nothing is recorded under alleged-violations, standard-procedures");
  });
});
