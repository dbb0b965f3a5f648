import type { Problem } from "../../kit/index.ts";
import { NAMESPACES } from "../checks/duplicate.ts";
import type { Name, Span } from "../ir.ts";
import { printName } from "../print/formula.ts";
import type { SymbolKind } from "../syntax/name-places.ts";
import { namesIn } from "../syntax/statements.ts";
import { placeInText } from "../checks/check.ts";
import {
  CLOCKS,
  nameAt,
  namesOfThing,
  readDraft,
  thingKey,
  type Draft,
  type DraftOptions,
  type NamedThing,
} from "./draft.ts";

/** Puts another text in place of a stretch of it. */
export interface TextEdit extends Span {
  readonly insert: string;
}

/** Readings that are there without being declared. */
const STANDARD_READINGS: readonly Name[] = ["text", "agreed"];

/**
 * The edits that give a thing another name wherever it is named, or why that cannot be done: the thing is not the text's
 * own, the name is taken, or a part of the text cannot be read and might name it.
 */
export function renameEdits(
  draft: Draft,
  { offset, to }: { readonly offset: number; readonly to: Name },
  options: DraftOptions = {},
): readonly TextEdit[] | Problem {
  const found = nameAt(draft, offset);
  const refuse = refusals(draft);
  if (!found) {
    const words = { message: "no name stands here", hint: "put the cursor on a name" };
    return refuse({ from: offset, to: offset }, "rename-nothing", words);
  }
  const { thing, name, at } = found;
  if (!thing || thing.at === undefined) return refuse(at, "rename-foreign", sayForeign(name, thing));
  if (to === name) return [];
  if (to.trim() !== to || to === "" || /[`\r\n]/u.test(to)) {
    const hint = "write a word, or words without backquotes";
    return refuse(at, "rename-unwritable", { message: `\`${to}\` cannot be a name`, hint });
  }
  const unread = draft.statements.find((one) => one.isDamaged && namesIn(one.source).includes(name));
  if (unread) {
    const message = `a statement that cannot be read yet may name \`${name}\``;
    return refuse(unread.source, "rename-unread", { message, hint: "put it right first" });
  }
  const hint = "choose another name";
  const taken = takenBy(to, thing, draft);
  if (taken !== undefined) return refuse(at, "rename-clash", { message: taken, hint });
  const edits = namesOfThing(draft, thing).map((one) => ({ ...one.at, insert: printName(to) }));
  if (staysTheSame(draft, { edits, thing, to }, options)) return edits;
  return refuse(at, "rename-clash", { message: `with \`${to}\` the text would say something else`, hint });
}

function sayForeign(name: Name, thing: NamedThing | undefined): Pick<Problem, "message" | "hint"> {
  const hint = "only what the text itself declares can be given another name";
  if (thing?.isOfRecord) return { message: `\`${name}\` is the record's own name of an actor`, hint };
  const shared = thing?.vocabulary;
  if (shared === undefined) return { message: `\`${name}\` is declared nowhere in this text`, hint };
  return { message: `\`${name}\` is a word of the vocabulary \`${shared}\``, hint };
}

type Refuse = (at: Span, code: string, words: Pick<Problem, "message" | "hint">) => Problem;

function refusals({ text }: Draft): Refuse {
  return (at, code, words) => ({ code, severity: "error", at: placeInText(text, at), ...words });
}

/** Why a name is not free, in words. */
function takenBy(to: Name, { kind, scope }: NamedThing, draft: Draft): string | undefined {
  if (kind === "label" && CLOCKS.has(to)) return `\`${to}\` already names a clock of every rule`;
  if (STANDARD_READINGS.includes(to) && sharing("reading").has(kind)) return `\`${to}\` is a reading of every text`;
  for (const other of sharing(kind)) {
    const isOwn = other === "label" || other === "state";
    const taken = draft.things.get(
      thingKey({ kind: other, name: to, ...(isOwn && scope !== undefined ? { scope } : {}) }),
    );
    if (!taken) continue;
    if (taken.isOfRecord) return `\`${to}\` is the record's own name of an actor`;
    if (taken.at === undefined) return `\`${to}\` is already a word of the vocabulary \`${taken.vocabulary}\``;
    return `\`${to}\` is already declared on line ${placeInText(draft.text, taken.at).line}`;
  }
  return undefined;
}

/** The kinds with which a kind may not share a name. Whoever a list names is told from parties by the name alone. */
function sharing(kind: SymbolKind): ReadonlySet<SymbolKind> {
  const own: SymbolKind = kind === "actor" ? "party" : kind;
  const spaces = NAMESPACES.filter((kinds) => (kinds as readonly string[]).includes(own));
  const all = new Set<SymbolKind>([own, kind, ...(spaces.flat() as SymbolKind[])]);
  if (all.has("party")) all.add("actor");
  return all;
}

/** Whether every name of the changed text stands for what it stood for. */
function staysTheSame(
  draft: Draft,
  { edits, thing, to }: { readonly edits: readonly TextEdit[]; readonly thing: NamedThing; readonly to: Name },
  options: DraftOptions,
): boolean {
  const after = readDraft(applyEdits(draft.text, edits), options);
  if (after.names.length !== draft.names.length) return false;
  const key = thingKey(thing);
  return draft.names.every((before, i) => {
    const other = after.names[i]!;
    if (before.place !== other.place) return false;
    if (!before.thing || !other.thing) return before.thing === other.thing;
    const isIt = thingKey(before.thing) === key;
    const scope = before.thing.scope === thing.name && isScope(before.thing, thing) ? { scope: to } : {};
    return thingKey(other.thing) === thingKey({ ...before.thing, ...(isIt ? { name: to } : {}), ...scope });
  });
}

function isScope(inner: NamedThing, outer: NamedThing): boolean {
  return (inner.kind === "label" && outer.kind === "rule") || (inner.kind === "state" && outer.kind === "procedure");
}

/** Edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let end = 0;
  for (const { from, to, insert } of edits.toSorted((a, b) => a.from - b.from)) {
    result += text.slice(end, from) + insert;
    end = to;
  }
  return result + text.slice(end);
}
