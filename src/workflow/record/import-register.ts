import type { ActorRegister, Area, ListEntry, RecordedStanding } from "../../domain/index.ts";
import { searchWords } from "../../kit/index.ts";
import type { Agreement } from "../../language/index.ts";
import {
  agreementToRevise,
  hasSnapshotFrom,
  putKeyed,
  putSet,
  type Change,
  type Json,
  type PutCounts,
  type Said,
} from "../../store/index.ts";

/** Who is who, lists, areas and texts as rows. Each of these is one change; what the record has already is left alone. */

/** How the silence of a register is to be taken. Kept with the agreement that the register is for. */
export interface RegisterSettings {
  readonly zone: string;
  readonly acceptancesComplete: boolean;
  readonly attribution: string | null;
}

/** A text, or another version of it; the settings of its register stay. */
export async function putAgreement(
  change: Change,
  {
    agreement,
    item,
    audience,
  }: { readonly agreement: Agreement; readonly item: string; readonly audience: readonly string[] },
): Promise<PutCounts> {
  const { id, title, zone } = agreement.meta;
  const body = (await agreementToRevise(change.client, id))?.body ?? {};
  return putKeyed(change, "agreement", [{ audience, said: { key: id, title, zone, text_item: item, body } }]);
}

export async function putRegisterSettings(
  change: Change,
  agreement: string,
  settings: RegisterSettings,
): Promise<PutCounts> {
  const current = await agreementToRevise(change.client, agreement);
  if (!current) return { added: 0, revised: 0, unchanged: 0 };
  const body = { ...(current.body as Readonly<Record<string, Json>>), register: { ...settings } };
  return putKeyed(change, "agreement", [{ audience: current.audience, said: { ...current, body } }]);
}

export async function putActors(
  change: Change,
  {
    register,
    agreement,
    audience,
  }: { readonly register: ActorRegister; readonly agreement: string; readonly audience: readonly string[] },
): Promise<PutCounts> {
  const actors = register.actors.map((actor) => ({
    audience,
    said: {
      key: actor.id,
      name: actor.name,
      kind: actor.kind,
      words: searchWords({ names: [actor.name, ...actor.aliases.map(({ text }) => text)] }),
      body: { ...actor, acceptances: [] } as unknown as Json,
    },
  }));
  const counts = await putKeyed(change, "actor", actors);
  const given = register.actors.flatMap(({ id, acceptances }) =>
    acceptances.map((one) => acceptanceRow(agreement, id, one)),
  );
  const figures = register.figures.map((figure): Said<"figure"> => ({
    what: figure.what,
    value: figure.value,
    by: figure.by,
    said_on: figure.on,
    body: { ...figure, agreement } as unknown as Json,
  }));
  const acceptances = await putSet(change, "acceptance", {
    rows: given,
    // What people have recorded one by one no file takes back.
    scope: { column: "agreement", value: agreement, exceptWith: "recorded" },
    audience,
  });
  return addUp(
    counts,
    acceptances,
    await putSet(change, "figure", { rows: figures, scope: { bodyKey: "agreement", value: agreement }, audience }),
  );
}

function acceptanceRow(agreement: string, actor: string, standing: RecordedStanding): Said<"acceptance"> {
  return {
    agreement,
    actor,
    accept: standing.accept,
    standing: standing.standing,
    body: standing as unknown as Json,
  };
}

/** What was withdrawn counts as revised: something is said otherwise now. */
export function addUp(...counts: readonly (PutCounts & { readonly withdrawn?: number })[]): PutCounts {
  return counts.reduce<PutCounts>(
    (sum, { added, revised, unchanged, withdrawn = 0 }) => ({
      added: sum.added + added,
      revised: sum.revised + revised + withdrawn,
      unchanged: sum.unchanged + unchanged,
    }),
    { added: 0, revised: 0, unchanged: 0 },
  );
}

export function putAreas(
  change: Change,
  { areas, audience }: { readonly areas: readonly Area[]; readonly audience: readonly string[] },
): Promise<PutCounts> {
  const puts = areas.map((area) => ({
    audience,
    said: { key: area.id, name: area.name, body: area as unknown as Json },
  }));
  return putKeyed(change, "area", puts);
}

/** One state of a list: what it held when it was made. The same state again is not added twice. */
export async function putListSnapshot(
  change: Change,
  {
    list,
    generatedAt,
    item,
    entries,
    audience,
  }: {
    readonly list: string;
    readonly generatedAt: number;
    readonly item: string;
    readonly entries: readonly ListEntry[];
    readonly audience: readonly string[];
  },
): Promise<PutCounts> {
  if (await hasSnapshotFrom(change.client, list, item)) return { added: 0, revised: 0, unchanged: entries.length };
  const snapshot = change.add("list_snapshot", { audience }, { list, generated_at: generatedAt, item, body: {} });
  for (const entry of entries) {
    const { reference, name, aliases } = entry;
    const words = searchWords({ names: [name, ...aliases], texts: [reference] });
    change.add("list_entry", { audience }, { snapshot, list, reference, name, words, body: entry as unknown as Json });
  }
  return { added: entries.length, revised: 0, unchanged: 0 };
}
