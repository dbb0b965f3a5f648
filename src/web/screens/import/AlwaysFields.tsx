import type { ReactNode } from "react";
import { Choice } from "../../parts/index.ts";
import { useLanguage, useWords } from "../../words/index.ts";
import { columnName } from "./column-names.ts";
import { isolated } from "./isolated.ts";
import { always, type ColumnMapping } from "./mapping-draft.ts";
import { ourWords } from "./our-words.ts";
import { importWords } from "./words.ts";

/** What a table often does not say because it is always so there. */
const OFTEN = ["kind", "direction", "place_precision"] as const;

export interface AlwaysFieldsProps {
  readonly mapping: ColumnMapping;
  readonly onChange: (mapping: ColumnMapping) => void;
}

/** Of what is the same in every row, and no column of the file holds. */
export function AlwaysFields({ mapping, onChange }: AlwaysFieldsProps): ReactNode {
  const say = useWords(importWords);
  const { language } = useLanguage();
  return OFTEN.filter((column) => !mapping.columns.some((one) => one.column === column && one.from.length > 0)).map(
    (column) => (
      <Choice
        key={column}
        label={say("alwaysColumn", { column: isolated(columnName(column, language)) })}
        value={mapping.columns.find((one) => one.column === column)?.always ?? ""}
        options={[{ key: "", name: say("alwaysNone") }, ...ourWords(column)]}
        onChoose={(value) => onChange(always(mapping, column, value === "" ? undefined : value))}
      />
    ),
  );
}
