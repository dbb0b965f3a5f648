import type { Instant } from "../kit/index.ts";

/** An outside list of designations as its publisher gave it out at one moment. */
export interface ListSnapshot<Entry extends ListedEntry = ListedEntry> {
  /** Which list: snapshots of one list are compared, of two never. */
  readonly list: string;
  readonly generated: Instant;
  /** The zone in which the list counts its days. */
  readonly zone: string;
  readonly entries: readonly Entry[];
  /** References of entries that are on the list and could not be read. */
  readonly unreadable: readonly string[];
  /** Whether what is in neither of these two was not on the list. False if a part of the file was lost. */
  readonly complete: boolean;
}

/** What the history of a list needs of an entry. */
export interface ListedEntry {
  /** The list's own number, which stays when names and spellings change: `QDe.149`. */
  readonly reference: string;
  /** The main name. */
  readonly name: string;
  /** Every other name, each once. */
  readonly otherNames: readonly string[];
  /** The day on which it was listed, `YYYY-MM-DD`. */
  readonly listedOn: string;
  /** The days on which the entry was changed, as far as the list says so. */
  readonly amendedOn: readonly string[];
}
