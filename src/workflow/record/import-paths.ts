import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  parseAccounts,
  parseActors,
  parseAreas,
  parseCoverage,
  parseEml,
  parseGazetteer,
  parseListEntries,
  parseUnConsolidated,
  type ColumnMapping,
} from "../../formats/index.ts";
import { readAccountWords } from "../../judge/index.ts";
import { loadBytes, loadText } from "../../gateways/index.ts";
import { Refusal, type Problem } from "../../kit/index.ts";
import {
  actorKeys,
  agreementsKept,
  areKeysOf,
  SourceBook,
  type Change,
  type Keys,
  type PutCounts,
  type Store,
} from "../../store/index.ts";
import { filesOfFolder } from "./folder-files.ts";
import { importReports } from "./import-reports.ts";
import { NO_REPORTS, type ReportCounts } from "./reports-to-import.ts";
import { addUp, putActors, putAgreement, putAreas, putListSnapshot, putRegisterSettings } from "./import-register.ts";
import { isProblem } from "./is-problem.ts";
import { keepFile, type KeptFile } from "./keep-file.ts";
import { putMail } from "./import-mail.ts";
import { dataSetOf } from "./data-set.ts";
import { kindOfFile, type FileKind } from "./understand.ts";
import { loadAgreement, type LoadedAgreement } from "../load-folder.ts";
import { readDiary } from "../read-diary.ts";
import { typedInstant } from "../typed-instant.ts";
import { documentOf, putAccounts, putCoverage, putDiary } from "./import-told.ts";
import { loadRecord } from "./load-record.ts";
import { putPlaces, putUnSnapshot } from "./import-lists.ts";
import { BrokenAgreement, refuseIfBroken } from "../judge-folder.ts";
import { beginningOf } from "./order-files.ts";

export interface ImportOptions {
  /** Whoever imports, for the ledger. */
  readonly by: string;
  /** Audiences besides the inside; none unless said, because what was let out cannot be called back. */
  readonly audience: readonly string[];
  /** Whether the sources that the files name may be named. */
  readonly openSources: boolean;
  /** Say what would come of it, and change nothing. */
  readonly isPreview: boolean;
  /** See `ImportReportsOptions`. */
  readonly again?: boolean;
  /** Instead of the data set that a file is found to be a release of. */
  readonly dataSet?: string;
  /** Which column of somebody else's table holds what; by it every file of reports is read. */
  readonly mapping?: ColumnMapping;
  /** What of a file may be read, by what it is; what may not is kept. Unset: everything. */
  readonly mayRead?: (kind: FileKind) => boolean;
  /** What is refused of one file is a problem with that file, and the others are read all the same. Unset: nothing more is read. */
  readonly keepsGoing?: boolean;
  readonly onStep?: (file: string, rowsDone?: number) => void;
  /** In the transaction of each change: asks for what is to follow from it. */
  readonly onChange?: (change: Change) => Promise<void>;
}

export interface ImportedFile {
  readonly file: string;
  readonly kind: FileKind;
  readonly digest: string;
  readonly size: number;
  /** False: these very bytes were in the record. */
  readonly isNew: boolean;
  /** Actors, areas, entries of lists, texts. */
  readonly things: PutCounts;
  readonly reports: ReportCounts;
  readonly dataSet: string | undefined;
  /** Rows that an interrupted import had done already. */
  readonly resumedAt: number;
  readonly problems: readonly Problem[];
}

/** Brings files, or folders of the layout that `truce judge` reads, into the record. Each file is kept before it is read. */
export async function importPaths(
  store: Store,
  keys: Keys,
  { paths, ...options }: ImportOptions & { readonly paths: readonly string[] },
): Promise<readonly ImportedFile[]> {
  if (!(await areKeysOf(store, keys)))
    throw new Refusal(
      "other-keys",
      "the keys of this data folder are not those that the record was made with",
      "put the right folder `keys` back: with others, every source would be taken for a new one",
    );
  const importer = new Importer({ store, keys, sources: await SourceBook.open(store, keys) }, options);
  const files: { readonly path: string; readonly kept: KeptFile }[] = [];
  // All of them before any is read: whatever is wrong with one, none is lost.
  for (const path of await filesOf(paths)) files.push({ path, kept: await importer.keep(path) });
  const done: ImportedFile[] = [];
  for (const { path, kept } of files) done.push(await importer.read(path, kept));
  return done;
}

async function filesOf(paths: readonly string[]): Promise<readonly string[]> {
  const each = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (!found)
        throw new Refusal(
          "no-such-path",
          `there is no file or folder ${path}`,
          "check the spelling, or the folder you are in",
        );
      return found.isDirectory() ? filesOfFolder(path) : [path];
    }),
  );
  return each.flat();
}

const NOTHING: PutCounts = { added: 0, revised: 0, unchanged: 0 };

type Understood = Partial<Pick<ImportedFile, "things" | "reports" | "dataSet" | "resumedAt" | "problems">>;

interface OpenedForImport {
  readonly store: Store;
  readonly keys: Keys;
  readonly sources: SourceBook;
}

