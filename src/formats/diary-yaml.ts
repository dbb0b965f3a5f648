import {
  DUTY_EVENTS,
  DUTY_LINES,
  type ConditionLine,
  type Diary,
  type DiaryLine,
  type DiaryTime,
  type DutyLine,
  type ProcedureFile,
  type ProcedureMove,
  type RenewalLine,
} from "../domain/index.ts";
import { nearest, type Problem } from "../kit/index.ts";
import { isMoment } from "./moment.ts";
import { YamlReader } from "./yaml-reader.ts";

/** A diary as read: everything that could be understood, and what could not. */
export interface ParsedDiary {
  readonly diary: Diary;
  readonly problems: readonly Problem[];
}

/** What the agreement has a name for: a line about anything else is a problem. */
export interface DiaryNames {
  /** Rules of which a diary can speak. */
  readonly rules: readonly string[];
  /** The states of each procedure. */
  readonly procedures: ReadonlyMap<string, readonly string[]>;
}

const ROOT_KEYS = ["attribution", "duties", "conditions", "procedures", "renewals"];
const TIME_KEYS = ["at", "from", "to"];
const LINE_KEYS = ["known", "claimed-by", "source", "note"];
const MOMENT_HINT = "write YYYY-MM-DD, or YYYY-MM-DD HH:MM, on the agreement's clocks";

/** Reads `diary.yaml`. Never throws; a line that cannot be used is at least one problem, the others go on. */
export function parseDiary(text: string, names: DiaryNames, file?: string): ParsedDiary {
  const reader = new YamlReader(text, file);
  const root = reader.map(reader.root, ROOT_KEYS, "the file") ?? new Map<string, unknown>();
  const reading: Reading = { reader, names };
  const all = <T>(key: string, read: (node: unknown, of: Reading) => T | undefined): readonly T[] =>
    reader.list(root.get(key), key).flatMap((node) => {
      const before = reader.problems.length;
      const found = read(node, reading);
      return found === undefined || hasErrors(reader, before) ? [] : [found];
    });
  const attribution = reader.text(root.get("attribution"), "attribution");
  const diary: Diary = {
    ...(attribution === undefined ? {} : { attribution }),
    duties: all("duties", readDuty),
    conditions: all("conditions", readCondition),
    procedures: uniqueFiles(all("procedures", readProcedure), reader),
    renewals: all("renewals", readRenewal),
  };
  return { diary, problems: reader.problems };
}

interface Reading {
  readonly reader: YamlReader;
  readonly names: DiaryNames;
}

type Entry = ReadonlyMap<string, unknown>;

function hasErrors({ problems }: YamlReader, since: number): boolean {
  return problems.slice(since).some(({ severity }) => severity === "error");
}

function readDuty(node: unknown, { reader, names }: Reading): DutyLine | undefined {
  const entry = reader.map(node, ["rule", "what", "about", "part", "once", ...TIME_KEYS, ...LINE_KEYS], "a duty");
  if (!entry) return undefined;
  const rule = named(node, entry, { key: "rule", known: names.rules, reader });
  const what = reader.oneOf(entry.get("what"), DUTY_LINES, "what");
  if (!entry.has("what")) missing(node, "what", { what: "a duty", hint: `one of ${DUTY_LINES.join(", ")}`, reader });
  const isEvent = DUTY_EVENTS.some((event) => event === what);
  const time = readTime(node, entry, { reader, isEvent, mayBeOpen: what === "suspended" });
  const line = readLine(node, entry, reader);
  if (rule === undefined || what === undefined || !time || !line) return undefined;
  const isOnce = reader.boolean(entry.get("once"), "once") ?? false;
  return { rule, what, time, isOnce, ...texts(entry, ["about", "part"], reader), ...line };
}

