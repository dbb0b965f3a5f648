import type { ReadStatement } from "../statement-kind.ts";

/** `no rule: reason`. The reason is free text: whatever stands after the colon, to the end of the line, `--` included. */
export const readNoRule: ReadStatement = (source, problems) => {
  throw new Error(`not there yet ${source.from} ${String(problems)}`);
};
