import { createContext, use } from "react";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

export type IncidentAnswer = AnswerOf<Endpoints["getIncident"]>;
export type ReportHere = IncidentAnswer["reports"][number];

/** The incident that the page is about, as it is looked at. */
export interface Here {
  readonly id: string;
  readonly answer: IncidentAnswer;
  /** The key of the agreement that it is looked at under, and the id by which the API knows that. */
  readonly agreement: string | undefined;
  readonly agreementId: string | undefined;
  /** IANA name; clock times are said in it. */
  readonly zone: string;
  readonly rule: string;
  readonly reading: string;
  /** Unset: as it stands. In the past nothing can be done. */
  readonly asOf: string | undefined;
  /** Part of every query: `asOf`, or nothing. */
  readonly upTo: { readonly asOf?: string };
  /** The version that acts name; unset outside. */
  readonly row: number | undefined;
}

export const IncidentHere = createContext<Here | undefined>(undefined);

export function useHere(): Here {
  const here = use(IncidentHere);
  if (!here) throw new Error("no incident is shown here");
  return here;
}
