import {
  listingHistory,
  type Actor,
  type ActorRegister,
  type Area,
  type ClaimedFigure,
  type ListEntry,
  type RecordedStanding,
} from "../../domain/index.ts";
import { Refusal } from "../../kit/index.ts";
import { itemBytes, type Json, type Store } from "../../store/index.ts";
import { unList } from "../../formats/index.ts";
import { readAccountWords } from "../../judge/index.ts";
import { readAgreementText, type Folder } from "../load-folder.ts";
import { loadSnapshots } from "./import-lists.ts";
import type { RegisterSettings } from "./import-register.ts";
import { loadTold } from "./import-told.ts";

export interface LoadedRecord extends Folder {
  /** SHA-256 of the text's item. */
  readonly textItem: string;
}

/** The record as what `judge` reads from a folder: the text, who is who, lists and areas. The reports stay where they are. */
export async function loadRecord(store: Store, wanted?: string): Promise<LoadedRecord> {
  const { key, text_item, body } = await agreementOf(store, wanted);
  const [register, entries, copies, areas, text, told] = await Promise.all([
    registerOf(store, key, settingsOf(body)),
    listEntriesOf(store),
    loadSnapshots(store, unList),
    bodies<Area>(store, "area"),
    textOf(store, text_item),
    loadTold(store, key),
  ]);
  const knownActors = new Set(register.actors.map(({ id }) => id));
  const loaded = readAgreementText(text, { file: "agreement.md", knownActors });
  const { accounts, problems } = readAccountWords(told.accounts, { text, knownActors });
  return {
    ...loaded,
    problems: [...loaded.problems, ...problems],
    path: "the record",
    register,
    entries,
    ...(copies.length === 0 ? {} : { copies: listingHistory(copies) }),
    areas,
    coverage: told.coverage,
    accounts,
    diary: told.diary,
    reportFiles: [],
    textItem: text_item,
  };
}

interface AgreementRow {
  readonly key: string;
  readonly text_item: string;
  readonly body: Json;
}

async function agreementOf(store: Store, wanted: string | undefined): Promise<AgreementRow> {
  const rows = await store.query<AgreementRow & { key: string }>(
    "select key, encode(text_item, 'hex') as text_item, body from agreement where superseded_at is null order by key",
  );
  const found = wanted === undefined && rows.length === 1 ? rows[0] : rows.find(({ key }) => key === wanted);
  if (found) return found;
  const names = rows.map(({ key }) => key).join(", ");
  if (rows.length === 0)
    throw new Refusal("no-agreement", "the record has no agreement", "import a folder with an agreement.md");
  throw new Refusal(
    "which-agreement",
    wanted === undefined ? `the record has several agreements: ${names}` : `the record has no agreement ${wanted}`,
    `name one of: ${names}`,
  );
}

function settingsOf(body: Json): RegisterSettings | undefined {
  return (body as { readonly register?: RegisterSettings }).register;
}

async function registerOf(
  store: Store,
  agreement: string,
  settings: RegisterSettings | undefined,
): Promise<ActorRegister> {
  const [actors, figures, given] = await Promise.all([
    bodies<Actor>(store, "actor"),
    bodies<ClaimedFigure & { readonly agreement?: string }>(store, "figure"),
    store.query<{ actor: string; body: RecordedStanding }>(
      "select actor, body from acceptance where agreement = $1 and superseded_at is null and not withdrawn order by row",
      [agreement],
    ),
  ]);
  return {
    zone: settings?.zone ?? "UTC",
    acceptancesComplete: settings?.acceptancesComplete ?? false,
    ...(settings?.attribution ? { attribution: settings.attribution } : {}),
    figures: figures.filter((figure) => (figure.agreement ?? agreement) === agreement),
    actors: actors.map((actor) => ({
      ...actor,
      acceptances: given.filter((one) => one.actor === actor.id).map((one) => one.body),
    })),
  };
}

/** What each list held when it was last seen. The UN's own copies are put together: `loadSnapshots`. */
function listEntriesOf(store: Store): Promise<readonly ListEntry[]> {
  return store
    .query<{ body: ListEntry }>(
      `select e.body from list_entry e join list_snapshot s on s.id = e.snapshot
       where e.superseded_at is null and s.list <> $1 and s.generated_at = (select max(generated_at) from list_snapshot l where l.list = s.list and l.superseded_at is null)
       order by e.row`,
      [unList],
    )
    .then((rows) => rows.map(({ body }) => body));
}

async function bodies<T>(store: Store, noun: "actor" | "area" | "figure"): Promise<readonly T[]> {
  const rows = await store.query<{ body: T }>(
    `select body from "${noun}" where superseded_at is null and not withdrawn order by row`,
  );
  return rows.map(({ body }) => body);
}

async function textOf(store: Store, digest: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of itemBytes(store, digest)) parts.push(part);
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
}
