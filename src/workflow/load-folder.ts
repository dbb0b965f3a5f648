import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  NO_DIARY,
  type ActorRegister,
  type Area,
  type CoverageStatement,
  type Diary,
  type ListEntry,
  type ListingHistory,
} from "../domain/index.ts";
import { parseAccounts, parseActors, parseAreas, parseCoverage, parseListEntries } from "../formats/index.ts";
import { loadBytes, loadText } from "../gateways/index.ts";
import type { Problem } from "../kit/index.ts";
import { checkCoverage, readAccountWords, type SaidAccount } from "../judge/index.ts";
import {
  checkAgreement,
  parseAgreement,
  placeInText,
  readDeclarations,
  vocabularies,
  type Agreement,
} from "../language/index.ts";
import { checkConsent } from "../consent/index.ts";
import { readDiary } from "./read-diary.ts";
import { Refusal } from "./refusal.ts";

/** An agreement as read from a file. */
export interface LoadedAgreement {
  readonly file: string;
  readonly text: string;
  readonly agreement: Agreement;
  readonly problems: readonly Problem[];
}

/** A folder of plain files: an agreement, who is who, lists, areas and where the reports are. */
export interface Folder extends LoadedAgreement {
  readonly path: string;
  readonly register: ActorRegister;
  readonly entries: readonly ListEntry[];
  /** What the copies of a list tell, which its publisher gave out; of the entries that they have they tell, not `entries`. */
  readonly copies?: ListingHistory;
  readonly areas: readonly Area[];
  /** Where and when an event would have been recorded. */
  readonly coverage: readonly CoverageStatement[];
  /** What others tell of the incidents of the reports. */
  readonly accounts: readonly SaidAccount[];
  /** What is recorded about duties, conditions, procedures and renewals. */
  readonly diary: Diary;
  readonly reportFiles: readonly string[];
}

const NO_ACTORS: ActorRegister = { zone: "UTC", acceptancesComplete: false, figures: [], actors: [] };

/** Loads what a folder holds. Only the agreement must be there; what is wrong with the rest is among the problems. */
export async function loadFolder(path: string): Promise<Folder> {
  const names = await namesIn(path);
  if (!names.includes("agreement.md")) {
    throw new Refusal(
      "no-agreement",
      `there is no agreement.md in ${path}`,
      "a folder to judge has agreement.md, and beside it actors.yaml, un-list.csv, areas/ and reports/",
    );
  }
  const problems: Problem[] = [];
  const register = names.includes("actors.yaml") ? await loadActors(join(path, "actors.yaml"), problems) : NO_ACTORS;
  const lists = names.filter((name) => name.endsWith("-list.csv"));
  const entries = await Promise.all(lists.map((name) => loadList(join(path, name), problems)));
  const areaFiles = names.includes("areas")
    ? (await namesIn(join(path, "areas"))).filter((name) => name.endsWith(".geojson"))
    : [];
  const areas = await Promise.all(areaFiles.map((name) => loadAreas(join(path, "areas", name), problems)));
  const knownActors = new Set(register.actors.map(({ id }) => id));
  const loaded = await loadAgreement(join(path, "agreement.md"), { knownActors });
  const beside = { loaded, knownActors, areaIds: new Set(areas.flat().map(({ id }) => id)), problems };
  const coverage = names.includes("coverage.csv") ? await loadCoverage(join(path, "coverage.csv"), beside) : [];
  const accounts = names.includes("accounts.yaml") ? await loadAccounts(join(path, "accounts.yaml"), beside) : [];
  const diary = names.includes("diary.yaml") ? await loadDiary(join(path, "diary.yaml"), beside) : NO_DIARY;
  return {
    ...loaded,
    problems: [...loaded.problems, ...problems],
    path,
    register,
    entries: entries.flat(),
    areas: areas.flat(),
    coverage,
    accounts,
    diary,
    reportFiles: names.includes("reports") ? await reportFilesIn(join(path, "reports")) : [],
  };
}

export interface KnownNames {
  readonly knownActors?: ReadonlySet<string>;
}

