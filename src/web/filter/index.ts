export { FilterBar } from "./FilterBar.tsx";
export { dayOf, startOfDay } from "./days.ts";
export { levelWords } from "./level-words.ts";
