import { useAsk, useMay } from "../../record/index.ts";
import type { Entry } from "./entries.ts";
import { useHere } from "./here.ts";

/** What happened to the incident, its reports, and what was said and found of it, the latest first; for those who read the ledger. */
export function useHistory(): readonly Entry[] {
  const { id } = useHere();
  const isWanted = useMay("ledger:read");
  const { data } = useAsk("getIncidentHistory", { params: { id } }, { isWanted, keepsBefore: true });
  return data?.entries.toReversed() ?? [];
}
