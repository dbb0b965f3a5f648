export { checkConsent } from "./check-consent.ts";
export type { Break } from "./breaks.ts";
export type { SolvedCircle } from "./circles.ts";
export type { AcceptanceRecord, Moment, RecordedAcceptance, Standing } from "./record.ts";
export { boundAt, register, type Bound, type RegisterRow } from "./register.ts";
export { solveConsent, type AcceptFinding, type Consent, type Wait } from "./solve-consent.ts";
export type { Deadline, DeadlineState, Word } from "./standing.ts";
