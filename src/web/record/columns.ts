import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ColumnsReader, type IncidentColumns } from "../../domain/index.ts";
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

/** Incidents whose words the server finds a text in: reading all of them here would need all of them here. */
export function useFoundByText(text: string | undefined, asOf?: string): UseQueryResult<IncidentColumns> {
  return useQuery({
    queryKey: ["listColumns", { text, asOf, only: "ids" }],
    queryFn: () => load({ text: text ?? "", only: "ids", ...(asOf === undefined ? {} : { asOf }) }),
    enabled: text !== undefined,
    structuralSharing: false,
  });
}

async function load(query: {
  readonly asOf?: string;
  readonly text?: string;
  readonly only?: "ids";
}): Promise<IncidentColumns> {
  const response = await client.ask("listColumns", { query });
  const reader = new ColumnsReader();
  const text = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await text.read(); !part.done; part = await text.read()) reader.take(part.value);
  return reader.finish();
}
