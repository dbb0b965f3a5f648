import { basename } from "node:path";
import type { ReportDraft } from "../../domain/index.ts";
import { foldName, type Problem } from "../../kit/index.ts";
import { claimOfCitation, claimOfReport, type Claim } from "../../match/index.ts";
import { loadFolder, type Folder } from "../load-folder.ts";
import { streamsOf } from "../report-stream.ts";
import { claimWords, type ClaimWords } from "./claim-words.ts";

export interface FolderClaimsOptions {
  /** Instead of the folder's own. */
  readonly reports?: readonly string[];
  /** Take the rows of a data set as its own reports, not the documents that they cite. */
  readonly asRows?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A claim with what people want to see of its report. */
export interface ToldClaim {
  readonly claim: Claim;
  readonly label: string;
  readonly source: string;
  readonly when: string;
  readonly where: string;
  readonly words: string;
  /** The event of the data set that the document is cited for. */
  readonly event: string | undefined;
  /** Who told the authors of the cited documents, as far as the data set says. */
  readonly toldBy: readonly string[];
}

export interface FolderClaims {
  readonly folder: Folder;
  readonly told: readonly ToldClaim[];
  readonly byId: ReadonlyMap<string, ToldClaim>;
  readonly words: ClaimWords;
  /** Reports of data sets and other sources that were read. */
  readonly reports: number;
  /** Cited documents, each once. */
  readonly documents: number;
  readonly problems: readonly Problem[];
}

/** The reports of a folder as claims. An event of a data set that cites documents becomes a claim of each of them. */
export async function claimsOfFolder(path: string, options: FolderClaimsOptions = {}): Promise<FolderClaims> {
  const folder = await loadFolder(path);
  const words = claimWords(folder.register, folder.agreement);
  const reader = new ClaimReader(words, options.asRows ?? false);
  // How the text is written says nothing of what reports tell; `truce check` does.
  const problems: Problem[] = folder.problems.filter(({ at }) => at.file !== folder.file);
  const files = options.reports ?? folder.reportFiles;
  for (const [n, stream] of streamsOf(files).entries()) {
    const opened = stream.open((done, total) =>
      options.onProgress?.(n + (total === 0 ? 1 : done / total), files.length),
    );
    for await (const item of opened.items) {
      if (item.kind === "problem") problems.push(item.problem);
      else reader.add(item.draft, basename(stream.name).replace(/\.gz$/u, ""));
    }
  }
  const { told, reports, documents } = reader;
  return {
    folder,
    told,
    byId: new Map(told.map((one) => [one.claim.id, one])),
    words,
    reports,
    documents: documents.size,
    problems,
  };
}

class ClaimReader {
  readonly told: ToldClaim[] = [];
  readonly documents = new Set<string>();
  reports = 0;
  private readonly words: ClaimWords;
  private readonly asRows: boolean;
  private readonly ids = new Set<string>();

  constructor(words: ClaimWords, asRows: boolean) {
    this.words = words;
    this.asRows = asRows;
  }

  add(draft: ReportDraft, file: string): void {
    this.reports += 1;
    const id = this.freeId(draft.id, file);
    // Whoever tells and is not named is one voice, however many they are.
    const source = draft.source ?? `unnamed source of ${file}`;
    const { regards } = draft;
    const updates =
      regards && /^(?:corrects|repeats)$/u.test(regards.relation) ? { updates: spaceless(regards.report) } : {};
    const coded = claimOfReport(draft, { id, source, ...this.words, ...updates });
    const seen = {
      label: draft.label,
      when: draft.when.asStated,
      where: draft.where.asStated,
      toldBy: (draft.toldBy ?? "")
        .split(/[,;]/u)
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    };
    // Whoever tells in a name of their own is a witness, whatever they cite.
    if (this.asRows || draft.source !== undefined || draft.citations.length === 0) {
      this.told.push({ ...seen, claim: coded, source, words: draft.narrative ?? "", event: undefined });
      return;
    }
    draft.citations.forEach((citation, n) => {
      const { office, date = "", headline } = citation;
      const desk = office === undefined ? `unnamed office of ${file}` : foldName(office);
      const report = `${desk} ${date} ${foldName(headline)}`;
      this.documents.add(report);
      const claim = claimOfCitation(coded, citation, { id: `${id}/${n + 1}`, report, source: desk });
      this.told.push({ ...seen, claim, source: office ?? desk, words: headline, event: id });
    });
  }

  /** Ids are told apart within a file. */
  private freeId(given: string, file: string): string {
    const id = spaceless(given);
    const free = this.ids.has(id) ? `${spaceless(file)}:${id}` : id;
    let found = free;
    for (let n = 2; this.ids.has(found); n++) found = `${free}~${n}`;
    this.ids.add(found);
    return found;
  }
}

function spaceless(id: string): string {
  return id.replaceAll(/\s+/gu, "_");
}
