import type { ReactNode } from "react";
import { useCaller } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { historyWords } from "./history-words.ts";
import { Person } from "./When.tsx";

/** What was done, in words; an act that has none is called as the ledger calls it. */
export function ActName({ act }: { readonly act: string }): ReactNode {
  const say = useWords(historyWords);
  const key = historyWords.keys.find((one) => one === act);
  return key ? say(key) : <bdi className="mono">{act}</bdi>;
}

export function By({ by }: { readonly by: string | null }): ReactNode {
  const caller = useCaller();
  return <Person by={by} you={caller?.account} />;
}
