import type { LawName } from "./laws.ts";

/** One wrong judge: a source file with one place of it changed, and the laws that must notice. */
export interface Mutation {
  /** What the wrong judge does. */
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly caughtBy: readonly LawName[];
}

export const engine = (file: string): string => `src/language/engine/${file}.ts`;
