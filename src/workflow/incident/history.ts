import {
  entriesAt,
  findFirstVersion,
  keysIn,
  versionsAbout,
  type LedgerEntry,
  type Noun,
  type Store,
  type VersionOf,
} from "../../store/index.ts";
import { NoSuchThing, type Version } from "../acts/acting.ts";
import { verdictChanges, type VerdictChange } from "../acts/findings-changed.ts";

/** What an entry of the ledger did to one thing that is about the incident. */
export interface ThingHappened {
  readonly noun: Noun;
  readonly id: string;
  readonly row: number;
  readonly what: "added" | "changed" | "withdrawn";
  readonly before: Version | undefined;
  readonly now: Version;
  /** Of a finding. */
  readonly verdicts?: readonly VerdictChange[];
}

export interface EntryAbout extends Omit<LedgerEntry, "rows" | "hash"> {
  readonly things: readonly ThingHappened[];
}

/** Everything that happened to an incident, to its reports, and to what was said and found of it; the earliest first. */
export async function historyOf(store: Store, incident: string): Promise<readonly EntryAbout[]> {
  return store.snapshot(async (client) => {
    if (!(await findFirstVersion(client, "incident", incident))) throw new NoSuchThing("incident");
    const versions = await versionsAbout(client, incident);
    const cells = versions.flatMap((one) => (one.noun === "finding" ? [one.version.cells] : []));
    const keys = await keysIn(client, [...new Set(cells)]);
    const byRow = new Map(versions.map((one) => [one.version.row, one]));
    const moments = [...new Set(versions.map(({ version }) => version.recorded_at))];
    const entries = await entriesAt(client, moments);
    return entries.map((entry) => ({
      ...entry,
      things: versions
        .filter(({ version }) => version.recorded_at === entry.at)
        .map((one) => happened(one, { before: byRow.get(one.version.supersedes ?? -1), keys })),
    }));
  });
}

interface Beside {
  readonly before: VersionOf | undefined;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

function happened(one: VersionOf, { before, keys }: Beside): ThingHappened {
  const { noun, version } = one;
  const said = (which: VersionOf | undefined): readonly string[] =>
    which?.noun === "finding" ? (keys.get(which.version.cells) ?? []) : [];
  return {
    noun,
    id: version.id,
    row: version.row,
    what: version.withdrawn ? "withdrawn" : version.supersedes === null ? "added" : "changed",
    before: before?.version,
    now: version,
    ...(noun === "finding" ? { verdicts: verdictChanges(said(before), said(one)) } : {}),
  };
}
