import { describe, expect, it } from "vitest";
import type { Problem } from "../kit/index.ts";
import { parseActors, type ParsedActors } from "./actors-yaml.ts";

const parse = (text: string): ParsedActors => parseActors(text, "actors.yaml");
const actors = (...entries: readonly string[]): string => `zone: Asia/Damascus\nactors:\n${entries.join("\n")}\n`;
const good = "  - { id: good, name: Good, kind: armed-group }";

/** The text that a problem points at. */
const marked = (text: string, { at }: Problem): string => text.slice(at.from, at.to).trim();

describe("reading actors", () => {
  it("reads everything that an actor can have", () => {
    const { register, problems } = parse(
      actors(
        "  - id: some-group",
        "    name: Some Group",
        "    kind: umbrella",
        '    codes: ["ucdp:1"]',
        "    aliases: [{ text: فصيل, lang: ar, since: 2016-07-28, source: announced then, note: by itself }]",
        "    roles: [{ is: aog, since: 2016-01-01 10:30, known: 2016-01-02, source: assessed }]",
        "    parents: [{ actor: good, source: by its name }]",
        "    members-source: a study",
        "    members: [{ actor: good, standing: assessed, until: 2017-01-01 }]",
        "    members-complete: true",
        "    listings: [{ list: terrorist, reference: QDe.1 }]",
        "    acceptances: [{ accept: a1, standing: reported, to: us, through: hnc, at: 2016-02-25, source: s, note: n }]",
        "    note: something",
        good,
      ),
    );
    expect(problems).toEqual([]);
    expect(register).toMatchObject({ zone: "Asia/Damascus", acceptancesComplete: false });
    expect(register.actors[0]).toEqual({
      id: "some-group",
      name: "Some Group",
      kind: "umbrella",
      codes: ["ucdp:1"],
      aliases: [{ text: "فصيل", lang: "ar", since: "2016-07-28", source: "announced then", note: "by itself" }],
      roles: [{ is: "aog", since: "2016-01-01 10:30", known: "2016-01-02", source: "assessed" }],
      parents: [{ actor: "good", source: "by its name" }],
      members: [{ actor: "good", standing: "assessed", until: "2017-01-01", source: "a study" }],
      membersComplete: true,
      listings: [{ list: "terrorist", reference: "QDe.1" }],
      acceptances: [
        { accept: "a1", standing: "reported", to: "us", through: "hnc", at: "2016-02-25", source: "s", note: "n" },
      ],
      note: "something",
    });
  });

  it("takes an umbrella to be open and a front to be closed, if nothing is said", () => {
    const { register } = parse(
      actors("  - { id: u, name: U, kind: umbrella }", "  - { id: f, name: F, kind: front, members: [{ actor: u }] }"),
    );
    expect(register.actors.map(({ membersComplete }) => membersComplete)).toEqual([false, true]);
  });

  it("keeps who said a figure", () => {
    const { register } = parse("figures: [{ what: groups accepted, value: 69, by: United States, on: 2016-02-27 }]");
    expect(register.figures).toEqual([{ what: "groups accepted", value: 69, by: "United States", on: "2016-02-27" }]);
  });
});

interface Case {
  readonly code: string;
  readonly text: string;
  readonly at: string;
  readonly hint?: string;
}

