import { useMemo, useState, type ReactNode } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Label,
  Modal,
  ModalOverlay,
  Text,
  TextArea,
  TextField,
} from "react-aria-components";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import { parsePastedTable } from "../../../formats/index.ts";
import { Problem } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { incidentsWords } from "./words.ts";

type Recorded = AnswerOf<Endpoints["recordPastedTable"]>;

const ROWS_SEEN = 5;

/** Rows copied in a spreadsheet, with their header, as new reports. What was pasted is seen before it is recorded. */
export function PasteTable(): ReactNode {
  const say = useWords(incidentsWords);
  return (
    <DialogTrigger>
      <Button>{say("add")}</Button>
      <ModalOverlay isDismissable={false}>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{say("pasteTitle")}</Heading>
                <Pasting close={close} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function Pasting({ close }: { readonly close: () => void }): ReactNode {
  const say = useWords(incidentsWords);
  const act = useAct("recordPastedTable");
  const [text, setText] = useState("");
  const [done, setDone] = useState<Recorded | "queued">();
  const rows = useMemo(() => parsePastedTable(text).filter((row) => row.some((cell) => cell.trim() !== "")), [text]);
  const count = Math.max(0, rows.length - 1);
  const record = async (): Promise<void> => {
    const outcome = await act.run({ body: { text } }, say("recordingAbout", { count }));
    if (outcome.state === "accepted") setDone(outcome.answer);
    else if (outcome.state === "queued") setDone("queued");
  };
  if (done !== undefined) return <Done done={done} close={close} />;
  return (
    <>
      <TextField value={text} onChange={setText}>
        <Label>{say("pasted")}</Label>
        <TextArea className="react-aria-TextArea paste-area" dir="auto" />
        <Text slot="description">{say("pasteHelp")}</Text>
      </TextField>
      <p role="status">{say("rowsSeen", { count })}</p>
      {count > 0 && <Seen rows={rows} />}
      {act.problem && <Problem problem={act.problem} />}
      <div className="row">
        <Button
          className="react-aria-Button main"
          isDisabled={count === 0 || act.isRunning}
          onPress={() => void record()}
        >
          {say("record")}
        </Button>
        <Button onPress={close}>{say("cancel")}</Button>
      </div>
    </>
  );
}

function Seen({ rows }: { readonly rows: readonly (readonly string[])[] }): ReactNode {
  const [header = [], ...others] = rows;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={header.join(", ")}>
      <table className="plain small">
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col" dir="auto">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {others.slice(0, ROWS_SEEN).map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} dir="auto">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProblem {
  readonly severity: string;
  readonly message: string;
  readonly hint?: string;
  readonly at?: { readonly row?: number };
}

function Done({ done, close }: { readonly done: Recorded | "queued"; readonly close: () => void }): ReactNode {
  const say = useWords(incidentsWords);
  if (done === "queued")
    return (
      <>
        <p role="status">{say("queued")}</p>
        <Button onPress={close}>{say("cancel")}</Button>
      </>
    );
  const problems = done.problems as unknown as readonly RowProblem[];
  const counts = done.counts as { readonly added?: number; readonly refused?: number };
  return (
    <>
      <p role="status">{say("recorded", { added: counts.added ?? 0, refused: counts.refused ?? 0 })}</p>
      {problems.length > 0 && (
        <ul className="scroll">
          {problems.map(({ message, hint, at }, index) => (
            <li key={index} dir="auto">
              {at?.row !== undefined && <span className="number">{at.row}: </span>}
              {message}
              {hint !== undefined && <span className="soft"> — {hint}</span>}
            </li>
          ))}
        </ul>
      )}
      <Button className="react-aria-Button main" onPress={close}>
        OK
      </Button>
    </>
  );
}
