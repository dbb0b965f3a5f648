import type { Instant } from "../../kit/index.ts";
import type { DutyJudgement, Name } from "../../language/index.ts";
import type { LoadedSituation } from "../explain-duty.ts";
import { chooseReadings } from "../judge-folder.ts";
import { lineOf } from "./words.ts";

/** A duty that has a state of its own, of one bearer, under one reading. */
export interface DutyStanding {
  readonly rule: Name;
  readonly title?: string;
  readonly reading: Name;
  /** Unset: the rule speaks of one bearer, or of nobody. */
  readonly bearer?: Name;
  /** Unset: all of it. */
  readonly part?: string;
  readonly state: DutyJudgement["state"];
  readonly possible: DutyJudgement["possible"];
  /** By mark: `startingBy`, `completeBy`, `deadline`, … Ends are exclusive. */
  readonly instants: Readonly<Record<string, Instant>>;
  readonly because: readonly string[];
  /** Not recorded, and it matters. */
  readonly missing: readonly string[];
  readonly line?: number;
}

/** The duties of the text at a moment, in its order, under each reading that findings are made under. */
export function dutiesOf({ folder, program, situation }: LoadedSituation, at: Instant): readonly DutyStanding[] {
  const rules = new Map(program.declared.rules.map((rule) => [rule.name, rule]));
  return chooseReadings(program, undefined).flatMap((reading) =>
    situation.duties.rows(reading, at).map((row): DutyStanding => {
      const { rule, bearer, part, state, possible, instants, because, missing } = row;
      const declared = rules.get(rule);
      return {
        rule,
        ...(declared?.title === undefined ? {} : { title: declared.title }),
        reading,
        ...(bearer === undefined ? {} : { bearer }),
        ...(part === undefined ? {} : { part }),
        state,
        possible,
        instants: Object.fromEntries(Object.entries(instants).filter(([, moment]) => Number.isFinite(moment))),
        because,
        missing,
        ...(declared ? lineOf(declared, folder) : {}),
      };
    }),
  );
}
