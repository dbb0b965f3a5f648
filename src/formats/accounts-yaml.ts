import {
  ACCOUNT_KINDS,
  ACCOUNT_LISTS,
  ACCOUNT_WORDS,
  RECORD,
  type AccountClause,
  type AccountKind,
  type AccountWord,
  type ToldAccount,
} from "../domain/index.ts";
import { nearest, type Problem } from "../kit/index.ts";
import { isMoment } from "./moment.ts";
import { YamlReader } from "./yaml-reader.ts";

/** Accounts as read: everything that could be understood, and what could not. */
export interface ParsedAccounts {
  readonly accounts: readonly ToldAccount[];
  readonly problems: readonly Problem[];
}

const NEEDED = ["incident", "id", "kind", "by", "on"] as const;
const OPTIONAL = ["through", "known", "source", "note"] as const;
const KEYS = [...NEEDED, ...ACCOUNT_WORDS, ...ACCOUNT_LISTS, ...OPTIONAL];

const HINTS: Readonly<Record<(typeof NEEDED)[number], string>> = {
  incident: "write incident: and its id in the reports",
  id: "give it a name of its own among the accounts of the incident, such as id: hotline",
  kind: `one of ${ACCOUNT_KINDS.join(", ")}`,
  by: "say who tells it: an account of nobody is not kept",
  on: "say when it was told: on: YYYY-MM-DD",
};

/**
 * Reads `accounts.yaml`: accounts of incidents besides the reports'. What an account says stays text here; its words are
 * those of a worked case. Never throws; an entry that cannot be used is at least one problem, the others go on.
 */
export function parseAccounts(text: string, file?: string): ParsedAccounts {
  const reader = new YamlReader(text, file);
  const root = reader.map(reader.root, ["accounts"], "the file");
  const seen = new Set<string>();
  const accounts = reader.list(root?.get("accounts"), "accounts").flatMap((node): readonly ToldAccount[] => {
    const account = readAccount(node, reader);
    if (!account) return [];
    const key = `${account.incident}\n${account.id}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [account];
    }
    const message = `incident ${account.incident} has two accounts ${account.id}`;
    reader.wrong(node, { code: "duplicate-account", message, hint: "give each an id of its own" });
    return [];
  });
  return { accounts, problems: reader.problems };
}

type Entry = ReadonlyMap<string, unknown>;

function readAccount(node: unknown, reader: YamlReader): ToldAccount | undefined {
  const before = reader.problems.length;
  const entry = reader.map(node, KEYS, "an account");
  if (!entry) return undefined;
  const text = (key: string): string | undefined => reader.text(entry.get(key), key);
  const [incident, id, by, on] = [text("incident"), text("id"), text("by"), text("on")];
  const kind = readKind(entry.get("kind"), reader);
  for (const key of NEEDED.filter((needed) => !entry.has(needed)))
    reader.wrong(node, { code: `missing-${key}`, message: `an account has no ${key}`, hint: HINTS[key] });
  if (id === RECORD)
    reader.wrong(entry.get("id"), {
      code: "reserved-id",
      message: `${RECORD} is the account of the reports themselves`,
      hint: "name it after who tells it",
    });
  for (const key of ["on", "known"]) checkMoment(entry.get(key), key, reader);
  const says = readClauses(entry, reader);
  if (says.length === 0 && reader.problems.length === before)
    reader.wrong(node, {
      code: "empty-account",
      message: "an account says nothing that the record does not say",
      hint: `add what it says: ${[...ACCOUNT_WORDS, ...ACCOUNT_LISTS].join(", ")}`,
    });
  const optional = OPTIONAL.map((key) => [key, text(key)] as const).filter(([, value]) => value !== undefined);
  if (reader.problems.length > before) return undefined;
  if (incident === undefined || id === undefined || by === undefined || on === undefined || !kind) return undefined;
  return { incident, id, kind, by, on, ...Object.fromEntries(optional), says, at: reader.placeOf(node) };
}

function readKind(node: unknown, reader: YamlReader): AccountKind | undefined {
  const text = reader.text(node, "kind");
  const kind = ACCOUNT_KINDS.find((one) => one === text);
  if (text === undefined || kind) return kind;
  const meant = nearest(text, ACCOUNT_KINDS);
  const hint = meant === undefined ? HINTS.kind : `did you mean ${meant}?`;
  reader.wrong(node, { code: "wrong-kind", message: `there is no kind of account “${text}”`, hint });
  return undefined;
}

function checkMoment(node: unknown, key: string, reader: YamlReader): void {
  const text = reader.text(node, key);
  if (text === undefined || isMoment(text)) return;
  const hint = "write YYYY-MM-DD, or YYYY-MM-DD HH:MM";
  reader.wrong(node, { code: "bad-date", message: `“${text}” is not a date`, hint });
}

/** What the account says, in the order in which a case would say it. */
function readClauses(entry: Entry, reader: YamlReader): readonly AccountClause[] {
  const clause = (word: AccountWord, node: unknown): readonly AccountClause[] => {
    const text = reader.text(node, word)?.trim();
    return text === undefined || text === "" ? [] : [{ word, text, at: reader.placeOf(node) }];
  };
  return [
    ...ACCOUNT_WORDS.flatMap((word) => clause(word, entry.get(word))),
    ...ACCOUNT_LISTS.flatMap((word) => reader.list(entry.get(word), word).flatMap((node) => clause(word, node))),
  ];
}
