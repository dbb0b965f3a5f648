import type { Problem } from "../../kit/index.ts";
import type { Agreement } from "../ir.ts";

export interface CheckOptions {
  readonly text: string;
  readonly file?: string;
  readonly knownActors?: ReadonlySet<string>;
  readonly knownPlaces?: ReadonlySet<string>;
  readonly damaged?: ReadonlySet<string>;
}

export function checkAgreement(_agreement: Agreement, _options: CheckOptions): readonly Problem[] {
  return [];
}
