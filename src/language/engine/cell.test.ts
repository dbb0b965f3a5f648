import { describe, expect, it } from "vitest";
import { compileAgreement, parseAgreement, type CompileOptions, type Program } from "../index.ts";
import type { Account, Cell, Scenario } from "../verdict.ts";

/** Cases that a finding once got wrong. */

const HEAD = `---
truce: 1
id: t
title: T
zone: Asia/Damascus
adopted: 2016-02-22
---
\`\`\`truce
party a "A"
party b "B"
body un "UN"
act attack "attack"
fact threat "Was there a threat?"
fact warned "Was there a warning?"
line contact "line of contact" fixed
line other "another line" fixed
area buffer "buffer zone" within 5 km of contact fixed
list terrorist
  names x
`;

function programOf(clauses: string, options: CompileOptions = {}): Program {
  const { agreement, problems } = parseAgreement(`${HEAD}${clauses}\`\`\`\n`);
  expect(problems).toEqual([]);
  return compileAgreement(agreement, options);
}

type Facts = Readonly<Record<string, boolean>>;

/** An attack by a party that is bound, with these facts known besides. */
function statesOf(program: Program, facts: Facts): Uint8Array {
  const known: Facts = { "act is attack": true, "actor bound": true, "actor is a": true, ...facts };
  for (const key of Object.keys(facts)) expect(program.atoms.map((atom) => atom.key)).toContain(key);
  return Uint8Array.from(program.atoms, ({ key }) => (known[key] === undefined ? 0 : known[key] ? 1 : 2));
}

const scenarioOf = (program: Program, choice: readonly number[], ...parts: readonly Facts[]): Scenario => ({
  choice,
  parts: parts.map((facts, i) => ({
    label: `part ${i + 1}`,
    actor: "a",
    target: `t${i + 1}`,
    states: statesOf(program, facts),
  })),
});

const dimension = (id: string): Account["dimensions"][number] => ({
  id,
  question: `${id}?`,
  options: ["one", "other"],
});

function judge(program: Program, facts: Facts, reading = "text"): Cell {
  const account = { id: "x", dimensions: [], scenarios: [scenarioOf(program, [], facts)] };
  return program.judge("cease", reading, account);
}

const asked = ({ relevant }: Cell): readonly string[] =>
  relevant.map((question) => (question.kind === "fact" ? question.atom : question.dimension));

describe("an account", () => {
  const program = programOf(
    "rule cease\n  who a\n  must not attack\n  unless danger: threat\n  outside warning: warned\n",
  );

  it("of which the choices depend on each other is asked for them", () => {
    const scenarios = [
      scenarioOf(program, [0, 0], { threat: true, warned: false }),
      scenarioOf(program, [1, 1], { threat: false, warned: false }),
    ];
    const cell = program.judge("cease", "text", {
      id: "x",
      dimensions: [dimension("who"), dimension("when")],
      scenarios,
    });
    expect(cell.possible).toEqual(["breach", "permitted"]);
    expect(asked(cell)).toEqual(["who", "when"]);
    expect(cell.settles.map(({ answers }) => answers.length)).toEqual([1, 1, 1, 1]);
  });

  it("of a front says nothing of the members in a scenario that could not be", () => {
    const listed = programOf(
      "rule cease\n  who a\n  must not attack\n  outside listed: target in terrorist\n  unless self: target is x\n",
    );
    const account: Account = {
      id: "x",
      dimensions: [dimension("who")],
      scenarios: [
        scenarioOf(listed, [0], { "target in terrorist": false, "target is x": true }, { "target in terrorist": true }),
        scenarioOf(listed, [1], { "target in terrorist": false }, { "target in terrorist": false }),
      ],
    };
    const { byPart } = listed.judge("cease", "text", account);
    expect(byPart).toEqual([
      { part: "part 1", possible: ["breach"] },
      { part: "part 2", possible: ["breach"] },
    ]);
  });
});

describe("the reasons of a finding", () => {
  it("name a fact that the rule does not ask and that says what it asks", () => {
    const program = programOf(
      "rule cease\n  who a\n  must not attack\n  outside listed: target in terrorist\nrule spare\n  who a\n  must not attack\n  when target is x\n",
    );
    const cell = judge(program, { "target is x": true });
    expect([cell.verdict, cell.used]).toEqual(["outside", ["target is x"]]);
  });

  it("say that a clause holds which holds either way", () => {
    const program = programOf("rule cease\n  who a\n  must not attack\n  unless always: threat or not threat\n");
    const { verdict, because } = judge(program, {});
    expect(verdict).toBe("permitted");
    expect(because.find(({ label }) => label === "always")?.state).toBe("true");
  });

  it("say that a clause cannot hold which contradicts itself, also where the verdict does not rest on it", () => {
    const program = programOf(
      "rule cease\n  who a\n  must not attack\n  when false\n  outside never: before 2016-03-01 and after 2016-03-02\n",
    );
    const { because } = judge(program, {});
    expect(because.find(({ label }) => label === "never")?.state).toBe("false");
  });
});

