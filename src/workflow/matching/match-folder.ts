import {
  bandsOf,
  deriveIncident,
  findCovers,
  matchAll,
  type Band,
  type Batch,
  type Claim,
  type Cover,
  type DerivedIncident,
  type IncidentBand,
} from "../../match/index.ts";
import { canonicalJson, digestOf } from "../../store/index.ts";
import { scoreAnswer, type KnownAnswer } from "./known-answer.ts";
import { claimsOfFolder, type FolderClaims, type FolderClaimsOptions, type ToldClaim } from "./folder-claims.ts";

export interface MatchFolderOptions extends Omit<FolderClaimsOptions, "onProgress"> {
  readonly onProgress?: (phase: "read" | "compare" | "learn" | "cluster", done: number, total: number) => void;
}

/** An incident as matching makes it. Nothing that a report says is replaced by it. */
export interface MatchedIncident {
  /** The id of its first claim. */
  readonly id: string;
  readonly band: Band;
  /** That the claim which fits least belongs here; `undefined` of a claim that is alone. */
  readonly probability: number | undefined;
  readonly weakest: string | undefined;
  /** The incident that came closest to being joined. */
  readonly nearest: { readonly incident: string; readonly probability: number } | undefined;
  readonly members: readonly ToldClaim[];
  /** By claim: what it copies. */
  readonly copies: ReadonlyMap<string, string>;
  readonly derived: DerivedIncident;
}

export interface MatchedFolder {
  readonly claims: FolderClaims;
  readonly batch: Batch;
  /** Changes when the weights do. */
  readonly model: string;
  readonly incidents: readonly MatchedIncident[];
  readonly covers: readonly Cover[];
  readonly counts: MatchCounts;
  /** Where a data set says which documents are of one event: how far matching comes to the same. */
  readonly answer: KnownAnswer | undefined;
}

export interface MatchCounts {
  readonly reports: number;
  readonly documents: number;
  readonly claims: number;
  /** Claims that sum several incidents, and are in none. */
  readonly sums: number;
  readonly incidents: number;
  readonly bands: Readonly<Record<Band, number>>;
  readonly copies: number;
  /** Incidents that a person should look at: probable and contested ones. */
  readonly waiting: number;
}

/** Groups the reports of a folder into incidents, all at once, and changes nothing. */
export async function matchFolder(path: string, options: MatchFolderOptions = {}): Promise<MatchedFolder> {
  const { onProgress, ...reading } = options;
  const claims = await claimsOfFolder(path, {
    ...reading,
    ...(onProgress ? { onProgress: (done, total) => onProgress("read", done, total) } : {}),
  });
  const batch = matchAll(
    claims.told.map(({ claim }) => claim),
    onProgress ? { onProgress } : {},
  );
  const incidents = incidentsOf(batch, claims);
  const covers = findCovers(
    claims.told.flatMap(({ claim }) => (claim.isAggregate ? [claim] : [])),
    incidents.map(({ id, members }) => ({ id, claims: members.map(({ claim }) => claim) })),
  );
  return {
    claims,
    batch,
    model: modelName(batch),
    incidents,
    covers,
    counts: countsOf(claims, batch, incidents),
    answer: scoreAnswer(incidents, claims.told),
  };
}

function modelName({ model: { weights } }: Batch): string {
  return `${weights.origin} ${digestOf(canonicalJson([weights.match, weights.others])).slice(0, 12)}`;
}

function incidentsOf(batch: Batch, { byId }: FolderClaims): readonly MatchedIncident[] {
  const { book, incidents, lineages } = batch;
  const idOf = (i: number): string => book.table.claims[i]!.id;
  const copies = new Map(lineages.copies.map(({ claim, origin }) => [claim, origin]));
  const bands = bandsOf(batch);
  return incidents.map((members, n) => {
    const claims: readonly Claim[] = members.map((i) => book.table.claims[i]!);
    const { band, probability, weakest, nearest }: IncidentBand = bands[n]!;
    return {
      id: idOf(members[0]!),
      band,
      probability,
      weakest: weakest === undefined ? undefined : idOf(weakest),
      nearest: nearest && {
        incident: idOf(incidents[nearest.incident]![0]!),
        probability: 1 / (1 + Math.exp(-nearest.logOdds)),
      },
      members: claims.map(({ id }) => byId.get(id)!),
      copies: new Map(claims.flatMap(({ id }) => (copies.has(id) ? [[id, copies.get(id)!] as const] : []))),
      derived: deriveIncident(claims, lineages),
    };
  });
}

function countsOf(
  { reports, documents, told }: FolderClaims,
  { lineages }: Batch,
  incidents: readonly MatchedIncident[],
): MatchCounts {
  const bands = { solid: 0, probable: 0, contested: 0, alone: 0 };
  for (const { band } of incidents) bands[band] += 1;
  return {
    reports,
    documents,
    claims: told.length,
    sums: told.filter(({ claim }) => claim.isAggregate).length,
    incidents: incidents.length,
    bands,
    copies: lineages.copies.length,
    waiting: bands.probable + bands.contested,
  };
}
