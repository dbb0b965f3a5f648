import type { CoverageStatement, Diary, ToldAccount } from "../../domain/index.ts";
import { searchWords } from "../../kit/index.ts";
import { putSet, toldIn, type Change, type Json, type PutCounts, type Said, type Store } from "../../store/index.ts";
import { addUp } from "./import-register.ts";

/**
 * What people say beside the reports: further accounts of an incident, and the diary of duties, as statements; and what was
 * watched, as coverage. A document is the whole of what it says, so what a new one leaves out is withdrawn.
 */

interface Document<T> {
  /** Which it is, over all its versions: see `documentOf`. */
  readonly name: string;
  readonly content: T;
  readonly audience: readonly string[];
}

/** What is told is told about one text, and its files are called the same in every folder. */
export function documentOf(agreement: string, file: string): string {
  return `${agreement}/${file}`;
}

export async function putAccounts(
  change: Change,
  { name, content, audience }: Document<readonly ToldAccount[]>,
): Promise<PutCounts> {
  const rows = content.map((told) =>
    statement(name, { kind: "account", speaker: told.by, body: told, words: told.says.map(({ text }) => text) }),
  );
  return addUp(await putSet(change, "statement", { rows, scope: { column: "document", value: name }, audience }));
}

const SECTIONS = ["duties", "conditions", "procedures", "renewals"] as const;

export async function putDiary(change: Change, { name, content, audience }: Document<Diary>): Promise<PutCounts> {
  const rows = SECTIONS.flatMap((section) =>
    content[section].map((line) => {
      const speaker = "source" in line ? (line.claimedBy ?? line.source) : "unsaid";
      return statement(name, { kind: `diary ${section}`, speaker, body: line, words: [] });
    }),
  );
  return addUp(await putSet(change, "statement", { rows, scope: { column: "document", value: name }, audience }));
}

interface ToSay {
  readonly kind: string;
  readonly speaker: string;
  readonly body: object;
  readonly words: readonly string[];
}

function statement(document: string, { kind, speaker, body, words }: ToSay): Said<"statement"> {
  const texts = searchWords({ names: [speaker], texts: words });
  return {
    document,
    report: null,
    speaker,
    kind,
    certainty: "unsaid",
    said_at: null,
    words: texts,
    body: body as Json,
  };
}

export async function putCoverage(
  change: Change,
  {
    name,
    content,
    audience,
    instantOf,
  }: Document<readonly CoverageStatement[]> & { readonly instantOf: (local: string) => number },
): Promise<PutCounts> {
  const rows = content.map((one): Said<"coverage"> => ({
    document: name,
    area: one.areas === "everywhere" ? null : one.areas.join(" "),
    earliest: instantOf(one.since),
    latest: instantOf(one.until),
    body: one as unknown as Json,
  }));
  return addUp(await putSet(change, "coverage", { rows, scope: { column: "document", value: name }, audience }));
}

/** All of these that are told about an agreement, as the judge reads them. */
export async function loadTold(
  store: Store,
  agreement: string,
): Promise<{
  readonly accounts: readonly ToldAccount[];
  readonly diary: Diary;
  readonly coverage: readonly CoverageStatement[];
}> {
  const { statements, coverage } = await toldIn(store, documentOf(agreement, ""));
  const of = (kind: string): readonly unknown[] =>
    statements.filter((one) => one.kind === kind).map(({ body }) => body);
  return {
    accounts: of("account") as readonly ToldAccount[],
    diary: {
      duties: of("diary duties") as Diary["duties"],
      conditions: of("diary conditions") as Diary["conditions"],
      procedures: of("diary procedures") as Diary["procedures"],
      renewals: of("diary renewals") as Diary["renewals"],
    },
    coverage: coverage as readonly CoverageStatement[],
  };
}
