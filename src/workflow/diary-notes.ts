import type { Diary, DiaryLine, DiaryTime } from "../domain/index.ts";
import type { Instant, Interval } from "../kit/index.ts";
import {
  endOfDay,
  lastOf,
  localInstant,
  startOfDay,
  type ConditionNote,
  type DutyNote,
  type Name,
  type ProcedureEvent,
  type Prolonging,
} from "../language/index.ts";

/** A note about one duty, of whom and of which part it speaks. */
export interface FolderNote extends DutyNote {
  readonly rule: Name;
  readonly about?: Name;
  readonly part?: string;
}

/** The lines of a diary with their local times as instants. */
export class DiaryNotes {
  readonly duties: readonly FolderNote[];
  readonly conditions: readonly ConditionNote[];
  private readonly diary: Diary;
  private readonly zone: string;

  /** `told`: notes that stand in no file, such as those of a worked case. */
  constructor(diary: Diary, zone: string, told: readonly FolderNote[] = []) {
    this.diary = diary;
    this.zone = zone;
    const written = diary.duties.map((line): FolderNote => ({
      rule: line.rule,
      what: line.what,
      interval: this.intervalOf(line.time),
      source: line.source,
      ...(line.isOnce && { extent: "sometime" }),
      ...(line.about !== undefined && { about: line.about }),
      ...(line.part !== undefined && { part: line.part }),
      ...this.tellingOf(line),
    }));
    this.duties = [...written, ...told];
    this.conditions = diary.conditions.map((line): ConditionNote => ({
      leaf: line.condition,
      isSo: line.what === "holds",
      interval: this.intervalOf(line.time),
      ...this.tellingOf(line),
    }));
  }

  get isEmpty(): boolean {
    return this.duties.length + this.diary.renewals.length === 0;
  }

  /** What was known by the cut-off of renewals and notices. A day alone counts from its beginning. */
  prolongingAt(known: Instant): Prolonging {
    const told = this.diary.renewals
      .map((line) => ({ ...line, at: this.instant(line.on, "start") }))
      .filter((line) => (this.learnt(line) ?? line.at) <= known);
    return {
      renewals: told
        .filter(({ what }) => what === "renewed")
        .map(({ at, until }) => ({ on: at, ...(until !== undefined && { until: this.instant(until, "end") }) })),
      notices: told.filter(({ what }) => what === "notice").map(({ at }) => at),
    };
  }

  /** What moved one complaint on. */
  eventsOf(procedure: Name, id: string): readonly ProcedureEvent[] {
    const file = this.diary.procedures.find((one) => one.procedure === procedure && one.id === id);
    return (file?.moves ?? []).map((move): ProcedureEvent => {
      const learnt = this.learnt(move);
      return {
        to: move.state,
        at: this.intervalOf(move.time),
        ...(move.by !== undefined && { by: move.by }),
        ...(learnt !== undefined && { learnt }),
      };
    });
  }

  /** The last moment of which the diary speaks: what a look at it without another moment is as at. */
  lastMoment(): Instant | undefined {
    const { duties, conditions, diary } = this;
    const moves = diary.procedures.flatMap((file) => file.moves.map(({ time }) => this.intervalOf(time)));
    const renewals = diary.renewals.map(({ on }) => this.instant(on, "start"));
    const told = [...diary.duties, ...diary.conditions, ...diary.renewals].map((line) => this.learnt(line));
    const moments = [...[...duties, ...conditions].map(({ interval }) => interval), ...moves].flatMap((interval) => [
      interval.earliest,
      lastOf(interval),
    ]);
    const known = [...moments, ...renewals, ...told].filter(
      (moment): moment is Instant => moment !== undefined && Number.isFinite(moment),
    );
    return known.length === 0 ? undefined : Math.max(...known);
  }

  /** A day alone is the whole day, a moment alone the moment; `to` is the last day, or moment, of it. */
  private intervalOf({ from, to, isOpen }: DiaryTime): Interval {
    const earliest = this.instant(from, "start");
    const end = isOpen ? Number.POSITIVE_INFINITY : this.instant(to ?? from, "end");
    return { earliest, latest: Math.max(end, earliest + 1) };
  }

  private instant(text: string, edge: "start" | "end"): Instant {
    if (!text.includes(" ")) return edge === "start" ? startOfDay(text, this.zone) : endOfDay(text, this.zone);
    const read = localInstant(text, this.zone);
    // Checked when the file was read.
    return read.kind === "instant" ? read.instant : startOfDay(text.slice(0, 10), this.zone);
  }

  private learnt({ known }: Pick<DiaryLine, "known">): Instant | undefined {
    return known === undefined ? undefined : this.instant(known, "start");
  }

  private tellingOf(line: DiaryLine): { readonly learnt?: Instant; readonly claimedBy?: Name } {
    const learnt = this.learnt(line);
    return {
      ...(learnt !== undefined && { learnt }),
      ...(line.claimedBy !== undefined && { claimedBy: line.claimedBy }),
    };
  }
}
