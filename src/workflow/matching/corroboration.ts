import { deriveIncident, findLineages, type DerivedIncident } from "../../match/index.ts";
import type { Store } from "../../store/index.ts";
import { evidenceOf } from "../acts/evidence.ts";
import { standingIncident } from "./members.ts";
import { claimsOfIncident, wordsOfRecord } from "./record-claims.ts";

/** What the reports of an incident come to, with nobody's figure chosen. For the inside. */
export interface Corroboration extends Omit<DerivedIncident, "claims" | "voices"> {
  readonly incident: string;
  readonly reports: readonly string[];
  /** By report: what it copies. */
  readonly copies: Readonly<Record<string, string>>;
  /** Sources that tell for themselves, cited documents among them. Copies, and what a source says later, are no further voice. */
  readonly voices: number;
}

/** @throws NoSuchThing. An incident that was joined to another is followed to it. */
export async function corroborationOf(store: Store, id: string): Promise<Corroboration> {
  const words = await wordsOfRecord(store);
  return store.snapshot(async (client) => {
    const incident = await standingIncident({ client }, id);
    const claims = (await claimsOfIncident(client, incident, words)).map(({ claim }) => claim);
    const lineages = findLineages(claims);
    const { voices } = (await evidenceOf(client, [incident])).get(incident)!;
    const { claims: reports, ...derived } = deriveIncident(claims, lineages);
    const copies = Object.fromEntries(lineages.copies.map(({ claim, origin }) => [claim, origin]));
    return { ...derived, incident, reports, copies, voices };
  });
}

/** Where an incident that was joined to others has gone; itself if it stands. @throws NoSuchThing */
export async function followIncident(store: Store, id: string): Promise<string> {
  return store.withClient((client) => standingIncident({ client }, id));
}
