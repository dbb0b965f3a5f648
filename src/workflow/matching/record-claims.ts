import type pg from "pg";
import type { ActorRegister } from "../../domain/index.ts";
import { decodeReport } from "../../formats/index.ts";
import type { Instant } from "../../kit/index.ts";
import { claimOfReport, type Claim } from "../../match/index.ts";
import { toldReports, type Store, type ToldReport } from "../../store/index.ts";
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

/**
 * Reports that tell of something in a stretch of time, in the order of the record. Cited documents are none: what they say of
 * an incident is in the record only as the data set tells it that cites them.
 */
export async function claimsDuring(
  client: pg.ClientBase,
  during: Stretch,
  words: ClaimWords,
): Promise<readonly RecordClaim[]> {
  return asClaims(await toldReports(client, during), words);
}

/** The reports of one incident, in the order of the record. */
export async function claimsOfIncident(
  client: pg.ClientBase,
  incident: string,
  words: ClaimWords,
): Promise<readonly RecordClaim[]> {
  return asClaims(await toldReports(client, { incident }), words);
}

function asClaims(reports: readonly ToldReport[], words: ClaimWords): readonly RecordClaim[] {
  const ids = new Map(reports.map(({ id, data_set, external_id }) => [`${data_set} ${external_id}`, id]));
  return reports.map((report) => recordClaim(report, ids, words));
}

function recordClaim(found: ToldReport, ids: ReadonlyMap<string, string>, words: ClaimWords): RecordClaim {
  const { row, id, data_set, label, body, incident, incident_audience: incidentAudience } = found;
  const draft = decodeReport(body);
  const { regards } = draft;
  const earlier = regards && /^(?:corrects|repeats)$/u.test(regards.relation);
  const updates = earlier ? ids.get(`${data_set} ${regards.report}`) : undefined;
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
