import { isAbout, type Entry } from "./entries.ts";
import { useHistory } from "./use-history.ts";

/** The entry of the ledger in which something was done to a thing just now; only for those who read the ledger. */
export function useEntry(act: string, thing: string | undefined): Entry | undefined {
  const entries = useHistory();
  return thing === undefined ? undefined : entries.find((entry) => entry.act === act && isAbout(entry, thing));
}
