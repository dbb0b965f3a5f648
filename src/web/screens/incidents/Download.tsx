import { useState, type ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from "react-aria-components";
import { Trouble } from "../../parts/index.ts";
import { useMay, type RowsInHand } from "../../record/index.ts";
import { queryOf, useSelection } from "../../selection/index.ts";
import { useWords } from "../../words/index.ts";
import { useCellText } from "./cell-text.ts";
import type { GridColumn } from "./grid-columns.ts";
import { csvOf, saveFile, xlsxOf, type Sheet } from "./shown-file.ts";
import { incidentsWords } from "./words.ts";

export interface DownloadProps {
  /** With the rows in the order that they are shown in. */
  readonly shown: RowsInHand;
  readonly columns: readonly GridColumn[];
}

/** What is shown as a file, made here; or the whole selection with all columns, made by the server with its manifest. */
export function Download({ shown, columns }: DownloadProps): ReactNode {
  const say = useWords(incidentsWords);
  const mayExport = useMay("export:run");
  const { selection } = useSelection();
  const text = useCellText(shown);
  const [trouble, setTrouble] = useState<unknown>();
  if (!mayExport) return null;
  const sheet = (): Sheet => ({
    names: [say("title"), say("about")],
    header: columns.map((column) => say(column)),
    rows: Array.from(shown.rows, (row) =>
      columns.map((column) => {
        const said = text(row, column);
        return said.isUnknown ? null : said.text;
      }),
    ),
    about: [
      ...Object.entries(queryOf(selection) ?? {}).map(([name, value]) => [name, String(value)] as const),
      ["rows", String(shown.rows.length)] as const,
    ],
  });
  const act = async (kind: string): Promise<void> => {
    setTrouble(undefined);
    try {
      if (kind === "csv") saveFile(csvOf(sheet()), "truce.csv", "text/csv;charset=utf-8");
      else if (kind === "xlsx") saveFile(await xlsxOf(sheet()), "truce.xlsx", XLSX);
      else location.assign(addressOf(kind.replace("all-", ""), queryOf(selection) ?? {}));
    } catch (error) {
      setTrouble(error);
    }
  };
  return (
    <>
      <MenuTrigger>
        <Button>{say("download")}</Button>
        <Popover placement="bottom end">
          <Menu onAction={(key) => void act(String(key))}>
            {(["csv", "xlsx"] as const).map((kind) => (
              <MenuItem key={kind} id={kind} textValue={say(kind)}>
                <Text slot="label">{say(kind)}</Text>
                <Text slot="description" className="small">
                  {say("downloadHelp")}
                </Text>
              </MenuItem>
            ))}
            {["csv", "xlsx", "geojson", "jsonl"].map((kind) => (
              <MenuItem key={kind} id={`all-${kind}`}>
                {say("all")} (<bdi>{kind}</bdi>)
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {trouble !== undefined && <Trouble error={trouble} again={() => setTrouble(undefined)} />}
    </>
  );
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function addressOf(format: string, query: object): string {
  const params = new URLSearchParams({ ...(query as Record<string, string>), format });
  return `/api/incidents/export?${params}`;
}
