import { describe, expect, it } from "vitest";
import { formatAgreement, parseAgreement, printAgreement, withoutSpans } from "../index.ts";
import { parser } from "./truce.generated.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: Asia/Damascus\n---\n";
const codesOf = (text: string): readonly string[] => parseAgreement(text).problems.map(({ code }) => code);
const statementsOf = (text: string): number =>
  parseAgreement(text).agreement.parts.reduce(
    (sum, part) => sum + (part.kind === "block" ? part.statements.length : 0),
    0,
  );

describe("a document", () => {
  it("keeps offsets into the text as given, with a byte order mark, CRLF, tabs and Arabic", () => {
    const text =
      `\ufeff${FRONT}\n# وقف إطلاق النار\n\n\`\`\`truce\nparty جيش "الجيش"\n\tpart of حكومة\n\`\`\`\n`.replaceAll(
        "\n",
        "\r\n",
      );
    const { agreement, problems } = parseAgreement(text);
    expect(problems).toEqual([]);
    const block = agreement.parts.find((part) => part.kind === "block");
    const [party] = block?.statements ?? [];
    expect(party).toMatchObject({ kind: "party", name: "جيش", title: "الجيش", partOf: "حكومة" });
    expect(text.slice(party?.at?.from, party?.at?.to)).toBe('party جيش "الجيش"\r\n\tpart of حكومة');
  });

  it("passes over the marks that turn the direction of writing", () => {
    const text = `${FRONT}\`\`\`truce\nparty \u200fجيش\u200f "\u200fالجيش"\n\`\`\`\n`;
    expect(parseAgreement(text).problems).toEqual([]);
  });

  it("says once that a block is left open, and reads on at the next block", () => {
    const text = `${FRONT}\`\`\`truce\nparty a "A"\n\n# Prose: it has colons\n\n\`\`\`truce\nparty b "B"\n\`\`\`\nEnd.\n`;
    expect(codesOf(text)).toEqual(["unclosed-fence"]);
    expect(statementsOf(text)).toBe(2);
    const { damaged } = parseAgreement(`${FRONT}\`\`\`truce\nparty a "A"\nrule r who\n`);
    expect([...damaged]).toEqual(expect.arrayContaining(["a", "r"]));
  });

  it("does not read blocks in comments, in other fences and in indented code", () => {
    const block = '```truce\nparty a "A"\n```\n';
    expect(statementsOf(`${FRONT}<!--\n${block}-->\n`)).toBe(0);
    expect(statementsOf(`${FRONT}~~~~\n${block}~~~~\n`)).toBe(0);
    expect(statementsOf(`${FRONT}Text.\n\n${block.replace(/^(?=.)/gmu, "    ")}`)).toBe(0);
    expect(statementsOf(`${FRONT}<!-- one line -->\n${block}`)).toBe(1);
    expect(statementsOf(`${FRONT}12. Item\n\n${block.replace(/^(?=.)/gmu, "    ")}`)).toBe(1);
  });

  it("gives one problem for each mistake of its front matter", () => {
    const codes = (front: string): readonly string[] => codesOf(`---\n${front}\n---\n`);
    expect(codes("truce: 1\nid: a\ntitel: A\nzone: UTC")).toEqual(["unknown-key"]);
    expect(codes("truce: 1\nid: a\ntitle: A: B\nzone: UTC")).toEqual(["bad-front-matter"]);
    expect(codes("truce: 1\nid: a\ntitle: [A]\nzone: UTC")).toEqual(["bad-value"]);
    expect(codes("truce: 1\nid: a\nzone: UTC")).toEqual(["missing-key"]);
    expect(codes(`truce: ${"[".repeat(9000)}`)).toEqual(["bad-front-matter"]);
    expect(codes("x: y\n".repeat(10_000))).toEqual(["bad-front-matter"]);
  });

  it("keeps a number in its front matter as it was written", () => {
    const { agreement } = parseAgreement("---\ntruce: 1\nid: 2.10\ntitle: 0x1F\nzone: UTC\n---\n");
    expect(agreement.meta).toMatchObject({ id: "2.10", title: "0x1F" });
    expect(withoutSpans(parseAgreement(printAgreement(agreement)).agreement.meta)).toEqual(
      withoutSpans(agreement.meta),
    );
  });
});

