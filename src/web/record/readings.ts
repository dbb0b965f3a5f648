import { useAgreement } from "./agreement.ts";

export interface NamedReading {
  readonly id: string;
  readonly name: string;
}

/** Under whose readings there are findings: the text alone first. */
export function useReadings(): readonly NamedReading[] {
  return useAgreement()?.readings ?? [];
}
