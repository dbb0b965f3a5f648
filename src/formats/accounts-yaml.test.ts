import { describe, expect, it } from "vitest";
import { parseAccounts } from "./accounts-yaml.ts";

const file = "accounts.yaml";
const sana = `
accounts:
  - incident: 216738
    id: sana
    kind: accusation
    by: SANA
    through: Press TV
    on: 2016-02-28
    known: 2016-02-29 10:00
    actor: nusra
    at: 2016-02-27 14:00
    given:
      - "immediate-threat"
      - target not in terrorist
    source: a bulletin
    note: translated
`;

/** The file with one account, whose lines are changed. */
const account = (...lines: readonly string[]): string =>
  ["accounts:", "  - incident: i1", ...lines.map((line) => `    ${line}`)].join("\n");
const usual = ["id: one", "kind: report", "by: a monitor", "on: 2016-03-01"];

describe("reading accounts of incidents", () => {
  it("reads who tells what of which incident, when and through whom", () => {
    const { accounts, problems } = parseAccounts(sana, file);
    expect(problems).toEqual([]);
    expect(accounts).toMatchObject([
      {
        incident: "216738",
        id: "sana",
        kind: "accusation",
        by: "SANA",
        through: "Press TV",
        on: "2016-02-28",
        known: "2016-02-29 10:00",
        source: "a bulletin",
        note: "translated",
        says: [
          { word: "actor", text: "nusra" },
          { word: "at", text: "2016-02-27 14:00" },
          { word: "given", text: "immediate-threat" },
          { word: "given", text: "target not in terrorist" },
        ],
      },
    ]);
  });

  it("remembers where each word stands, within its quotation marks if it has some", () => {
    const { says } = parseAccounts(sana, file).accounts[0]!;
    for (const { text, at } of says) expect(sana.slice(at.from, at.to)).toBe(text);
    expect(says[2]!.at).toMatchObject({ file, line: 13, column: 10 });
  });

  it("takes any number of accounts of one incident, each under a name of its own", () => {
    const two = `${account(...usual, "act: attack")}\n  - { incident: i1, id: two, kind: denial, by: b, on: 2016-03-02, act: movement }`;
    expect(parseAccounts(two, file).accounts.map(({ id }) => id)).toEqual(["one", "two"]);
  });

  it.each([
    ["missing-id", ["kind: report", "by: b", "on: 2016-03-01", "act: attack"], 2],
    ["missing-kind", ["id: one", "by: b", "on: 2016-03-01", "act: attack"], 2],
    ["missing-by", ["id: one", "kind: report", "on: 2016-03-01", "act: attack"], 2],
    ["missing-on", ["id: one", "kind: report", "by: b", "act: attack"], 2],
    ["reserved-id", ["id: record", "kind: report", "by: b", "on: 2016-03-01", "act: attack"], 3],
    ["wrong-kind", ["id: one", "kind: denail", "by: b", "on: 2016-03-01", "act: attack"], 4],
    ["bad-date", ["id: one", "kind: report", "by: b", "on: yesterday", "act: attack"], 6],
    ["bad-date", [...usual, "known: 2016-02-30", "act: attack"], 7],
    ["empty-account", usual, 2],
    ["unknown-key", [...usual, "atc: attack"], 7],
    ["not-a-list", [...usual, "given: immediate-threat"], 7],
    ["not-a-text", [...usual, "act: [attack]"], 7],
  ])("says %s where it stands, and the account is not used", (code, lines, line) => {
    const { accounts, problems } = parseAccounts(account(...lines), file);
    expect(problems).toMatchObject([{ code, severity: "error", at: { file, line } }]);
    expect(accounts).toEqual([]);
  });

  it("keeps the first of two accounts of one name, and says so", () => {
    const again = "\n  - { incident: i1, id: one, kind: report, by: b, on: 2016-03-02, act: movement }";
    const { accounts, problems } = parseAccounts(account(...usual, "act: attack") + again, file);
    expect(problems).toMatchObject([{ code: "duplicate-account", at: { line: 8 } }]);
    expect(accounts).toMatchObject([{ says: [{ text: "attack" }] }]);
  });

  it("guesses what a misspelt kind was to be", () => {
    const { problems } = parseAccounts(account("id: one", "kind: denail", "by: b", "on: 2016-03-01", "act: attack"));
    expect(problems).toMatchObject([{ hint: "did you mean denial?" }]);
  });

  it("reads an empty file as no accounts, and never throws", () => {
    expect(parseAccounts("accounts:\n").accounts).toEqual([]);
    for (const text of ["", "- 1", "accounts: 3", "accounts:\n  - 3", "accounts: [", "\u0000"])
      expect(parseAccounts(text, file).accounts).toEqual([]);
  });
});
