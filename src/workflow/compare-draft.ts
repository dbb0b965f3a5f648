import { RECORD } from "../domain/index.ts";
import type { Cell, Name } from "../language/index.ts";
import { compileWithDiary } from "./folder-duties.ts";
import { judgeLoaded, refuseIfBroken, type JudgeOptions, type Judgement } from "./judge-folder.ts";
import { loadAgreement, loadFolder } from "./load-folder.ts";

/** One kind of change that a draft makes to recorded incidents, with its count and some of them. */
export interface Change {
  readonly reading: Name;
  readonly rule: Name;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly examples: readonly { readonly id: string; readonly dyad: string }[];
}

export interface Comparison {
  readonly before: Judgement;
  readonly after: Judgement;
  /** Verdicts or possibilities that differ. */
  readonly changes: readonly Change[];
  /** Rules that only one of the texts has. */
  readonly onlyBefore: readonly Name[];
  readonly onlyAfter: readonly Name[];
  readonly incidents: number;
  readonly changed: number;
}

const EXAMPLES = 5;

/** The dry run: the same recorded incidents under the text in force and under a draft. */
export async function compareDraft(path: string, draftFile: string, options: JudgeOptions = {}): Promise<Comparison> {
  const folder = await loadFolder(path);
  refuseIfBroken(folder);
  const draft = await loadAgreement(draftFile, {
    knownActors: new Set(folder.register.actors.map(({ id }) => id)),
  });
  refuseIfBroken(draft);
  const { known = Number.POSITIVE_INFINITY } = options.window?.(folder.agreement.meta.zone) ?? {};
  const before = await judgeLoaded(folder, compileWithDiary(folder, known), options);
  const after = await judgeLoaded({ ...folder, ...draft }, compileWithDiary(folder, known, draft.agreement), options);
  return compareJudgements(before, after);
}

/** What differs between two judgements of the same incidents. */
export function compareJudgements(before: Judgement, after: Judgement): Comparison {
  const rules = before.rules.filter((rule) => after.rules.includes(rule));
  const readings = before.readings.filter((reading) => after.readings.includes(reading));
  const changes = new Changes();
  before.incidents.forEach(({ draft, cells }, i) => {
    for (const cell of cells.filter(isOfRecord)) {
      if (!rules.includes(cell.rule) || !readings.includes(cell.reading)) continue;
      const other = after.incidents[i]!.cells.find(
        (one) => isOfRecord(one) && one.rule === cell.rule && one.reading === cell.reading,
      );
      if (other) changes.add(cell, other, { id: draft.id, dyad: draft.label });
    }
  });
  return {
    before,
    after,
    changes: changes.list(),
    onlyBefore: before.rules.filter((rule) => !after.rules.includes(rule)),
    onlyAfter: after.rules.filter((rule) => !before.rules.includes(rule)),
    incidents: before.incidents.length,
    changed: changes.incidents.size,
  };
}

/** Differences between two readings of one judgement, in the same form. */
export function compareReadings(judgement: Judgement, one: Name, other: Name): readonly Change[] {
  const changes = new Changes();
  for (const { draft, cells } of judgement.incidents) {
    const own = cells.filter(isOfRecord);
    for (const cell of own.filter(({ reading }) => reading === one)) {
      const second = own.find(({ rule, reading }) => rule === cell.rule && reading === other);
      if (second) changes.add(cell, second, { id: draft.id, dyad: draft.label });
    }
  }
  return changes.list();
}

/** Incidents are compared by the record's own account, so that each counts once. */
function isOfRecord({ account }: Cell): boolean {
  return account === RECORD;
}

interface Example {
  readonly id: string;
  readonly dyad: string;
}

/** Changes of the same kind together. */
class Changes {
  readonly incidents = new Set<string>();
  private readonly groups = new Map<
    string,
    { readonly change: Omit<Change, "count" | "examples">; readonly incidents: Example[] }
  >();

  add(before: Cell, after: Cell, incident: Example): void {
    const [from, to] = [sayPossible(before), sayPossible(after)];
    if (from === to) return;
    const reading = before.reading === after.reading ? before.reading : `${before.reading} → ${after.reading}`;
    const key = [reading, before.rule, from, to].join("\n");
    const group = this.groups.get(key) ?? { change: { reading, rule: before.rule, from, to }, incidents: [] };
    group.incidents.push(incident);
    this.groups.set(key, group);
    this.incidents.add(incident.id);
  }

  list(): readonly Change[] {
    return [...this.groups.values()]
      .map(({ change, incidents }) => ({ ...change, count: incidents.length, examples: incidents.slice(0, EXAMPLES) }))
      .sort((a, b) => b.count - a.count);
  }
}

/** `breach`, or for what cannot be decided all that is possible: `breach or permitted`. */
function sayPossible({ verdict, possible }: Cell): string {
  return verdict === "undetermined" ? possible.join(" or ") : verdict;
}
