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
import {
  acceptancesOf,
  agreementsKept,
  itemBytes,
  latestEntries,
  type AgreementKept,
  type Json,
  type Store,
} from "../../store/index.ts";
import { unList } from "../../formats/index.ts";
import { readAccountWords } from "../../judge/index.ts";
import { statementsOf } from "../../language/index.ts";
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
    // The UN's own copies are put together: `loadSnapshots`.
    latestEntries<ListEntry>(store, { except: unList }),
    loadSnapshots(store, unList),
    store.currentBodies<Area>("area"),
    agreementText(store, text_item),
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

/** The parties that the text of the record names. */
export async function partiesInRecord(store: Store, wanted?: string): Promise<readonly string[]> {
  const { agreement } = await loadRecord(store, wanted);
  return statementsOf(agreement).flatMap((statement) => (statement.kind === "party" ? [statement.name] : []));
}

async function agreementOf(store: Store, wanted: string | undefined): Promise<AgreementKept> {
  const agreements = await store.withClient(agreementsKept);
  const found =
    wanted === undefined && agreements.length === 1 ? agreements[0] : agreements.find(({ key }) => key === wanted);
  if (found) return found;
  const names = agreements.map(({ key }) => key).join(", ");
  if (agreements.length === 0)
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
    store.currentBodies<Actor>("actor"),
    store.currentBodies<ClaimedFigure & { readonly agreement?: string }>("figure"),
    acceptancesOf<RecordedStanding>(store, agreement),
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

/** The text of an agreement, by the SHA-256 of its item. */
export async function agreementText(store: Store, digest: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of itemBytes(store, digest)) parts.push(part);
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
}
