import type { Instant, Problem } from "../../kit/index.ts";
import {
  printFormula,
  printReplacement,
  printLabel,
  printSelector,
  statementsOf,
  type InForceStretch,
  type Name,
  type PartyStatement,
  type Program,
} from "../../language/index.ts";
import type { Store } from "../../store/index.ts";
import { conditionsOf } from "../conditions.ts";
import { situationOf, type LoadedSituation } from "../explain-duty.ts";
import { chooseReadings, refuseIfBroken } from "../judge-folder.ts";
import { renewalProblems } from "../folder-duties.ts";
import { proceduresAt } from "../procedures.ts";
import { loadRecord, reportsInRecord, type LoadedRecord } from "../record/index.ts";
import { clocksOf, type Clock } from "./clocks.ts";
import { complaintOf, type ComplaintStanding } from "./complaints.ts";
import { dutiesOf, type DutyStanding } from "./duties.ts";
import {
  acceptanceOf,
  lineOf,
  namesOf,
  problemsOf,
  type AcceptanceStanding,
  type Looked,
  type NamedInText,
} from "./words.ts";

/** How an agreement stands at a moment: in force or not, who accepted it, what is owed, and which clocks run. */
export interface AgreementStanding {
  readonly key: string;
  readonly title: string;
  readonly zone: string;
  readonly adopted?: string;
  readonly source?: string;
  /** Unset: nobody said whether the wording was compared with the official text. */
  readonly textStatus?: "verified" | "unverified";
  readonly language?: string;
  readonly note?: string;
  /** SHA-256 of the text's item. */
  readonly textItem: string;
  readonly at: Instant;
  readonly inForce: InForceStanding;
  readonly phases: readonly PhaseStanding[];
  readonly parties: readonly PartyStanding[];
  readonly bodies: readonly BodyOfText[];
  readonly classes: readonly ClassOfText[];
  readonly readings: readonly ReadingOfText[];
  readonly statements: readonly StatementOfText[];
  readonly acceptances: readonly AcceptanceStanding[];
  readonly duties: readonly DutyStanding[];
  readonly procedures: readonly ComplaintStanding[];
  readonly clocks: readonly Clock[];
  readonly problems: readonly Problem[];
}

export interface InForceStanding {
  /** `unsaid`: the text does not say when it is in force. `interrupted`: it ended and was renewed later. */
  readonly state: "not-yet" | "in-force" | "interrupted" | "ended" | "unsaid";
  readonly since?: Instant;
  /** Unset: no end is known. */
  readonly until?: Instant;
  readonly stretches: readonly StretchOfText[];
  /** Conditions on which it would end, in the words of the text; whether they hold is not looked at. */
  readonly endsWhen: readonly string[];
  /** What is recorded of its going on, or not, as it was written down. */
  readonly renewals: readonly RenewalTold[];
  readonly supersedes: readonly { readonly id: string; readonly title: string }[];
}

export interface StretchOfText {
  readonly from?: Instant;
  readonly until?: Instant;
  /** Fixed by what is recorded of renewals, not by the text alone. */
  readonly isRenewed: boolean;
  readonly renewable?: "consent" | "unless-notice";
  readonly line?: number;
}

export interface RenewalTold {
  readonly what: "renewed" | "notice";
  /** Local, as it was written down. */
  readonly on: string;
  readonly until?: string;
  readonly source: string;
}

export interface PhaseStanding {
  readonly name: Name;
  readonly title: string;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly entersWhen?: string;
}

export interface PartyStanding extends NamedInText {
  readonly partOf?: Name;
  readonly bound: { readonly state: "true" | "false" | "unknown"; readonly reason: string };
}

export interface BodyOfText extends NamedInText {
  readonly chairedBy: readonly Name[];
  readonly members: readonly Name[];
}

export interface ClassOfText {
  readonly name: Name;
  readonly title: string;
  readonly enrolledBy: readonly Name[];
  /** Those that the text names, and those that the register has. */
  readonly members: readonly Name[];
}

export interface ReadingOfText {
  readonly id: Name;
  readonly title: string;
  readonly statements: readonly Name[];
  /** Who made the statements. */
  readonly speakers: readonly Name[];
  /** Findings are made under it. */
  readonly isJudged: boolean;
}

export interface StatementOfText {
  readonly name: Name;
  readonly title?: string;
  readonly by: readonly Name[];
  readonly on: string;
  readonly kind: PartyStatement["statementKind"];
  /** What it reads otherwise, in the words of the language. */
  readonly says: string;
  /** The rule, list or acceptance that it is about; unset: it says who is bound. */
  readonly about?: Name;
  readonly responses: readonly { readonly response: string; readonly by: readonly Name[]; readonly on?: string }[];
  readonly line?: number;
}

/** @throws Refusal if the record has no such agreement, or its text has errors. */
export async function agreementStanding(store: Store, key: string, looked: Looked): Promise<AgreementStanding> {
  const folder = await loadRecord(store, key);
  refuseIfBroken(folder);
  const reports = [reportsInRecord(store)];
  const window = (): Looked => looked;
  const situation = await situationOf(folder, reports, { window });
  const conditions = await conditionsOf(folder, reports, window);
  const { program } = situation;
  const duties = dutiesOf(situation, looked.at);
  const procedures = proceduresAt(situation).files;
  const { id, at: _, ...meta } = folder.agreement.meta;
  return {
    key: id,
    ...meta,
    textItem: folder.textItem,
    at: looked.at,
    inForce: inForceOf(folder, program, looked.at),
    phases: phasesOf(program),
    parties: partiesOf(folder, situation, looked.at),
    ...groupsOf(folder, program),
    readings: readingsOf(program),
    statements: program.declared.statements.map((one) => statementOf(one, folder)),
    acceptances: conditions.rows.map(acceptanceOf),
    duties,
    procedures: procedures.map(complaintOf),
    clocks: clocksOf({ program, conditions, duties, procedures }),
    problems: [...problemsOf(folder, program), ...renewalProblems(folder, program)],
  };
}

