import type { ListSnapshot } from "../domain/index.ts";
import type { Instant, Place, Problem } from "../kit/index.ts";
import type { ByteStream } from "./csv.ts";
import { formatStampedInstant, parseStampedInstant } from "./edtf.ts";
import { EntryReader, nameElements, type UnEntry, type UnEntryKind } from "./un-consolidated-entry.ts";
import { parseXml, type XmlEvent } from "./xml-stream.ts";

export type { UnAlias, UnEntry, UnEntryKind } from "./un-consolidated-entry.ts";
export { namesIn } from "./un-consolidated-names.ts";

/** The United Nations Security Council consolidated list, as the UN gives it out in XML: one file is one moment. */
export type UnSnapshot = ListSnapshot<UnEntry>;

export type UnItem =
  | { readonly kind: "generated"; readonly instant: Instant }
  | { readonly kind: "entry"; readonly entry: UnEntry; readonly at: Place }
  /** An entry that is on the list and cannot be used. */
  | { readonly kind: "refused"; readonly reference: string | undefined; readonly problem: Problem }
  /** `isLoss`: a part of the file is lost, with no telling which entries were in it. */
  | { readonly kind: "problem"; readonly problem: Problem; readonly isLoss: boolean };

export interface UnOptions {
  /** Named in the place of every problem. */
  readonly file?: string;
}

/** Reads entry by entry, in constant memory besides the references seen. A damaged entry is lost, the others go on. */
export async function* readUnConsolidated(
  bytes: ByteStream,
  options: UnOptions = {},
): AsyncGenerator<readonly UnItem[], void, undefined> {
  const reader = new ListReader(options);
  for await (const events of parseXml(bytes, { ...options, restarts })) {
    yield events.flatMap((event) => reader.read(event));
    if (reader.isOther) return;
  }
  yield reader.finish();
}

const restarts = {
  INDIVIDUAL: ["CONSOLIDATED_LIST", "INDIVIDUALS"],
  ENTITY: ["CONSOLIDATED_LIST", "ENTITIES"],
} as const;

const kinds: Readonly<Record<string, UnEntryKind>> = { INDIVIDUAL: "individual", ENTITY: "entity" };

class ListReader {
  readonly #file: Place;
  #entry: EntryReader | undefined;
  #entryName = "";
  #at: Place = {};
  #sawRoot = false;
  #isDamaged = false;
  /** This is some other file. */
  isOther = false;
  readonly #seen = new Set<string>();
  #entries = 0;
  readonly #leftOut = new Set<string>();
  readonly #unknown = new Map<string, Place>();

  constructor({ file }: UnOptions) {
    this.#file = file === undefined ? {} : { file };
  }

  read(event: XmlEvent): readonly UnItem[] {
    switch (event.kind) {
      case "open":
        return this.#open(event);
      case "text":
        this.#entry?.text(event.text);
        return [];
      case "close":
        return this.#close(event.name);
      case "damage":
        // What is open is not whole: it is the loss that the problem speaks of.
        this.#entry = undefined;
        this.#isDamaged = true;
        return [{ kind: "problem", problem: event.problem, isLoss: true }];
      case "note":
        return [{ kind: "problem", problem: event.problem, isLoss: event.problem.severity === "error" }];
    }
  }

  #open({ name, attributes, line }: Extract<XmlEvent, { readonly kind: "open" }>): readonly UnItem[] {
    if (this.isOther) return [];
    const kind = kinds[name];
    // After damage before it, the root itself may be lost.
    this.#sawRoot ||= this.#isDamaged && kind !== undefined;
    if (!this.#sawRoot) return this.#openRoot(name, { attributes, line });
    if (kind === undefined) {
      this.#entry?.open(name);
      return [];
    }
    const unclosed = this.#entry === undefined ? [] : [this.#unclosed()];
    this.#at = { ...this.#file, line };
    this.#entry = new EntryReader(kind, this.#at);
    this.#entryName = name;
    return unclosed;
  }

