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
import { parsePastedTable } from "../../../formats/index.ts";
import { Problem } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { usePastedHere } from "./pasted-here.ts";
import { TakeBack } from "./TakeBack.tsx";
import type { Recorded, TakingBack } from "./taking-back.ts";
import { incidentsWords } from "./words.ts";

const ROWS_SEEN = 5;

/** Rows copied in a spreadsheet, with their header, as new reports. What was pasted is seen before it is recorded. */
export function PasteTable({ taking }: { readonly taking: TakingBack }): ReactNode {
  const say = useWords(incidentsWords);
  const [isOpen, setOpen] = useState(false);
  const [first, setFirst] = useState("");
  const open = (is: boolean, text = ""): void => {
    setFirst(text);
    setOpen(is);
  };
  usePastedHere(!isOpen, (text) => open(true, text));
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(is) => open(is)}>
      <Button>{say("add")}</Button>
      <ModalOverlay isDismissable={false}>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{say("pasteTitle")}</Heading>
                <Pasting close={close} first={first} taking={taking} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

interface PastingProps {
  readonly close: () => void;
  /** What was pasted before the dialog was open. */
  readonly first: string;
  readonly taking: TakingBack;
}

function Pasting({ close, first, taking }: PastingProps): ReactNode {
  const say = useWords(incidentsWords);
  const act = useAct("recordPastedTable");
  const [text, setText] = useState(first);
  const [done, setDone] = useState<Recorded | "queued">();
  const rows = useMemo(() => parsePastedTable(text).filter((row) => row.some((cell) => cell.trim() !== "")), [text]);
  const count = Math.max(0, rows.length - 1);
  const record = async (): Promise<void> => {
    const outcome = await act.run({ body: { text } }, say("recordingAbout", { count }));
    if (outcome.state === "accepted") {
      taking.note(outcome.answer);
      setDone(outcome.answer);
    } else if (outcome.state === "queued") setDone("queued");
  };
  if (done !== undefined) return <Done done={done} close={close} taking={taking} />;
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
  readonly row?: number;
}

interface DoneProps extends Omit<PastingProps, "first"> {
  readonly done: Recorded | "queued";
}

function Done({ done, close, taking }: DoneProps): ReactNode {
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
          {problems.map(({ message, hint, row }, index) => (
            <li key={index} dir="auto">
              {row !== undefined && <span className="number">{row}: </span>}
              {message}
              {hint !== undefined && <span className="soft"> — {hint}</span>}
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <Button className="react-aria-Button main" onPress={close}>
          OK
        </Button>
        <TakeBack taking={taking} />
      </div>
    </>
  );
}
