import { AccountBuilder, occurrenceOf } from "../../src/judge/index.ts";
import { openReports } from "../../src/intake/index.ts";
import { loadBytes } from "../../src/gateways/index.ts";
import { compileAgreement, FALSE, TRUE, UNKNOWN, type Program } from "../../src/language/index.ts";
import { FolderRecord } from "../../src/workflow/folder-situation.ts";
import { loadFolder } from "../../src/workflow/index.ts";
import { randomOf } from "../random.ts";

export const FOLDER = "examples/syria-2016";
const REPORTS = `${FOLDER}/reports/full/ged-syria-652.1601.1911.csv.gz`;

/** The work that every contestant gets: for each atom a column of states, all known, one row an event. */
export interface Work {
  readonly program: Program;
  readonly columns: readonly Uint8Array<ArrayBuffer>[];
  readonly n: number;
}

/** All events of the file, repeated to `n`; what the record leaves open is filled by a coin, the same for everybody. */
export async function loadWork(n: number, seed: number): Promise<Work> {
  const folder = await loadFolder(FOLDER);
  const program = compileAgreement(folder.agreement);
  const record = new FolderRecord(folder, program);
  const builder = new AccountBuilder(record.situationAt(Number.POSITIVE_INFINITY, []));
  const told: Uint8Array[] = [];
  for await (const item of openReports(loadBytes(REPORTS), { file: REPORTS }).items) {
    if (item.kind !== "draft") continue;
    const { scenarios } = builder.accountOf(occurrenceOf(item.draft, record.resolver, program.declared));
    told.push(scenarios[told.length % scenarios.length]!.parts[0]!.states);
  }
  const random = randomOf(seed);
  const columns = program.atoms.map(() => new Uint8Array(n));
  for (let row = 0; row < n; row++) {
    const full = completed(program, told[row % told.length]!, random);
    columns.forEach((column, atom) => (column[row] = full[atom]!));
  }
  return { program, columns, n };
}

/** Fills what is unknown one by one, each time with all that follows from it, so that no impossible facts arise. */
function completed(program: Program, told: Uint8Array, random: () => number): Uint8Array {
  let full = program.propagation.complete(told) ?? told;
  for (let atom = 0; atom < full.length; atom++) {
    if (full[atom] !== UNKNOWN) continue;
    full = program.propagation.complete(full.with(atom, random() < 0.5 ? TRUE : FALSE)) ?? full;
  }
  return full;
}
