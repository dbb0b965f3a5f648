import type { CountLeaf, Situation, Told } from "../judge/index.ts";
import type { Instant, Interval, Problem } from "../kit/index.ts";
import {
  agreementTimes,
  ALWAYS_SO,
  changesOf,
  compileAgreement,
  diaryOf,
  dutyTruth,
  judgeDutyIn,
  liesIn,
  marksOf,
  minus,
  placeInText,
  readDeclarations,
  sayEnd,
  union,
  UNSURE,
  vocabularies,
  worstStates,
  type Agreement,
  type AgreementTimes,
  type Declarations,
  type DutyFinding,
  type DutyJudgement,
  type DutyQuestion,
  type DutyState,
  type Formula,
  type Happened,
  type Leaf,
  type Name,
  type Program,
  type Rule,
  type Selector,
  type Truth,
} from "../language/index.ts";
import { DiaryNotes, type FolderNote } from "./diary-notes.ts";
import type { Folder } from "./load-folder.ts";

/** One duty of one bearer under one reading. */
export interface DutyRow extends DutyJudgement {
  /** Whose duty, where the rule speaks of several. */
  readonly bearer?: Name;
  /** What part of it. Unset: all. */
  readonly part?: string;
}

/** The agreement compiled with what its folder's diary records by the cut-off: renewals, and marks that clocks count from. */
export function compileWithDiary(folder: Folder, known: Instant, agreement: Agreement = folder.agreement): Program {
  const notes = new DiaryNotes(folder.diary, agreement.meta.zone);
  if (notes.isEmpty) return compileAgreement(agreement);
  const declared = readDeclarations(agreement, vocabularies);
  return compileAgreement(agreement, { happened: happenedBy(notes, { declared, known }) });
}

interface HappenedOptions {
  readonly declared: Declarations;
  readonly known: Instant;
  /** Of this bearer's duties; unset: of everybody's, so that a duty of several is complete when the last of them is done. */
  readonly bearer?: Name;
}

function happenedBy(notes: DiaryNotes, { declared, known, bearer }: HappenedOptions): Happened {
  const marks = new Map<string, Instant>();
  for (const rule of declared.rules.filter(isDuty)) {
    const bearers = bearersOf(rule, notes, declared);
    const meant = bearer !== undefined && bearers.includes(bearer) ? [bearer] : bearers;
    const found = meant.map(
      (one) =>
        new Map(
          marksOf(rule.name, diaryOf(notesOn(notes, { rule: rule.name, bearer: one }), { now: Infinity, known })),
        ),
    );
    const of = (mark: string): readonly Instant[] =>
      found.flatMap((one) => [...one].filter(([key]) => key === `${rule.name}.${mark}`).map(([, at]) => at));
    const [starts, ends] = [of("start"), of("complete")];
    if (starts.length > 0) marks.set(`${rule.name}.start`, Math.min(...starts));
    if (ends.length > 0 && ends.length === found.length) marks.set(`${rule.name}.complete`, Math.max(...ends));
  }
  return { marks, ...notes.prolongingAt(known) };
}

const DUTIES: readonly Rule["duty"]["shape"][] = ["must-keep", "must-achieve", "must-whenever"];

/** Whether the rule has a state of its own, apart from single events. */
export function isDuty({ duty }: Rule): boolean {
  return DUTIES.includes(duty.shape);
}

interface About {
  readonly rule: Name;
  readonly bearer: Name | undefined;
  readonly part?: string;
}

/** What is recorded of one bearer, or of all of them at once. */
function notesOn(notes: DiaryNotes, { rule, bearer, part }: About): readonly FolderNote[] {
  return notes.duties.filter(
    (note) =>
      note.rule === rule &&
      (note.about === undefined || note.about === bearer) &&
      (note.part === undefined ? part === undefined : note.part === part),
  );
}

/** Everybody whose duty a rule is, one by one; `undefined`: nobody is named, so that it is judged as one. */
function bearersOf(rule: Rule, notes: DiaryNotes, declared: Declarations): readonly (Name | undefined)[] {
  const { who } = rule;
  const named = who.kind === "names" ? who.names : who.kind === "bound" ? [...declared.parties.keys()] : [];
  const told = notes.duties.flatMap((note) =>
    note.rule === rule.name && note.about !== undefined ? [note.about] : [],
  );
  const bearers = named.flatMap((name) => {
    const group = declared.classes.get(name) ?? declared.lists.get(name);
    if (!group) return [name];
    const members = "members" in group ? (group.members ?? []) : "names" in group ? group.names : [];
    const others = told.filter((one) => !named.includes(one));
    return members.length + others.length > 0 ? [...members, ...others] : [name];
  });
  const all = [...new Set([...bearers, ...(who.kind === "names" ? [] : told)])];
  return all.length > 0 ? all : [undefined];
}

