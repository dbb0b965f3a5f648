import type { EndpointName } from "../../src/api/index.ts";
import type { Noun } from "../../src/store/index.ts";

/** Where the nouns are found whose address is not their name with an s. */
export const NOUN_AT: Readonly<Record<string, Noun>> = {
  "list-entries": "list_entry",
  lists: "list_snapshot",
  coverage: "coverage",
  replies: "reply",
  matches: "match_proposal",
  "match-verdicts": "match_verdict",
  pins: "match_pin",
};

type Queries = Readonly<Partial<Record<EndpointName, Readonly<Record<string, string>>>>>;

/** What is asked of endpoints that have to be asked something. */
export function queriesOf(ids: Readonly<Record<Noun, string>>): Queries {
  return {
    countVerdicts: { rule: "cease" },
    exportIncidents: { format: "jsonl" },
    exportManifest: { format: "csv" },
    exportReports: { format: "truce-csv" },
    explainMatch: { report: ids.report, other: ids.report },
    search: { text: "bakery" },
    listed: { who: "QDe.149" },
    listFindingChanges: { since: "2016-02-27T00:00:00Z" },
  };
}
