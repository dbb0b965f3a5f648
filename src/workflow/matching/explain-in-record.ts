import { Refusal } from "../../kit/index.ts";
import { Ledger, Matcher } from "../../match/index.ts";
import { handlesOf, timesOf, type Store } from "../../store/index.ts";
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
    const rows = await timesOf(client, reports);
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
    return claimsDuring(client, [{ from: from - AROUND, to: to + AROUND }], words);
  });
  const incidents = new Map(claims.map(({ claim, incident }) => [claim.id, incident]));
  const matcher = new Matcher({ model, ledger: new Ledger(), newId: () => "~" });
  matcher.load(claims.map(({ claim }) => claim));
  const { book, lineages } = matcher;
  const reasons = pairReasons({ book, lineages, incidentOf: (claim) => incidents.get(claim) }, reports);
  const ids = reasons.sources.filter((source) => /^[0-9a-f-]{36}$/u.test(source));
  return withHandles(reasons, await handlesOf(store, ids));
}

/** Sources by the handles under which they stand in the record. */
function withHandles(reasons: PairReasons, handles: ReadonlyMap<string, string>): PairReasons {
  const named = (text: string): string =>
    [...handles].reduce((said, [id, handle]) => said.replaceAll(id, `“${handle}”`), text);
  const { pair, sources, because } = reasons;
  const bars = pair?.bars.map((bar) => ({
    ...bar,
    says: named(bar.says),
    values: bar.values && ([named(bar.values[0]), named(bar.values[1])] as const),
  }));
  return {
    ...reasons,
    sources: [named(sources[0]), named(sources[1])],
    because: because.map(named),
    pair: pair && { ...pair, bars: bars! },
  };
}
