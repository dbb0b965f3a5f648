import { createHash } from "node:crypto";
import type { AskWith, EndpointName, Endpoints } from "../../../src/api/index.ts";
import type { Dice } from "../../proof/dice.ts";

/** What people of a mission do through the API while its server is being killed. */

export type Person = "editor" | "verifier" | "decider" | "monitor";

/** A request, and the mark by which it is found in the record again. */
export interface Act<Name extends EndpointName = EndpointName> {
  readonly name: Name;
  readonly ask: Omit<AskWith<Endpoints[Name]>, "key">;
  /** Nothing else in the record has it. */
  readonly mark: string;
  /** Further marks, each of which has to be there as often. */
  readonly more?: readonly string[];
}

/** What the others have made so far, which acts are about. */
export interface Pool {
  readonly incidents: string[];
  readonly replies: string[];
  readonly proposals: string[];
}

/** The version of a thing as it stands, for an act that names it. */
export type Look = (noun: "incident" | "reply" | "proposal", id: string) => Promise<number | undefined>;

export interface Making {
  readonly dice: Dice;
  readonly pool: Pool;
  readonly mark: string;
  readonly look: Look;
}

type Maker = (making: Making) => Promise<Act | undefined>;

const AGREEMENT = "two-villages";
const words = (text: string) => ({ text, lang: "en" });

function act<Name extends EndpointName>(name: Name, mark: string, ask: Omit<AskWith<Endpoints[Name]>, "key">): Act {
  return { name, ask, mark };
}

export const ACTS: Readonly<Record<Person, readonly Maker[]>> = {
  editor: [recordReports, recordReports, pasteTable, receiveItem, requestReply, recordReply, askClarification],
  verifier: [setOccurrence, setAttribution, recordReports, setOccurrence],
  decider: [proposeDetermination, signDetermination, signDetermination],
  monitor: [receiveItem],
};

/** A day of the truce, a village and a place: some of them near enough for the matcher to put them together. */
function observation(dice: Dice, id: string): Record<string, string> {
  const isUpper = dice.chance(0.5);
  const [side_a, side_b] = ["people of Upper Maro", "people of Lower Maro"].toSorted(() => (isUpper ? 1 : -1));
  const day = `2024-03-${String(dice.between(5, 30)).padStart(2, "0")}`;
  const hour = dice.between(10, 19);
  return {
    id,
    source: dice.pick(["Team 1", "Team 2", "Team 3"]),
    when: `${day}T${hour}:00/${day}T${hour}:30`,
    zone: "Africa/Nairobi",
    kind: "non-state",
    side_a: side_a!,
    side_b: side_b!,
    direction: "a-on-b",
    latitude: (-1.29 + dice.below(20) / 1000).toFixed(4),
    longitude: "36.8219",
    radius_m: "500",
    narrative: `shots, noted as ${id}`,
  };
}

async function recordReports({ dice, mark }: Making): Promise<Act> {
  return act("recordReports", mark, { body: { reports: [observation(dice, mark)] } });
}

async function pasteTable({ dice, mark }: Making): Promise<Act> {
  const rows = Array.from({ length: dice.between(2, 12) }, (_, i) => observation(dice, `${mark}-${i}`));
  const columns = Object.keys(rows[0]!);
  const text = [columns, ...rows.map((row) => columns.map((name) => row[name]!))].map((row) => row.join("\t"));
  const [first, ...others] = rows.map(({ id }) => id!);
  return { ...act("recordPastedTable", first!, { body: { text: text.join("\n") } }), more: others };
}

async function receiveItem({ mark }: Making): Promise<Act> {
  const bytes = Buffer.from(`what somebody sent: ${mark}\n`);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return act("receiveItem", digest, { query: { name: "note.txt" }, body: bytes });
}

async function setOccurrence({ dice, pool, mark, look }: Making): Promise<Act | undefined> {
  const id = someOf(dice, pool.incidents);
  const seen = id === undefined ? undefined : await look("incident", id);
  if (id === undefined || seen === undefined) return undefined;
  const level = dice.pick(["reported", "likely", "confirmed"] as const);
  return act("setOccurrence", mark, { params: { id }, body: { seen, level, reasons: words(mark) } });
}

async function setAttribution({ dice, pool, mark, look }: Making): Promise<Act | undefined> {
  const id = someOf(dice, pool.incidents);
  const seen = id === undefined ? undefined : await look("incident", id);
  if (id === undefined || seen === undefined) return undefined;
  return act("setAttribution", mark, { params: { id }, body: { seen, level: "not possible", reasons: words(mark) } });
}

async function requestReply({ dice, pool, mark, look }: Making): Promise<Act | undefined> {
  const id = someOf(dice, pool.incidents);
  const seen = id === undefined ? undefined : await look("incident", id);
  if (id === undefined || seen === undefined) return undefined;
  const party = dice.pick(["upper", "lower"]);
  return act("requestReply", mark, { params: { id }, body: { seen, party, question: words(mark), release: true } });
}

async function recordReply({ dice, pool, mark, look }: Making): Promise<Act | undefined> {
  const id = someOf(dice, pool.replies);
  const seen = id === undefined ? undefined : await look("reply", id);
  if (id === undefined || seen === undefined) return undefined;
  return act("recordReply", mark, { params: { id }, body: { seen, answer: words(mark), position: "denied" } });
}

async function askClarification({ mark }: Making): Promise<Act> {
  const body = { agreement: AGREEMENT, provision: "no-shooting", askedBy: "upper", question: words(mark) };
  return act("askClarification", mark, { body });
}

async function proposeDetermination({ dice, pool, mark, look }: Making): Promise<Act | undefined> {
  const id = someOf(dice, pool.incidents);
  const seen = id === undefined ? undefined : await look("incident", id);
  if (id === undefined || seen === undefined) return undefined;
  const body = { seen, agreement: AGREEMENT, judgement: "breach", rule: "no-shooting", reasons: words(mark) } as const;
  return act("proposeDetermination", mark, { params: { id }, body });
}

/** A signature has no words of its own: its mark is the proposal, which each of those who act signs once at most. */
async function signDetermination({ dice, pool, look }: Making): Promise<Act | undefined> {
  const id = someOf(dice, pool.proposals);
  const seen = id === undefined ? undefined : await look("proposal", id);
  if (id === undefined || seen === undefined) return undefined;
  return act("signDetermination", `signed ${id}`, { params: { id }, body: { seen } });
}

/** Mostly one of the latest, so that two are at the same thing now and then. */
function someOf(dice: Dice, ids: readonly string[]): string | undefined {
  return ids.length === 0 ? undefined : dice.pick(dice.chance(0.7) ? ids.slice(-8) : ids);
}

/** What came of an act that others can go on with. */
export function noteMade(pool: Pool, name: EndpointName, answer: unknown): void {
  const said = answer as {
    readonly reports?: readonly { readonly incident: string | null }[];
    readonly reply?: string;
    readonly proposal?: string;
  };
  if (name === "recordReports" || name === "recordPastedTable")
    pool.incidents.push(...said.reports!.flatMap(({ incident }) => incident ?? []));
  if (name === "requestReply") pool.replies.push(said.reply!);
  if (name === "proposeDetermination") pool.proposals.push(said.proposal!);
}
