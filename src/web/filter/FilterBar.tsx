import { useEffect, useMemo, useState, type ReactNode } from "react";
import {
  Button,
  ComboBox,
  Dialog,
  DialogTrigger,
  Heading,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  Text,
  TextField,
} from "react-aria-components";
import { ATTRIBUTION_LEVELS, OCCURRENCE_LEVELS, type IncidentColumns } from "../../domain/index.ts";
import { Choice, VERDICTS, partWords } from "../parts/index.ts";
import type { RowsInHand } from "../record/index.ts";
import { REPORTS_ALONE, filtersOf, useSelection, type SelectionKey } from "../selection/index.ts";
import { useWords } from "../words/index.ts";
import { dayOf, startOfDay } from "./days.ts";
import { levelWords } from "./level-words.ts";
import { filterWords } from "./words.ts";
import "./filter.css";

/** By what the incidents are narrowed: words in sight, the rest behind a button. Says how many there are. */
export function FilterBar({ shown }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(filterWords);
  const { selection, clear } = useSelection();
  const count = filtersOf(selection).length;
  return (
    <div className="filter-bar no-print">
      <WordSearch />
      <DialogTrigger>
        <Button>
          {say("filter")}
          {count > 0 && <span className="number">({count})</span>}
        </Button>
        <Popover placement="bottom start">
          <Dialog className="react-aria-Dialog filter-dialog">
            <Heading slot="title">{say("filter")}</Heading>
            <Fields shown={shown} />
            {count > 0 && <Button onPress={clear}>{say("clear")}</Button>}
          </Dialog>
        </Popover>
      </DialogTrigger>
      <p role="status" className="filter-count">
        {shown.isLooking
          ? say("looking")
          : shown.rows.length === 0
            ? say("nothing")
            : say("count", { count: shown.rows.length, all: shown.columns.count })}
      </p>
    </div>
  );
}

const TYPING_MS = 250;

