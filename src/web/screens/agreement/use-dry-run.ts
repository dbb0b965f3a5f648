import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client } from "../../record/index.ts";
import type { DryRunAnswer } from "./changes.ts";

const WAIT_MS = 700;

export interface DryRunAsked {
  readonly id: string;
  readonly text: string;
  /** Nothing is asked while the text has errors that the editor knows of. */
  readonly isWanted: boolean;
  /** How many changed incidents are named. */
  readonly limit: number;
}

/** The dry run of a draft, once nobody has written for a moment; what was there before stays until the next has come. */
export function useDryRun({ id, text, isWanted, limit }: DryRunAsked): UseQueryResult<DryRunAnswer> {
  const settled = useSettled(text);
  return useQuery({
    queryKey: ["dryRunText", id, settled, limit],
    queryFn: () => client.ask("dryRunText", { params: { id }, body: { text: settled, limit } }),
    enabled: isWanted && settled === text,
    placeholderData: keepPreviousData,
    retry: false,
    // Drafts are long, and nobody goes back to most of them.
    gcTime: 60_000,
  });
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