function inForceOf(folder: LoadedRecord, program: Program, now: Instant): InForceStanding {
  const { stretches } = program.declared.times;
  const present = stretches.find(({ from = -Infinity, until = Infinity }) => from <= now && now < until);
  const shown = present ?? stretches.find(({ from = -Infinity }) => from > now) ?? stretches.at(-1);
  const { from: since, until } = shown ?? {};
  const supersedes = statementsOf(folder.agreement).flatMap((one) =>
    one.kind === "supersedes" ? [{ id: one.id, title: one.title }] : [],
  );
  return {
    state: stateAt(stretches, now),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    stretches: stretches.map(({ from, until: end, isRenewed, statement }) => ({
      ...(from === undefined ? {} : { from }),
      ...(end === undefined ? {} : { until: end }),
      isRenewed,
      ...(statement.renewable ? { renewable: statement.renewable.how } : {}),
      ...lineOf(statement, folder),
    })),
    endsWhen: program.declared.inForce.flatMap(({ endsWhen }) => (endsWhen ? [printFormula(endsWhen)] : [])),
    renewals: folder.diary.renewals.map(({ what, on, until: end, source }) => ({
      what,
      on,
      ...(end === undefined ? {} : { until: end }),
      source,
    })),
    supersedes,
  };
}

function stateAt(stretches: readonly InForceStretch[], now: Instant): InForceStanding["state"] {
  if (stretches.length === 0) return "unsaid";
  const isIn = stretches.some(({ from = -Infinity, until = Infinity }) => from <= now && now < until);
  if (isIn) return "in-force";
  const hasBegun = stretches.some(({ from = -Infinity }) => from <= now);
  if (!hasBegun) return "not-yet";
  return stretches.some(({ from = -Infinity }) => from > now) ? "interrupted" : "ended";
}

function phasesOf({ declared }: Program): readonly PhaseStanding[] {
  return [...declared.phases.values()].map(({ name, title, entersWhen }) => ({
    name,
    title,
    ...declared.times.phases.get(name),
    ...(entersWhen ? { entersWhen: printFormula(entersWhen) } : {}),
  }));
}

function partiesOf(
  folder: LoadedRecord,
  { situation, program }: LoadedSituation,
  at: Instant,
): readonly PartyStanding[] {
  return [...program.declared.parties.values()].map(({ name, title, partOf }) => ({
    name,
    title,
    names: namesOf(name, folder),
    ...(partOf === undefined ? {} : { partOf }),
    bound: situation.isBound(name, { earliest: at, latest: at }),
  }));
}

function groupsOf(folder: LoadedRecord, { declared }: Program): Pick<AgreementStanding, "bodies" | "classes"> {
  const statements = statementsOf(folder.agreement);
  const bodies = statements.flatMap((one) =>
    one.kind === "body" ? [{ ...named(one, folder), chairedBy: one.chairedBy ?? [], members: one.members ?? [] }] : [],
  );
  const classes = [...declared.classes.values()].map(({ name, title, enrolledBy = [], members = [] }) => {
    const registered = folder.register.actors.filter(({ roles }) => roles.some(({ is }) => is === name));
    return { name, title, enrolledBy, members: [...new Set([...members, ...registered.map(({ id }) => id)])] };
  });
  return { bodies, classes };
}

function named({ name, title }: { readonly name: Name; readonly title: string }, folder: LoadedRecord): NamedInText {
  return { name, title, names: namesOf(name, folder) };
}

export function readingsOf(program: Program): readonly ReadingOfText[] {
  const judged = chooseReadings(program, undefined);
  const by = new Map(program.declared.statements.map((one) => [one.name, one.by]));
  return program.readings.map(({ id, title, statements }) => ({
    id,
    title,
    statements,
    speakers: [...new Set(statements.flatMap((name) => by.get(name) ?? []))],
    isJudged: judged.includes(id),
  }));
}

export function statementOf(one: PartyStatement, folder: LoadedRecord): StatementOfText {
  const { name, title, by, on, statementKind, responses } = one;
  return {
    name,
    ...(title === undefined ? {} : { title }),
    by,
    on,
    kind: statementKind,
    ...operationOf(one),
    responses: responses.map(({ response, by: whom, on: day }) => ({
      response,
      by: whom,
      ...(day === undefined ? {} : { on: day }),
    })),
    ...lineOf(one, folder),
  };
}

function operationOf({ operation }: PartyStatement): Pick<StatementOfText, "says" | "about"> {
  switch (operation.kind) {
    case "reads":
      return {
        says: `reads ${printLabel(operation.label)} as ${printReplacement(operation.as)}`,
        about: operation.label.name,
      };
    case "binds":
      return { says: `binds ${printSelector(operation.who)} while ${printFormula(operation.while)}` };
    case "starts":
      return { says: `starts ${operation.rule} when ${printFormula(operation.when)}`, about: operation.rule };
  }
}
