import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatProblem, type Problem } from "../kit/index.ts";
import { loadBytes, loadText, type LoadOptions } from "./files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "truce-files-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Compresses badly enough to take many reads. */
const text = Array.from({ length: 60_000 }, (_, row) => `${row},${Math.imul(row, 2_654_435_761) >>> 0}\n`).join("");

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function load(path: string, options: LoadOptions = {}) {
  const pieces: Uint8Array[] = [];
  const problems: Problem[] = [];
  for await (const item of loadBytes(path, options)) {
    if (item instanceof Uint8Array) pieces.push(item);
    else problems.push(item);
  }
  return { text: Buffer.concat(pieces).toString("utf8"), problems };
}

describe("loadBytes", () => {
  it("gives the bytes of a file, plain or compressed, whatever it is called", async () => {
    expect(await load(write("plain.csv", text))).toEqual({ text, problems: [] });
    expect(await load(write("packed.csv.gz", gzipSync(text)))).toEqual({ text, problems: [] });
    expect(await load(write("packed.csv", gzipSync(text)))).toEqual({ text, problems: [] });
    expect(await load(write("plain.gz", text))).toEqual({ text, problems: [] });
    expect(await load(write("empty", ""))).toEqual({ text: "", problems: [] });
  });

  it("reads compressed files that were joined", async () => {
    const joined = Buffer.concat([gzipSync("a,b\n"), gzipSync("1,2\n")]);
    expect(await load(write("joined.gz", joined))).toEqual({ text: "a,b\n1,2\n", problems: [] });
  });

  it("keeps all that can be read of a compressed file cut short, and says where it ends", async () => {
    const packed = gzipSync(text);
    for (const share of [0.999, 0.7, 0.3]) {
      const length = Math.floor(packed.length * share);
      const path = write("cut.csv.gz", packed.subarray(0, length));
      const loaded = await load(path);
      expect(text.startsWith(loaded.text)).toBe(true);
      // What is still missing is what the rest of the file holds, give or take one block of the compression.
      expect(loaded.text.length).toBeGreaterThan(text.length * (share - 0.1));
      expect(loaded.problems).toMatchObject([{ code: "file-cut-short", severity: "error", at: { file: path } }]);
      expect(loaded.problems[0]?.message).toContain(`byte ${length}`);
    }
    const missingItsCheck = await load(write("cut.csv.gz", packed.subarray(0, packed.length - 3)));
    expect(missingItsCheck.text).toBe(text);
    expect(missingItsCheck.problems).toMatchObject([{ code: "file-cut-short" }]);
  });

  it("keeps what comes before the damage in a compressed file", async () => {
    const packed = gzipSync(text);
    packed.fill(0xff, Math.floor(packed.length / 2), Math.floor(packed.length / 2) + 64);
    const loaded = await load(write("damaged.gz", packed));
    expect(loaded.problems).toMatchObject([{ code: "file-damaged", severity: "error" }]);
    expect(loaded.text.length).toBeGreaterThan(text.length * 0.4);
    expect(text.startsWith(loaded.text.slice(0, Math.floor(text.length * 0.4)))).toBe(true);
  });

  it("says what is wrong with a name, in words", async () => {
    const missing = await load(join(folder, "nowhere.csv"));
    expect(missing).toMatchObject({ text: "", problems: [{ code: "file-missing", hint: expect.any(String) }] });
    expect(missing.problems[0] && formatProblem(missing.problems[0])).toContain(
      "nowhere.csv: error: there is no such file",
    );
    expect(await load(folder)).toMatchObject({ text: "", problems: [{ code: "file-is-folder" }] });
    expect(await load(join(write("file", "x"), "below"))).toMatchObject({ problems: [{ code: "file-missing" }] });
  });

  it.skipIf(process.getuid?.() === 0)("says that a file may not be read", async () => {
    const path = write("secret", "x");
    chmodSync(path, 0o000);
    expect(await load(path)).toMatchObject({ text: "", problems: [{ code: "file-not-allowed" }] });
  });

  it("tells how far it is, up to the whole file", async () => {
    const packed = gzipSync(text);
    const steps: number[] = [];
    await load(write("progress.gz", packed), {
      onProgress: (bytesRead, bytesTotal) => {
        expect(bytesTotal).toBe(packed.length);
        steps.push(bytesRead);
      },
    });
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(packed.length);
  });

  it("can be left before the end", async () => {
    for await (const item of loadBytes(write("left.gz", gzipSync(text)))) {
      expect(item).toBeInstanceOf(Uint8Array);
      break;
    }
  });
});

describe("loadText", () => {
  it("gives a text without its BOM, or says why not", async () => {
    expect(await loadText(write("a.md", "\uFEFFحلب\n"))).toBe("حلب\n");
    expect(await loadText(write("b.md", Uint8Array.of(0x63, 0xe9)))).toMatchObject({ code: "file-not-utf8" });
    expect(await loadText(join(folder, "none.md"))).toMatchObject({ code: "file-missing" });
    expect(await loadText(folder)).toMatchObject({ code: "file-is-folder" });
  });
});
