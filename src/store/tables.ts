import type { Noun, Row } from "./nouns.ts";

/** The tables of the record, for queries checked by the compiler. */
export type Writable = { readonly [N in Noun]: Row<N> } & {
  readonly ledger_entry: {
    readonly seq: number;
    readonly at: number;
    readonly by: string;
    readonly act: string;
    readonly reason: string | null;
  };
};