/** Reads and checks one agreement. */
export async function loadAgreement(file: string, known: KnownNames = {}): Promise<LoadedAgreement> {
  const text = await loadText(file);
  if (typeof text !== "string") throw new Refusal(text.code, `${file}: ${text.message}`, text.hint);
  return readAgreementText(text, { file, ...known });
}

/** Reads and checks the text of an agreement; `file` is named in the places of problems. */
export function readAgreementText(
  text: string,
  { file, ...known }: KnownNames & { readonly file: string },
): LoadedAgreement {
  const parsed = parseAgreement(text, { file });
  const checked = checkAgreement(parsed.agreement, { text, file, damaged: parsed.damaged, ...known });
  const consent = checkConsent(parsed.agreement).map((problem): Problem => ({
    ...problem,
    at: placeInText(text, problem.at, file),
  }));
  return { file, text, agreement: parsed.agreement, problems: [...parsed.problems, ...checked, ...consent] };
}

/** The files of reports directly in the folder; what lies in folders below it is kept, not judged. */
export async function reportFilesIn(path: string): Promise<readonly string[]> {
  const names = (await namesIn(path)).filter((name) =>
    /\.(?:csv|xlsx|json|jsonl|ndjson|geojson)(?:\.gz)?$/iu.test(name),
  );
  return names.map((name) => join(path, name));
}

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory())
      throw new Refusal("not-a-folder", `${path} is a file, not a folder`, "name the folder that it is in");
    return (await readdir(path)).sort();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("no-folder", `there is no folder ${path}`, "check the spelling, or the folder you are in");
  }
}

async function loadActors(file: string, problems: Problem[]): Promise<ActorRegister> {
  const text = await loadText(file);
  if (typeof text !== "string") {
    problems.push(text);
    return NO_ACTORS;
  }
  const parsed = parseActors(text, file);
  problems.push(...parsed.problems);
  return parsed.register;
}

async function loadList(file: string, problems: Problem[]): Promise<readonly ListEntry[]> {
  const parsed = await parseListEntries(loadBytes(file), file);
  problems.push(...parsed.problems);
  return parsed.entries;
}

async function loadAreas(file: string, problems: Problem[]): Promise<readonly Area[]> {
  const text = await loadText(file);
  if (typeof text !== "string") {
    problems.push(text);
    return [];
  }
  const parsed = parseAreas(text, file);
  problems.push(...parsed.problems);
  return parsed.areas;
}

/** The agreement and the names that lie beside it in its folder. */
interface Beside {
  readonly loaded: LoadedAgreement;
  readonly knownActors: ReadonlySet<string>;
  readonly areaIds: ReadonlySet<string>;
  readonly problems: Problem[];
}

async function loadCoverage(
  file: string,
  { loaded, areaIds, problems }: Beside,
): Promise<readonly CoverageStatement[]> {
  const parsed = await parseCoverage(loadBytes(file), file);
  const declared = readDeclarations(loaded.agreement, vocabularies);
  problems.push(...parsed.problems, ...checkCoverage(parsed.statements, declared, areaIds));
  return parsed.statements;
}

async function loadAccounts(file: string, { loaded, knownActors, problems }: Beside): Promise<readonly SaidAccount[]> {
  const text = await loadText(file);
  if (typeof text !== "string") {
    problems.push(text);
    return [];
  }
  const parsed = parseAccounts(text, file);
  problems.push(...parsed.problems);
  // Words cannot be understood by a text that is not understood itself, and by that nothing is judged either.
  if (loaded.problems.some(({ severity }) => severity === "error")) return [];
  const read = readAccountWords(parsed.accounts, { text: loaded.text, knownActors });
  problems.push(...read.problems);
  return read.accounts;
}

async function loadDiary(file: string, { loaded, knownActors, problems }: Beside): Promise<Diary> {
  const text = await loadText(file);
  if (typeof text !== "string") {
    problems.push(text);
    return NO_DIARY;
  }
  const read = readDiary(text, file, { loaded, knownActors });
  problems.push(...read.problems);
  return read.diary;
}