  #openRoot(name: string, { attributes, line }: Pick<XmlEvent & { kind: "open" }, "attributes" | "line">) {
    const at = { ...this.#file, line };
    this.#sawRoot = true;
    if (name !== "CONSOLIDATED_LIST") {
      this.isOther = true;
      const message = `this is XML of another kind: it begins with ${name.slice(0, 60)}, not with CONSOLIDATED_LIST`;
      const hint = "get the consolidated list as XML from the Security Council";
      return [lost({ code: "un-not-the-list", severity: "error", at, message, hint })];
    }
    const stamp = attributes["dateGenerated"] ?? "";
    const instant = parseStampedInstant(stamp);
    if (instant !== undefined) return [{ kind: "generated", instant } as const];
    const message = stamp === "" ? "the list does not say when it was generated" : `“${stamp}” is no moment`;
    const hint = "write dateGenerated as 2017-07-03T20:27:45-04:00";
    const where = { ...at, field: "dateGenerated" };
    return [lost({ code: "un-no-date", severity: "error", at: where, message, hint })];
  }

  #unclosed(): UnItem {
    const message = "this entry is not closed before the next begins";
    return lost({ code: "un-unclosed-entry", severity: "error", at: this.#at, message });
  }

  #close(name: string): readonly UnItem[] {
    const entry = this.#entry;
    if (entry === undefined) return [];
    if (name !== this.#entryName) {
      entry.close();
      return [];
    }
    this.#entry = undefined;
    this.#entries++;
    for (const left of entry.leftOut) this.#leftOut.add(left);
    for (const unknown of entry.unknown) if (!this.#unknown.has(unknown)) this.#unknown.set(unknown, this.#at);
    return this.#finishEntry(entry);
  }

  #finishEntry(reader: EntryReader): readonly UnItem[] {
    const { entry, reference, problems } = reader.finish();
    const errors = problems.filter(({ severity }) => severity === "error");
    const items = problems
      .filter(({ severity }) => severity !== "error")
      .map((problem): UnItem => ({ kind: "problem", problem, isLoss: false }));
    if (entry === undefined)
      return [...items, ...errors.map((problem) => ({ kind: "refused", reference, problem }) as const)];
    if (this.#seen.has(entry.reference)) {
      const message = `${entry.reference} is on the list twice; the first counts`;
      const problem: Problem = { code: "un-duplicate-reference", severity: "error", at: this.#at, message };
      return [...items, { kind: "refused", reference, problem }];
    }
    this.#seen.add(entry.reference);
    return [...items, { kind: "entry", entry, at: this.#at }];
  }

  finish(): readonly UnItem[] {
    if (!this.#sawRoot) return [];
    const items: UnItem[] = [...this.#unknown].map(([name, at]) => {
      const message = `the element ${name} is not known, and what is in it is not kept`;
      return {
        kind: "problem",
        isLoss: false,
        problem: { code: "un-unknown-element", severity: "warning", at, message },
      };
    });
    if (this.#leftOut.size > 0) {
      const message = `not kept, because names and dates decide: ${[...this.#leftOut].toSorted().join(", ")}`;
      const problem: Problem = { code: "un-not-kept", severity: "note", at: this.#file, message };
      items.push({ kind: "problem", problem, isLoss: false });
    }
    if (this.#entries === 0) {
      const message = "the file lists nobody, and is taken to be incomplete";
      const hint = "get the file from its publisher again";
      items.push(lost({ code: "un-empty-list", severity: "warning", at: this.#file, message, hint }));
    }
    return items;
  }
}

function lost(problem: Problem): UnItem {
  return { kind: "problem", problem, isLoss: true };
}

export interface ParsedUnList {
  /** `undefined` if the file does not say when it was generated, or is another. */
  readonly snapshot: UnSnapshot | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a whole file. */
export async function parseUnConsolidated(bytes: ByteStream, file?: string): Promise<ParsedUnList> {
  const problems: Problem[] = [];
  const entries: UnEntry[] = [];
  const unreadable = new Set<string>();
  let generated: Instant | undefined;
  let complete = true;
  for await (const items of readUnConsolidated(bytes, file === undefined ? {} : { file })) {
    for (const item of items) {
      if (item.kind === "generated") generated = item.instant;
      else if (item.kind === "entry") entries.push(item.entry);
      else problems.push(item.problem);
      if (item.kind === "problem") complete &&= !item.isLoss;
      if (item.kind !== "refused") continue;
      if (item.reference === undefined) complete = false;
      else unreadable.add(item.reference);
    }
  }
  for (const { reference } of entries) unreadable.delete(reference);
  if (generated === undefined) return { snapshot: undefined, problems };
  const list = { list: unList, generated, zone: unZone };
  return { snapshot: { ...list, entries, unreadable: [...unreadable], complete }, problems };
}

/** What snapshots of this list are called. */
export const unList = "un-sc-consolidated";
/** The list is kept at the UN's headquarters. */
export const unZone = "America/New_York";

export type WrittenUnList =
  | { readonly ok: true; readonly xml: string }
  /** The format has no way to say that a list is not whole. */
  | { readonly ok: false; readonly problem: Problem };

/**
 * Writes what is kept of the list, individuals before entities, so that reading it again gives the same. Control characters,
 * which XML cannot hold, become U+FFFD.
 */
export function formatUnConsolidated(snapshot: UnSnapshot): WrittenUnList {
  if (!snapshot.complete || snapshot.unreadable.length > 0) {
    const message = "this snapshot of the list is not whole, and the UN's format cannot say so";
    const hint = "write it from a file that was read without errors";
    return { ok: false, problem: { code: "un-write-incomplete", severity: "error", at: {}, message, hint } };
  }
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<CONSOLIDATED_LIST dateGenerated="${formatStampedInstant(snapshot.generated)}">`,
    "<INDIVIDUALS>",
    ...snapshot.entries.filter(({ kind }) => kind === "individual").map(formatEntry),
    "</INDIVIDUALS>",
    "<ENTITIES>",
    ...snapshot.entries.filter(({ kind }) => kind === "entity").map(formatEntry),
    "</ENTITIES>",
    "</CONSOLIDATED_LIST>",
  ];
  return { ok: true, xml: `${lines.join("\n")}\n` };
}

function formatEntry(entry: UnEntry): string {
  const name = entry.kind === "individual" ? "INDIVIDUAL" : "ENTITY";
  const alias = ({ quality, asWritten }: UnEntry["aliases"][number]): string =>
    element(`${name}_ALIAS`, `${written("QUALITY", quality)}${written("ALIAS_NAME", asWritten)}`);
  const parts = [
    written("DATAID", entry.dataId),
    ...entry.nameParts.map((part, index) => written(nameElements[index] ?? "FOURTH_NAME", part)),
    written("UN_LIST_TYPE", entry.regime),
    written("REFERENCE_NUMBER", entry.reference),
    written("LISTED_ON", entry.listedOn),
    written("NAME_ORIGINAL_SCRIPT", entry.originalScript),
    written("COMMENTS1", entry.comments),
    element("LAST_DAY_UPDATED", entry.amendedOn.map((day) => written("VALUE", day)).join("")),
    ...entry.aliases.map(alias),
  ];
  return element(name, `\n${parts.filter((part) => part !== "").join("\n")}\n`);
}

function element(name: string, content: string): string {
  return content === "" ? "" : `<${name}>${content}</${name}>`;
}

function written(name: string, text: string | undefined): string {
  return element(name, escapeXml(text ?? ""));
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };

/** Text for the inside of an element. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[&<>\r]/gu, (letter) => escapes[letter] ?? letter)
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
