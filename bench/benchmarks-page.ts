import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

const PAGE = join(import.meta.dirname, "../docs/benchmarks.md");

const HEAD = `# Benchmarks

Each part is written by the benchmark it names. Ratios within one run on one machine are the result; times are shown to judge
their size.
`;

/** Writes one part of docs/benchmarks.md, under its title, and leaves the others as they are. */
export function writeBenchmark(title: string, text: string): void {
  const parts = partsOf(readFileSync(PAGE, "utf8"));
  parts.set(title, `## ${title}\n\n${text.trim()}\n`);
  writeFileSync(PAGE, [HEAD, ...parts.values()].join("\n"));
}

/** Adds a row to the table that a part of docs/benchmarks.md is, or replaces the one that begins with the same cell. */
export function writeBenchmarkRow(
  title: string,
  head: string,
  { key, row, foot }: { readonly key: string; readonly row: string; readonly foot: string },
): void {
  const earlier = partsOf(readFileSync(PAGE, "utf8")).get(title) ?? "";
  const after = earlier.slice(earlier.lastIndexOf("| --- |"));
  const rows = after.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| --- |"));
  const others = rows.filter((line) => !line.startsWith(`| ${key} |`));
  writeBenchmark(title, `${head}\n${[...others, row].sort().join("\n")}\n\n${foot}`);
}

function partsOf(page: string): Map<string, string> {
  const parts = page.split(/^(?=## )/mu).filter((part) => part.startsWith("## "));
  return new Map(parts.map((part) => [/^## (.*)$/mu.exec(part)![1]!, `${part.trim()}\n`]));
}

/** What it ran on, as a line. */
export function machine(): string {
  return `Machine: ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`;
}
