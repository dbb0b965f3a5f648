import type { AcceptFinding, Consent } from "../../consent/index.ts";
import type { Instant, Kleene, Problem } from "../../kit/index.ts";
import {
  placeInText,
  printFormula,
  printSelector,
  statementsOf,
  type Accept,
  type Agreement,
  type Name,
} from "../../language/index.ts";
import type { Store } from "../../store/index.ts";
import { conditionsOf, sayConditions, type Conditions } from "../conditions.ts";
import { refuseIfBroken } from "../judge-folder.ts";
import { loadRecord, reportsInRecord, type LoadedRecord } from "../record/index.ts";
import { acceptanceOf, lineOf, namesOf, type AcceptanceStanding, type CalledName, type Looked } from "./words.ts";

/** Who waits for whom: what the text asks of whom, on which condition and by when, and how far it has come. */
export interface WaitingGraph {
  readonly at: Instant;
  readonly nodes: readonly WaitingNode[];
  readonly edges: readonly WaitingEdge[];
  readonly circles: readonly CircleFound[];
  /** Who said what, one line for each actor and acceptance. */
  readonly acceptances: readonly AcceptanceStanding[];
  readonly figures: Conditions["figures"];
  readonly problems: readonly Problem[];
  /** All of it in sentences. */
  readonly says: readonly string[];
}

export type WaitingNode = AcceptNode | ActorNode | DeadlineNode | ConditionNode;

interface Node<Kind extends string> {
  /** `accept a1`: the kind and the name. */
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
}

export interface AcceptNode extends Node<"accept"> {
  readonly title?: string;
  /** Whose word it is, in the words of the text. */
  readonly who: string;
  readonly confirmed: Kleene;
  readonly given: Kleene;
  readonly condition: Kleene;
  readonly reason: string;
  /** Why it is not confirmed, each followed back to where the chain ends. */
  readonly rootCauses: readonly string[];
  readonly late: "counts" | "does-not-count" | "unsaid";
  readonly line?: number;
}

export interface ActorNode extends Node<"party" | "body" | "class" | "actor"> {
  readonly title?: string;
  readonly names: readonly CalledName[];
}

export interface DeadlineNode extends Node<"deadline"> {
  readonly at: Instant;
  readonly state?: string;
}

export interface ConditionNode extends Node<"condition"> {
  readonly state: Kleene;
}

/**
 * `gives`: an actor's word is asked for. `to`: to whom it is to be given. `by`: until when. `provided`: on what condition.
 * `waits`: an acceptance waits for another.
 */
export interface WaitingEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "gives" | "to" | "by" | "provided" | "waits";
  /** What it asks for has come: the word was given, the wait is over. */
  readonly state: Kleene;
  /** Of a wait: for its absence. */
  readonly isForAbsence?: boolean;
  /** Part of a circle. */
  readonly circle?: number;
  readonly says: string;
}

export interface CircleFound {
  readonly accepts: readonly Name[];
  readonly resolution: string;
  readonly says: string;
  /** It comes out otherwise if each waits than if all take effect together. */
  readonly differ: boolean;
  readonly ifEachWaits: Readonly<Record<Name, Kleene>>;
  readonly ifTogether: Readonly<Record<Name, Kleene>>;
  readonly brokenBy: readonly {
    readonly actor: Name;
    readonly accept: Name;
    readonly at: Instant;
    readonly says: string;
  }[];
  /** What could be written into the text so that it ends. */
  readonly waysOut: readonly string[];
}

/** @throws Refusal if the record has no such agreement, or its text has errors. */
export async function waitingGraph(store: Store, key: string, looked: Looked): Promise<WaitingGraph> {
  const folder = await loadRecord(store, key);
  refuseIfBroken(folder);
  const conditions = await conditionsOf(folder, [reportsInRecord(store)], () => looked);
  const { consent, rows, figures } = conditions;
  const circles = consent.circles.map((circle) => circleOf(circle, consent));
  const accepts = statementsOf(folder.agreement).filter((one): one is Accept => one.kind === "accept");
  const each = accepts.map((accept) => partOf(accept, { folder, conditions, circles }));
  const inText = (problem: Problem): Problem => ({ ...problem, at: placeInText(folder.text, problem.at) });
  return {
    at: looked.at,
    nodes: once(each.flatMap(({ nodes }) => nodes)),
    edges: each.flatMap(({ edges }) => edges),
    circles,
    acceptances: rows.map(acceptanceOf),
    figures,
    problems: consent.problems.map(inText),
    says: sayConditions(conditions),
  };
}

type Circle = Consent["circles"][number];

function circleOf(
  { accepts, resolution, says, differ, least, greatest, brokenBy }: Circle,
  consent: Consent,
): CircleFound {
  const waysOut = consent.problems.flatMap(({ message, hint }) =>
    message === says && hint !== undefined ? [hint] : [],
  );
  return {
    accepts,
    resolution,
    says,
    differ,
    ifEachWaits: Object.fromEntries(accepts.map((name) => [name, least.get(name) ?? "unknown"])),
    ifTogether: Object.fromEntries(accepts.map((name) => [name, greatest.get(name) ?? "unknown"])),
    brokenBy: brokenBy.map(({ actor, accept, at, says: said }) => ({ actor, accept, at, says: said })),
    waysOut,
  };
}

interface In {
  readonly folder: LoadedRecord;
  readonly conditions: Conditions;
  readonly circles: readonly CircleFound[];
}

