import { NO_DIARY } from "../domain/index.ts";
import { runCase, type CaseResult, type Situation } from "../judge/index.ts";
import { compileAgreement, statementsOf, type Case, type CaseHappened, type Rule } from "../language/index.ts";
import { folderOf } from "./check-agreement-file.ts";
import { DiaryNotes } from "./diary-notes.ts";
import { FolderRecord } from "./folder-situation.ts";
import { refuseIfBroken } from "./judge-folder.ts";
import { loadAgreement, loadFolder, type Folder } from "./load-folder.ts";

export interface CaseReport {
  readonly results: readonly CaseResult[];
  readonly passed: number;
  readonly failed: number;
  /** How many cases turn on each rule and each escape of it. */
  readonly coverage: readonly { readonly clause: string; readonly cases: number }[];
}

/** Runs the worked cases of an agreement, with the actors, lists and areas of its folder if it is in one. */
export async function runCases(path: string): Promise<CaseReport> {
  const folder = await folderOf(path);
  const loaded = folder === undefined ? aloneIn(await loadAgreement(path)) : await loadFolder(folder);
  refuseIfBroken(loaded);
  const record = recordWith(loaded, {});
  const statements = statementsOf(loaded.agreement);
  const cases = statements.filter((statement): statement is Case => statement.kind === "case");
  const rules = statements.filter((statement): statement is Rule => statement.kind === "rule");
  const situationAt = (known: number, happened: CaseHappened): Situation =>
    (isNothing(happened) ? record : recordWith(loaded, happened)).situationAt(known, []);
  const context = { situationAt, findActor: record.findActor, rules };
  const results = cases.flatMap((one) => runCase(one, context));
  const passed = results.filter((result) => result.passed).length;
  return { results, passed, failed: results.length - passed, coverage: coverageOf(rules, results) };
}

function isNothing({ notes = [], renewals = [], notices = [] }: CaseHappened): boolean {
  return notes.length + renewals.length + notices.length === 0;
}

/** The folder's record with the diary of a case in place of its own: a case is invented, and must not mix with what was so. */
function recordWith(loaded: Folder, happened: CaseHappened): FolderRecord {
  const notes = new DiaryNotes(NO_DIARY, loaded.agreement.meta.zone, happened.notes);
  return new FolderRecord(loaded, compileAgreement(loaded.agreement, { happened }), notes);
}

function aloneIn(loaded: Awaited<ReturnType<typeof loadAgreement>>): Folder {
  return {
    ...loaded,
    path: "",
    register: { zone: loaded.agreement.meta.zone, acceptancesComplete: false, figures: [], actors: [] },
    entries: [],
    areas: [],
    coverage: [],
    accounts: [],
    diary: NO_DIARY,
    reportFiles: [],
  };
}

function coverageOf(rules: readonly Rule[], results: readonly CaseResult[]): CaseReport["coverage"] {
  return rules.flatMap((rule) => {
    const about = results.filter((result) => result.rule === rule.name);
    const escapes = rule.escapes.map(({ label }) => ({
      clause: `${rule.name}.${label}`,
      cases: about.filter(({ cell }) => cell?.because.some((line) => line.label === label && line.state === "true"))
        .length,
    }));
    return [{ clause: rule.name, cases: about.length }, ...escapes];
  });
}
