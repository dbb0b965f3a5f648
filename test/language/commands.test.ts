import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  formattedText,
  judgeFolder,
  judgementJson,
  loadChecked,
  Refusal,
  runCases,
  textOfIr,
  typedInstant,
} from "../../src/workflow/index.ts";

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function truce(...words: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli.ts", ...words], { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

const inNewFolder = (name: string): string => join(mkdtempSync(join(tmpdir(), "truce-texts-")), name);

function fileOf(content: string | Uint8Array): string {
  const path = inNewFolder("agreement.md");
  writeFileSync(path, content);
  return path;
}

const village = readFileSync("examples/two-villages/agreement.md", "utf8");

describe("truce fmt", () => {
  it("writes the agreement of a folder in canonical form, and then has nothing to do", () => {
    const folder = inNewFolder("village");
    cpSync("examples/two-villages", folder, { recursive: true });
    const file = join(folder, "agreement.md");
    writeFileSync(file, village.replace("party upper", "party    upper"));
    expect(truce("fmt", "--check", folder)).toMatchObject({ status: 1 });
    expect(truce("fmt", folder)).toMatchObject({ status: 0 });
    expect(readFileSync(file, "utf8")).toBe(village);
    expect(truce("fmt", "--check", folder)).toMatchObject({ status: 0 });
  });

  it("leaves a text with errors as it is, names the first, and exits with 1", () => {
    const broken = village.replace("party upper", "prty upper");
    const file = fileOf(broken);
    const { status, err } = truce("fmt", file);
    expect([status, readFileSync(file, "utf8")]).toEqual([1, broken]);
    expect(err).toContain("`prty` begins no statement");
  });
});

describe("each command on a text", () => {
  const commands: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    check: async (path) => (await loadChecked(path)).text,
    test: async (path) => (await runCases(path)).results,
    fmt: formattedText,
    ir: (path) => textOfIr(path, { format: "json", spans: true }),
  };

  it.each(Object.entries(commands))("`%s` takes an agreement and its folder alike", async (_, run) => {
    expect(await run("examples/two-villages")).toEqual(await run("examples/two-villages/agreement.md"));
  });

  it.each(Object.entries(commands))("`%s` refuses what cannot be read, with a fix", async (_, run) => {
    const wrong: readonly (readonly [path: string, message: string])[] = [
      ["no-such-file.md", "no such file"],
      [mkdtempSync(join(tmpdir(), "truce-empty-")), "no agreement.md"],
      [fileOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe)), "not UTF-8"],
    ];
    for (const [path, message] of wrong) {
      const refusal = await run(path).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Refusal);
      expect((refusal as Refusal).message).toContain(message);
      expect((refusal as Refusal).hint).toBeDefined();
    }
  });

  it("exits with 2 if it cannot be read, and with 1 if it is wrong", () => {
    expect(truce("ir", fileOf(Uint8Array.of(0xff)))).toMatchObject({ status: 2, out: "" });
    const { status, err } = truce("test", fileOf(""));
    expect(status).toBe(1);
    expect(err).toContain("does not begin with its front matter");
  });
});

describe("truce judge, which writes incidents as they are judged", () => {
  const words = ["judge", "examples/syria-2016", "--from", "2016-03-01", "--to", "2016-03-04"] as const;
  const whole = judgeFolder("examples/syria-2016", {
    window: (zone) => ({
      from: typedInstant("2016-03-01", "start", zone),
      to: typedInstant("2016-03-04", "end", zone),
    }),
  });

  it("says in JSON what it says of the whole at once, an incident a line", async () => {
    const { out } = truce(...words, "--format", "json");
    const judgement = judgementJson(await whole);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(judgement)));
    expect(out.split("\n").filter((line) => line.startsWith('{"id"'))).toHaveLength(judgement.incidents.length);
  });

  it("is a whole JSON object if nothing was judged", () => {
    const { out } = truce("judge", "examples/syria-2016", "--format", "json", "--from", "2030-01-01");
    expect(JSON.parse(out)).toMatchObject({ incidents: [], rows: { in: 2541, judged: 0, outsideWindow: 2541 } });
  });

  it("has a line of CSV for each finding", async () => {
    const { incidents } = await whole;
    const findings = incidents.reduce((sum, { cells }) => sum + cells.length, 0);
    expect(
      truce(...words, "--format", "csv")
        .out.trim()
        .split("\n"),
    ).toHaveLength(1 + findings);
  });

  it.each(["json", "csv"])("stops quietly when whoever reads the %s has seen enough", (format) => {
    const command = `"${process.execPath}" src/cli.ts judge examples/syria-2016 --format ${format} | head -n 1`;
    const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/EPIPE|bug/u);
  });
});
