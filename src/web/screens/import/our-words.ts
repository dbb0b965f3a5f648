import { aboutColumn, type ReportColumn } from "../../../formats/index.ts";
import { vocabularies } from "../../../language/index.ts";

export interface OurWord {
  readonly key: string;
  readonly name: string;
}

/** The words that may stand in one of our columns: fixed ones, or those of the common vocabulary. */
export function ourWords(column: ReportColumn): readonly OurWord[] {
  const { words = [] } = aboutColumn(column) as { readonly words?: readonly string[] };
  const kind = column === "acts" ? "act" : column === "weapons" ? "weapon" : undefined;
  if (kind === undefined) return words.map((word) => ({ key: word, name: word }));
  return (vocabularies["common"] ?? [])
    .filter((one) => one.kind === kind)
    .map(({ name, title }) => ({ key: name, name: title === "" ? name : title }));
}