export interface DutiesOptions {
  readonly folder: Folder;
  readonly program: Program;
  readonly known: Instant;
  /** Who is bound, what was confirmed and what the record counts. */
  readonly situation: Situation;
  /** Unset: those of the folder's diary. */
  readonly notes?: DiaryNotes | undefined;
}

/** The duties of a folder as known at a cut-off, from its diary. */
export class FolderDuties {
  readonly notes: DiaryNotes;
  private readonly options: DutiesOptions;
  private readonly times = new Map<Name | undefined, AgreementTimes>();
  private readonly bound = new Map<Name, Truth>();
  private readonly truths = new Map<string, Truth>();
  /** Duties being asked: of one that rests on itself nothing is known. */
  private readonly asking = new Set<string>();

  constructor(options: DutiesOptions) {
    this.options = options;
    this.notes = options.notes ?? new DiaryNotes(options.folder.diary, options.program.declared.times.zone);
  }

  get rules(): readonly Rule[] {
    return this.options.program.declared.rules.filter(isDuty);
  }

  /** The moment that a look at the duties is as at, where none is named: what the diary speaks of last, or the last clock. */
  defaultMoment(): Instant {
    const { known, program } = this.options;
    if (Number.isFinite(known)) return known;
    const told = this.notes.lastMoment();
    if (told !== undefined) return told;
    const { times } = program.declared;
    const clocks = [...times.rules.values()].flatMap(({ from, startingBy, completeBy }) => [
      from,
      startingBy,
      completeBy,
    ]);
    return Math.max(times.inForce.from ?? 0, ...clocks.filter((at) => at !== undefined));
  }

  /** Every duty of every bearer under a reading, in the order of the text. */
  rows(reading: Name, now: Instant): readonly DutyRow[] {
    return this.rules.flatMap((rule) =>
      this.bearersOf(rule).flatMap((bearer) =>
        this.partsOf(rule, bearer).map((part): DutyRow => ({
          ...this.judge({ rule, reading, bearer, part }, now),
          ...(bearer !== undefined && this.isOneOfSeveral(rule) && { bearer }),
          ...(part !== undefined && { part }),
        })),
      ),
    );
  }

  /** Whether the record says that a condition on duties held at every moment of a stretch. */
  holds(leaf: DutyLeaf, during: Interval): Told {
    const { so, notSo } = this.truthOf(leaf, "text");
    const words = `${leaf.rule} was ${leaf.state}`;
    if (so.some((stretch) => liesIn(during, stretch))) return { state: "true", reason: `${words}, by the diary` };
    if (notSo.some((stretch) => liesIn(during, stretch)))
      return { state: "false", reason: `it is not so that ${words}, by the diary` };
    return { state: "unknown", reason: `whether ${words} does not follow from the diary` };
  }

  /** Whether some acceptance is given on a condition about duties. */
  get inConditions(): boolean {
    return this.askedInConditions().length > 0;
  }

  private askedInConditions(): readonly DutyLeaf[] {
    return [...this.options.program.declared.accepts.values()].flatMap(({ provided }) => dutiesIn(provided));
  }

  /** When the state of a duty that the text asks about can change. */
  changes(): readonly Instant[] {
    const inRules = this.options.program.atoms.flatMap(({ leaf }) => dutiesIn(leaf));
    const edges = [...inRules, ...this.askedInConditions()]
      .flatMap((leaf) => Object.values(this.truthOf(leaf, "text")).flat() as readonly Interval[])
      .flatMap(({ earliest, latest }) => [earliest, latest]);
    return [...new Set(edges)].filter(Number.isFinite);
  }

  private bearersOf(rule: Rule): readonly (Name | undefined)[] {
    return bearersOf(rule, this.notes, this.options.program.declared);
  }

  private isOneOfSeveral(rule: Rule): boolean {
    return rule.who.kind !== "names" || rule.who.names.length > 1 || this.bearersOf(rule).length > 1;
  }

  /** The whole, and each part of which the diary speaks. Of calls for an answer, those that are told apart. */
  private partsOf(rule: Rule, bearer: Name | undefined): readonly (string | undefined)[] {
    const own = this.notes.duties.filter(
      (note) => note.rule === rule.name && (note.about === undefined || note.about === bearer),
    );
    const parts = [...new Set(own.flatMap(({ part }) => (part === undefined ? [] : [part])))];
    const isCalled = rule.duty.shape === "must-whenever" && parts.length > 0;
    const hasWhole = !isCalled || own.some(({ part, what }) => part === undefined && what === "triggered");
    return hasWhole ? [undefined, ...parts] : parts;
  }

