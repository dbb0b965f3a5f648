import type { ActorRegister, ReportDraft } from "../../domain/index.ts";
import { decodeReport } from "../../formats/index.ts";
import type { Instant } from "../../kit/index.ts";
import { claimOfReport, type Claim } from "../../match/index.ts";
import { regardedBy, toldReports, type Client, type Store, type ToldReport } from "../../store/index.ts";
import { claimWords, type ClaimWords } from "./claim-words.ts";

/** A report of the record as a claim, and where it is. */
export interface RecordClaim {
  readonly claim: Claim;
  readonly row: number;
  readonly incident: string;
  readonly label: string;
  readonly incidentAudience: readonly string[];
}

export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** All that a record can hold. */
export const EVER: Stretch = { from: Date.parse("0001-01-01T00:00:00Z"), to: Date.parse("9999-12-31T00:00:00Z") };

/** What lies between the stretches may be years of a record. Some reports are of two of them. */
async function toldDuring(client: Client, stretches: readonly Stretch[]): Promise<readonly ToldReport[]> {
  const found = new Map<number, ToldReport>();
  for (const one of stretches) for (const told of await toldReports(client, one)) found.set(told.row, told);
  return [...found.values()];
}

/**
 * Reports that tell of something in stretches of time, and those that they say to correct or repeat, whenever these told of; in
 * the order of the record. Cited documents are none: what they say of an incident is in the record only as the data set tells it
 * that cites them.
 */
export async function claimsDuring(
  client: Client,
  stretches: readonly Stretch[],
  words: ClaimWords,
): Promise<readonly RecordClaim[]> {
  const told = decoded(await toldDuring(client, stretches));
  const earlier = await earlierOf(client, told);
  const there = new Set(told.map(({ found }) => found.id));
  const missing = [...new Set(earlier.values())].filter((id) => !there.has(id));
  const others = missing.length === 0 ? [] : decoded(await toldReports(client, { reports: missing }));
  const all = [...told, ...others].sort((a, b) => a.found.row - b.found.row);
  return all.map((one) => recordClaim(one, earlier, words));
}

/** The reports of one incident, in the order of the record. */
export async function claimsOfIncident(
  client: Client,
  incident: string,
  words: ClaimWords,
): Promise<readonly RecordClaim[]> {
  const told = decoded(await toldReports(client, { incident }));
  const earlier = await earlierOf(client, told);
  return told.map((one) => recordClaim(one, earlier, words));
}

interface Decoded {
  readonly found: ToldReport;
  readonly draft: ReportDraft;
}

function decoded(reports: readonly ToldReport[]): readonly Decoded[] {
  return reports.map((found) => ({ found, draft: decodeReport(found.body) }));
}

/** Which earlier report each corrects or repeats, also where that came with another import. */
function earlierOf(client: Client, told: readonly Decoded[]): Promise<ReadonlyMap<string, string>> {
  const regarding = told.flatMap(({ found, draft: { regards } }) =>
    regards && /^(?:corrects|repeats)$/u.test(regards.relation)
      ? [{ report: found.id, data_set: found.data_set, source: found.source, regards: regards.report }]
      : [],
  );
  return regardedBy(client, regarding);
}

function recordClaim({ found, draft }: Decoded, earlier: ReadonlyMap<string, string>, words: ClaimWords): RecordClaim {
  const { row, id, data_set, label, incident, incident_audience: incidentAudience } = found;
  const updates = earlier.get(id);
  const claim = claimOfReport(draft, {
    id,
    // Reports of which nobody knows the source are one voice for each data set.
    source: found.source ?? `unnamed source of ${data_set}`,
    ...words,
    ...(updates === undefined ? {} : { updates }),
  });
  return { claim, row, incident, label, incidentAudience };
}

/** Who is who as the record has it now. */
export async function wordsOfRecord(store: Store): Promise<ClaimWords> {
  const actors = (await store.current("actor")).map(({ body }) => body as unknown as ActorRegister["actors"][number]);
  return claimWords({ zone: "UTC", acceptancesComplete: false, figures: [], actors });
}
