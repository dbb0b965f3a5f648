import type { Command } from "commander";
import { explainIncident, sayExplanation } from "../workflow/index.ts";
import { judgeWithProgress, withWindow } from "./judge.ts";
import { print, printJson } from "./terminal.ts";
import type { TypedTime } from "./times.ts";

interface ExplainFlags {
  readonly reading?: readonly string[];
  readonly known?: TypedTime;
  readonly rule?: readonly string[];
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  withWindow(program.command("explain"))
    .description("say in plain sentences how one incident is judged, why, and what would settle it")
    .argument("<folder>", "the folder")
    .argument("<incident>", "the id of the incident in the reports")
    .option("--rule <rule...>", "only these rules")
    .option("--json", "as one JSON object")
    .addHelpText("after", "\nExample:\n  truce explain examples/syria-2016 216738 --reading text sar")
    .action(runExplain);
}

async function runExplain(path: string, incident: string, flags: ExplainFlags): Promise<void> {
  const judgement = await judgeWithProgress(path, { ...flags, keepsGrounds: true });
  const explanation = explainIncident(judgement, incident, flags.rule);
  if (flags.json) printJson(explanation);
  else print(...sayExplanation(explanation));
}