function readCondition(node: unknown, { reader }: Reading): ConditionLine | undefined {
  const entry = reader.map(node, ["condition", "what", ...TIME_KEYS, ...LINE_KEYS], "a condition");
  if (!entry) return undefined;
  const condition = reader.text(entry.get("condition"), "condition");
  const what = reader.oneOf(entry.get("what"), ["holds", "fails"], "what");
  if (!entry.has("condition"))
    missing(node, "condition", { what: "a line", hint: "write it in the words of the agreement", reader });
  if (!entry.has("what")) missing(node, "what", { what: "a condition", hint: "holds or fails", reader });
  const time = readTime(node, entry, { reader, isEvent: false, mayBeOpen: false });
  const line = readLine(node, entry, reader);
  return condition === undefined || what === undefined || !time || !line
    ? undefined
    : { condition, what, time, ...line };
}

function readProcedure(node: unknown, reading: Reading): ProcedureFile | undefined {
  const { reader, names } = reading;
  const entry = reader.map(node, ["procedure", "id", "title", "moves"], "a procedure");
  if (!entry) return undefined;
  const procedure = named(node, entry, { key: "procedure", known: [...names.procedures.keys()], reader });
  const id = reader.text(entry.get("id"), "id");
  if (!entry.has("id"))
    missing(node, "id", {
      what: "a procedure",
      hint: "give each complaint a name of its own, such as id: c-1",
      reader,
    });
  const states = procedure === undefined ? undefined : names.procedures.get(procedure);
  const moves = reader.list(entry.get("moves"), "moves").flatMap((move) => {
    const before = reader.problems.length;
    const found = readMove(move, { reader, states });
    return found === undefined || hasErrors(reader, before) ? [] : [found];
  });
  if (procedure === undefined || id === undefined) return undefined;
  return { procedure, id, ...texts(entry, ["title"], reader), moves, place: reader.placeOf(node) };
}

interface MoveReading {
  readonly reader: YamlReader;
  readonly states: readonly string[] | undefined;
}

function readMove(node: unknown, { reader, states }: MoveReading): ProcedureMove | undefined {
  const entry = reader.map(node, ["state", "by", ...TIME_KEYS, ...LINE_KEYS], "a move");
  if (!entry) return undefined;
  const state = named(node, entry, { key: "state", known: states, reader });
  const time = readTime(node, entry, { reader, isEvent: true, mayBeOpen: false });
  const line = readLine(node, entry, reader);
  return state === undefined || !time || !line ? undefined : { state, time, ...texts(entry, ["by"], reader), ...line };
}

function uniqueFiles(files: readonly ProcedureFile[], reader: YamlReader): readonly ProcedureFile[] {
  const seen = new Set<string>();
  return files.filter(({ procedure, id, place }) => {
    const key = `${procedure}\n${id}`;
    if (!seen.has(key)) return seen.add(key);
    const message = `${procedure} has two files ${id}`;
    reader.problems.push({
      code: "duplicate-id",
      severity: "error",
      at: place,
      message,
      hint: "give each an id of its own, or put the moves together",
    });
    return false;
  });
}

function readRenewal(node: unknown, { reader }: Reading): RenewalLine | undefined {
  const entry = reader.map(node, ["what", "on", "until", ...LINE_KEYS], "a renewal");
  if (!entry) return undefined;
  const what = reader.oneOf(entry.get("what"), ["renewed", "notice"], "what");
  if (!entry.has("what")) missing(node, "what", { what: "a renewal", hint: "renewed or notice", reader });
  if (!entry.has("on"))
    missing(node, "on", { what: "a renewal", hint: `say when it was agreed: ${MOMENT_HINT}`, reader });
  const [on, until] = [readMoment(entry.get("on"), "on", reader), readMoment(entry.get("until"), "until", reader)];
  const line = readLine(node, entry, reader);
  if (what === undefined || on === undefined || !line) return undefined;
  return { what, on, ...(until === undefined ? {} : { until }), ...line };
}

// ——— Parts that several lines have ———

interface Missing {
  readonly what: string;
  readonly hint: string;
  readonly reader: YamlReader;
}

function missing(node: unknown, key: string, { what, hint, reader }: Missing): void {
  reader.wrong(node, { code: `missing-${key}`, message: `${what} has no ${key}`, hint });
}

