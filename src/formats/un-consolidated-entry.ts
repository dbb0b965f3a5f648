import type { ListedEntry } from "../domain/index.ts";
import { parseDate, type Place, type Problem } from "../kit/index.ts";
import { namesIn } from "./un-consolidated-names.ts";

/** An individual or entity of the UN list. Addresses, births, documents and offices are not kept: names and dates decide. */
export interface UnEntry extends ListedEntry {
  readonly dataId: string;
  readonly kind: UnEntryKind;
  /** FIRST_NAME to FOURTH_NAME, those that are there. `name` is all of them. */
  readonly nameParts: readonly string[];
  /** The name in its own script, as written. */
  readonly originalScript: string | undefined;
  readonly aliases: readonly UnAlias[];
  /** Of which sanctions regime: `Al-Qaida`, `Taliban`. */
  readonly regime: string;
  /** COMMENTS1, in the list's own words. */
  readonly comments: string | undefined;
}

export type UnEntryKind = "individual" | "entity";

export interface UnAlias {
  /** The list's own word: `a.k.a.`, `f.k.a.`, `Good`, `Low`. */
  readonly quality: string | undefined;
  readonly asWritten: string;
  /** What `namesIn` finds in it. */
  readonly names: readonly string[];
}

export const nameElements = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"] as const;

/** Parts of an entry that are read. */
const kept = new Set<string>([
  ...nameElements,
  "DATAID",
  "REFERENCE_NUMBER",
  "LISTED_ON",
  "UN_LIST_TYPE",
  "NAME_ORIGINAL_SCRIPT",
  "COMMENTS1",
]);

/** Parts that the list has and that are not kept. */
const notKept = new Set([
  "VERSIONNUM",
  "TITLE",
  "DESIGNATION",
  "NATIONALITY",
  "LIST_TYPE",
  "GENDER",
  "SUBMITTED_BY",
  "SUBMITTED_ON",
  "SORT_KEY",
  "SORT_KEY_LAST_MOD",
  "INDIVIDUAL_ADDRESS",
  "INDIVIDUAL_DATE_OF_BIRTH",
  "INDIVIDUAL_PLACE_OF_BIRTH",
  "INDIVIDUAL_DOCUMENT",
  "ENTITY_ADDRESS",
]);

/** A bound for hostile files: the longest entry of the UN has 10,703 letters. */
const mostLetters = 1 << 20;

/** What becomes of an entry's XML. */
export interface EntryOutcome {
  readonly entry: UnEntry | undefined;
  /** If it could be read, so that an entry that cannot be used is still known to be on the list. */
  readonly reference: string | undefined;
  readonly problems: readonly Problem[];
}

/** Puts one entry together from its elements and texts. */
export class EntryReader {
  readonly #kind: UnEntryKind;
  readonly #at: Place;
  readonly #path: string[] = [];
  #text = "";
  #letters = 0;
  readonly #values = new Map<string, string>();
  readonly #twice = new Set<string>();
  readonly #amended: string[] = [];
  readonly #aliases: UnAlias[] = [];
  #alias = { quality: "", asWritten: "" };
  readonly #problems: Problem[] = [];
  /** Elements below the entry that were left out. */
  readonly leftOut = new Set<string>();
  readonly unknown = new Set<string>();

  constructor(kind: UnEntryKind, at: Place) {
    this.#kind = kind;
    this.#at = at;
  }

  open(name: string): void {
    this.#path.push(name);
    this.#text = "";
  }

