export {
  dryRun,
  type ChangedCell,
  type ChangedIncident,
  type Compared,
  type DryRun,
  type DryRunAsked,
  type Outcome,
} from "./dry-run.ts";
export type { AcceptanceSupposed, ListedThen, ListSupposed, Supposed } from "./suppose.ts";
