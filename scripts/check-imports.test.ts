import { describe, expect, test } from "vitest";
import { blank, checkImports, findImports } from "./check-imports.ts";

function problemsOf(files: Record<string, string>): string[] {
  return checkImports(new Map(Object.entries(files)), ["yaml", "@lezer/lr"]);
}

describe("findImports", () => {
  test("sees every form of import and re-export, with its line", () => {
    const text = [
      'import a from "./a.ts";',
      "import {",
      "  b,",
      '} from "./b.ts";',
      'import type { C } from "./c.ts";',
      'import "./d.ts";',
      'export * from "./e.ts";',
      'const f = await import("./f.ts");',
    ].join("\n");
    expect(findImports(text)).toEqual([
      { target: "./a.ts", line: 1 },
      { target: "./b.ts", line: 4 },
      { target: "./c.ts", line: 5 },
      { target: "./d.ts", line: 6 },
      { target: "./e.ts", line: 7 },
      { target: "./f.ts", line: 8 },
    ]);
  });

  test("does not take a comment or an exported value for an import", () => {
    expect(findImports('// import x from "./x.ts";\n/* import "./y.ts" */\nexport const z = "./z.ts";')).toEqual([]);
  });
});

test("does not take code quoted in a string for an import", () => {
  expect(findImports('const example = `\nimport "./x.ts";\n`;\nconst other = \'import("./y.ts")\';')).toEqual([]);
});

test("blanks comments and strings but keeps the lines", () => {
  expect(blank('a // b\n"c" d', true)).toBe("a     \n    d");
});

describe("checkImports", () => {
  test("is silent about a tree that keeps to the table", () => {
    const files = {
      "src/kit/index.ts": 'export * from "./problem.ts";',
      "src/kit/problem.ts": "",
      "src/language/index.ts": 'import { p } from "../kit/index.ts";\nimport { LRParser } from "@lezer/lr";',
      "src/workflow/judge-folder.ts": 'import "../language/index.ts";\nimport "node:fs";',
    };
    expect(problemsOf(files)).toEqual([]);
  });

  test("keeps the database to those who own tables, in types too; tests may ask as they like", () => {
    const files = {
      "src/store/store.ts": 'import { Kysely } from "kysely";\nimport * as pg from "pg";',
      "src/accounts/list.ts": 'import type * as pg from "pg";',
      "src/workflow/match.ts": 'import type pg from "pg";',
      "src/api/list.ts": 'import { sql } from "kysely";\nimport { Migrator } from "kysely/migration";',
      "test/people.ts": 'import * as pg from "pg";',
    };
    const problems = checkImports(new Map(Object.entries(files)), ["pg", "kysely"]);
    expect(problems).toEqual([
      "src/workflow/match.ts:1: pg is for src/store and src/accounts: ask by a function of theirs",
      "src/api/list.ts:1: kysely is for src/store and src/accounts: ask by a function of theirs",
      "src/api/list.ts:2: kysely is for src/store and src/accounts: ask by a function of theirs",
    ]);
  });

  test("names a folder that imports what it may not", () => {
    const files = { "src/judge/a.ts": 'import "../match/index.ts";', "src/match/index.ts": "" };
    expect(problemsOf(files)).toEqual(["src/judge/a.ts:1: judge may not import match (it may: kit, domain, language)"]);
  });

  test("sends an import past the door back through index.ts", () => {
    const files = { "src/judge/a.ts": 'import "../kit/b.ts";', "src/kit/b.ts": "" };
    expect(problemsOf(files)).toEqual(["src/judge/a.ts:1: go through src/kit/index.ts, not src/kit/b.ts"]);
  });

  test("lets a test reach past the door, but not at nothing", () => {
    const files = { "src/judge/a.test.ts": 'import "../kit/b.ts";\nimport "../kit/gone.ts";', "src/kit/b.ts": "" };
    expect(problemsOf(files)).toEqual(["src/judge/a.test.ts:2: ../kit/gone.ts is not there"]);
  });

  test("finds a cycle, also one made of types only", () => {
    const files = { "src/kit/a.ts": 'import type { B } from "./b.ts";', "src/kit/b.ts": 'import "./a.ts";' };
    expect(problemsOf(files)).toEqual(["cycle: src/kit/a.ts → src/kit/b.ts → src/kit/a.ts"]);
  });

  test("keeps Node, the clock and chance out of pure folders", () => {
    const files = {
      "src/domain/a.ts": 'import "node:fs";\nconst t = Date.now();\n// Math.random()\nconst s = "process.env";',
      "src/store/a.ts": 'import "node:fs";\nconst t = Date.now();',
    };
    expect(problemsOf(files)).toEqual([
      "src/domain/a.ts:1: domain is pure: no node:fs in it",
      "src/domain/a.ts:2: a pure folder has no clock, no chance and nothing of Node or a browser: Date.now",
    ]);
  });

  test("names a package that a user's install would not have", () => {
    expect(problemsOf({ "src/kit/a.ts": 'import "vitest";' })).toEqual([
      "src/kit/a.ts:1: vitest is not among the dependencies in package.json",
    ]);
  });

  test("asks for a new folder to be put in the table", () => {
    expect(problemsOf({ "src/misc/a.ts": "" })).toEqual([
      "src/misc/a.ts: src/misc is not in the table of scripts/check-imports.ts",
    ]);
  });
});
