import { useState, type ReactNode } from "react";
import { Button, FileTrigger, Input, Label, Text, TextField } from "react-aria-components";
import { useFormats, useLanguage, useWords } from "../../words/index.ts";
import { saveFile } from "../incidents/shown-file.ts";
import type { Chosen, Previewed } from "./chosen.ts";
import { desk } from "./desk.ts";
import { isolated } from "./isolated.ts";
import {
  formatMapping,
  missingIn,
  parseMapping,
  withZone,
  type ColumnMapping,
  type ReportColumn,
} from "./mapping-draft.ts";
import { AlwaysFields } from "./AlwaysFields.tsx";
import { MappingTable } from "./MappingTable.tsx";
import { columnName } from "./column-names.ts";
import { importWords } from "./words.ts";

type Table = NonNullable<Previewed["table"]>;

export interface MappingProps {
  readonly one: Chosen;
  readonly found: Previewed;
  readonly table: Table;
}

/** Which column of somebody else's table holds what: proposed, corrected, and used only when agreed to. */
export function Mapping({ one, found, table }: MappingProps): ReactNode {
  const say = useWords(importWords);
  const isNeeded = found.format === undefined || one.mapping !== undefined;
  return (
    <details open={isNeeded} className="import-mapping">
      <summary>{say("columnsOf", { name: isolated(one.file.name) })}</summary>
      <p className="small soft measure">{say(isNeeded ? "mappingLead" : "mappingOptional")}</p>
      <MappingForm key={one.mapping ?? table.mapping} one={one} table={table} />
    </details>
  );
}

/** What was agreed to, else what is proposed. */
function mappingNow({ mapping, file }: Chosen, table: Table): ColumnMapping {
  const proposed = parseMapping(mapping ?? table.mapping).mapping;
  const name = file.name.replace(/(?:\.[^.]+)+$/u, "");
  if (!proposed) return { name, zone: undefined, columns: [] };
  return mapping === undefined ? { ...proposed, name } : proposed;
}

function MappingForm({ one, table }: Omit<MappingProps, "found">): ReactNode {
  const say = useWords(importWords);
  const [mapping, setMapping] = useState(() => mappingNow(one, table));
  const { name } = one.file;
  const isReady = missingIn(mapping).length === 0;
  return (
    <div className="stack">
      <MappingTable {...{ table, mapping }} onChange={setMapping} />
      <div className="grid">
        <TextField value={mapping.zone ?? ""} onChange={(zone) => setMapping(withZone(mapping, zone))}>
          <Label>{say("zone")}</Label>
          <Input dir="ltr" />
          <Text slot="description">{say("zoneHelp")}</Text>
        </TextField>
        <AlwaysFields mapping={mapping} onChange={setMapping} />
      </div>
      <Missing columns={missingIn(mapping)} />
      <div className="row">
        <Button
          className="react-aria-Button main"
          isDisabled={!isReady}
          onPress={() => desk.map(name, formatMapping(mapping))}
        >
          {say("agree")}
        </Button>
        {one.mapping !== undefined && (
          <Button onPress={() => desk.map(name, undefined)}>{say("withoutMapping")}</Button>
        )}
        <Button
          onPress={() =>
            saveFile(new Blob([formatMapping(mapping)]), `${mapping.name}.mapping.json`, "application/json")
          }
        >
          {say("saveMapping")}
        </Button>
        <LoadMapping onLoad={setMapping} />
      </div>
    </div>
  );
}

function Missing({ columns }: { readonly columns: readonly ReportColumn[] }): ReactNode {
  const say = useWords(importWords);
  const { language } = useLanguage();
  const formats = useFormats();
  if (columns.length === 0) return null;
  return (
    <p className="import-warn" role="status">
      {say("missing", { columns: formats.list(columns.map((column) => isolated(columnName(column, language)))) })}
    </p>
  );
}

function LoadMapping({ onLoad }: { readonly onLoad: (mapping: ColumnMapping) => void }): ReactNode {
  const say = useWords(importWords);
  const [trouble, setTrouble] = useState<string>();
  const load = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const { mapping, problems } = parseMapping(await file.text());
    setTrouble(mapping ? undefined : (problems[0]?.message ?? file.name));
    if (mapping) onLoad(mapping);
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={[".json"]} onSelect={(files) => void load(files?.[0])}>
        <Button>{say("loadMapping")}</Button>
      </FileTrigger>
      {trouble !== undefined && <p role="alert">{say("badMapping", { why: isolated(trouble) })}</p>}
    </>
  );
}