class Importer {
  private readonly store: Store;
  private readonly keys: Keys;
  private readonly sources: SourceBook;
  private readonly options: ImportOptions;
  /** The text that came last in this import, which what comes after it is about. */
  private loaded: LoadedAgreement | undefined;

  constructor({ store, keys, sources }: OpenedForImport, options: ImportOptions) {
    this.store = store;
    this.keys = keys;
    this.sources = sources;
    this.options = options;
  }

  keep(path: string): Promise<KeptFile> {
    return keepFile(this.store, path, { ...this.options, keys: this.keys });
  }

  async read(path: string, kept: KeptFile): Promise<ImportedFile> {
    this.options.onStep?.(path);
    const kind = kindOfFile(path, await beginningOf(path));
    const blank = { things: NOTHING, reports: NO_REPORTS, dataSet: undefined, resumedAt: 0, problems: [] };
    const { digest, size, isNew } = kept;
    const isRead = this.options.mayRead?.(kind) ?? true;
    const understood = isRead ? await this.understandOrTell(kind, path, kept) : {};
    return { file: path, kind, digest, size, isNew, ...blank, ...understood };
  }

  private async understandOrTell(kind: FileKind, path: string, kept: KeptFile): Promise<Understood> {
    try {
      return await this.understand(kind, path, kept);
    } catch (error) {
      if (!this.options.keepsGoing || !(error instanceof Refusal)) throw error;
      return { problems: error instanceof BrokenAgreement ? error.problems : [problemOf(error, path)] };
    }
  }

  private understand(kind: FileKind, path: string, kept: KeptFile): Promise<Understood> {
    switch (kind) {
      case "agreement":
        return this.agreement(path, kept);
      case "actors":
        return this.actors(path);
      case "areas":
        return this.areas(path);
      case "list":
        return this.list(path, kept);
      case "un-list":
        return this.unList(path, kept);
      case "places":
        return this.places(path);
      case "mail":
        return this.mail(path, kept);
      case "coverage":
        return this.coverage(path);
      case "accounts":
        return this.accounts(path);
      case "diary":
        return this.diary(path);
      case "reports":
        return this.reports(path, kept);
      case "other":
        return Promise.resolve({ problems: [notUnderstood(path)] });
    }
  }

  private async agreement(path: string, { digest }: KeptFile): Promise<Understood> {
    const knownActors = await this.knownActors(path);
    const loaded = await loadAgreement(path, knownActors.size === 0 ? {} : { knownActors });
    refuseIfBroken(loaded);
    this.loaded = loaded;
    const { audience } = this.options;
    const things = await this.put("import-agreement", (change) =>
      putAgreement(change, { agreement: loaded.agreement, item: digest, audience }),
    );
    return { things, problems: loaded.problems };
  }

  private async actors(path: string): Promise<Understood> {
    const { register, problems } = parseActors(await textOf(path), path);
    const agreement = this.loaded?.agreement.meta.id ?? (await onlyAgreement(this.store));
    const { zone, acceptancesComplete, attribution = null } = register;
    const things = await this.put("import-actors", async (change) => {
      await putRegisterSettings(change, agreement, { zone, acceptancesComplete, attribution });
      return putActors(change, { register, agreement, audience: this.options.audience });
    });
    return { things, problems };
  }

  private async areas(path: string): Promise<Understood> {
    const { areas, problems } = parseAreas(await textOf(path), path);
    const things = await this.put("import-areas", (change) =>
      putAreas(change, { areas, audience: this.options.audience }),
    );
    return { things, problems };
  }

  private async list(path: string, { digest }: KeptFile): Promise<Understood> {
    const { entries, problems } = await parseListEntries(loadBytes(path), path);
    const list = basename(path).replace(/\.csv$/u, "");
    const { audience } = this.options;
    const things = await this.put("import-list", (change) =>
      putListSnapshot(change, { list, generatedAt: change.at, item: digest, entries, audience }),
    );
    return { things, problems };
  }

  private async unList(path: string, { digest }: KeptFile): Promise<Understood> {
    const { snapshot, problems } = await parseUnConsolidated(loadBytes(path), basename(path));
    if (!snapshot) return { problems };
    const { audience } = this.options;
    const things = await this.put("import-list", (change) =>
      putUnSnapshot(change, { snapshot, item: digest, audience }),
    );
    return { things, problems };
  }

  private async places(path: string): Promise<Understood> {
    const problems: Problem[] = [];
    let things = NOTHING;
    for await (const batch of parseGazetteer(loadBytes(path), { file: basename(path) })) {
      problems.push(...batch.flatMap((item) => (item.kind === "row" ? item.problems : [item.problem])));
      const places = batch.flatMap((item) => (item.kind === "row" && item.place ? [item.place] : []));
      if (places.length === 0) continue;
      const { audience } = this.options;
      things = addUp(things, await this.put("import-places", (change) => putPlaces(change, { places, audience })));
    }
    return { things, problems };
  }

