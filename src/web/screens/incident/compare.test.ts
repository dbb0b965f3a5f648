import { expect, test } from "vitest";
import { chainOf, compareAccounts, type AccountGiven } from "./compare.ts";
import { deadOf } from "./dead.ts";

function account(id: string, given: Partial<AccountGiven> = {}): AccountGiven {
  return { id, earliest: null, latest: null, sides: [], acts: [], body: null, ...given };
}

const aspect = (accounts: readonly AccountGiven[], name: string) =>
  compareAccounts(accounts, "UTC").find((one) => one.aspect === name);

test("two accounts that say the same, in another order, do not differ", () => {
  const found = aspect([account("a", { sides: ["x", "y"] }), account("b", { sides: ["y", "x"] })], "sides");
  expect(found?.differs).toBe(false);
});

test("an account that does not say something contradicts nobody", () => {
  const found = aspect([account("a", { acts: ["shelling"] }), account("b")], "acts");
  expect(found?.said[1]).toBeUndefined();
  expect(found?.differs).toBe(false);
});

test("what accounts tell otherwise is marked, and only that", () => {
  const accounts = [
    account("a", { acts: ["shelling"], body: { casualties: { best: 3 } } }),
    account("b", { acts: ["shelling"], body: { casualties: { best: 5 } } }),
  ];
  const differing = compareAccounts(accounts, "UTC").filter(({ differs }) => differs);
  expect(differing.map((one) => one.aspect)).toEqual(["dead"]);
});

test("a day told in other words is the same day", () => {
  const day = { earliest: "2016-03-01T00:00:00Z", latest: "2016-03-02T00:00:00Z" };
  const accounts = [
    account("a", { ...day, body: { when: { asStated: "1 March" } } }),
    account("b", { ...day, body: { when: { asStated: "2016-03-01" } } }),
  ];
  expect(aspect(accounts, "when")?.differs).toBe(false);
});

test("what no account says has no row", () => {
  expect(compareAccounts([account("a"), account("b")], "UTC")).toEqual([]);
});

test("who attacked is only told where the account tells a direction", () => {
  const sides = [{ name: "x" }, { name: "y" }];
  expect(aspect([account("a", { body: { sides, direction: "unknown" } })], "direction")).toBeUndefined();
  expect(aspect([account("a", { body: { sides, direction: "first-on-second" } })], "direction")?.said).toEqual([
    { is: "direction", actor: "x", target: "y" },
  ]);
});

test("an account that may not be read has no chain, and one that may has every link", () => {
  expect(chainOf({ body: null })).toEqual({ toldBy: undefined, documents: [] });
  const citations = [{ office: "Reuters", date: "2016-02-28", headline: "h" }];
  expect(chainOf({ body: { toldBy: "SOHR", citations } })).toEqual({ toldBy: "SOHR", documents: citations });
});

test("no number of dead is ever made of another, and none told is not none", () => {
  expect(deadOf({ deadLeast: null, deadBest: null, deadMost: null })).toEqual({ key: "deadUnknown" });
  expect(deadOf({ deadLeast: 0, deadBest: 0, deadMost: 0 })).toEqual({ key: "deadCount", count: 0 });
  expect(deadOf({ deadLeast: 2, deadBest: 3, deadMost: 9 })).toEqual({
    key: "deadBetween",
    least: 2,
    best: 3,
    most: 9,
  });
  expect(deadOf({ deadLeast: 2, deadBest: null, deadMost: null })).toEqual({ key: "deadAtLeast", count: 2 });
  expect(deadOf({ deadLeast: null, deadBest: null, deadMost: 4 })).toEqual({ key: "deadAtMost", count: 4 });
  expect(deadOf({ deadLeast: 2, deadBest: null, deadMost: 4 })).toEqual({ key: "deadRange", least: 2, most: 4 });
});