  private judge(of: DutyAsked, now: Instant): DutyJudgement {
    const { known } = this.options;
    return judgeDutyIn({ ...this.questionOf(of), now, known });
  }

  private questionOf({ rule, reading, bearer, part }: DutyAsked): Omit<DutyQuestion, "now"> {
    const { program } = this.options;
    const { declared } = program;
    return {
      rule,
      reading: program.reading(reading),
      declared,
      times: this.timesOf(bearer),
      ...(bearer !== undefined && {
        bearer: { name: bearer, bound: this.boundTruth(bearer), isOneOf: (who) => this.isOneOf(who, bearer) },
      }),
      notes: this.relevantNotes(rule, bearer, part),
      conditions: this.notes.conditions,
      look: (leaf) => this.look(leaf, reading),
    };
  }

  /**
   * What is recorded of the whole, and of its parts as far as it says something of the whole: who has begun with a part has
   * begun, and where a part failed the whole failed. What is recorded of the whole, apart from that, is so of each part.
   */
  private relevantNotes(rule: Rule, bearer: Name | undefined, part: string | undefined): readonly FolderNote[] {
    const about = { rule: rule.name, bearer };
    const whole = notesOn(this.notes, about);
    if (rule.duty.shape === "must-whenever") {
      const shared = whole.filter(({ what }) => what === "covered" || what === "suspended");
      return part === undefined ? whole : [...notesOn(this.notes, { ...about, part }), ...shared];
    }
    if (part !== undefined) {
      const shared = whole.filter(({ what }) => what !== "started" && what !== "fails");
      return [...notesOn(this.notes, { ...about, part }), ...shared];
    }
    const ofParts = this.partsOf(rule, bearer).flatMap((one) =>
      one === undefined ? [] : notesOn(this.notes, { ...about, part: one }),
    );
    return [...whole, ...ofParts.filter(({ what }) => what === "started" || what === "fails")];
  }

  private timesOf(bearer: Name | undefined): AgreementTimes {
    const { program, known } = this.options;
    const { declared, agreement } = program;
    const found =
      this.times.get(bearer) ??
      (bearer === undefined
        ? declared.times
        : agreementTimes(agreement, happenedBy(this.notes, { declared, known, bearer })));
    this.times.set(bearer, found);
    return found;
  }

  private isOneOf(who: Selector, bearer: Name): boolean {
    if (who.kind !== "names") return true;
    const { situation, program } = this.options;
    const at = program.declared.times.inForce.from ?? 0;
    return who.names.some((name) => name === bearer || situation.isA(bearer, name, at).state === "true");
  }

  // ——— What the record says of conditions, over time ———

  /** A body that the text gives a duty has it without being asked; everybody else has to be bound. */
  private boundTruth(actor: Name): Truth {
    const known = this.bound.get(actor);
    if (known) return known;
    const { situation, program } = this.options;
    const isParty =
      program.declared.parties.has(actor) ||
      [...program.declared.classes.keys()].some(
        (group) => situation.isA(actor, group, this.firstMoment()).state !== "false",
      );
    const found = isParty ? this.probe([actor], (during) => situation.isBound(actor, during)) : ALWAYS_SO;
    this.bound.set(actor, found);
    return found;
  }

  private firstMoment(): Instant {
    return this.options.program.declared.times.inForce.from ?? 0;
  }

  private look(leaf: Leaf, reading: Name): Truth {
    const { situation } = this.options;
    switch (leaf.kind) {
      case "duty":
        return this.truthOf(leaf, reading);
      case "confirmed":
        return this.probe([], (during) => situation.holds(leaf, during));
      case "none":
      case "at-least":
        return this.countTruth(leaf);
      case "bound":
        return "name" in leaf.term ? this.boundTruth(leaf.term.name) : UNSURE;
      default:
        return UNSURE;
    }
  }

  /** Asks once for each stretch between two changes of the answers about some actors. */
  private probe(actors: readonly Name[], ask: (during: Interval) => Told): Truth {
    const changes = [...new Set(this.options.situation.changesOf(actors))]
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const edges = [-Infinity, ...(changes.length === 0 ? [this.firstMoment()] : changes), Infinity];
    const stretches = edges.slice(1).map((latest, i): Interval => ({ earliest: edges[i]!, latest }));
    const told = stretches.map((stretch) => {
      // A stretch without a beginning has no moment to ask about.
      const during =
        stretch.earliest === -Infinity ? { earliest: stretch.latest - 1, latest: stretch.latest } : stretch;
      return { stretch, state: ask(during).state };
    });
    const of = (state: Told["state"]): readonly Interval[] =>
      told.filter((one) => one.state === state).map((one) => one.stretch);
    return { so: union(of("true")), notSo: union(of("false")) };
  }

