import { useAsk, useMay } from "../../record/index.ts";
import { names, type LedgerEntry } from "./entries.ts";
import { useHere } from "./here.ts";

/** Entries of the ledger that name the incident or one of its reports, the latest first. */
export function useHistory(): readonly LedgerEntry[] {
  const { id, answer } = useHere();
  const isWanted = useMay("ledger:read");
  const { data } = useAsk("listLedger", { query: { limit: 1000 } }, { isWanted, keepsBefore: true });
  const ids = new Set([id, ...answer.reports.map((report) => report.id)]);
  return (data?.items ?? []).filter(({ body }) => names(body, ids));
}