describe("a reading", () => {
  it("is not asked what only another reading asks, though an answer would tell something", () => {
    const program = programOf(
      'fact bombed "Were they bombed?"\nrule cease\n  who a\n  must not attack\nstatement s\n  by b on 2016-02-23 kind condition\n  binds b while bombed\n',
    );
    const account = { id: "x", dimensions: [], scenarios: [scenarioOf(program, [], {})] };
    const states = account.scenarios[0]!.parts[0]!.states;
    states[program.atomIndex("actor is a")!] = 0;
    expect(asked(program.judge("cease", "text", account))).toEqual(["actor is a"]);
    expect(asked(program.judge("cease", "s", account))).toContain("actor is b");
  });
});

describe("a label that is both amended and read", () => {
  const amended = (statement: string): Program =>
    programOf(
      `rule cease
  who a
  must not attack
  unless danger: threat
amend cease.danger from 2016-05-09 as warned
${statement}`,
    );
  const statement = (on: string): string =>
    `statement s\n  by a on ${on} kind interpretation\n  reads cease.danger as threat or warned\n`;
  const verdicts = (program: Program, facts: Facts): readonly string[] =>
    [true, false].map((before) => judge(program, { ...facts, "before 2016-05-09 00:00": before }, "s").verdict);

  it("is read as the statement says in the words that stood on its day, and in no others", () => {
    const [early, late] = [amended(statement("2016-02-23")), amended(statement("2016-06-01"))];
    expect(verdicts(early, { threat: false, warned: true })).toEqual(["permitted", "permitted"]);
    expect(verdicts(early, { threat: true, warned: false })).toEqual(["permitted", "breach"]);
    expect(verdicts(late, { threat: false, warned: true })).toEqual(["breach", "permitted"]);
    expect(verdicts(late, { threat: true, warned: false })).toEqual(["permitted", "permitted"]);
  });

  it("is read by what one party said before and after in one reading: each is about other words", () => {
    const later = "statement s2\n  by a on 2016-05-09 kind interpretation\n  reads cease.danger as not warned\n";
    const program = amended(`${statement("2016-05-08")}${later}reading both with s, s2\n`);
    const at = (before: boolean): readonly string[] =>
      ["a", "both"].map(
        (reading) =>
          judge(program, { threat: false, warned: true, "before 2016-05-09 00:00": before }, reading).verdict,
      );
    expect([at(true), at(false)]).toEqual([
      ["permitted", "permitted"],
      ["breach", "breach"],
    ]);
  });

  it("has from each day on what the latest amendment by then puts there, in whatever order they are written", () => {
    const program = programOf(
      "rule cease\n  who a\n  must not attack\n  unless danger: false\namend cease.danger from 2016-06-01 as threat\namend cease.danger from 2016-05-01 as warned\n",
    );
    const at = (may: boolean, june: boolean): string =>
      judge(program, {
        "before 2016-05-01 00:00": !may,
        "before 2016-06-01 00:00": !june,
        threat: true,
        warned: false,
      }).verdict;
    expect([at(false, false), at(true, false), at(true, true)]).toEqual(["breach", "breach", "permitted"]);
  });
});

describe("a time that rests on what is not recorded", () => {
  it("has a day with a start and an end, and lies between them", () => {
    const program = programOf(
      "rule leave\n  who b\n  must not attack\nrule cease\n  who a\n  must not attack\n  from 2 days after complete of leave\n  until 2 days after complete of leave\n",
    );
    const cell = judge(program, {});
    expect(cell.possible).toEqual(["breach", "outside"]);
    expect(asked(cell)).toEqual(["before 2 days after complete of leave", "after 2 days after complete of leave"]);
    expect(judge(program, { "after 2 days after complete of leave": true }).verdict).toBe("outside");
  });

  it("is another for the marks of each rule", () => {
    const program = programOf(
      "rule one\n  who b\n  must not attack\n  from 1 h after complete\nrule cease\n  who a\n  must not attack\n  from 1 h after complete\n",
    );
    const times = program.atoms.map(({ key }) => key).filter((key) => key.startsWith("before"));
    expect(times).toEqual(["before 1 h after complete of one", "before 1 h after complete of cease"]);
  });

  it("does not make a period last for ever", () => {
    const program = programOf(
      "rule leave\n  who b\n  must not attack\nin force from complete of leave for 14 days\nrule cease\n  who a\n  must not attack\n",
    );
    expect(judge(program, { "before complete of leave": false }).possible).toEqual(["breach", "outside"]);
  });
});

describe("a strip along a line", () => {
  const program = programOf(
    "rule cease\n  who a\n  must not attack\n  in buffer\nstatement s\n  by b on 2016-02-23 kind interpretation\n  reads contact as the same as other\n",
  );

  it("is where the line is near, so a known distance says whether it was there", () => {
    expect(judge(program, { "beyond 5 km from contact": true }).verdict).toBe("outside");
    expect(judge(program, { "beyond 5 km from contact": false }).verdict).toBe("breach");
  });

  it("lies along the line that a reading puts in the place of its own", () => {
    const facts = { "place in buffer": true, "beyond 5 km from other": true };
    expect(judge(program, facts).verdict).toBe("breach");
    expect(judge(program, facts, "s").verdict).toBe("outside");
  });
});
