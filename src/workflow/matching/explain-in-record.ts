import { Refusal } from "../../kit/index.ts";
import { Ledger, Matcher } from "../../match/index.ts";
import type { Store } from "../../store/index.ts";
import { InputCheck } from "../acts/input-check.ts";
import { pairReasons, type PairReasons } from "./explain-pair.ts";
import { modelOfRecord } from "./model.ts";
import { claimsDuring, wordsOfRecord } from "./record-claims.ts";

const AROUND = 4 * 24 * 3_600_000;

/** Why two reports of the record are, or are not, of one incident, by what is known now. For the inside. */
export async function explainInRecord(store: Store, reports: readonly [string, string]): Promise<PairReasons> {
  const check = new InputCheck();
  reports.forEach((report, i) => check.id(`/reports/${i}`, report));
  check.done();
  const [model, words] = [await modelOfRecord(store), await wordsOfRecord(store)];
  const claims = await store.snapshot(async (client) => {
    const { rows } = await client.query<{ id: string; earliest: number | null; latest: number | null }>(
      "select id, earliest, latest from report where id = any($1::uuid[]) and superseded_at is null and not withdrawn",
      [reports],
    );
    for (const report of reports) {
      const found = rows.find(({ id }) => id === report);
      if (!found)
        throw new Refusal(
          "match.no-report",
          `the record has no report ${report}`,
          "truce match --waiting names reports",
        );
      if (found.earliest === null || found.latest === null)
        throw new Refusal(
          "match.no-time",
          `report ${report} does not say when it happened`,
          "so it is compared with nothing",
        );
    }
    const from = Math.min(...rows.map(({ earliest }) => earliest!));
    const to = Math.max(...rows.map(({ latest }) => latest!));
    return claimsDuring(client, { from: from - AROUND, to: to + AROUND }, words);
  });
  const incidents = new Map(claims.map(({ claim, incident }) => [claim.id, incident]));
  const matcher = new Matcher({ model, ledger: new Ledger(), newId: () => "~" });
  matcher.load(claims.map(({ claim }) => claim));
  const { book, lineages } = matcher;
  return pairReasons({ book, lineages, incidentOf: (claim) => incidents.get(claim) }, reports);
}
