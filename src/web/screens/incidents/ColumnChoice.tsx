import type { ReactNode } from "react";
import { Button, Checkbox, CheckboxGroup, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { useWords } from "../../words/index.ts";
import { GRID_COLUMNS, type GridColumn } from "./grid-columns.ts";
import { incidentsWords } from "./words.ts";

export interface ColumnChoiceProps {
  readonly chosen: readonly GridColumn[];
  readonly onChoose: (columns: readonly GridColumn[]) => void;
}

/** Which columns are shown; at least one is. */
export function ColumnChoice({ chosen, onChoose }: ColumnChoiceProps): ReactNode {
  const say = useWords(incidentsWords);
  return (
    <DialogTrigger>
      <Button>{say("columns")}</Button>
      <Popover placement="bottom end">
        <Dialog>
          <Heading slot="title">{say("columns")}</Heading>
          <CheckboxGroup
            aria-label={say("columns")}
            value={[...chosen]}
            onChange={(keys) => {
              const next = GRID_COLUMNS.filter((column) => keys.includes(column));
              if (next.length > 0) onChoose(next);
            }}
          >
            {GRID_COLUMNS.map((column) => (
              <Checkbox key={column} value={column}>
                {({ isSelected }) => (
                  <>
                    <span className="box" aria-hidden="true">
                      {isSelected ? "✓" : ""}
                    </span>
                    {say(column)}
                  </>
                )}
              </Checkbox>
            ))}
          </CheckboxGroup>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
