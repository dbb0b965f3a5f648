import type { ReactNode } from "react";
import { Choice } from "../parts/index.ts";
import { useReadings } from "../record/index.ts";
import { useSelection } from "../selection/index.ts";
import { useWords } from "../words/index.ts";
import { appWords } from "./words.ts";

/** Under whose reading everything is shown. */
export function ReadingChoice(): ReactNode {
  const say = useWords(appWords);
  const readings = useReadings();
  const { selection, change } = useSelection();
  if (readings.length < 2) return null;
  return (
    <div className="reading-choice">
      <Choice
        label={say("reading")}
        isLabelUnseen
        value={selection.reading ?? "text"}
        options={readings.map(({ id, name }) => ({ key: id, name }))}
        onChoose={(reading) => change({ reading: reading === "text" ? undefined : reading })}
      />
    </div>
  );
}
