import type { ReactNode } from "react";
import { Button, Label, ProgressBar } from "react-aria-components";
import { useFormats, useWords } from "../../words/index.ts";
import { desk, useDesk, type Sending } from "./desk.ts";
import { isolated } from "./isolated.ts";
import { useBytes } from "./use-bytes.ts";
import { importWords } from "./words.ts";

/** How far the files have come: bytes until they are there, rows while they are read. */
export function UnderWay(): ReactNode {
  const say = useWords(importWords);
  const { sendings } = useDesk();
  return (
    <section className="card stack" aria-labelledby="import-under-way">
      <h2 id="import-under-way">{say("recording")}</h2>
      <ul className="plain stack">
        {sendings.map((sending) => (
          <OneSending key={sending.key} sending={sending} />
        ))}
      </ul>
      <p className="small soft measure">
        {say("keepOpen")} {say("cancelHelp")}
      </p>
      <div className="row">
        <Button onPress={() => desk.cancel()}>{say("cancel")}</Button>
      </div>
    </section>
  );
}

function OneSending({ sending }: { readonly sending: Sending }): ReactNode {
  const formats = useFormats();
  const state = useStateWords();
  const { files, step } = sending;
  const isOver = step.state === "done";
  const share = isOver ? 100 : shareOf(sending);
  return (
    <li>
      <ProgressBar
        {...(share === undefined ? { isIndeterminate: true } : { value: share })}
        valueLabel={state(sending)}
      >
        <Label>
          <bdi>{formats.list(files.map(({ name }) => isolated(name)))}</bdi>
        </Label>
        <div className="bar">
          <div
            className={share === undefined ? "fill import-fill-moving" : "fill"}
            style={{ inlineSize: `${share ?? 100}%` }}
          />
        </div>
        <span role="status" className={step.state === "waiting" ? "import-warn" : ""}>
          {state(sending)}
        </span>
      </ProgressBar>
    </li>
  );
}

/** In percent; `undefined`: nobody knows of how much. */
function shareOf({ step, rows }: Sending): number | undefined {
  if (step.state === "sending") return step.size === 0 ? 0 : (100 * step.sent) / step.size;
  if (step.state !== "reading") return 0;
  const all = step.file === undefined ? undefined : rows[step.file];
  return all === undefined ? undefined : Math.min(100, (100 * step.rows) / all);
}

function useStateWords(): (sending: Sending) => string {
  const say = useWords(importWords);
  const bytes = useBytes();
  return ({ step, rows, files }) => {
    switch (step.state) {
      case "queued":
        return say("stateQueued");
      case "sending": {
        const size = step.size === 0 ? files.reduce((sum, file) => sum + file.size, 0) : step.size;
        return say("stateSending", { sent: isolated(bytes(step.sent)), size: isolated(bytes(size)) });
      }
      case "reading": {
        if (step.file === undefined) return say("stateReading");
        const all = rows[step.file];
        const said = { file: isolated(step.file), rows: step.rows };
        return all === undefined ? say("stateReadingRows", said) : say("stateReadingOf", { ...said, all });
      }
      case "waiting":
        return say("stateWaiting");
      case "done":
        return say("stateDone");
      case "refused":
        return say("stateRefused");
      case "cancelled":
        return say("stateCancelled");
    }
  };
}
