import { unknownWords } from "../judge/index.ts";
import type { ReportDraft } from "../domain/index.ts";
import type { Place, Problem } from "../kit/index.ts";
import type { Program } from "../language/index.ts";
import { unresolvedProblems, type FolderRecord } from "./folder-situation.ts";

/** What strikes one about the reports as a whole while one after the other is judged. */
export class Noticed {
  private readonly record: FolderRecord;
  private readonly program: Program;
  /** Words of the reports that the text does not have, where they first stand. */
  private readonly strange = new Map<string, Place>();
  /** By id, the file that had it first; kept only where there is more than one file. */
  private readonly files: Map<string, string> | undefined;
  /** By the two files: where the first id of both is in the second, and how many more there are. */
  private readonly repeated = new Map<string, { readonly id: string; readonly at: Place; more: number }>();

  constructor(record: FolderRecord, program: Program, files: number) {
    this.record = record;
    this.program = program;
    this.files = files > 1 ? new Map() : undefined;
  }

  /** To be told of a report after its sides were looked up. */
  meet(draft: ReportDraft, at: Place, file: string): void {
    const { unresolved } = this.record;
    for (const [name, place] of unresolved) if (place === undefined) unresolved.set(name, at);
    for (const word of unknownWords(draft, this.program.declared)) {
      if (!this.strange.has(word)) this.strange.set(word, at);
    }
    const first = this.files?.get(draft.id);
    if (first === undefined) this.files?.set(draft.id, file);
    else if (first !== file) this.repeat(draft.id, first, at);
  }

  private repeat(id: string, first: string, at: Place): void {
    const key = `${first} ${at.file ?? ""}`;
    const known = this.repeated.get(key);
    if (known) known.more += 1;
    else this.repeated.set(key, { id, at, more: 0 });
  }

  problems(): readonly Problem[] {
    return [...this.repetitions(), ...unresolvedProblems(this.record), ...this.strangeWords()];
  }

  private strangeWords(): readonly Problem[] {
    return [...this.strange].map(([word, at]) => ({
      code: "unknown-word",
      severity: "warning",
      at,
      message: `the text has no act or weapon “${word}”, so what it names stays unknown`,
      hint: "use a word of the agreement, or let it use the common vocabulary",
    }));
  }

  private repetitions(): readonly Problem[] {
    return [...this.repeated.values()].map(({ id, at, more }) => ({
      code: "id-in-two-files",
      severity: "warning",
      at,
      message: `${id}${more === 0 ? " is" : ` and ${more} more are`} in ${this.files?.get(id) ?? ""} too, and counted in both`,
      hint: "if they are the same incidents take them out of one file, else give them other ids",
    }));
  }
}
