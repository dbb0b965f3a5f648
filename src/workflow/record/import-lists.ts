import {
  listingHistory,
  referencesNamed,
  wasListed,
  type GazetteerPlace,
  type ListingAnswer,
  type ListSnapshot,
} from "../../domain/index.ts";
import { unList, type UnEntry, type UnSnapshot } from "../../formats/index.ts";
import { searchWords } from "../../kit/index.ts";
import {
  hasSnapshotAt,
  putKeyed,
  snapshotsOf,
  type Change,
  type Json,
  type PutCounts,
  type Store,
} from "../../store/index.ts";

/** The list that `truce listed` asks. */
export const UN_LIST = unList;

/** A copy of the UN's list as it was given out at one moment. The same copy again is not added twice. */
export async function putUnSnapshot(
  change: Change,
  {
    snapshot,
    item,
    audience,
  }: { readonly snapshot: UnSnapshot; readonly item: string; readonly audience: readonly string[] },
): Promise<PutCounts> {
  const { list, generated, zone, unreadable, complete, entries } = snapshot;
  if (await hasSnapshotAt(change.client, list, generated)) return { added: 0, revised: 0, unchanged: entries.length };
  const body = { zone, unreadable, complete };
  const id = change.add("list_snapshot", { audience }, { list, generated_at: generated, item, body });
  for (const entry of entries) {
    const { reference, name, otherNames } = entry;
    const words = searchWords({ names: [name, ...otherNames], texts: [reference] });
    change.add(
      "list_entry",
      { audience },
      { snapshot: id, list, reference, name, words, body: entry as unknown as Json },
    );
  }
  return { added: entries.length, revised: 0, unchanged: 0 };
}

/** Every copy of a list in the record. */
export async function loadSnapshots(store: Store, list: string): Promise<readonly ListSnapshot<UnEntry>[]> {
  const snapshots = await snapshotsOf<Pick<UnSnapshot, "zone" | "unreadable" | "complete">, UnEntry>(store, list);
  return snapshots.map(({ generatedAt, body, entries }) => ({ list, generated: generatedAt, ...body, entries }));
}

export interface ListedAnswer extends ListingAnswer {
  readonly reference: string;
}

/** Whether whoever goes by this name or reference was on the list at a moment, as known at another, by all copies in the record. */
export async function listedInRecord(
  store: Store,
  {
    list,
    who,
    at,
    known,
  }: { readonly list: string; readonly who: string; readonly at: number; readonly known: number },
): Promise<readonly ListedAnswer[]> {
  const history = listingHistory(await loadSnapshots(store, list));
  const references = history.entries.has(who) ? [who] : referencesNamed(history, who);
  return references.map((reference) => ({ reference, ...wasListed(history, reference, { at, known }) }));
}

export function putPlaces(
  change: Change,
  { places, audience }: { readonly places: readonly GazetteerPlace[]; readonly audience: readonly string[] },
): Promise<PutCounts> {
  const puts = places.map((place) => {
    const names = place.names.map(({ text }) => text);
    const said = {
      key: place.id,
      name: names[0] ?? place.id,
      latitude: place.point.latitude,
      longitude: place.point.longitude,
      parents: place.parents.map(({ code }) => code),
      words: searchWords({ names }),
      body: place as unknown as Json,
    };
    return { audience, said };
  });
  return putKeyed(change, "place", puts);
}
