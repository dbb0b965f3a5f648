import { describe, expect, it } from "vitest";
import { judgeFolder } from "../../src/workflow/index.ts";
import { textOf, villageFolder, type Event } from "./village-folder.ts";

/** Breach if Upper attacked and was not provoked; permitted if it was; outside if it was Lower. */
const text = textOf("rule peace", "  who upper", "  must not attack", "  against lower", "  unless answered: provoked");

/** Somebody attacked somebody; nobody knows who began. */
const clash: Event = { id: "clash", on: "2016-03-15", sides: ["Upper", "Lower"], oneSided: false };

/** What is possible with what was found out; `undefined`: nothing was. */
async function possibleWith(...answers: readonly string[]): Promise<readonly string[] | undefined> {
  const lines = answers.map((says, i) => {
    const kind = says.startsWith("told") ? "report" : "answer";
    const said = says.replace(/^told /u, "");
    return `  - { incident: clash, id: a-${i}, kind: ${kind}, by: somebody, on: 2016-03-17, ${said} }\n`;
  });
  const folder = await villageFolder({ text, events: [clash], accounts: `accounts:\n${lines.join("")}` });
  const { incidents, tally } = await judgeFolder(folder, { readings: ["text"] });
  expect(tally.total("text", "peace").undetermined).toBe(1);
  return incidents[0]!.answered?.cells[0]!.possible;
}

const OPEN = ["breach", "permitted", "outside"];

describe("answers to what was open", () => {
  it("are nothing where only others tell something", async () => {
    expect(await possibleWith("told actor: upper")).toBeUndefined();
  });

  it.each([
    [["actor: upper"], ["breach", "permitted"]],
    [["actor: upper", "given: [provoked]"], ["permitted"]],
    [["given: [not provoked]", "target: lower"], ["breach"]],
    [
      ["actor: upper", "told given: [provoked]"],
      ["breach", "permitted"],
    ],
    [["actor: upper", "actor: upper, given: [provoked]"], ["permitted"]],
    [["actor: upper", "act: siege"], ["outside"]],
  ])("add up: %j", async (answers, possible) => {
    expect(await possibleWith(...answers)).toEqual(possible);
  });

  it.each([
    [["actor: upper", "actor: lower"], OPEN],
    [["actor: lower", "actor: upper"], OPEN],
    [["actor: upper", "target: upper"], OPEN],
    [["target: upper", "actor: upper"], OPEN],
    [
      ["actor: upper, given: [provoked]", "given: [not provoked]"],
      ["breach", "permitted"],
    ],
    [
      ["actor: upper, given: [not provoked]", "given: [provoked]"],
      ["breach", "permitted"],
    ],
    [
      ["actor: upper, act: siege", "act: attack"],
      ["breach", "permitted"],
    ],
    [
      ["actor: upper, act: attack", "act: siege"],
      ["breach", "permitted"],
    ],
  ])("leave open what they contradict each other on, in whatever order: %j", async (answers, possible) => {
    expect(await possibleWith(...answers)).toEqual(possible);
  });
});
