import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { loadChecked, runCases, textOfIr, formattedText, type CaseReport } from "../workflow/index.ts";
import { countProblems, note, noteProblems, print, printJson, table } from "./terminal.ts";

/** Commands on one agreement file: check, test, fmt, ir. */
export function addTexts(program: Command): void {
  addCheck(program);
  addTest(program);
  addFormat(program);
  addIr(program);
}

function addCheck(program: Command): void {
  program
    .command("check")
    .description("read an agreement and say everything that is wrong with it, where, and how to mend it")
    .argument("<file>", "an agreement (agreement.md), or its folder")
    .option("--json", "problems as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  truce check examples/syria-2016/agreement.md\n\nExit code 1 if there is an error; warnings and notes leave it 0.",
    )
    .action(async (file: string, flags: { json?: boolean }) => {
      const { problems, text, file: path } = await loadChecked(file);
      if (flags.json) printJson(problems);
      else {
        noteProblems(problems, { all: true, agreement: { file: path, text } });
        print(`${path}: ${countProblems(problems)}`);
      }
      if (problems.some(({ severity }) => severity === "error")) process.exitCode = 1;
    });
}

function addTest(program: Command): void {
  program
    .command("test")
    .description("run the worked cases of an agreement, and show which clauses they exercise")
    .argument("<file>", "an agreement, or its folder; actors and lists beside it are used")
    .option("--json", "results as JSON")
    .addHelpText("after", "\nExample:\n  truce test examples/syria-2016/agreement.md\n\nExit code 1 if a case fails.")
    .action(async (file: string, flags: { json?: boolean }) => {
      const report = await runCases(file);
      if (flags.json) printJson(report);
      else print(...sayReport(report));
      if (report.failed > 0) process.exitCode = 1;
    });
}

function sayReport({ results, coverage, passed, failed }: CaseReport): readonly string[] {
  const failures = results
    .filter((result) => !result.passed)
    .flatMap(({ case: name, rule, reading, expected, found, met, notAsked, notNamed, error }) => [
      `✗ ${name}: ${rule} under ${reading}: expected ${expected.join(" or ")}, found ${met ? "that" : found.join(" or ")}${error === undefined ? "" : ` (${error})`}`,
      ...(notAsked.length > 0 ? [`  the case asks, and the answer would not matter: ${notAsked.join(", ")}`] : []),
      ...(notNamed.length > 0 ? [`  the answer matters, and the case does not ask: ${notNamed.join(", ")}`] : []),
    ]);
  const covered = coverage.map(({ clause, cases }) => [clause, cases]);
  return [
    ...failures,
    ...(failures.length > 0 ? [""] : []),
    ...table(["clause", "cases"], covered),
    "",
    `${passed} expectations met, ${failed} not`,
  ];
}

function addFormat(program: Command): void {
  program
    .command("fmt")
    .description("write the blocks of an agreement in their canonical form; the prose stays as it is")
    .argument("<file>", "an agreement, or its folder")
    .option("--check", "change nothing; exit code 1 if it would change")
    .option("--stdout", "print instead of writing the file")
    .option("--json", "say as JSON what was done: { file, canonical, written }")
    .addHelpText(
      "after",
      "\nExample:\n  truce fmt --check examples/syria-2016/agreement.md\n\nComments stay with their clauses; a text with errors is left as it is, with exit code 1.",
    )
    .action(async (path: string, flags: FormatFlags) => {
      const { file, before, after } = await formattedText(path);
      const canonical = before === after;
      if (flags.stdout) return void process.stdout.write(after);
      const written = !canonical && !flags.check;
      if (written) await writeFile(file, after);
      if (flags.check && !canonical) process.exitCode = 1;
      if (flags.json) printJson({ file, canonical, written });
      else if (flags.check)
        note(canonical ? `${file} is in canonical form` : `${file} is not in canonical form; run: truce fmt ${file}`);
    });
}

interface FormatFlags {
  readonly check?: boolean;
  readonly stdout?: boolean;
  readonly json?: boolean;
}

function addIr(program: Command): void {
  program
    .command("ir")
    .description(
      "print an agreement as data: JSON or YAML of its intermediate representation; or the text of such data",
    )
    .argument("<file>", "an agreement, its folder, or a .json or .yaml file of one")
    .option("--format <format>", "json, yaml or text", "json")
    .option("--spans", "with the place of everything in the file")
    .addHelpText(
      "after",
      "\nExamples:\n  truce ir examples/two-villages --format yaml\n  truce ir agreement.yaml --format text\n\nExit code 1 if there is an error.",
    )
    .action(async (file: string, flags: { format: string; spans?: boolean }) => {
      const { output, problems, agreement } = await textOfIr(file, {
        format: flags.format,
        spans: flags.spans === true,
      });
      noteProblems(problems, { all: true, agreement });
      process.stdout.write(output);
      if (problems.some(({ severity }) => severity === "error")) process.exitCode = 1;
    });
}
