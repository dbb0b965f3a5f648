import { listingHistory, referencesNamed, wasListed, type ListedEntry, type ListSnapshot } from "../domain/index.ts";
import type { Reading } from "../store/index.ts";
import { UN_LIST } from "../workflow/index.ts";
import type { Handlers } from "./handler.ts";
import { readingFor } from "./parts.ts";

/** Asks the copies of the Security Council's list that the caller sees, and no others. */
export const listedHandlers: Handlers<"listed"> = {
  async listed(asked) {
    const { who, at = Date.now(), known = Date.now(), asOf } = asked.query;
    const history = listingHistory(await snapshotsSeen(readingFor(asked, asOf)));
    const references = history.entries.has(who) ? [who] : referencesNamed(history, who);
    const entries = references.map((reference) => ({ reference, ...wasListed(history, reference, { at, known }) }));
    return JSON.parse(JSON.stringify({ entries })) as Awaited<ReturnType<Handlers<"listed">["listed"]>>;
  },
};

type Body = Pick<ListSnapshot, "zone" | "unreadable" | "complete">;

async function snapshotsSeen(reading: Reading): Promise<readonly ListSnapshot[]> {
  const snapshots = (await reading.things("list_snapshot")).filter(({ list }) => list === UN_LIST);
  if (snapshots.length === 0) return [];
  const entries = new Map<string | undefined, ListedEntry[]>();
  for (const { snapshot, body } of await reading.things("list_entry")) {
    const those = entries.get(snapshot) ?? [];
    those.push(body as unknown as ListedEntry);
    entries.set(snapshot, those);
  }
  return snapshots.map(({ id, generated_at: generated, body }) => ({
    list: UN_LIST,
    generated: generated!,
    ...(body as unknown as Body),
    entries: entries.get(id) ?? [],
  }));
}
