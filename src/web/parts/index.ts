export { Choice, type ChoiceProps } from "./Choice.tsx";
export { Page, type PageProps } from "./Page.tsx";
export { Loaded, Problem, Trouble } from "./Trouble.tsx";
export { Verdict, VerdictBar, VerdictShape, type VerdictBarProps } from "./Verdict.tsx";
export { VERDICTS, VERDICT_SHAPES, verdictNamed, type VerdictName } from "./verdicts.ts";
export { partWords } from "./words.ts";
