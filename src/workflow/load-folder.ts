import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ActorRegister, Area, ListEntry } from "../domain/index.ts";
import { parseActors, parseAreas, parseListEntries } from "../formats/index.ts";
import { loadBytes, loadText } from "../gateways/index.ts";
import type { Problem } from "../kit/index.ts";
import { checkAgreement, parseAgreement, type Agreement } from "../language/index.ts";
import { checkConsent } from "../consent/index.ts";
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
  readonly areas: readonly Area[];
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
  const loaded = await loadAgreement(join(path, "agreement.md"), {
    knownActors: new Set(register.actors.map(({ id }) => id)),
  });
  return {
    ...loaded,
    problems: [...loaded.problems, ...problems],
    path,
    register,
    entries: entries.flat(),
    areas: areas.flat(),
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
    at: { file, ...problem.at },
  }));
  return { file, text, agreement: parsed.agreement, problems: [...parsed.problems, ...checked, ...consent] };
}

/** The files of reports directly in the folder; what lies in folders below it is kept, not judged. */
export async function reportFilesIn(path: string): Promise<readonly string[]> {
  const names = (await namesIn(path)).filter((name) => /\.csv(\.gz)?$/u.test(name));
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
