import type { Instant, Kleene } from "../kit/index.ts";
import {
  printSelector,
  runProcedure,
  sayEnd,
  sayInstant,
  sayLength,
  type Name,
  type NextStep,
  type PathStep,
  type ProcedurePosition,
  type Selector,
} from "../language/index.ts";
import { loadSituation, sayMoment, type DutiesOptions, type LoadedSituation } from "./explain-duty.ts";
import type { FolderSituation } from "./folder-situation.ts";
import { sayKnown } from "./judge-folder.ts";
import { proceduresOf } from "./read-diary.ts";
import { Refusal } from "./refusal.ts";

/** Where every recorded complaint stands, at a moment and as known at a cut-off. */
export interface Procedures {
  readonly title: string;
  readonly zone: string;
  readonly at: Instant;
  readonly known: Instant;
  readonly files: readonly ProcedureStanding[];
  /** Procedures of the text under which nothing is recorded. */
  readonly unused: readonly Name[];
}

export interface ProcedureStanding {
  readonly procedure: Name;
  readonly procedureTitle: string;
  readonly id: string;
  readonly title?: string;
  readonly position: ProcedurePosition;
}

/** Follows every procedure that the diary records; `id`: only this one. */
export async function loadProcedures(
  path: string,
  { window, id }: Pick<DutiesOptions, "window"> & { readonly id?: string },
): Promise<Procedures> {
  return proceduresAt(await loadSituation(path, { window }), id);
}

/** The same of what is loaded already. */
export function proceduresAt({ folder, program, situation, known, asked }: LoadedSituation, id?: string): Procedures {
  const { zone } = program.declared.times;
  const { notes } = situation.duties;
  const at = asked ?? (Number.isFinite(known) ? known : (notes.lastMoment() ?? situation.duties.defaultMoment()));
  const procedures = proceduresOf(folder);
  const isBy = (selector: Selector, actor: Name): boolean => mayAct(selector, actor, { situation, at });
  const recorded = folder.diary.procedures.filter((file) => id === undefined || file.id === id);
  if (id !== undefined && recorded.length === 0)
    throw noSuchFile(
      id,
      folder.diary.procedures.map((file) => file.id),
    );
  const files = recorded.flatMap((file): readonly ProcedureStanding[] => {
    const procedure = procedures.get(file.procedure);
    if (!procedure) return [];
    const events = notes.eventsOf(file.procedure, file.id);
    const position = runProcedure(procedure, events, { now: at, known, zone, isBy });
    const title = file.title === undefined ? {} : { title: file.title };
    return [{ procedure: procedure.name, procedureTitle: procedure.title, id: file.id, ...title, position }];
  });
  const used = new Set(folder.diary.procedures.map(({ procedure }) => procedure));
  const unused = [...procedures.keys()].filter((name) => !used.has(name));
  return { title: folder.agreement.meta.title, zone, at, known, files, unused };
}

function noSuchFile(id: string, ids: readonly string[]): Refusal {
  const hint = ids.length === 0 ? "diary.yaml records none" : `diary.yaml records ${ids.join(", ")}`;
  return new Refusal("no-procedure", `nothing is recorded under ${id}`, hint);
}

/** Whoever the text names may act, and whoever is known, or may be, one of those that it names. */
function mayAct(
  selector: Selector,
  actor: Name,
  { situation, at }: { readonly situation: FolderSituation; readonly at: Instant },
): boolean {
  if (selector.kind === "anyone") return true;
  if (selector.kind === "bound") return situation.isBound(actor, { earliest: at, latest: at }).state !== "false";
  return selector.names.some((name) => name === actor || situation.isA(actor, name, at).state !== "false");
}

// ——— In words ———

export function sayProcedures({ title, zone, at, known, files, unused }: Procedures): readonly string[] {
  const nothing = files.length === 0 ? ["", "nothing is recorded: add complaints under procedures: in diary.yaml"] : [];
  return [
    title,
    `as it stood at ${sayMoment(at, zone)}`,
    `known: ${sayKnown(known, zone)}`,
    ...nothing,
    ...files.flatMap((file) => ["", ...sayFile(file, { at, zone })]),
    ...(unused.length === 0 ? [] : ["", `nothing is recorded under ${unused.join(", ")}`]),
  ];
}

interface As {
  readonly at: Instant;
  readonly zone: string;
}

function sayFile(file: ProcedureStanding, as: As): readonly string[] {
  const { procedure, procedureTitle, id, title, position } = file;
  const { state, ended, path, problems, doubts, next } = position;
  const stands =
    state === undefined
      ? "nothing has opened it"
      : ended
        ? `${state}; it has ended`
        : `${state}, since ${sayWhen(path.at(-1)!, as)}`;
  return [
    `${id}${title === undefined ? "" : `: ${title}`} (${procedure}, “${procedureTitle}”)`,
    `  stands at: ${stands}`,
    "  history:",
    ...path.map((step) => `    ${sayStep(step, as)}`),
    ...problems.map((line) => `  wrong: ${line}`),
    ...[...new Set(doubts)].map((line) => `  not known: ${line}`),
    ...(next.length === 0 ? [] : ["  next:", ...next.map((step) => `    ${sayNext(step, as)}`)]),
  ];
}

function sayStep(step: PathStep, as: As): string {
  const how = step.how === "clock" ? "by itself: the clock ran out" : step.by === undefined ? "" : `by ${step.by}`;
  return `${step.state}, ${sayWhen(step, as)}${how === "" ? "" : `, ${how}`}`;
}

function sayWhen({ at }: Pick<PathStep, "at">, { zone }: As): string {
  if (at.latest - at.earliest <= 60_000) return sayInstant(at.earliest, zone);
  return `between ${sayInstant(at.earliest, zone)} and ${sayEnd(at.latest, zone)}`;
}

const OVERDUE: Readonly<Record<Kleene, string>> = { true: "overdue", unknown: "perhaps overdue", false: "" };

/** What may come next, who must do it, by when, and what follows if nobody does. */
function sayNext({ to, by, deadline, otherwise, overdue }: NextStep, { at, zone }: As): string {
  const who = by ? `by ${printSelector(by)}` : "by anybody: the text does not say whose step it is";
  if (!deadline) return `${to}, ${who}; the text sets no time for it`;
  const isVague = deadline.latest - deadline.earliest >= 60_000;
  const until = isVague
    ? `between ${sayEnd(deadline.earliest, zone)} and ${sayEnd(deadline.latest, zone)}`
    : sayEnd(deadline.latest, zone);
  const lateness = overdue === "true" ? ` for ${sayLength(at - deadline.latest)}` : "";
  const word = OVERDUE[overdue] === "" ? "" : `${OVERDUE[overdue]}${lateness}: `;
  const fallback = otherwise === undefined ? "" : `, otherwise it goes to ${otherwise}`;
  return `${word}${to}, ${who}, until ${until}${fallback}`;
}
