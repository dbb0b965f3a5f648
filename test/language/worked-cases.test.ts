import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONSTRUCTS } from "../../src/language/constructs.ts";
import { runCases } from "../../src/workflow/index.ts";

const TEXT = `---
truce: 1
id: x
title: X
zone: UTC
adopted: 2016-02-22
---

\`\`\`truce
use common
party sar "Government"
party hnc "Committee"
fact threat "Was there a threat?"
fact proportionate "Was it proportionate?"
measure calibre mm "What was the calibre?"
list terrorist
  names daesh
  or designated by unsc as at the incident

rule cease-attacks
  who sar
  must not attack
  outside small: calibre < 60 mm
  unless self-defence: threat and proportionate

rule no-raids
  who sar
  must not raid
  outside listed: target in terrorist

statement strict
  by hnc on 2016-02-22 kind interpretation
  reads terrorist as fixed

CASES
\`\`\`
`;

async function resultsOf(cases: string) {
  const path = join(await mkdtemp(join(tmpdir(), "truce-cases-")), "agreement.md");
  await writeFile(
    path,
    TEXT.replace("CASES", () => cases),
  );
  const { results, failed } = await runCases(path);
  return {
    failed,
    results: results.map(({ met, notAsked, notNamed, passed }) => ({ met, notAsked, notNamed, passed })),
  };
}

const occurrence = "  actor sar target hnc act attack at 2016-03-01\n  given actor bound\n  given not act is raid";

describe("the questions that a worked case names", () => {
  it("are met by exactly those facts that matter, whichever way round they are asked", async () => {
    const { results } = await resultsOf(
      `case one\n${occurrence}\n  expect cease-attacks breach or permitted or outside\n  ask calibre < 60 mm, threat, proportionate`,
    );
    expect(results).toEqual([{ met: true, notAsked: [], notNamed: [], passed: true }]);
  });

  it("fail where one more is named and where one that matters is not, and both are listed", async () => {
    const { results, failed } = await resultsOf(
      `case one\n${occurrence}\n  measure calibre 82 mm\n  expect cease-attacks breach or permitted\n  ask threat, calibre < 60 mm`,
    );
    expect(results).toEqual([
      { met: true, notAsked: ["calibre >= 60 mm"], notNamed: ["proportionate"], passed: false },
    ]);
    expect(failed).toBe(1);
  });

  it("are those of all rules that the case expects something of", async () => {
    const both =
      "  actor sar target unknown act raid at 2016-03-01\n  given actor bound\n  measure calibre 82 mm\n  given threat";
    const { results } = await resultsOf(
      `case one\n${both}\n  expect no-raids breach or outside\n  expect cease-attacks breach or permitted\n  ask target in terrorist, proportionate`,
    );
    expect(results.map(({ passed }) => passed)).toEqual([true, true]);
  });

  it("are not looked at in a case that names none", async () => {
    const { failed } = await resultsOf(
      `case one\n${occurrence}\n  expect cease-attacks breach or permitted or outside`,
    );
    expect(failed).toBe(0);
  });

  it("are named as the text words them, under a reading that puts a list on another clock too", async () => {
    const { results } = await resultsOf(
      `case one\n  actor sar target unknown act raid at 2016-03-01\n  given actor bound\n  expect no-raids breach or outside\n  ask target in terrorist\n  under strict expect no-raids breach or outside ask target in terrorist`,
    );
    expect(results.map(({ passed }) => passed)).toEqual([true, true]);
  });
});

describe("the worked cases in the examples of the constructs", () => {
  const withCases = CONSTRUCTS.filter(({ example }) => /^case /mu.test(example));

  it.each(withCases.map(({ keyword, example }) => [keyword, example]))(
    "of `%s` come out as written",
    async (_, example) => {
      const path = join(await mkdtemp(join(tmpdir(), "truce-cases-")), "agreement.md");
      const front = "---\ntruce: 1\nid: x\ntitle: X\nzone: Asia/Damascus\nadopted: 2016-02-22\n---\n";
      await writeFile(path, `${front}\`\`\`truce\n${example}\n\`\`\`\n`);
      const { results } = await runCases(path);
      expect(results.filter(({ passed }) => !passed)).toEqual([]);
      expect(results.length).toBeGreaterThan(0);
    },
  );
});