  private countTruth(leaf: CountLeaf): Truth {
    const { situation } = this.options;
    const from = this.firstMoment() - DAY;
    const until = Math.max(this.defaultMoment(), this.notes.lastMoment() ?? 0) + DAY;
    const ask = (during: Interval): Told["state"] => situation.count(leaf, { during, besides: "" }).false.state;
    return halved({ earliest: from, latest: until }, ask);
  }

  /** When a duty was in a state: everybody's together, the worst of them. */
  private truthOf({ rule: name, state }: { readonly rule: Name; readonly state: DutyState }, reading: Name): Truth {
    const rule = this.rules.find((one) => one.name === name);
    const key = `${name} ${state} ${reading}`;
    const known = this.truths.get(key);
    if (known) return known;
    if (!rule || this.asking.has(name)) return UNSURE;
    this.asking.add(name);
    const questions = this.bearersOf(rule).map((bearer) => ({ rule, reading, bearer, part: undefined }));
    const changes = questions.flatMap((of) => changesOf({ ...this.questionOf(of), now: 0 }));
    const found = dutyTruth(state, changes, (now) => worstOf(questions.map((of) => this.judge(of, now))));
    this.asking.delete(name);
    this.truths.set(key, found);
    return found;
  }
}

type DutyLeaf = Leaf & { readonly kind: "duty" };

function dutiesIn(formula: Formula | undefined): readonly DutyLeaf[] {
  switch (formula?.kind) {
    case "duty":
      return [formula];
    case "and":
    case "or":
      return formula.of.flatMap(dutiesIn);
    case "not":
      return dutiesIn(formula.of);
    case "each":
      return dutiesIn(formula.holds);
    default:
      return [];
  }
}

interface DutyAsked {
  readonly rule: Rule;
  readonly reading: Name;
  readonly bearer: Name | undefined;
  readonly part: string | undefined;
}

function worstOf(findings: readonly DutyFinding[]): Pick<DutyFinding, "state" | "possible" | "instants"> {
  const wrong = findings.find(({ state }) => state === "error");
  if (wrong) return wrong;
  const possible = worstStates(findings);
  const instants = Object.fromEntries(
    findings.flatMap((one, i) => Object.entries(one.instants).map(([mark, at]) => [`${mark} ${i}`, at] as const)),
  );
  return { state: possible.length === 1 ? possible[0]! : "undetermined", possible, instants };
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MOST_PIECES = 2048;

/**
 * When something was so of which one can ask for any stretch of time: stretches are halved until the answer is sure, or they
 * are too short to matter. What is left is not known.
 */
function halved(whole: Interval, ask: (during: Interval) => Told["state"]): Truth {
  const shortest = Math.max(HOUR, (whole.latest - whole.earliest) / MOST_PIECES);
  const [so, notSo]: [Interval[], Interval[]] = [[], []];
  const open = [whole];
  for (let during = open.pop(); during !== undefined; during = open.pop()) {
    const state = ask(during);
    if (state === "true") so.push(during);
    else if (state === "false") notSo.push(during);
    else if (during.latest - during.earliest > shortest) {
      const middle = during.earliest + Math.floor((during.latest - during.earliest) / 2);
      open.push({ earliest: during.earliest, latest: middle }, { earliest: middle, latest: during.latest });
    }
  }
  return { so: union(so), notSo: minus(notSo, so) };
}

/** Where the text ends by itself, and what it says of going on turns on something that is not recorded. */
export function renewalProblems(folder: Folder, program: Program): readonly Problem[] {
  const { zone, stretches } = program.declared.times;
  return program.declared.inForce.flatMap((statement): readonly Problem[] => {
    const { renewable } = statement;
    const last = stretches.findLast((stretch) => stretch.statement === statement);
    if (!renewable || !last) return [];
    const at = placeInText(folder.text, statement.at ?? {}, folder.file);
    if (renewable.how === "consent" && last.until !== undefined) {
      const message = `the text is taken to end at ${sayEnd(last.until, zone)}: no renewal beyond that is recorded`;
      return [
        {
          code: "no-renewal",
          severity: "note",
          at,
          message,
          hint: "if it was renewed, add it under renewals: in diary.yaml",
        },
      ];
    }
    if (renewable.how === "unless-notice" && last.until === undefined && last.isRenewed) {
      const message = "the text is taken to go on by itself: no notice is recorded";
      return [
        {
          code: "no-notice",
          severity: "note",
          at,
          message,
          hint: "if notice was given, add it under renewals: in diary.yaml",
        },
      ];
    }
    return [];
  });
}