  /** A mail's attachments are items of their own. Who sent it is sealed, and stands nowhere else. */
  private async mail(path: string, { digest }: KeptFile): Promise<Understood> {
    const { message, problems } = await parseEml(await bytesOf(path), { file: basename(path) });
    if (!message) return { problems };
    const { by, audience, isPreview } = this.options;
    const { result } = await this.store.change(async (change) => {
      const counts = await putMail(change, { message, item: digest, sources: this.sources, keys: this.keys, audience });
      const act = { by, act: "import-mail", body: { item: digest, attachments: message.attachments.length } };
      return { result: counts, act: change.size === 0 || isPreview ? undefined : act };
    });
    this.sources.settle(!isPreview);
    return { things: result, problems };
  }

  private async coverage(path: string): Promise<Understood> {
    const { statements: content, problems } = await parseCoverage(loadBytes(path), basename(path));
    const { id, zone } = (await this.agreementAtHand()).agreement.meta;
    const instantOf = (local: string): number => typedInstant(local, "start", zone);
    const { audience } = this.options;
    const name = documentOf(id, "coverage.csv");
    const things = await this.put("import-coverage", (change) =>
      putCoverage(change, { name, content, audience, instantOf }),
    );
    return { things, problems };
  }

  private async accounts(path: string): Promise<Understood> {
    const { accounts: content, problems } = parseAccounts(await textOf(path), basename(path));
    const { agreement, text } = await this.agreementAtHand();
    const words = readAccountWords(content, { text, knownActors: await this.knownActors(path) });
    const { audience } = this.options;
    const name = documentOf(agreement.meta.id, "accounts.yaml");
    const things = await this.put("import-accounts", (change) => putAccounts(change, { name, content, audience }));
    return { things, problems: [...problems, ...words.problems] };
  }

  private async diary(path: string): Promise<Understood> {
    const loaded = await this.agreementAtHand();
    const about = { loaded, knownActors: await this.knownActors(path) };
    const { diary: content, problems } = readDiary(await textOf(path), basename(path), about);
    const { audience } = this.options;
    const name = documentOf(loaded.agreement.meta.id, "diary.yaml");
    const things = await this.put("import-diary", (change) => putDiary(change, { name, content, audience }));
    return { things, problems };
  }

  private async agreementAtHand(): Promise<LoadedAgreement> {
    return this.loaded ?? (await loadRecord(this.store));
  }

  private async knownActors(path: string): Promise<ReadonlySet<string>> {
    return new Set([...(await actorKeys(this.store)), ...(await actorsBeside(path))]);
  }

  private async reports(path: string, { digest, name, size }: KeptFile): Promise<Understood> {
    const { audience, by, openSources, isPreview, again = false, mapping, onStep, onChange } = this.options;
    const dataSet = await dataSetOf(path, this.keys, this.options.dataSet);
    const protection = openSources || dataSet.isPublished ? "open" : "protected";
    const onProgress = (rows: number): void => onStep?.(path, rows);
    const { store, sources } = this;
    const named = { dataSet: dataSet.key, publisher: dataSet.name, protection } as const;
    const what = { path, digest, name, size, audience, ...named, ...(mapping ? { mapping } : {}) };
    const asking = onChange ? { onChange } : {};
    const done = await importReports(what, { store, sources, by, isPreview, again, onProgress, ...asking });
    return { reports: done.counts, dataSet: dataSet.name, resumedAt: done.resumedAt, problems: done.problems };
  }

  /** One change; none if the record says all of it already. */
  private async put(act: string, work: (change: Change) => Promise<PutCounts>): Promise<PutCounts> {
    const { result } = await this.store.change(async (change) => {
      const counts = await work(change);
      const body = { added: counts.added, revised: counts.revised };
      if (change.size === 0 || this.options.isPreview) return { result: counts, act: undefined };
      await this.options.onChange?.(change);
      return { result: counts, act: { by: this.options.by, act, body } };
    });
    return result;
  }
}

/** A text and its register name each other; of the two the text is imported first. */
async function actorsBeside(path: string): Promise<readonly string[]> {
  const text = await loadText(join(dirname(path), "actors.yaml"));
  return typeof text === "string" ? parseActors(text).register.actors.map(({ id }) => id) : [];
}

async function onlyAgreement(store: Store): Promise<string> {
  const agreements = await store.withClient(agreementsKept);
  if (agreements.length === 1) return agreements[0]!.key;
  throw new Refusal(
    agreements.length === 0 ? "no-agreement" : "several-agreements",
    agreements.length === 0
      ? "the record has no agreement yet that the acceptances could be of"
      : "the record has several agreements",
    "import the folder that has both agreement.md and actors.yaml",
  );
}

async function textOf(path: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf(path));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of loadBytes(path)) {
    if (isProblem(chunk)) throw new Refusal(chunk.code, `${path}: ${chunk.message}`, chunk.hint);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function problemOf({ code, message, hint }: Refusal, file: string): Problem {
  return { code, severity: "error", at: { file }, message, ...(hint === undefined ? {} : { hint }) };
}

function notUnderstood(path: string): Problem {
  const message = "it is kept as it is, and nothing in it is read";
  const hint = "what Truce reads: docs/formats/README.md";
  return { code: "not-understood", severity: "warning", at: { file: join(path) }, message, hint };
}
