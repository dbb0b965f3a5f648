import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";

const example = "examples/syria-2016";
const reports = join(example, "reports/ged-syria-2016-02-27_2016-07-31.csv");

function truce(...words: readonly string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli.ts", ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status, out: stdout, err: stderr };
}

/** A file in a folder of its own. */
function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), "truce-cli-")), name);
  writeFileSync(path, content);
  return path;
}

const csv = readFileSync(reports, "utf8");

/** Rows read, judged and refused, as the first lines of a judgement say. */
function rowsIn(out: string): readonly number[] {
  const match = /rows: (\d+) read = (\d+) judged \+ (\d+) outside the window asked for \+ (\d+) refused/u.exec(out);
  return match ? match.slice(1).map(Number) : [];
}

describe("truce judge", () => {
  it("prints JSON that its schema describes", () => {
    const { status, out } = truce("judge", example, "--format", "json", "--from", "2016-03-01", "--to", "2016-03-03");
    expect(status).toBe(0);
    const schema = JSON.parse(readFileSync("docs/formats/judgement.schema.json", "utf8")) as object;
    const judgement = JSON.parse(out) as {
      rows: { in: number; judged: number; outsideWindow: number; refused: number };
    };
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(judgement), JSON.stringify(validate.errors)).toBe(true);
    const { rows } = judgement;
    expect(rows.in).toBe(rows.judged + rows.outsideWindow + rows.refused);
    expect(rows.judged).toBeGreaterThan(0);
  });

  it.each([
    [
      "an unusable date",
      csv.replace("2016-02-27,2016-02-27", "2016-02-30,2016-02-30"),
      1,
      /:2 \(row 1, column date_start\).*2016-02-30/u,
    ],
    [
      "coordinates that are nowhere",
      csv.replace(",36.585896,37.04565,", ",936.585896,37.04565,"),
      1,
      /row 2, column latitude.*nowhere/u,
    ],
    [
      "coordinates exchanged",
      csv.replace(",36.697508,38.956658,", ",38.956658,36.697508,"),
      1,
      /row 3, column latitude.*exchanged/u,
    ],
    ["a BOM and CRLF", `\ufeff${csv.replaceAll("\n", "\r\n")}`, 0, /^/u],
  ])("goes on past %s, which it locates, and drops nothing silently", (...[, text, refused, message]) => {
    const { status, out, err } = truce("judge", example, "--reading", "text", "--reports", fileOf("reports.csv", text));
    const [read, judged, outside, said] = rowsIn(out);
    expect(read).toBe(2541);
    expect(said).toBe(refused);
    expect(judged! + outside! + said!).toBe(read);
    expect(err).toMatch(message);
    expect(status).toBe(refused > 0 ? 3 : 0);
  });

  it("keeps what could be read of a compressed file that was cut", () => {
    const whole = gzipSync(csv);
    const { status, out, err } = truce(
      "judge",
      example,
      "--reading",
      "text",
      "--reports",
      fileOf("reports.csv.gz", whole.subarray(0, whole.length / 2)),
    );
    const [read, judged, , refused] = rowsIn(out);
    expect(judged).toBeGreaterThan(500);
    expect(judged! + refused!).toBe(read);
    expect(err).toContain("cut short");
    expect(status).toBe(3);
  });

  it("refuses a file without a column that it needs, and names it", () => {
    const { status, err } = truce(
      "judge",
      example,
      "--reports",
      fileOf("reports.csv", csv.replace("date_start", "date_begin")),
    );
    expect(err).toContain('"date_start"');
    expect(status).toBe(3);
  });

  it("locates an actor that no register has, and judges the incident with everything about it unknown", () => {
    const strange = csv.replace(",234,,IS,1,", ",999999,,The Unheard Of,1,");
    const { out, err } = truce(
      "judge",
      example,
      "--reading",
      "text",
      "--reports",
      fileOf("reports.csv", strange),
      "--all-problems",
    );
    expect(rowsIn(out)).toEqual([2541, 2541, 0, 0]);
    expect(err).toMatch(/reports\.csv:2 .*“The Unheard Of”/u);
  });
});

describe("truce check", () => {
  it("names the line of a fence that is never closed, shows a caret, and exits with 1", () => {
    const file = fileOf("draft.md", '---\ntruce: 1\nid: x\ntitle: X\nzone: UTC\n---\n\n```truce\nparty a "A"\n');
    const { status, out, err } = truce("check", file);
    expect(err).toMatch(/draft\.md:8:1: error: .*never closed/u);
    expect(err).toContain("^");
    expect(out).toContain("1 error");
    expect(status).toBe(1);
  });
});

describe("truce import --preview", () => {
  it("says what would come of it where there is no record, and leaves none", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "truce-cli-")), "data");
    const { status, out } = truce("import", "--preview", "--data", folder, "examples/two-villages", "--json");
    expect(status).toBe(0);
    const { files } = JSON.parse(out) as { files: { kind: string; reports: { added: number } }[] };
    expect(files.find(({ kind }) => kind === "reports")?.reports.added).toBe(7);
    expect(existsSync(folder)).toBe(false);
  });
});

describe("every command", () => {
  it.each([
    [["judge", "no-such-folder"], "no folder"],
    [["explain", example, "0"], "no incident 0"],
    [["judge", example, "--reading", "nobody"], "no reading nobody"],
    [["judge", example, "--known", "2016-02-31"], "write a date"],
    [["compare", example], "--draft"],
    [["jugde", example], "judge"],
  ])("says what is wrong with %s, without a stack trace, and exits with 2", (words, message) => {
    const { status, err } = truce(...words);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n {4}at /u);
    expect(status).toBe(2);
  });

  it("has help with an example", () => {
    for (const command of ["check", "test", "judge", "explain", "compare", "conditions", "duties", "procedure"]) {
      const { status, out } = truce(command, "--help");
      expect(status).toBe(0);
      expect(out).toMatch(/Examples?:/u);
    }
  });
});
