import type { Problem } from "../kit/index.ts";
import type { Agreement } from "../language/index.ts";
import { newSetting } from "./condition.ts";
import { readDeclared } from "./declared.ts";
import { solveSetting } from "./solution.ts";

/**
 * Circles in the conditions that the text does not resolve, whoever accepts: found by supposing that everybody has
 * accepted and that of everything else nothing is known, so that only the circle itself stands in the way.
 */
export function checkConsent(agreement: Agreement): readonly Problem[] {
  const setting = newSetting(readDeclared(agreement), { acceptances: [] }, { at: 0 });
  return solveSetting({ ...setting, supposed: true }).problems;
}