describe("formatting", () => {
  it("keeps the line ends of the file and the indentation of a fence", () => {
    const text = `${FRONT}1. Item\n\n   \`\`\`truce\n   party   a "A"\n\n   rule r\n      who a\n      may x\n   \`\`\`\n`;
    const wanted = text.replace("party   a", "party a").replaceAll("\n      ", "\n     ");
    expect(formatAgreement(text)).toBe(wanted);
    expect(formatAgreement(text.replaceAll("\n", "\r\n"))).toBe(wanted.replaceAll("\n", "\r\n"));
  });

  it("keeps a block of nothing but comments, also when it is printed from data", () => {
    const loose = `${FRONT}\`\`\`truce\n--  not yet agreed\n\`\`\`\n`;
    expect(formatAgreement(loose)).toBe(loose);
    expect(printAgreement(parseAgreement(loose).agreement)).toBe(loose);
  });

  it("keeps a comment beside its clause or above it, also where clauses change places or join", () => {
    const text = [
      "-- above a",
      'party a "A" -- beside a',
      "  -- between",
      "  part of b -- beside b",
      "",
      "rule r",
      "  must not attack -- what",
      "  -- whom",
      "  who a -- beside who",
      "    or b",
      "  -- at the end",
      "-- of the next",
      'fact f "?"',
      "-- below all",
    ];
    const wanted = [
      "-- above a",
      "-- between",
      "-- beside b",
      'party a "A" part of b -- beside a',
      "",
      "rule r",
      "  -- whom",
      "  who a or b -- beside who",
      "  must not attack -- what",
      "  -- at the end",
      "",
      "-- of the next",
      'fact f "?"',
      "-- below all",
    ];
    const inBlock = (lines: readonly string[]): string => `${FRONT}\`\`\`truce\n${lines.join("\n")}\n\`\`\`\n`;
    expect(formatAgreement(inBlock(text))).toBe(inBlock(wanted));
  });

  it("keeps declarations together or apart as they are written, and no two empty lines", () => {
    const text = `${FRONT}\`\`\`truce\n\nparty a "A"\nparty b "B"\n\n\n-- bodies\nbody c "C"\nrule r\n  who a\n  may x\nbody d "D"\n\`\`\`\n`;
    expect(formatAgreement(text)).toContain(
      '\nparty a "A"\nparty b "B"\n\n-- bodies\nbody c "C"\n\nrule r\n  who a\n  may x\n\nbody d "D"\n',
    );
  });

  it("writes a row of a table in its short form", () => {
    const rows = (...conditions: readonly string[]): string =>
      `${FRONT}\`\`\`truce\nuse common\nfact lit "?"\n\ntable width pick first\n${conditions.map((row) => `  | ${row} | 5 km |\n`).join("")}\`\`\`\n`;
    const long = [
      "weapon is mlrs and weapon is not uragan and not weapon is smerch and lit",
      "weapon is mortar or act is attack",
      "lit and weapon is mortar",
      "weapon is mortar and (lit or weapon is tank)",
      "weapon is trebuchet",
    ];
    const short = [
      "mlrs except uragan, smerch with lit",
      "mortar or attack",
      "lit and mortar",
      "mortar with (lit or tank)",
      "weapon is trebuchet",
    ];
    expect(formatAgreement(rows(...long))).toBe(rows(...short));
    expect(withoutSpans(parseAgreement(rows(...short)).agreement)).toEqual(
      withoutSpans(parseAgreement(rows(...long)).agreement),
    );
  });
});

const GARBAGE: readonly (readonly [string, string])[] = [
  ["words", "x "],
  ["lines of one word", "a\n"],
  ["open quotation marks", '"\n'],
  ["open parentheses", "("],
  ["`not` without end", "not "],
  ["clauses of no rule", "a\n b\n  c\n"],
  ["one clause again and again", "rule r\n  when a\n"],
  ["names without end", "names a or b "],
  ["no characters of the language", "§¶\u0000"],
  ["Arabic words", "قوات "],
  ["fences", "```\n"],
  ["marks of quotations", "> "],
  ["comments", "-- c\n"],
];

describe("a block of a megabyte of garbage", () => {
  const block = (unit: string, length: number): string =>
    `${FRONT}\`\`\`truce\nrule r\n  when ${unit.repeat(Math.ceil(length / unit.length))}\n\`\`\`\n`;

  it.each(GARBAGE)("%s: is read, and its problems are few", (_, unit) => {
    expect(parseAgreement(block(unit, 1_000_000)).problems.length).toBeLessThanOrEqual(201);
  });

  it.each(GARBAGE)("%s: four times the length costs about four times the work", (_, unit) => {
    const fastest = (length: number): number => {
      const text = block(unit, length);
      const times = [1, 2, 3].map(() => {
        // The processor's time, not the clock's: other work on the machine does not count.
        const start = process.cpuUsage();
        parseAgreement(text);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      });
      return Math.min(...times);
    };
    fastest(20_000);
    // Sixteen times would be the square of it. A few milliseconds on top are the machine's.
    expect(fastest(120_000)).toBeLessThan(10 * fastest(30_000) + 20);
  });

  it.each(GARBAGE)("%s: has no more tokens than characters, and no error among them", (_, unit) => {
    const text = unit.repeat(2000);
    let nodes = 0;
    let errors = 0;
    parser.parse(text).iterate({
      enter: ({ type }) => {
        nodes += 1;
        errors += type.isError ? 1 : 0;
      },
    });
    expect(errors).toBe(0);
    expect(nodes).toBeLessThanOrEqual(text.length + 1);
  });
});
