import type { Name } from "../ir.ts";
import type { Account, Cell } from "../verdict.ts";
import { judgeColumns, type BulkVerdicts } from "./bulk.ts";
import { cellOf } from "./cell.ts";
import { Compiled } from "./compiled.ts";

/** A compiled agreement that judges: one account with all reasons, or a whole table without. */
export class Program extends Compiled {
  private readonly cells = new WeakMap<Account, Map<string, Cell>>();

  /** The finding on one account, under one rule and one reading. */
  judge(rule: Name, reading: Name, account: Account): Cell {
    const known = this.cells.get(account) ?? new Map<string, Cell>();
    this.cells.set(account, known);
    const key = `${rule} ${reading}`;
    const cell = known.get(key) ?? cellOf(this, { rule: this.rule(rule), reading: this.reading(reading), account });
    known.set(key, cell);
    return cell;
  }

  /** Verdicts of a whole table: one column of states for each atom, each of length `n`. */
  judgeTable(columns: readonly Uint8Array[], n: number): BulkVerdicts {
    return judgeColumns(this, columns, n);
  }
}
