import type { ReactNode } from "react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";

export interface ChoiceProps<K extends string> {
  readonly label: string;
  readonly value: K | undefined;
  readonly options: readonly { readonly key: K; readonly name: string }[];
  readonly onChoose: (key: K) => void;
  readonly isLabelUnseen?: boolean;
}

/** One of a few, behind a button that says which. */
export function Choice<K extends string>({
  label,
  value,
  options,
  onChoose,
  isLabelUnseen,
}: ChoiceProps<K>): ReactNode {
  return (
    <Select
      value={value ?? null}
      onChange={(key) => {
        if (key !== null) onChoose(key as K);
      }}
      placeholder="—"
    >
      <Label className={isLabelUnseen ? "unseen" : "react-aria-Label"}>{label}</Label>
      <Button>
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover>
        <ListBox items={options.map((option) => ({ id: option.key, ...option }))}>
          {({ key, name }) => (
            <ListBoxItem id={key} textValue={name}>
              <bdi>{name}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
