import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { verdictNamed, partWords } from "../parts/index.ts";
import { filtersOf, useSelection, type SelectionKey } from "../selection/index.ts";
import { useFormats, useWords } from "../words/index.ts";
import { appWords } from "./words.ts";

/** What leaves something out of what is shown, each with a way to take it out again. */
export function Filters(): ReactNode {
  const say = useWords(appWords);
  const sayPart = useWords(partWords);
  const formats = useFormats();
  const { selection, change, clear } = useSelection();
  const filters = filtersOf(selection);
  const valueOf = (key: SelectionKey): string => {
    const value = selection[key] ?? "";
    if (key === "from" || key === "to") return formats.moment(value);
    if (key === "verdict") {
      const verdict = sayPart(verdictNamed(value.replace("?", "")));
      return value.startsWith("?") ? say("possibly", { verdict }) : verdict;
    }
    return key === "box" ? "" : value;
  };
  if (filters.length === 0 && selection.asOf === undefined) return null;
  return (
    <section className="filters no-print" aria-label={say("filters")}>
      {selection.asOf !== undefined && (
        <Button className="react-aria-Button chip chip-past" onPress={() => change({ asOf: undefined })}>
          {say("asOf", { when: formats.moment(selection.asOf) })} · {say("present")}
        </Button>
      )}
      {filters.map((key) => (
        <Button key={key} className="react-aria-Button chip" onPress={() => change({ [key]: undefined })}>
          <span>
            {nameOf(key, say)} <bdi>{valueOf(key)}</bdi>
          </span>
          <span aria-hidden="true">×</span>
          <span className="unseen">{say("without", { filter: nameOf(key, say) })}</span>
        </Button>
      ))}
      {filters.length > 1 && (
        <Button className="react-aria-Button quiet" onPress={clear}>
          {say("clear")}
        </Button>
      )}
    </section>
  );
}

function nameOf(
  key: SelectionKey,
  say: (key: Exclude<SelectionKey, "agreement" | "rule" | "answers">) => string,
): string {
  return key === "agreement" || key === "rule" || key === "answers" ? "" : say(key);
}