function WordSearch(): ReactNode {
  const say = useWords(filterWords);
  const { selection, change } = useSelection();
  const [typed, setTyped] = useState(selection.text ?? "");
  useEffect(() => setTyped(selection.text ?? ""), [selection.text]);
  useEffect(() => {
    if (typed.trim() === (selection.text ?? "")) return undefined;
    const timer = setTimeout(() => change({ text: typed.trim() === "" ? undefined : typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, selection.text, change]);
  return (
    <SearchField value={typed} onChange={setTyped} className="react-aria-SearchField filter-words">
      <Label className="unseen">{say("words")}</Label>
      <Input placeholder={say("words")} dir="auto" />
      <Text slot="description" className="unseen">
        {say("wordsHelp")}
      </Text>
    </SearchField>
  );
}

function Fields({ shown: { columns, agreement } }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(filterWords);
  const sayPart = useWords(partWords);
  const sayLevel = useWords(levelWords);
  const { selection, change } = useSelection();
  const zone = agreement?.zone ?? "UTC";
  const any = { key: "", name: say("any") };
  const choose = (key: SelectionKey) => (value: string) => change({ [key]: value === "" ? undefined : value });
  const verdicts = [
    any,
    { key: "?breach", name: say("possiblyBreach") },
    ...VERDICTS.map((key) => ({ key: key as string, name: sayPart(key) })),
  ];
  const levels = (all: readonly (typeof levelWords)["keys"][number][]) => [
    any,
    ...all.map((key) => ({ key: key as string, name: sayLevel(key) })),
  ];
  return (
    <div className="filter-fields">
      <Day label={say("from")} value={selection.from} zone={zone} onChange={(from) => change({ from })} />
      <Day label={say("to")} value={selection.to} zone={zone} onChange={(to) => change({ to })} />
      <OneOf label={say("side")} name="side" options={wordsIn(columns, "sides")} />
      <OneOf label={say("act")} name="act" options={wordsIn(columns, "acts")} />
      <OneOf label={say("area")} name="area" options={wordsIn(columns, "area")} />
      <TypedSource />
      {agreement && agreement.rules.length > 1 && (
        <Choice
          label={say("rule")}
          value={agreement.shown.rule}
          options={agreement.rules.map((key) => ({ key, name: key }))}
          onChoose={choose("rule")}
        />
      )}
      <Choice label={say("verdict")} value={selection.verdict ?? ""} options={verdicts} onChoose={choose("verdict")} />
      <Choice
        label={say("occurrence")}
        value={selection.occurrence ?? ""}
        options={levels(OCCURRENCE_LEVELS)}
        onChoose={choose("occurrence")}
      />
      <Choice
        label={say("attribution")}
        value={selection.attribution ?? ""}
        options={levels(ATTRIBUTION_LEVELS)}
        onChoose={choose("attribution")}
      />
      <Choice
        label={say("answers")}
        value={selection.answers ?? ""}
        options={[
          { key: "", name: say("answersWith") },
          { key: REPORTS_ALONE, name: say("answersReports") },
        ]}
        onChoose={choose("answers")}
      />
    </div>
  );
}

/** By the handle that the record has for a source: who that is may be protected. */
function TypedSource(): ReactNode {
  const say = useWords(filterWords);
  const { selection, change } = useSelection();
  const [typed, setTyped] = useState(selection.source ?? "");
  useEffect(() => setTyped(selection.source ?? ""), [selection.source]);
  return (
    <TextField
      value={typed}
      onChange={setTyped}
      onBlur={() => change({ source: typed.trim() === "" ? undefined : typed.trim() })}
    >
      <Label>{say("source")}</Label>
      <Input dir="auto" />
    </TextField>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly zone: string;
  readonly onChange: (moment: string | undefined) => void;
}

function Day({ label, value, zone, onChange }: DayProps): ReactNode {
  const day = value === undefined ? "" : dayOf(value, zone);
  return (
    <TextField type="date" value={day} onChange={(typed) => onChange(startOfDay(typed, zone))}>
      <Label>{label}</Label>
      <Input />
    </TextField>
  );
}

interface OneOfProps {
  readonly label: string;
  readonly name: "side" | "act" | "area";
  readonly options: readonly string[];
}

const OPTIONS_SHOWN = 200;

/** One of many words, found by typing. */
function OneOf({ label, name, options }: OneOfProps): ReactNode {
  const { selection, change } = useSelection();
  const [typed, setTyped] = useState(selection[name] ?? "");
  useEffect(() => setTyped(selection[name] ?? ""), [selection, name]);
  const found = useMemo(() => {
    const wanted = typed.toLocaleLowerCase();
    const isChosen = typed === selection[name];
    return options.filter((one) => isChosen || one.toLocaleLowerCase().includes(wanted)).slice(0, OPTIONS_SHOWN);
  }, [options, typed, selection, name]);
  return (
    <ComboBox
      inputValue={typed}
      onInputChange={(text) => {
        setTyped(text);
        if (text === "") change({ [name]: undefined });
      }}
      value={selection[name] ?? null}
      onChange={(key) => {
        if (key !== null) change({ [name]: String(key) });
      }}
      items={found.map((id) => ({ id }))}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label>{label}</Label>
      <div className="filter-one-of">
        <Input dir="auto" />
        <Button aria-label={label}>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Popover>
        <ListBox>
          {({ id }: { readonly id: string }) => (
            <ListBoxItem id={id} textValue={id}>
              <bdi>{id}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Every word of a column once, in their order. */
function wordsIn({ words }: IncidentColumns, column: "sides" | "acts" | "area"): readonly string[] {
  const all = words[column].words.flatMap((word): readonly string[] =>
    word === null ? [] : typeof word === "string" ? [word] : word,
  );
  return [...new Set(all)].toSorted((one, other) => one.localeCompare(other));
}