interface Part {
  readonly nodes: readonly WaitingNode[];
  readonly edges: readonly WaitingEdge[];
}

/** One acceptance with all that hangs on it. */
function partOf(accept: Accept, { folder, conditions, circles }: In): Part {
  const found = conditions.consent.accepts.find((one) => one.accept === accept.name);
  if (!found) return { nodes: [], edges: [] };
  const id = `accept ${accept.name}`;
  const parts = [
    wordsTo(accept, found, folder),
    deadlineOf(id, found),
    accept.provided ? conditionOf(id, printFormula(accept.provided), found) : { nodes: [], edges: [] },
    { nodes: [], edges: waitsOf(accept.name, conditions.consent, circles) },
  ];
  return {
    nodes: [acceptNode(accept, found, folder), ...parts.flatMap(({ nodes }) => nodes)],
    edges: parts.flatMap(({ edges }) => edges),
  };
}

function acceptNode(accept: Accept, found: AcceptFinding, folder: LoadedRecord): AcceptNode {
  const { confirmed, given, condition, reason, rootCauses } = found;
  return {
    id: `accept ${accept.name}`,
    kind: "accept",
    name: accept.name,
    ...(accept.title === undefined ? {} : { title: accept.title }),
    who: printSelector(accept.who),
    confirmed,
    given,
    condition,
    reason,
    rootCauses,
    late: accept.late ?? "unsaid",
    ...lineOf(accept, folder),
  };
}

/** Those whose word is asked for, and those to whom it is to be given. */
function wordsTo(accept: Accept, { words }: AcceptFinding, folder: LoadedRecord): Part {
  const id = `accept ${accept.name}`;
  const groups = accept.who.kind === "names" ? accept.who.names : [];
  const givers = words.map(({ actor, given, reason }) => ({
    node: actorNode(actor, folder),
    given,
    says: `${actor}: ${reason}`,
  }));
  const known = new Set(words.map(({ actor }) => actor));
  const open = groups.filter((name) => !known.has(name)).map((name) => actorNode(name, folder));
  const addressees = accept.to.map((name) => actorNode(name, folder));
  return {
    nodes: [...givers.map(({ node }) => node), ...open, ...addressees],
    edges: [
      ...givers.map(({ node, given, says }): WaitingEdge => ({
        from: node.id,
        to: id,
        kind: "gives",
        state: given,
        says,
      })),
      ...open.map(({ id: from, name }): WaitingEdge => {
        const says = `${name} is asked for ${accept.name}: nobody else is known to belong to it`;
        return { from, to: id, kind: "gives", state: "unknown", says };
      }),
      ...addressees.map(({ id: to, name }): WaitingEdge => {
        const says = `${accept.name} is to be declared to ${name}`;
        return { from: id, to, kind: "to", state: "true", says };
      }),
    ],
  };
}

function actorNode(name: Name, folder: LoadedRecord): ActorNode {
  const { kind, title } = declaredIn(folder.agreement, name);
  const registered = folder.register.actors.find(({ id }) => id === name)?.name;
  const called = title ?? registered;
  return {
    id: `actor ${name}`,
    kind,
    name,
    ...(called === undefined ? {} : { title: called }),
    names: namesOf(name, folder),
  };
}

function declaredIn(agreement: Agreement, name: Name): { readonly kind: ActorNode["kind"]; readonly title?: string } {
  for (const one of statementsOf(agreement))
    if ((one.kind === "party" || one.kind === "body" || one.kind === "class") && one.name === name)
      return { kind: one.kind, title: one.title };
  return { kind: "actor" };
}

function deadlineOf(id: string, { accept, deadline }: AcceptFinding): Part {
  if (!deadline) return { nodes: [], edges: [] };
  const { instant: at, state, text } = deadline;
  const node: DeadlineNode = { id: `deadline ${accept}`, kind: "deadline", name: accept, at, state };
  const met: Readonly<Record<string, Kleene>> = { met: "true", "met-late": "false", passed: "false" };
  const says = `${accept} was asked for by ${text}: ${state}`;
  return { nodes: [node], edges: [{ from: id, to: node.id, kind: "by", state: met[state] ?? "unknown", says }] };
}

function conditionOf(id: string, words: string, { accept, condition }: AcceptFinding): Part {
  const node: ConditionNode = { id: `condition ${accept}`, kind: "condition", name: words, state: condition };
  const said = { true: "it holds", false: "it does not hold", unknown: "whether it holds is not known" }[condition];
  const says = `${accept} is given provided ${words}: ${said}`;
  return { nodes: [node], edges: [{ from: id, to: node.id, kind: "provided", state: condition, says }] };
}

function waitsOf(name: Name, { waits }: Consent, circles: readonly CircleFound[]): readonly WaitingEdge[] {
  return waits
    .filter(({ from }) => from === name)
    .map(({ from, to, by, positive, over }): WaitingEdge => {
      const circle = circles.findIndex(({ accepts }) => accepts.includes(from) && accepts.includes(to));
      const whose = by === undefined ? "" : ` by ${by}`;
      return {
        from: `accept ${from}`,
        to: `accept ${to}`,
        kind: "waits",
        state: over ? "true" : "unknown",
        ...(positive ? {} : { isForAbsence: true }),
        ...(circle < 0 ? {} : { circle }),
        says: `${from} waits for ${positive ? "" : "the absence of "}${to}${whose}: ${over ? "it has come" : "it has not come, or is not known"}`,
      };
    });
}

function once(nodes: readonly WaitingNode[]): readonly WaitingNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}
