import { useAsk, useMay } from "../../record/index.ts";
import { names, type LedgerEntry } from "./entries.ts";

/** The entry of the ledger in which something was done to a thing just now; only for those who read the ledger. */
export function useEntry(act: string, thing: string | undefined): LedgerEntry | undefined {
  const isWanted = useMay("ledger:read") && thing !== undefined;
  const { data } = useAsk("listLedger", { query: { limit: 30 } }, { isWanted });
  if (thing === undefined) return undefined;
  const ids = new Set([thing]);
  return data?.items.find((entry) => entry.act === act && names(entry.body, ids));
}
