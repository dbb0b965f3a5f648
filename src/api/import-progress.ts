/** How far an import has come, for whoever sent it; under the key that it was sent with. */
export interface ImportProgress {
  /** `arriving`: its bytes. `reading`: it is kept, and being read. */
  readonly state: "arriving" | "reading" | "done" | "failed";
  readonly bytes: number;
  /** Of all that is sent, if the sender said. */
  readonly size: number | null;
  /** The file that is being read, by the name it came with. */
  readonly file: string | null;
  /** Its rows that are in the record. */
  readonly rows: number;
}

const MOST_KEPT = 500;

/** Kept in this process alone: after a restart the same request, sent again, goes on where the record stands. */
export class ImportsUnderWay {
  private readonly known = new Map<string, ImportProgress>();

  of(account: string, key: string): ImportProgress | undefined {
    return this.known.get(nameOf(account, key));
  }

  begin(account: string, key: string, size: number | null): ImportUnderWay {
    const name = nameOf(account, key);
    const note = (what: Partial<ImportProgress>): void => {
      const before = this.known.get(name) ?? { state: "arriving", bytes: 0, size, file: null, rows: 0 };
      this.known.delete(name);
      this.known.set(name, { ...before, ...what });
      if (this.known.size > MOST_KEPT) this.known.delete(this.known.keys().next().value!);
    };
    note({ state: "arriving", bytes: 0, rows: 0 });
    return { note };
  }
}

export interface ImportUnderWay {
  note(what: Partial<ImportProgress>): void;
}

/** A key has no space in it. */
function nameOf(account: string, key: string): string {
  return `${key} ${account}`;
}
