import type pg from "pg";
import type { ActorRegister } from "../../domain/index.ts";
import { decodeReport } from "../../formats/index.ts";
import type { Instant } from "../../kit/index.ts";
import { claimOfReport, type Claim } from "../../match/index.ts";
import type { Json, Store } from "../../store/index.ts";
import { claimWords, type ClaimWords } from "./claim-words.ts";

/** A report of the record as a claim, and where it is. */
export interface RecordClaim {
  readonly claim: Claim;
  readonly row: number;
  readonly incident: string;
  readonly label: string;
  readonly audience: readonly string[];
  readonly incidentAudience: readonly string[];
}

interface Found {
  readonly row: number;
  readonly id: string;
  readonly data_set: string;
  readonly external_id: string;
  readonly source: string | null;
  readonly label: string;
  readonly body: Json;
  readonly audience: readonly string[];
  readonly incident: string;
  readonly incident_audience: readonly string[];
}

export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Reports that tell of something in a stretch of time, in the order of the record. Cited documents are none: what they say of
 * an incident is in the record only as the data set tells it that cites them.
 */
export async function claimsDuring(
  client: pg.ClientBase,
  { from, to }: Stretch,
  words: ClaimWords,
): Promise<readonly RecordClaim[]> {
  const { rows } = await client.query<Found>(
    `select distinct on (r.row) r.row, r.id, r.data_set, r.external_id, r.source, r.label, r.body, r.audience,
       m.incident, i.audience as incident_audience
     from report r
     join incident_member m on m.report = r.id and m.superseded_at is null and not m.withdrawn
     join incident i on i.id = m.incident and i.superseded_at is null and not i.withdrawn
     where r.kind = 'event' and r.superseded_at is null and not r.withdrawn and r.earliest <= $2 and r.latest >= $1
     order by r.row, m.row`,
    [isoOf(from), isoOf(to)],
  );
  const ids = new Map(rows.map(({ id, data_set, external_id }) => [`${data_set} ${external_id}`, id]));
  return rows.map((row) => recordClaim(row, ids, words));
}

function recordClaim(found: Found, ids: ReadonlyMap<string, string>, words: ClaimWords): RecordClaim {
  const { row, id, data_set, label, body, audience, incident, incident_audience: incidentAudience } = found;
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
  return { claim, row, incident, label, audience, incidentAudience };
}

/** Who is who as the record has it now. */
export async function wordsOfRecord(store: Store): Promise<ClaimWords> {
  const actors = (await store.current("actor")).map(({ body }) => body as unknown as ActorRegister["actors"][number]);
  return claimWords({ zone: "UTC", acceptancesComplete: false, figures: [], actors });
}

/** The nearest moment that the record can hold. */
function isoOf(instant: Instant): string {
  const [earliest, latest] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];
  return new Date(Math.min(Math.max(instant, earliest), latest)).toISOString();
}
