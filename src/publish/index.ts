export { judgementPage, type JudgementView } from "./judgement-page.ts";
