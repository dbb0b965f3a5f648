import { useMemo, type ReactNode } from "react";
import { aboutColumn } from "../../../formats/index.ts";
import { Choice } from "../../parts/index.ts";
import { useFormats, useLanguage, useWords } from "../../words/index.ts";
import type { Previewed } from "./chosen.ts";
import { columnName } from "./column-names.ts";
import { isolated } from "./isolated.ts";
import {
  assign,
  columnOf,
  DAY_ORDERS,
  isCodeColumn,
  reportColumns,
  withDayOrder,
  withWord,
  type ColumnMapping,
  type DayOrder,
  type ReportColumn,
} from "./mapping-draft.ts";
import { ourWords } from "./our-words.ts";
import { importWords } from "./words.ts";

type Table = NonNullable<Previewed["table"]>;
type Column = Table["columns"][number];

export interface MappingTableProps {
  readonly table: Table;
  readonly mapping: ColumnMapping;
  readonly onChange: (mapping: ColumnMapping) => void;
}

/** Each column of the file with some of its cells, and which of ours it holds. */
export function MappingTable({ table, mapping, onChange }: MappingTableProps): ReactNode {
  const header = table.columns.map(({ source }) => source);
  return (
    <ul className="plain import-columns">
      {table.columns.map((column) => (
        <TheirColumn key={column.source} {...{ column, mapping, header, onChange }} />
      ))}
    </ul>
  );
}

interface TheirColumnProps {
  readonly column: Column;
  readonly mapping: ColumnMapping;
  readonly header: readonly string[];
  readonly onChange: (mapping: ColumnMapping) => void;
}

function TheirColumn({ column, mapping, header, onChange }: TheirColumnProps): ReactNode {
  const say = useWords(importWords);
  const { language } = useLanguage();
  const { source, samples, reason } = column;
  const held = columnOf(mapping, source);
  const options = useMemo(
    () => [
      { key: "" as const, name: say("none") },
      ...reportColumns.map((key) => ({ key, name: columnName(key, language) })),
    ],
    [say, language],
  );
  return (
    <li className="import-column">
      <div>
        <p>
          <strong dir="auto">{source}</strong>
        </p>
        <Samples samples={samples} />
        {held?.column === column.column && (
          <p className="small soft" dir="auto">
            {reason}
          </p>
        )}
      </div>
      <div className="stack-tight">
        <Choice
          label={`${say("ours")}: ${isolated(source)}`}
          isLabelUnseen
          value={held?.column ?? ""}
          options={options}
          onChoose={(key) => onChange(assign(mapping, { source, header, column: key === "" ? undefined : key }))}
        />
        {held && <About column={held.column} />}
        {held && aboutColumn(held.column).holds === "time" && (
          <DayOrderChoice mapping={mapping} column={held.column} dayOrder={held.dayOrder} onChange={onChange} />
        )}
        {held && isCodeColumn(held.column) && <WordChoices {...{ column, mapping, onChange }} held={held.column} />}
      </div>
    </li>
  );
}

function Samples({ samples }: { readonly samples: readonly string[] }): ReactNode {
  const say = useWords(importWords);
  const formats = useFormats();
  if (samples.length === 0) return null;
  return (
    <p className="small soft">
      {say("samples")}: {formats.list(samples.slice(0, 3).map((sample) => isolated(sample.slice(0, 60))))}
    </p>
  );
}

/** What stands in one of our columns; said in English alone, as the files of the format say it. */
function About({ column }: { readonly column: ReportColumn }): ReactNode {
  return (
    <p className="small soft" lang="en" dir="ltr">
      {aboutColumn(column).about}
    </p>
  );
}

interface DayOrderChoiceProps extends Pick<MappingTableProps, "mapping" | "onChange"> {
  readonly column: ReportColumn;
  readonly dayOrder: DayOrder | undefined;
}

function DayOrderChoice({ column, dayOrder, mapping, onChange }: DayOrderChoiceProps): ReactNode {
  const say = useWords(importWords);
  return (
    <Choice
      label={say("dayOrder")}
      value={dayOrder ?? "yearFirst"}
      options={(["yearFirst", ...DAY_ORDERS] as const).map((key) => ({ key, name: say(key) }))}
      onChoose={(key) => onChange(withDayOrder(mapping, column, key === "yearFirst" ? undefined : key))}
    />
  );
}

interface WordChoicesProps extends Pick<MappingTableProps, "mapping" | "onChange"> {
  readonly column: Column;
  readonly held: ReportColumn;
}

/** A word of theirs counts only once one of ours stands beside it. */
function WordChoices({ column, held, mapping, onChange }: WordChoicesProps): ReactNode {
  const say = useWords(importWords);
  const values = mapping.columns.find((one) => one.column === held)?.values ?? [];
  const theirs = [...new Set([...column.words, ...values.map((value) => value.theirs), ...column.samples])];
  const options = [{ key: "", name: say("wordNone") }, ...ourWords(held)];
  return (
    <fieldset className="import-words">
      <legend className="small">{say("wordsOf")}</legend>
      {theirs.map((word) => (
        <div key={word} className="import-word">
          <bdi>{word}</bdi>
          <Choice
            label={isolated(word)}
            isLabelUnseen
            value={values.find((value) => value.theirs === word)?.ours ?? ""}
            options={options}
            onChoose={(ours) => onChange(withWord(mapping, held, { theirs: word, ours }))}
          />
        </div>
      ))}
    </fieldset>
  );
}
