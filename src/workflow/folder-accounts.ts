import type { ToldAccount } from "../domain/index.ts";
import { answered, overlaid, strangersIn, type Occurrence, type SaidAccount } from "../judge/index.ts";
import type { Instant, Problem } from "../kit/index.ts";
import type { Program } from "../language/index.ts";
import { FolderDates } from "./folder-dates.ts";
import type { FolderRecord } from "./folder-situation.ts";

export interface AccountsOptions {
  readonly program: Program;
  readonly record: FolderRecord;
  readonly known: Instant;
}

/** What an account makes of an occurrence of the record. */
export interface OtherAccount {
  readonly told: ToldAccount;
  readonly occurrence: Occurrence;
}

/** The further accounts of a folder's incidents that were known at the cut-off. */
export class FolderAccounts {
  private readonly options: AccountsOptions;
  private readonly byIncident = new Map<string, readonly SaidAccount[]>();
  private readonly met = new Set<string>();
  private readonly found = new Map<string, Problem>();

  constructor(accounts: readonly SaidAccount[], options: AccountsOptions) {
    this.options = options;
    const dates = new FolderDates(options.program.declared.times.zone);
    for (const account of accounts) {
      const { told } = account;
      if (dates.clock(told.known ?? told.on) > options.known) continue;
      this.byIncident.set(told.incident, [...(this.byIncident.get(told.incident) ?? []), account]);
    }
  }

  /** Notes that the reports have an incident. */
  meet(id: string): void {
    if (this.byIncident.has(id)) this.met.add(id);
  }

  /** The occurrence as each further account tells it. */
  of(record: Occurrence): readonly OtherAccount[] {
    return (this.byIncident.get(record.id) ?? []).flatMap(({ told, said }) => {
      const { program, known } = this.options;
      const { findActor } = this.options.record;
      const options = { program, findActor, known };
      try {
        const occurrence = overlaid(record, said, options);
        for (const name of strangersIn(record, said, options)) this.note(told, strangerProblem(name));
        return [{ told, occurrence }];
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const hint = "give the single facts that it is made of";
        this.note(told, { code: "given-several", severity: "error", message: error.message, hint });
        return [];
      }
    });
  }

  /** The occurrence with all that was found out about it; undefined if nothing was. */
  answered(record: Occurrence): Occurrence | undefined {
    const answers = (this.byIncident.get(record.id) ?? []).filter(({ told }) => told.kind === "answer");
    if (answers.length === 0) return undefined;
    const { program, known } = this.options;
    const { findActor } = this.options.record;
    try {
      return answered(
        record,
        answers.map(({ said }) => said),
        { program, findActor, known },
      );
    } catch (error) {
      // Told by `of` already.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** What turned out to be wrong with accounts when they were put beside the reports. */
  problems(): readonly Problem[] {
    const lost = [...this.byIncident].flatMap(([id, accounts]) =>
      this.met.has(id) ? [] : accounts.map(({ told }) => lostProblem(told)),
    );
    return [...this.found.values(), ...lost];
  }

  private note({ at }: ToldAccount, problem: Omit<Problem, "at">): void {
    this.found.set(`${at.file}:${at.from} ${problem.code} ${problem.message}`, { ...problem, at });
  }
}

function strangerProblem(name: string): Omit<Problem, "at"> {
  return {
    code: "stranger",
    severity: "warning",
    message: `${name} is neither side that the record names, so it does not follow who was on the other side`,
    hint: "say both: actor and target",
  };
}

function lostProblem({ incident, at }: ToldAccount): Problem {
  return {
    code: "unknown-incident",
    severity: "warning",
    at,
    message: `the reports have no incident ${incident}`,
    hint: "take the id from: truce judge FOLDER --format csv",
  };
}
