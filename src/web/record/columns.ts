import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ColumnsReader, type IncidentColumns } from "../../domain/index.ts";
import type { Selection } from "../selection/index.ts";
import { client } from "./client.ts";

/**
 * Every incident that one may see, as columns in memory: what is filtered, drawn, counted and coloured here, without asking the
 * server again, is this.
 */
export function useColumns(asOf?: string): UseQueryResult<IncidentColumns> {
  return useQuery({
    queryKey: ["listColumns", { asOf }],
    queryFn: () => load(asOf === undefined ? {} : { asOf }),
    // Two of them side by side are a lot of memory; nothing is gained by keeping what is not looked at.
    gcTime: 30_000,
    structuralSharing: false,
    placeholderData: (before: IncidentColumns | undefined) => before,
  });
}

/**
 * Incidents that the server finds by words or by who told of them: what was said, and by whom, is not among the columns, and
 * stays there.
 */
export function useFound({ text, source, asOf }: Selection): UseQueryResult<IncidentColumns> {
  const asked = withoutUnset({ text, source, asOf });
  return useQuery({
    queryKey: ["listColumns", { ...asked, only: "ids" }],
    queryFn: () => load({ ...asked, only: "ids" }),
    enabled: text !== undefined || source !== undefined,
    structuralSharing: false,
  });
}

function withoutUnset(asked: Readonly<Record<string, string | undefined>>): Asked {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

interface Asked {
  readonly asOf?: string;
  readonly text?: string;
  readonly source?: string;
  readonly only?: "ids";
}

async function load(query: Asked): Promise<IncidentColumns> {
  const response = await client.ask("listColumns", { query });
  const reader = new ColumnsReader();
  const text = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await text.read(); !part.done; part = await text.read()) reader.take(part.value);
  return reader.finish();
}
