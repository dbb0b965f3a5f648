import {
  mappingOf,
  parseCsv,
  parseMapping,
  proposeMapping,
  type ColumnMapping,
  type MappingProposal,
} from "../../formats/index.ts";
import { loadBytes, loadText } from "../../gateways/index.ts";
import { Refusal } from "../../kit/index.ts";

export interface ProposedMapping {
  readonly proposal: MappingProposal;
  /** To be corrected by a person and kept. */
  readonly mapping: ColumnMapping;
}

const SAMPLED = 500;

/** Which columns of a table may hold what ours do, from their names and the first rows. `undefined`: it is no table of text. */
export async function proposeForFile(path: string, name: string): Promise<ProposedMapping | undefined> {
  const rows: (readonly string[])[] = [];
  for await (const batch of parseCsv(loadBytes(path), { file: path })) {
    for (const item of batch) if (item.kind === "row") rows.push(item.fields);
    if (rows.length > SAMPLED) break;
  }
  const [header, ...sample] = rows;
  if (!header || header.length < 2) return undefined;
  const proposal = proposeMapping(header, sample);
  return { proposal, mapping: mappingOf(proposal, name) };
}

export async function loadMapping(path: string): Promise<ColumnMapping> {
  const text = await loadText(path);
  if (typeof text !== "string") throw new Refusal(text.code, `${path}: ${text.message}`, text.hint);
  const { mapping, problems } = parseMapping(text, path);
  const wrong = problems.find(({ severity }) => severity === "error");
  if (mapping && !wrong) return mapping;
  const field = wrong?.at.field === undefined ? "" : ` (${wrong.at.field})`;
  throw new Refusal(
    wrong?.code ?? "bad-mapping",
    `${path}${field}: ${wrong?.message ?? "this is no mapping"}`,
    wrong?.hint ?? "see docs/formats/mapping.md",
  );
}
