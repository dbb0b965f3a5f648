import type { Problem } from "../kit/index.ts";
import { resolveCircles, type SolvedCircle } from "./circles.ts";
import { equationsOf, newSetting, type Look, type Setting } from "./condition.ts";
import type { Declared } from "./declared.ts";
import { solveAll, type Equations, type Fixpoints, type Values } from "./fixpoint.ts";
import type { AcceptanceRecord, Moment } from "./record.ts";

/** The values of all acceptances, before anything is said about them. */
export interface Solution {
  readonly setting: Setting;
  readonly equations: Equations;
  readonly bounds: Fixpoints;
  readonly values: Values;
  readonly circles: readonly SolvedCircle[];
  readonly problems: readonly Problem[];
}

export function solve(declared: Declared, record: AcceptanceRecord, moment: Moment): Solution {
  return solveSetting(newSetting(declared, record, moment));
}

export function solveSetting(setting: Setting): Solution {
  const equations = equationsOf(setting);
  return { setting, equations, bounds: solveAll(equations), ...resolveCircles(equations, setting.declared) };
}

/** Looks up values that are settled. */
export function lookIn(values: Values): Look {
  return ({ on }) => values.get(on) ?? "unknown";
}