describe("what is wrong with a file of actors", () => {
  const member = "members: [{ actor: b, source: s }]";
  const cases: readonly (readonly [code: string, text: string, at: string, hint?: string])[] = [
    ["unknown-zone", "zone: Asia/Damaskus", "Asia/Damaskus"],
    ["unknown-key", actors("  - { id: a, name: A, kind: body, alases: [] }"), "alases", "did you mean aliases?"],
    ["missing-id", actors("  - { name: A, kind: body }"), "{ name: A, kind: body }"],
    ["missing-name", actors("  - { id: a, kind: body }"), "{ id: a, kind: body }"],
    ["missing-kind", actors("  - { id: a, name: A }"), "{ id: a, name: A }"],
    ["wrong-kind", actors("  - { id: a, name: A, kind: armd-group }"), "armd-group", "did you mean armed-group?"],
    ["bad-id", actors("  - { id: Some Group, name: A, kind: body }"), "Some Group"],
    ["duplicate-id", actors(good, "  - { id: good, name: Other, kind: body }"), "good"],
    [
      "duplicate-code",
      actors(
        '  - { id: a, name: A, kind: body, codes: ["ucdp:1"] }',
        '  - { id: b, name: B, kind: body, codes: ["ucdp:1"] }',
      ),
      '["ucdp:1"]',
    ],
    ["not-a-list", actors("  - { id: a, name: A, kind: body, codes: ucdp:1 }"), "ucdp:1"],
    ["not-a-mapping", actors("  - just a name"), "just a name"],
    ["not-a-text", actors("  - { id: a, name: A, kind: body, note: [x] }"), "[x]"],
    ["not-a-boolean", "acceptances-complete: maybe", "maybe"],
    ["missing-value", actors("  - { id: a, name: A, kind: body, aliases: [{ lang: ar }] }"), "{ lang: ar }"],
    ["bad-date", actors("  - { id: a, name: A, kind: body, aliases: [{ text: B, since: 2016-02-30 }] }"), "2016-02-30"],
    [
      "bad-date",
      actors("  - { id: a, name: A, kind: body, aliases: [{ text: B, since: 28 July 2016 }] }"),
      "28 July 2016",
    ],
    [
      "dates-out-of-order",
      actors("  - { id: a, name: A, kind: body, aliases: [{ text: B, since: 2016-02-02, until: 2016-02-01 }] }"),
      "2016-02-01",
    ],
    ["missing-source", actors("  - { id: a, name: A, kind: body, roles: [{ is: aog }] }"), "{ is: aog }"],
    [
      "missing-source",
      actors("  - { id: a, name: A, kind: umbrella, members: [{ actor: good }] }", good),
      "{ actor: good }",
    ],
    [
      "missing-source",
      actors("  - { id: a, name: A, kind: body, listings: [{ list: terrorist }] }"),
      "{ list: terrorist }",
    ],
    [
      "missing-source",
      actors("  - { id: a, name: A, kind: body, acceptances: [{ accept: a1, standing: accepted }] }"),
      "{ accept: a1, standing: accepted }",
    ],
    [
      "missing-accept",
      actors("  - { id: a, name: A, kind: body, acceptances: [{ standing: accepted, source: s }] }"),
      "{ standing: accepted, source: s }",
    ],
    [
      "missing-standing",
      actors("  - { id: a, name: A, kind: body, acceptances: [{ accept: a1, source: s }] }"),
      "{ accept: a1, source: s }",
    ],
    [
      "wrong-standing",
      actors("  - { id: a, name: A, kind: body, acceptances: [{ accept: a1, standing: acepted, source: s }] }"),
      "acepted",
      "did you mean accepted?",
    ],
    [
      "undeclared-member",
      actors("  - { id: a, name: A, kind: front, members: [{ actor: goood }] }", good),
      "goood",
      "did you mean good?",
    ],
    [
      "undeclared-parent",
      actors("  - { id: a, name: A, kind: body, parents: [{ actor: goood, source: s }] }", good),
      "goood",
      "did you mean good?",
    ],
    ["circular-membership", actors("  - { id: a, name: A, kind: front, members: [{ actor: a }] }"), "[{ actor: a }]"],
    [
      "circular-membership",
      actors("  - { id: a, name: A, kind: body, parents: [{ actor: a, source: s }] }"),
      "[{ actor: a, source: s }]",
    ],
    [
      "bad-figure",
      "figures: [{ what: groups, value: many, by: x, on: 2016-01-01 }]",
      "{ what: groups, value: many, by: x, on: 2016-01-01 }",
    ],
  ];

  it.each(cases.map(([code, text, at, hint]): Case => ({ code, text, at, ...(hint === undefined ? {} : { hint }) })))(
    "is said once as $code, at the words that are wrong: $at",
    ({ code, text, at, hint }) => {
      const { problems } = parse(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ code, at: { file: "actors.yaml" }, ...(hint === undefined ? {} : { hint }) });
      expect(marked(text, problems[0]!)).toBe(at);
      const before = text.slice(0, problems[0]!.at.from).split("\n");
      expect(problems[0]!.at).toMatchObject({ line: before.length, column: before.at(-1)!.length + 1 });
    },
  );

  it("warns of a name that two actors share, in whatever spelling, and finds the first of them", () => {
    const text = actors(good, "  - { id: other, name: Other, kind: body, aliases: [{ text: al-Good }] }");
    expect(parse(text).problems).toMatchObject([{ code: "shared-name", severity: "warning", at: { line: 4 } }]);
  });

  it("finds a circle that runs through others, at each of them", () => {
    const text = actors(
      `  - { id: a, name: A, kind: front, ${member} }`,
      "  - { id: b, name: B, kind: front, members: [{ actor: a, source: s }] }",
    );
    expect(parse(text).problems.map(({ code, at }) => [code, at.line])).toEqual([
      ["circular-membership", 3],
      ["circular-membership", 4],
    ]);
  });

  it("says where the YAML itself is broken", () => {
    expect(parse('zone: "Asia/Damascus\nactors: []\n').problems[0]).toMatchObject({
      code: "bad-yaml",
      at: { line: 3 },
    });
    expect(parse("zone: UTC\nzone: UTC\n").problems).toMatchObject([{ code: "bad-yaml", at: { line: 2 } }]);
  });

  it("costs the entry that it is in, never the file", () => {
    const { register } = parse(actors("  - { name: nobody }", good, "  - 12"));
    expect(register.actors.map(({ id }) => id)).toEqual(["good"]);
  });

  it("never throws, wherever the file is cut off", () => {
    const text = actors("  - { id: a, name: A, kind: front, members: [{ actor: b, since: 2016-01-01 }] }", good);
    for (let end = 0; end <= text.length; end++) expect(() => parse(text.slice(0, end))).not.toThrow();
    for (const odd of ["", "- 1", "&a [*a]", "actors: {}", "\u0000", "? [a]\n: b", "actors: [~, 1, [], {}]"])
      expect(() => parse(odd)).not.toThrow();
  });
});
