export { addCompare } from "./compare.ts";
export { addConditions } from "./conditions.ts";
export { addExplain } from "./explain.ts";
export { addJudge } from "./judge.ts";
export { addStart } from "./start.ts";
export { note } from "./terminal.ts";
export { addTexts } from "./texts.ts";