  text(text: string): void {
    this.#letters += text.length;
    if (this.#letters <= mostLetters) this.#text += text;
  }

  close(): void {
    const value = this.#text.trim();
    this.#text = "";
    const [top = "", below] = this.#path;
    this.#path.pop();
    if (below === undefined) this.#closeTop(top, value);
    else if (this.#path.length > 1) return;
    else if (top === "LAST_DAY_UPDATED" && below === "VALUE" && value !== "") this.#amended.push(value);
    else if (top.endsWith("_ALIAS") && below === "QUALITY") this.#alias.quality = value;
    else if (top.endsWith("_ALIAS") && below === "ALIAS_NAME") this.#alias.asWritten = value;
  }

  #closeTop(name: string, value: string): void {
    if (name === "INDIVIDUAL_ALIAS" || name === "ENTITY_ALIAS") {
      const { quality, asWritten } = this.#alias;
      this.#alias = { quality: "", asWritten: "" };
      if (asWritten !== "") this.#aliases.push({ quality: quality || undefined, asWritten, names: namesIn(asWritten) });
    } else if (kept.has(name)) {
      if (this.#values.has(name)) this.#twice.add(name);
      else this.#values.set(name, value);
    } else if (notKept.has(name)) this.leftOut.add(name);
    else if (name !== "LAST_DAY_UPDATED") this.unknown.add(name);
  }

  /** The entry, once it is closed. */
  finish(): EntryOutcome {
    const reference = this.#value("REFERENCE_NUMBER");
    const nameParts = nameElements.map((name) => collapsed(this.#value(name))).filter((part) => part !== "");
    const listedOn = dateIn(this.#value("LISTED_ON"));
    this.#check(nameParts, listedOn);
    const isUsable = !this.#problems.some(({ severity }) => severity === "error");
    if (!isUsable || listedOn === undefined)
      return { entry: undefined, reference: reference || undefined, problems: this.#problems };
    const name = nameParts.join(" ");
    const originalScript = this.#value("NAME_ORIGINAL_SCRIPT") || undefined;
    const entry: UnEntry = {
      reference,
      name,
      otherNames: otherNames(name, [name, originalScript ?? ""], this.#aliases),
      listedOn,
      amendedOn: this.#amended.map(dateIn).filter((date) => date !== undefined),
      dataId: this.#value("DATAID"),
      kind: this.#kind,
      nameParts,
      originalScript,
      aliases: this.#aliases,
      regime: this.#value("UN_LIST_TYPE"),
      comments: this.#value("COMMENTS1") || undefined,
    };
    return { entry, reference, problems: this.#problems };
  }

  #value(name: string): string {
    return this.#values.get(name) ?? "";
  }

  #check(nameParts: readonly string[], listedOn: string | undefined): void {
    const who = this.#value("REFERENCE_NUMBER") || "an entry";
    if (this.#letters > mostLetters) {
      const message = `${who} is longer than ${mostLetters} letters`;
      this.#add({ code: "un-entry-too-long", message, hint: "a tag in it may be left open" });
    }
    if (this.#value("REFERENCE_NUMBER") === "") {
      const message = `${nameParts.join(" ") || "an entry"} has no reference number`;
      this.#add({ code: "un-no-reference", field: "REFERENCE_NUMBER", message });
    }
    if (nameParts.length === 0) this.#add({ code: "un-no-name", field: "FIRST_NAME", message: `${who} has no name` });
    if (listedOn === undefined) {
      const written = this.#value("LISTED_ON");
      const message = written === "" ? `${who} does not say when it was listed` : `${who}: “${written}” is not a date`;
      this.#add({ code: "un-bad-date", field: "LISTED_ON", message, hint: "write YYYY-MM-DD" });
    }
    for (const date of this.#amended.filter((text) => dateIn(text) === undefined)) {
      const message = `${who}: “${date}” is not a date and is left out`;
      this.#add({ code: "un-bad-date", field: "LAST_DAY_UPDATED", message, severity: "warning" });
    }
    for (const field of this.#twice) {
      const message = `${who} has ${field} twice; the first counts`;
      this.#add({ code: "un-element-twice", field, message, severity: "warning" });
    }
  }

  #add({ field, ...said }: Partial<Problem> & { code: string; message: string; field?: string }): void {
    const at = field === undefined ? this.#at : { ...this.#at, field };
    this.#problems.push({ severity: "error", at, ...said });
  }
}

/** The names of an entry besides the main one. */
function otherNames(name: string, written: readonly string[], aliases: readonly UnAlias[]): readonly string[] {
  const names = new Set([...written.flatMap(namesIn), ...aliases.flatMap((alias) => alias.names)]);
  names.delete(name);
  return [...names];
}

function collapsed(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

/** A date of XML Schema, which may carry a distance from UTC: `2001-02-23-05:00`. */
function dateIn(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/u.exec(text);
  return match?.[1] !== undefined && parseDate(match[1]) !== undefined ? match[1] : undefined;
}
