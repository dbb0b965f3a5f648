export {
  REPORTS_ALONE,
  SELECTION_KEYS,
  filtersOf,
  parseSearch,
  queryOf,
  readSelection,
  stringifySearch,
  withChange,
  withoutFilters,
  type Selection,
  type SelectionKey,
} from "./selection.ts";
export { selectRows, type SelectedWith } from "./rows.ts";
export { useSelection, type SelectionInHand } from "./use-selection.ts";