interface Naming {
  readonly key: string;
  /** Unset: what can stand here is not known, because something around it is wrong. */
  readonly known: readonly string[] | undefined;
  readonly reader: YamlReader;
}

/** A name that the agreement has. */
function named(node: unknown, entry: Entry, { key, known, reader }: Naming): string | undefined {
  const found = reader.text(entry.get(key), key);
  if (found === undefined) {
    if (!entry.has(key))
      missing(node, key, { what: "a line", hint: `write ${key}: and its name in the agreement`, reader });
    return undefined;
  }
  if (known === undefined || known.includes(found)) return found;
  const meant = nearest(found, known);
  const some =
    known.length === 0 ? `the agreement has no ${key} of which a diary can speak` : `it has ${known.join(", ")}`;
  const hint = meant === undefined ? some : `did you mean ${meant}?`;
  reader.wrong(entry.get(key), { code: `unknown-${key}`, message: `the agreement has no ${key} ${found}`, hint });
  return undefined;
}

interface TimeReading {
  readonly reader: YamlReader;
  readonly isEvent: boolean;
  readonly mayBeOpen: boolean;
}

/** `at` a moment or a day; or `from` and `to`: of an event some time between, of a state all the time. */
function readTime(node: unknown, entry: Entry, { reader, isEvent, mayBeOpen }: TimeReading): DiaryTime | undefined {
  const [at, from, to] = TIME_KEYS.map((key) => readMoment(entry.get(key), key, reader));
  const has = (key: string): boolean => entry.has(key);
  const wrong = (code: string, message: string, hint: string): undefined => {
    reader.wrong(node, { code, message, hint });
    return undefined;
  };
  if (has("at") && (has("from") || has("to")))
    return wrong("two-times", "it says both at and from or to", "write at: for a moment or a day, or from: and to:");
  if (has("at")) return at === undefined ? undefined : { from: at, isOpen: false };
  if (!has("from")) return wrong("missing-time", "it does not say when", `write at: or from: and to:; ${MOMENT_HINT}`);
  if (!has("to") && !mayBeOpen)
    return wrong(
      "missing-to",
      "it says from when and not until when",
      isEvent
        ? "write at: if the moment is known, else to: and the last day on which it can have been"
        : "write to: and the last day of which it is known",
    );
  if (from === undefined) return undefined;
  if (to === undefined) return has("to") ? undefined : { from, isOpen: true };
  if (to < from && to !== from.slice(0, 10)) {
    reader.wrong(entry.get("to"), {
      code: "dates-out-of-order",
      message: `it ends on ${to}, before it begins on ${from}`,
      hint: "to is the last day or moment of it",
    });
    return undefined;
  }
  return { from, to, isOpen: false };
}

function readMoment(node: unknown, key: string, reader: YamlReader): string | undefined {
  const text = reader.text(node, key);
  if (text === undefined || isMoment(text)) return text;
  reader.wrong(node, { code: "bad-date", message: `“${text}” is not a date`, hint: MOMENT_HINT });
  return undefined;
}

function readLine(node: unknown, entry: Entry, reader: YamlReader): DiaryLine | undefined {
  const source = reader.text(entry.get("source"), "source");
  if (source === undefined) missing(node, "source", { what: "a line", hint: "say who told it, in source: …", reader });
  const known = readMoment(entry.get("known"), "known", reader);
  const claimedBy = reader.text(entry.get("claimed-by"), "claimed-by");
  if (source === undefined) return undefined;
  return {
    source,
    ...(known === undefined ? {} : { known }),
    ...(claimedBy === undefined ? {} : { claimedBy }),
    ...texts(entry, ["note"], reader),
    place: reader.placeOf(node),
  };
}

/** The optional texts that are there. */
function texts<K extends string>(entry: Entry, keys: readonly K[], reader: YamlReader): { readonly [P in K]?: string } {
  const found = keys.map((key) => [key, reader.text(entry.get(key), key)] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined)) as { readonly [P in K]?: string };
}
