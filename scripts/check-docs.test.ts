import { describe, expect, test } from "vitest";
import { checkDocs, findAnchors, type DocContext } from "./check-docs.ts";

function problemsOf(pages: Record<string, string>, more: Partial<DocContext> = {}): string[] {
  const sources = new Map(Object.entries(pages));
  return checkDocs({ sources, exists: (path) => sources.has(path) || path === "docs", npmScripts: ["check"], ...more });
}

test("names anchors as GitHub does", () => {
  const anchors = findAnchors(["# One report, end to end", "## `must` & may", "## Same", "## Same", '<a id="x"></a>']);
  expect([...anchors]).toEqual(["one-report-end-to-end", "must--may", "same", "same-1", "x"]);
});

describe("checkDocs", () => {
  test("is silent about links that lead somewhere", () => {
    const pages = {
      "README.md": "[a](docs/a.md#part-two) [b](docs/) [c](https://example.org/x) [d](#top)\n# Top",
      "docs/a.md": "# Part two\n[up](../README.md)\n\n[r]: ../README.md",
    };
    expect(problemsOf(pages)).toEqual([]);
  });

  test("names a page and a heading that are not there", () => {
    const pages = { "docs/a.md": "[x](gone.md)\n[y](b.md#nowhere)\n![z](../out.png)", "docs/b.md": "# Here" };
    expect(problemsOf(pages)).toEqual([
      'docs/a.md:1: link "gone.md": docs/gone.md is not there',
      'docs/a.md:2: link "b.md#nowhere": docs/b.md has no heading #nowhere',
      'docs/a.md:3: link "../out.png": out.png is not there',
    ]);
  });

  test("does not take code for a link", () => {
    expect(problemsOf({ "a.md": "`[x](gone.md)`\n\n```\n[y](gone.md)\n```" })).toEqual([]);
  });

  test("reads JSON blocks", () => {
    const [problem] = problemsOf({ "a.md": 'text\n\n```json\n{ "a": }\n```\n\n```json\n{}\n```' });
    expect(problem).toMatch(/^a\.md:3: the JSON block cannot be read/);
  });

  test("gives agreement blocks to the language, except one shown as wrong", () => {
    const pages = {
      "a.md": "```truce\nbad\n```\n\n```truce wrong\nbad\n```",
      "examples/x/agreement.md": "```truce\nbad\n```",
    };
    const found = problemsOf(pages, { checkAgreement: (text) => [`no such word "${text}"`] });
    expect(found).toEqual(['a.md:1: truce block: no such word "bad"']);
  });

  test("names a fence that is never closed", () => {
    expect(problemsOf({ "a.md": "```sh\nls" })).toEqual(["a.md:1: the fence is never closed"]);
  });

  test("names an npm script that does not exist", () => {
    expect(problemsOf({ "a.md": "`npm run check` and `npm run chekc`" })).toEqual([
      'a.md:1: there is no npm script "chekc"',
    ]);
  });
});
